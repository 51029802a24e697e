import { ZodError } from "zod";
import type { Person } from "../../policypack/model";
import type { Caller, Callers } from "../doubt";
import { personOfArn } from "./personOfArn";
import { personOfToken } from "./personOfToken";
import { pipelineToken, type Outside } from "./pipelineToken";

/** Nobody vouches for who decides: the user's to mend. */
export class NobodyKnown extends Error {
  override readonly name = "NobodyKnown";
}

export interface Identification extends Outside {
  readonly callers: Callers;
  readonly issuers: readonly string[];
  readonly allowClaimed: boolean;
  /** `--by`: what somebody says of themselves. */
  readonly claimed?: string | undefined;
  readonly now: Date;
}

/**
 * Who decides. A pipeline's token says more than the role that it deploys with, so it comes first; what somebody says of
 * themselves counts only where nothing better is known and the configuration allows it.
 * @throws {NobodyKnown}
 */
export async function identifyPerson(asked: Identification): Promise<Person> {
  const token = await pipelineToken(asked).catch(refuseToken);
  const vouched = token === undefined ? undefined : await personOfToken(token, asked).catch(refuseToken);
  const caller = vouched === undefined ? await asked.callers.whoIs({}) : undefined;
  const known = vouched ?? (caller !== undefined && "account" in caller && caller.arn !== undefined ? personOfArn(caller.arn) : undefined);
  if (known !== undefined && asked.claimed !== undefined) throw new NobodyKnown(`leave --by out: ${known.principal} is known to decide`);
  if (known !== undefined) return known;
  if (asked.claimed === undefined || !asked.allowClaimed) throw new NobodyKnown(`nobody vouches for who decides: ${reasonOf(caller)}; ${wayOut(asked)}`);
  return { name: asked.claimed, principal: asked.claimed, basis: "claimed" };
}

/** A token that is there and is none is an attempt, or a mistake that a lesser identity would hide. */
function refuseToken(cause: unknown): never {
  const reason = cause instanceof ZodError ? "an answer about it is not what it should be" : cause instanceof Error ? cause.message : String(cause);
  throw new NobodyKnown(`the pipeline's token is not taken: ${reason}`, { cause });
}

function wayOut({ allowClaimed, claimed }: Identification): string {
  if (allowClaimed) return "sign in to AWS, or say who you are with --by NAME";
  return `sign in to AWS${claimed === undefined ? "" : "; --by counts only with decisions.allowClaimed: true in whodrift.yaml"}`;
}

function reasonOf(caller: Caller | undefined): string {
  if (caller === undefined || "account" in caller) return "AWS tells no principal";
  return "unknown" in caller ? caller.unknown : REASONS[caller.unusable];
}

const REASONS = {
  expired: "the AWS credentials have expired",
  invalid: "AWS does not take the credentials",
  missing: "there are no AWS credentials",
  denied: "AWS refuses to say whose the credentials are",
  unreachable: "AWS STS cannot be reached",
} as const;
