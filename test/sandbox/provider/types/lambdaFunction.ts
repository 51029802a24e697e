import type { Lambda } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagOutputs, tagsAll } from "../tags";
import type { PlainValues } from "../values";
import { zipOf } from "../zip";

const inputs = z.object({
  architectures: z.array(z.enum(["arm64", "x86_64"])).optional(),
  code: z.unknown(),
  codeSha256: z.string().optional(),
  description: z.string().default(""),
  environment: z.object({ variables: z.record(z.string(), z.string()).default({}) }).default({ variables: {} }),
  ephemeralStorage: z.object({ size: z.number() }).optional(),
  handler: z.string(),
  layers: z.array(z.string()).default([]),
  memorySize: z.number(),
  name: z.string(),
  packageType: z.literal("Zip"),
  reservedConcurrentExecutions: z.number(),
  role: z.string(),
  runtime: z.enum(["nodejs20.x", "nodejs22.x", "python3.12", "python3.13"]),
  tagsAll,
  timeout: z.number(),
  tracingConfig: z.object({ mode: z.enum(["Active", "PassThrough"]) }).optional(),
});
type Inputs = z.infer<typeof inputs>;

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/lambda/function.go */
export const lambdaFunction = resourceType(inputs, {
  token: "aws:lambda/function:Function",
  autonamed: "name",
  defaults: { memorySize: 128, packageType: "Zip", publish: false, reservedConcurrentExecutions: -1, skipDestroy: false, timeout: 3 },
  forceNew: ["name", "packageType", "region", "tenancyConfig"],
  documents: [],
  sets: [],
  computed: [
    "architectures", "arn", "codeSha256", "ephemeralStorage", "invokeArn", "lastModified", "loggingConfig", "qualifiedArn",
    "qualifiedInvokeArn", "responseStreamingInvokeArn", "signingJobArn", "signingProfileVersionArn", "sourceCodeHash",
    "sourceCodeSize", "tracingConfig", "version",
  ],
  secretOutputs: [],
  maps: ["environment.variables"],
  tagged: true,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, fn) {
    const lambda = await cloud.lambda();
    await lambda.createFunction({
      ...settingsOf(fn),
      FunctionName: fn.name,
      Code: { ZipFile: await zipOf(fn.code) },
      PackageType: fn.packageType,
      Architectures: fn.architectures,
      Tags: fn.tagsAll,
    });
    await settled(lambda, fn.name);
    if (fn.reservedConcurrentExecutions >= 0) await setConcurrency(lambda, fn.name, fn.reservedConcurrentExecutions);
    return fn.name;
  },
  async read(cloud, { id, recorded }) {
    const { Configuration: live, Concurrency: concurrency, Tags: tags = {} } = await (await cloud.lambda()).getFunction({ FunctionName: id });
    const arn = live?.FunctionArn ?? "";
    const variables = live?.Environment?.Variables ?? {};
    return {
      ...arnsOf(arn, cloud.region),
      architectures: live?.Architectures ?? [],
      // The code itself is never read back: a change of it shows in the hash and the size only.
      // https://github.com/pulumi/pulumi-aws/issues/906
      ...(recorded["code"] === undefined ? {} : { code: recorded["code"], sourceCodeHash: hashOf(recorded["code"]) }),
      codeSha256: live?.CodeSha256 ?? "",
      description: live?.Description ?? "",
      ...(Object.keys(variables).length === 0 ? {} : { environment: { variables } }),
      ephemeralStorage: { size: live?.EphemeralStorage?.Size ?? 512 },
      handler: live?.Handler ?? "",
      kmsKeyArn: live?.KMSKeyArn ?? "",
      lastModified: live?.LastModified ?? "",
      layers: (live?.Layers ?? []).map(({ Arn: layer = "" }) => layer),
      loggingConfig: { logFormat: live?.LoggingConfig?.LogFormat ?? "", logGroup: live?.LoggingConfig?.LogGroup ?? "" },
      memorySize: live?.MemorySize ?? 0,
      name: live?.FunctionName ?? "",
      packageType: live?.PackageType ?? "",
      reservedConcurrentExecutions: concurrency?.ReservedConcurrentExecutions ?? -1,
      role: live?.Role ?? "",
      runtime: live?.Runtime ?? "",
      signingJobArn: live?.SigningJobArn ?? "",
      signingProfileVersionArn: live?.SigningProfileVersionArn ?? "",
      sourceCodeSize: live?.CodeSize ?? 0,
      timeout: live?.Timeout ?? 0,
      tracingConfig: { mode: live?.TracingConfig?.Mode ?? "PassThrough" },
      version: live?.Version ?? "",
      ...tagOutputs(cloud, tags, recorded),
    };
  },
  async update(cloud, id, fn, recorded) {
    const lambda = await cloud.lambda();
    const before = new Map(Object.entries(settingsOf(inputs.parse({ ...recorded, code: undefined }))));
    const changed = Object.entries(settingsOf(fn)).filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value));
    if (changed.length > 0) {
      await lambda.updateFunctionConfiguration({ ...Object.fromEntries(changed), FunctionName: id });
      await settled(lambda, id);
    }
    const isOtherCode = hashOf(fn.code) !== hashOf(recorded["code"]) || (fn.codeSha256 ?? recorded["codeSha256"]) !== recorded["codeSha256"];
    if (isOtherCode || JSON.stringify(fn.architectures ?? recorded["architectures"]) !== JSON.stringify(recorded["architectures"])) {
      await lambda.updateFunctionCode({ FunctionName: id, ZipFile: await zipOf(fn.code), Architectures: fn.architectures });
      await settled(lambda, id);
    }
    if (fn.reservedConcurrentExecutions !== recorded["reservedConcurrentExecutions"]) {
      await setConcurrency(lambda, id, fn.reservedConcurrentExecutions);
    }
    const { set, remove } = tagChanges(recorded, fn.tagsAll);
    const Resource = z.string().parse(recorded["arn"]);
    if (remove.length > 0) await lambda.untagResource({ Resource, TagKeys: remove });
    if (Object.keys(set).length > 0) await lambda.tagResource({ Resource, Tags: set });
  },
  async delete(cloud, id) {
    await (await cloud.lambda()).deleteFunction({ FunctionName: id });
  },
});

