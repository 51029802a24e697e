import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, type Stricture } from "./stricture";

const Parameters = z.object({ DurationSeconds: z.number() });

/** Seconds: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, and so on for the others */
const MOST: Readonly<Record<string, number>> = {
  "sts:AssumeRole": 43_200,
  "sts:AssumeRoleWithSAML": 43_200,
  "sts:AssumeRoleWithWebIdentity": 43_200,
  "sts:GetFederationToken": 129_600,
  "sts:GetSessionToken": 129_600,
};
const LEAST = 900;

export const sessionDurations: Stricture = {
  calls: Object.keys(MOST),
  refuse: (asked) => {
    const { DurationSeconds: seconds = LEAST } = parametersAs(Parameters, asked.parameters) ?? {};
    const most = MOST[operationOf(asked)] ?? seconds;
    if (seconds >= LEAST && seconds <= most) return Promise.resolve(undefined);
    const limit = seconds < LEAST ? `greater than or equal to ${LEAST}` : `less than or equal to ${most}`;
    const message = `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${limit}`;
    return Promise.resolve({ code: "ValidationError", message });
  },
};
