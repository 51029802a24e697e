import picomatch from "picomatch";
import { sessionOf } from "./callers";
import { operationOf, type Asked, type Conduct } from "./conduct";
import { refusalAnswer, type Refusal } from "./refusal";

/** Something that AWS does badly, on demand. */
export interface Fault {
  /** As the service models name them: `sqs`, `GetQueueAttributes`; globs. */
  readonly service: string;
  readonly operation: string;
  /** Only for this caller: an IAM user's name, or the name of a role. */
  readonly person?: string;
  readonly answer: FaultAnswer;
  /** For how many calls; for all where nothing is said. */
  readonly times?: number;
}

export type FaultAnswer =
  | { readonly kind: "throttle" | "500" | "denied" | "expired" }
  | { readonly kind: "slow"; readonly milliseconds: number };

export interface Faults {
  /** @returns takes the fault away */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
}

export interface FaultyConduct extends Faults {
  readonly conduct: Conduct;
}

/** @param wait milliseconds */
export function newFaults(newId: () => string, wait: (milliseconds: number) => Promise<void>): FaultyConduct {
  const active = new Map<Fault, number>();
  const take = (asked: Asked): FaultAnswer | undefined => {
    for (const [fault, left] of active) {
      if (!isFor(fault, asked)) continue;
      if (left <= 1) active.delete(fault);
      else active.set(fault, left - 1);
      return fault.answer;
    }
    return undefined;
  };
  return {
    add: (fault) => {
      active.set(fault, fault.times ?? Infinity);
      return () => { active.delete(fault); };
    },
    clear: () => { active.clear(); },
    conduct: async (asked, goOn) => {
      const answer = take(asked);
      if (answer === undefined) return goOn();
      if (answer.kind !== "slow") return refusalAnswer(asked.call, refusalFor(asked, answer.kind), newId());
      await wait(answer.milliseconds);
      return goOn();
    },
  };
}

function isFor({ service, operation, person }: Fault, asked: Asked): boolean {
  const { call: { service: { name }, operation: { name: called } } } = asked;
  return picomatch.isMatch(name, service) && picomatch.isMatch(called, operation) && (person === undefined || namesOf(asked).includes(person));
}

function namesOf({ caller }: Asked): readonly string[] {
  const issuer = sessionOf(caller)?.sessionIssuer?.userName;
  return [...("userName" in caller ? [caller.userName] : []), ...(issuer === undefined ? [] : [issuer])];
}

/** https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/throttling.html tells the same of no two services. */
function refusalFor(asked: Asked, kind: Exclude<FaultAnswer["kind"], "slow">): Refusal {
  const { call: { protocol, service: { name } } } = asked;
  const who = "arn" in asked.caller ? asked.caller.arn : "anonymous";
  switch (kind) {
    case "throttle":
      if (name === "s3") return { code: "SlowDown", message: "Please reduce your request rate.", status: 503 };
      if (protocol === "ec2") return { code: "RequestLimitExceeded", message: "Request limit exceeded.", status: 503 };
      return { code: protocol === "query" ? "Throttling" : "ThrottlingException", message: "Rate exceeded" };
    case "500":
      if (name === "s3") return { code: "InternalError", message: "We encountered an internal error. Please try again.", status: 500 };
      return { code: protocol === "ec2" ? "InternalError" : "InternalFailure", message: "An internal error has occurred", status: 500 };
    case "denied": {
      const message = `User: ${who} is not authorized to perform: ${operationOf(asked)} because no identity-based policy allows the ${operationOf(asked)} action`;
      if (protocol === "ec2") return { code: "UnauthorizedOperation", message: `You are not authorized to perform this operation. ${message}. Encoded authorization failure message: ${Buffer.from(message).toString("base64url")}`, status: 403 };
      return protocol === "json" ? { code: "AccessDeniedException", message } : { code: "AccessDenied", message, status: 403 };
    }
    case "expired": {
      const message = "The security token included in the request is expired";
      if (protocol === "ec2") return { code: "RequestExpired", message: "Request has expired.", status: 400 };
      if (name === "s3") return { code: "ExpiredToken", message: "The provided token has expired." };
      return protocol === "json" ? { code: "ExpiredTokenException", message } : { code: "ExpiredToken", message, status: 403 };
    }
  }
}