function settingsOf(fn: Inputs) {
  return {
    Description: fn.description,
    Environment: { Variables: fn.environment.variables },
    EphemeralStorage: fn.ephemeralStorage === undefined ? undefined : { Size: fn.ephemeralStorage.size },
    Handler: fn.handler,
    Layers: fn.layers,
    MemorySize: fn.memorySize,
    Role: fn.role,
    Runtime: fn.runtime,
    Timeout: fn.timeout,
    TracingConfig: fn.tracingConfig === undefined ? undefined : { Mode: fn.tracingConfig.mode },
  };
}

function arnsOf(arn: string, region: string): PlainValues {
  const invoking = (version: string, what: string, path: string) => `arn:aws:apigateway:${region}:lambda:path/${version}/functions/${what}/${path}`;
  // Without published versions the latest is the only one.
  const qualifiedArn = `${arn}:$LATEST`;
  return {
    arn,
    invokeArn: invoking("2015-03-31", arn, "invocations"),
    qualifiedArn,
    qualifiedInvokeArn: invoking("2015-03-31", qualifiedArn, "invocations"),
    responseStreamingInvokeArn: invoking("2021-11-15", arn, "response-streaming-invocations"),
  };
}

async function setConcurrency(lambda: Lambda, FunctionName: string, reserved: number): Promise<void> {
  if (reserved >= 0) await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved });
  else await lambda.deleteFunctionConcurrency({ FunctionName });
}

/** Lambda refuses a change while the one before is under way. */
async function settled(client: Lambda, FunctionName: string): Promise<void> {
  const { waitUntilFunctionUpdatedV2 } = await import("@aws-sdk/client-lambda");
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { FunctionName });
}

/** The bridge hands an archive's hash to the provider as the hash of the source code. */
function hashOf(archive: unknown): string {
  return z.object({ hash: z.string() }).parse(archive).hash;
}
