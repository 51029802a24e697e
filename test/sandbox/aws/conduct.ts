import type { JsonObject } from "../../../policypack/model/json";
import type { WireResponse } from "./exchange";
import type { Call } from "./models/identify";
import type { UserIdentity } from "./userIdentity";

/** A call as everything between front and emulator sees it. */
export interface Asked {
  readonly call: Call;
  /** Keyed by the model's member names. */
  readonly parameters: JsonObject;
  readonly caller: UserIdentity;
  readonly accountId: string;
  readonly region: string;
  /** The answer to somebody who may not do this, and nothing to who may. */
  readonly denial: () => Promise<WireResponse | undefined>;
}

/** Answers a call, by itself or by letting it go on to the emulator; the answer is what is recorded. */
export type Conduct = (asked: Asked, goOn: () => Promise<WireResponse>) => Promise<WireResponse>;

/** `ec2:DeleteSecurityGroup`, as the service models name it. */
export function operationOf({ call }: Asked): string {
  return `${call.service.name}:${call.operation.name}`;
}
