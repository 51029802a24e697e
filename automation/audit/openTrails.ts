import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connectS3 } from "../estate/s3Client";
import type { Environment } from "../estate/runPulumi";
import { AnswerStore } from "./answerStore";
import type { AuditRole } from "./auditRole";
import type { Matters } from "./deliveredDay";
import { FileTrail } from "./fileTrail";
import { LocalFolder } from "./localFolder";
import { findHome, openLookupTrail } from "./openLookupTrail";
import { S3Folder } from "./s3Folder";
import type { AuditSourceSetting, S3Source } from "./sources";
import type { Trail } from "./trail";

/** What reading files needs to know that it cannot import: `attribute` is the next step of the road. */
export interface FileTrailContext {
  readonly matters: Matters;
  readonly now: () => Date;
}

export interface TrailsContext extends FileTrailContext {
  readonly env: Environment;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Through which another account's event history is read. */
  readonly auditRoleOf: (account: string) => AuditRole | undefined;
  /** Where LookupEvents' answers are kept for the next scan, sealed with the ledger's key; absent: they are not. */
  readonly answers?: { readonly folder: string; readonly key: Uint8Array };
  /** Ends the reading of event histories: what has been read is the answer, and the rest a gap. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens the sources of a configuration, in its order. Nobody is asked yet. */
export function openTrails(sources: readonly AuditSourceSetting[], context: TrailsContext): readonly Trail[] {
  return sources.flatMap(({ s3, folder, lookupEvents }) => [
    ...(lookupEvents === undefined ? [] : [openLookupTrail(context.auditRoleOf, { answers: openAnswers(context), signal: context.signal })]),
    ...(s3 === undefined ? [] : [openS3Trail(s3, context)]),
    ...(folder === undefined ? [] : [openFolderTrail([path.resolve(context.folder, folder)], context)]),
  ]);
}

function openAnswers({ answers, env, now }: TrailsContext): AnswerStore | undefined {
  return answers && new AnswerStore({ ...answers, endpoint: env["AWS_ENDPOINT_URL_CLOUDTRAIL"] ?? env["AWS_ENDPOINT_URL"], now });
}

/** Trail files in folders of this machine, all of them: whoever put them there meant them to be read. */
export function openFolderTrail(paths: readonly string[], { matters, now }: FileTrailContext): Trail {
  return new FileTrail({ folder: new LocalFolder(paths), matters, now, findHome: () => findHome() });
}

function openS3Trail(source: S3Source, { matters, now, env }: TrailsContext): Trail {
  let requests = 0;
  const connect = async () => {
    const sdk = await import("@aws-sdk/client-s3");
    const { bucket, region, role } = source;
    // Other makers' stores, and the tests', know a bucket by its path only.
    const pathStyle = (env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"] ?? "") !== "";
    const location = { bucket, prefix: "", pathStyle, ...(region !== undefined && { region }) };
    return { sdk, client: connectS3(sdk, location, env, () => requests++, role === undefined ? undefined : () => assumeRole(role, source.externalId)) };
  };
  return new FileTrail({ folder: new S3Folder(source, { connect, requests: () => requests, listPublicKeys, now, sleep }), matters, now, findHome: () => findHome() });
}

// Where neither the environment nor the profile names a region; STS answers alike in all.
const ANY_REGION = "us-east-1";

/** The SDK asks again before they expire. */
async function assumeRole(role: string, externalId: string | undefined) {
  const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
  const region = await new STSClient({}).config.region().catch(() => ANY_REGION);
  const { Credentials: given } = await new STSClient({ region }).send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "whodrift-trail", ...(externalId !== undefined && { ExternalId: externalId }) }));
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) throw new Error(`STS gave no credentials for ${role}`);
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
    ...(given.Expiration !== undefined && { expiration: given.Expiration }),
  };
}

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html */
async function listPublicKeys(region: string, from: Date, to: Date): Promise<ReadonlyMap<string, Uint8Array>> {
  const { CloudTrailClient, paginateListPublicKeys } = await import("@aws-sdk/client-cloudtrail");
  const keys = new Map<string, Uint8Array>();
  for await (const page of paginateListPublicKeys({ client: new CloudTrailClient({ region }) }, { StartTime: from, EndTime: to })) {
    for (const { Fingerprint: fingerprint, Value: value } of page.PublicKeyList ?? []) if (fingerprint !== undefined && value !== undefined) keys.set(fingerprint, value);
  }
  return keys;
}
