import type * as S3 from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { chainOf, proveDigests, type FoundDigest } from "./digests";
import { readWhole } from "./s3Download";
import type { S3Source } from "./sources";
import { messageOf } from "./trailFile";
import type { DeliveredFile, Listing, TrailFolder } from "./trailFolder";
import { beforeDelivery, dayOf, folderOfDay, readDelivery, type DeliveredPlace, type TrailRoot } from "./trailLayout";

const DAY_MS = 86_400_000;
// A digest is written each hour, for the hour before it, and arrives a little later.
const DIGEST_MS = 2 * 3_600_000;
const LISTS_AT_ONCE = 8;
// A real one has a few hundred kilobytes at most.
const LARGEST_DIGEST = 64 * 1024 * 1024;

const decompress = promisify(gunzip);

export interface S3FolderOptions {
  /** Made with the first question. */
  readonly connect: () => Promise<{ readonly sdk: typeof S3; readonly client: S3.S3Client }>;
  readonly requests: () => number;
  /** CloudTrail's public keys of a region that were valid in this time, by fingerprint. */
  readonly listPublicKeys: (region: string, from: Date, to: Date) => Promise<ReadonlyMap<string, Uint8Array>>;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * A trail's bucket. It needs `s3:ListBucket` and `s3:GetObject`, `kms:Decrypt` where a key encrypts it, and
 * `cloudtrail:ListPublicKeys` where digests are verified. Of a day only what was delivered for the place is listed.
 */
export class S3Folder implements TrailFolder {
  readonly name: string;
  readonly isLive = true;
  readonly #source: S3Source;
  readonly #root: TrailRoot;
  readonly #options: S3FolderOptions;
  readonly #turn = pLimit(LISTS_AT_ONCE);
  readonly #closed = new Map<string, string>();
  #opened: ReturnType<S3FolderOptions["connect"]> | undefined;

  constructor(source: S3Source, options: S3FolderOptions) {
    const prefix = source.prefix === undefined ? "" : `${source.prefix.replace(/^\/+|\/+$/g, "")}/`;
    this.name = `s3://${source.bucket}/${prefix}`;
    this.#source = source;
    this.#root = { prefix, organization: source.organization };
    this.#options = options;
  }

