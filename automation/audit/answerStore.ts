import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";
import { createHmac } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../writeWhole";
import { seal, sealingKey, unseal } from "./sealed";

// A night, its repetitions, and the next one. An event that CloudTrail delivered later than it ever should is missed no longer than that.
const KEPT_MS = 3 * 86_400_000;

const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const;

const eventSchema = z.object({
  EventSource: z.string().optional(),
  Resources: z.array(z.object({ ResourceName: z.string().optional() })).optional(),
  CloudTrailEvent: z.string().optional(),
});
/** What is read of an element of a LookupEvents answer. */
export type KeptEvent = z.infer<typeof eventSchema>;

const answerSchema = z.object({ from: z.number(), to: z.number(), asked: z.number(), events: z.array(eventSchema).readonly() }).readonly();
/** All that CloudTrail lists under an attribute in a time that nothing is added to any more. Times are milliseconds since the epoch. */
export interface KeptAnswer {
  readonly from: number;
  readonly to: number;
  /** When the oldest part of it was. */
  readonly asked: number;
  readonly events: readonly KeptEvent[];
}

/** Earlier answers of one account's event history in one region. */
export interface Answers {
  recall(attribute: LookupAttribute): Promise<KeptAnswer | undefined>;
  keep(attribute: LookupAttribute, answer: KeptAnswer): Promise<void>;
}

export interface AnswerStoreOptions {
  readonly folder: string;
  /** Of the ledger. */
  readonly key: Uint8Array;
  /** Whom LookupEvents is sent to, where that is not AWS: an emulator's accounts have the numbers of real ones. */
  readonly endpoint?: string | undefined;
  readonly now: () => Date;
}

/**
 * Keeps what LookupEvents answered for the next scan, for three days. Records hold whatever was in a request, as in memory:
 * nothing of them is masked, because a secret's digest is only made where a change is explained by it. So each answer is
 * sealed with the ledger's key, in a file for its owner only: nobody reads it without the key, or makes up evidence.
 * What cannot be read is asked again, and what cannot be written is not kept: neither is an error.
 */
export class AnswerStore {
  readonly #options: AnswerStoreOptions;
  readonly #key: Uint8Array;
  #names: Promise<Set<string>> | undefined;

  constructor(options: AnswerStoreOptions) {
    this.#options = options;
    this.#key = sealingKey(options.key);
  }

  of(account: string, region: string): Answers {
    const nameOf = ({ AttributeKey, AttributeValue }: LookupAttribute) =>
      createHmac("sha256", this.#key).update(JSON.stringify([this.#options.endpoint ?? "", account, region, AttributeKey, AttributeValue])).digest("hex");
    return { recall: (attribute) => this.#recall(nameOf(attribute)), keep: (attribute, answer) => this.#keep(nameOf(attribute), answer) };
  }

  async #recall(name: string): Promise<KeptAnswer | undefined> {
    const names = await (this.#names ??= this.#list());
    if (!names.has(name)) return undefined;
    try {
      const text = await unseal(await readFile(join(this.#options.folder, name)), this.#key, name);
      const answer = answerSchema.parse(JSON.parse(text));
      return answer.asked >= this.#oldest ? answer : undefined;
    } catch {
      // Torn, of another key, or of another version.
      return undefined;
    }
  }

  async #keep(name: string, answer: KeptAnswer): Promise<void> {
    try {
      const text = JSON.stringify(answerSchema.parse(answer));
      await writeWhole(join(this.#options.folder, name), await seal(text, this.#key, name), OWNER_ONLY);
    } catch {
      // The next scan asks again.
    }
  }

  /** Removes what is too old, whoever asked for it. */
  async #list(): Promise<Set<string>> {
    const { folder } = this.#options;
    const names = await readdir(folder).catch(() => []);
    const kept = await Promise.all(
      names.map(async (name) => {
        const file = join(folder, name);
        const isOld = await stat(file).then(({ mtimeMs }) => mtimeMs < this.#oldest, () => true);
        if (isOld) await rm(file, { force: true }).catch(() => undefined);
        return isOld ? [] : [name];
      }),
    );
    return new Set(kept.flat());
  }

  get #oldest(): number {
    return this.#options.now().getTime() - KEPT_MS;
  }
}
