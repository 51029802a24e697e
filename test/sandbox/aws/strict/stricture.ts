import type { z } from "zod";
import type { JsonObject } from "../../../../policypack/model/json";
import type { Services } from "../../services";
import type { Asked } from "../conduct";
import type { WireResponse } from "../exchange";
import type { Refusal } from "../refusal";

/** Something in which AWS is stricter than the emulator, or answers otherwise. */
export interface Stricture {
  /** `service:Operation`, as the service models name them. */
  readonly calls: readonly string[];
  /** Before the call goes on. @param live reads the emulator; these calls leave no record */
  readonly refuse?: (asked: Asked, live: Services) => Promise<Refusal | undefined>;
  /** For a call that the emulator lacks. @returns a refusal, or what the answer of an EC2 call holds, as XML */
  readonly instead?: (asked: Asked, live: Services) => Promise<Refusal | string>;
  /** After a call that went well. */
  readonly amend?: (asked: Asked, response: WireResponse, live: Services) => Promise<WireResponse>;
}

/** @returns undefined for parameters that only the emulator's own answer fits */
export function parametersAs<Parameters>(schema: z.ZodType<Parameters>, parameters: JsonObject): Parameters | undefined {
  const parsed = schema.safeParse(parameters);
  return parsed.success ? parsed.data : undefined;
}

/** What the emulator says of something, or undefined where it says that there is no such thing, or could not be. */
export async function unlessAbsent<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && /NotFound|NoSuch|DoesNotExist|NonExistent|Malformed/.test(error.name)) return undefined;
    throw error;
  }
}
