import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({ KeyId: z.string() });

/** Nothing of these on a key that is to be deleted: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const NOT_PENDING = [
  "CreateGrant", "DisableKey", "DisableKeyRotation", "EnableKey", "EnableKeyRotation", "ScheduleKeyDeletion", "TagResource", "UntagResource",
  "UpdateKeyDescription",
];
const NOT_DISABLED = ["CreateGrant", "DisableKeyRotation", "EnableKeyRotation"];

export const keyStates: Stricture = {
  calls: NOT_PENDING.map((name) => `kms:${name}`),
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const { KeyMetadata: key } = (await unlessAbsent((await live.kms()).describeKey(parameters))) ?? {};
    if (key?.KeyState === "PendingDeletion") return { code: "KMSInvalidStateException", message: `${key.Arn ?? ""} is pending deletion.` };
    if (key?.KeyState !== "Disabled" || !NOT_DISABLED.includes(operationOf(asked).slice("kms:".length))) return undefined;
    return { code: "DisabledException", message: `${key.Arn ?? ""} is disabled.` };
  },
};