  firstDelivery(until: number): Promise<number> {
    return Promise.resolve(until - this.#source.days * DAY_MS);
  }

  async list(place: DeliveredPlace, since: number): Promise<Listing> {
    if (!/^\d{12}$/.test(place.account)) return { files: [], gaps: [`${this.name}: nothing tells the account of a resource`] };
    const where = `${place.account} ${place.region}`;
    const closed = this.#closed.get(where);
    if (closed !== undefined) return { files: [], gaps: [closed] };
    try {
      const folder = folderOfDay(this.#root, place, dayOf(since));
      const keys = await this.#listKeys(folder, since > dayOf(since) ? beforeDelivery(folder, place, since) : undefined);
      const files = keys.flatMap((key) => this.#file(key));
      return this.#source.verifyDigests ? await this.#prove(files, place, since) : { files, gaps: [] };
    } catch (error) {
      const reason = this.#describe(error, "s3:ListBucket");
      // The next day's answer would be the same.
      if (isDenied(error)) this.#closed.set(where, reason);
      return { files: [], gaps: [reason] };
    }
  }

  requests(): number {
    return this.#options.requests();
  }

  #file(key: string): readonly DeliveredFile[] {
    const delivery = readDelivery(key);
    return delivery === undefined ? [] : [{ name: `s3://${this.#source.bucket}/${key}`, delivered: delivery.at, bytes: async () => (await this.#get(key)).body }];
  }

  async #get(key: string): Promise<{ readonly body: AsyncIterable<unknown>; readonly signature: string | undefined }> {
    const { length, body, version, signature } = await this.#getFrom(key);
    return { body: readWhole({ body, length }, (offset) => this.#getFrom(key, { offset, version }), this.#options.sleep), signature };
  }

  async #getFrom(key: string, rest?: { readonly offset: number; readonly version: string | undefined }) {
    const { sdk, client } = await this.#open();
    const wanted = rest && { Range: `bytes=${rest.offset}-`, ...(rest.version !== undefined && { IfMatch: rest.version }) };
    try {
      const { Body: body, ContentLength: length, ContentRange: range = "", ETag: version, Metadata: metadata } = await client.send(new sdk.GetObjectCommand({ Bucket: this.#source.bucket, Key: key, ...wanted }));
      if (body === undefined) throw new Error("S3 answered with nothing");
      if (rest !== undefined && !range.startsWith(`bytes ${rest.offset}-`)) throw new Error("the download broke off, and the store does not let it go on");
      return { body: body.transformToWebStream(), length, version, signature: metadata?.["signature"] };
    } catch (error) {
      throw new Error(this.#describe(error, "s3:GetObject, and kms:Decrypt where a key encrypts it,"), { cause: error });
    }
  }

  #listKeys(folder: string, after?: string): Promise<readonly string[]> {
    return this.#turn(async () => {
      const { sdk, client } = await this.#open();
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({ Bucket: this.#source.bucket, Prefix: folder, ...(after !== undefined && { StartAfter: after }), ...(token !== undefined && { ContinuationToken: token }) }),
        );
        for (const { Key: key } of page.Contents ?? []) if (key !== undefined) keys.push(key);
        if (page.NextContinuationToken !== undefined && page.NextContinuationToken === token) throw new Error("S3 repeated a page of its list");
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return keys;
    });
  }

  /** Only whole hours have a digest: what came since then is not proven yet, and no gap. */
  async #prove(files: readonly DeliveredFile[], place: DeliveredPlace, since: number): Promise<Listing> {
    const day = dayOf(since);
    const gaps: string[] = [];
    const hashes = new Map<string, string>();
    try {
      const listed = await Promise.all([day, day + DAY_MS].map((of) => this.#listKeys(folderOfDay(this.#root, place, of, "CloudTrail-Digest"))));
      const keys = listed.flat().filter((key) => (digestTime(key) ?? Infinity) <= day + DAY_MS + DIGEST_MS);
      const publicKeys = keys.length === 0 ? new Map<string, Uint8Array>() : await this.#options.listPublicKeys(place.region, new Date(day - DAY_MS), new Date(day + 2 * DAY_MS));
      for (const chain of new Set(keys.map(chainOf))) {
        if (chain === undefined) continue;
        const digests = await Promise.all(keys.filter((key) => chainOf(key) === chain).sort().map((key) => this.#turn(() => this.#getDigest(key))));
        const proof = proveDigests(this.#source.bucket, digests, publicKeys);
        gaps.push(...proof.gaps);
        for (const [key, hash] of proof.hashes) hashes.set(`s3://${this.#source.bucket}/${key}`, hash);
      }
    } catch (error) {
      gaps.push(`the digests could not be verified: ${this.#describe(error, "s3:GetObject, or cloudtrail:ListPublicKeys,")}`);
    }
    const there = new Set(files.map(({ name }) => name));
    for (const name of hashes.keys()) {
      const delivered = readDelivery(name)?.at ?? 0;
      if (!there.has(name) && dayOf(delivered) === day && delivered >= since) gaps.push(`${name}: CloudTrail delivered it, and it is gone`);
    }
    const unproven = files.filter(({ name, delivered }) => !hashes.has(name) && (delivered ?? 0) < this.#options.now().getTime() - DIGEST_MS);
    if (unproven.length > 0) gaps.push(`${unproven.length} files of ${place.account} in ${place.region} are in no valid digest, the first of them ${unproven[0]?.name ?? ""}`);
    return { files: files.map((file) => ({ ...file, signedHash: hashes.get(file.name) })), gaps };
  }

  async #getDigest(key: string): Promise<FoundDigest> {
    const { body, signature } = await this.#get(key);
    const pieces: Uint8Array[] = [];
    for await (const piece of body) if (piece instanceof Uint8Array) pieces.push(piece);
    return { key, content: await decompress(Buffer.concat(pieces), { maxOutputLength: LARGEST_DIGEST }), signature };
  }

  #open(): ReturnType<S3FolderOptions["connect"]> {
    this.#opened ??= this.#options.connect();
    return this.#opened;
  }

  #describe(error: unknown, right: string): string {
    const { name } = error instanceof Error ? error : { name: "" };
    if (name === "NoSuchBucket") return `${this.name}: there is no such bucket`;
    if (isDenied(error)) return `${this.name}: access is denied: ${right} is needed`;
    return `${this.name}: ${messageOf(error).split("\n")[0]?.slice(0, LONGEST) ?? ""}`;
  }
}

// Some SDK errors quote a whole answer.
const LONGEST = 200;

function isDenied(error: unknown): boolean {
  return error instanceof Error && /AccessDenied|Forbidden/.test(error.name);
}

/** `…_20260102T060000Z.json.gz`: when the digest's hour ended. */
function digestTime(key: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.json\.gz$/.exec(key) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second ?? ""}Z`);
}
