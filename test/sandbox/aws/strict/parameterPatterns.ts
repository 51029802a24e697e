import { z } from "zod";
import type { Refusal } from "../refusal";
import { parametersAs, type Stricture } from "./stricture";

const Parameters = z.object({ Name: z.string(), Value: z.string(), AllowedPattern: z.string() });

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: `ParameterPatternMismatchException` */
export const parameterPatterns: Stricture = {
  calls: ["ssm:PutParameter"],
  refuse: ({ parameters }) => {
    const parsed = parametersAs(Parameters, parameters);
    return Promise.resolve(parsed && refusalFor(parsed));
  },
};

function refusalFor({ Value, AllowedPattern: pattern }: z.infer<typeof Parameters>): Refusal | undefined {
  try {
    if (new RegExp(pattern).test(Value)) return undefined;
    return { code: "ParameterPatternMismatchException", message: `Parameter value, cannot be validated against allowedPattern: ${pattern}` };
  } catch {
    return { code: "InvalidAllowedPatternException", message: "The request does not meet the regular expression requirement." };
  }
}
