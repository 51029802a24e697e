import { readFileSync } from "node:fs";
import picomatch from "picomatch";
import { z } from "zod";
import { apiError } from "./awsErrors";
import { describeToken } from "./resourceType";

const METHODS = ["configure", "check", "diff", "create", "read", "update", "delete", "invoke"] as const;
export type Method = (typeof METHODS)[number];

const Fault = z.discriminatedUnion("kind", [
  /** Until the engine cancels, as a call of the real provider does. One that does not even mind that is a very slow one. */
  z.strictObject({ kind: z.literal("hang") }),
  z.strictObject({ kind: z.literal("crash") }),
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.number().int().nonnegative() }),
  z.strictObject({ kind: z.literal("error"), error: z.enum(["denied", "throttled", "internal", "expired"]) }),
]);

const Rules = z.array(z.strictObject({
  /** Globs; where neither is given, for everything. */
  type: z.string().optional(),
  urn: z.string().optional(),
  method: z.enum(METHODS),
  fault: Fault,
  /** For how many calls of one provider process; each run of the CLI starts a new one. */
  times: z.number().int().positive().optional(),
}));
export type FaultRules = z.infer<typeof Rules>;

interface Effects {
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly crash: () => never;
  /** Aborted when the engine cancels. */
  readonly cancelled: AbortSignal;
}

export interface Called {
  readonly method: Method;
  /** Empty where it is about no resource. */
  readonly urn: string;
  readonly id: string;
}

/** The variable that names a file of faults, for whatever runs the CLI. */
export const FAULTS_FILE = "SANDBOX_PROVIDER_FAULTS";

/** @throws Error where the file is no list of faults: a test that asks for none must not pass by that */
export function readFaults(file: string | undefined): FaultRules {
  return file === undefined || file === "" ? [] : Rules.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** @returns to be called before each call: returns in its own time, or throws, or neither */
export function newFaults(rules: FaultRules, { wait, crash, cancelled }: Effects): (called: Called) => Promise<void> {
  const left = rules.map((rule) => ({ ...rule, times: rule.times ?? Infinity }));
  return async (called) => {
    const token = called.urn === "" ? "" : tokenOf(called.urn);
    const rule = left.find(({ method, type, urn, times }) =>
      times > 0 && method === called.method && matches(type, token) && matches(urn, called.urn));
    if (rule === undefined) return;
    rule.times -= 1;
    switch (rule.fault.kind) {
      case "hang":
        return new Promise((_, reject) => {
          cancelled.addEventListener("abort", () => { reject(new Error("context canceled")); });
        });
      case "crash":
        return crash();
      case "slow":
        return wait(rule.fault.milliseconds);
      case "error":
        throw new Error(`${verbs[called.method]} ${describeToken(token)} (${called.id}): ${apiError({ ...errors[rule.fault.error], operation: "Sandbox: Fault", requestId: "" })}`);
    }
  };
}

function matches(glob: string | undefined, text: string): boolean {
  return glob === undefined || picomatch.isMatch(text, glob, { bash: true });
}

const verbs: Readonly<Record<Method, string>> = {
  configure: "configuring", check: "checking", diff: "planning", create: "creating", read: "reading", update: "updating", delete: "deleting", invoke: "reading",
};

const errors = {
  denied: { status: 403, code: "AccessDenied", message: "User: arn:aws:iam::111122223333:user/deployer is not authorized to perform this operation" },
  throttled: { status: 400, code: "ThrottlingException", message: "Rate exceeded" },
  internal: { status: 500, code: "InternalFailure", message: "An internal error has occurred" },
  expired: { status: 403, code: "ExpiredToken", message: "The security token included in the request is expired" },
} as const;

/** `urn:pulumi:stack::project::parent$type::name` */
export function tokenOf(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.slice(types.lastIndexOf("$") + 1);
}
