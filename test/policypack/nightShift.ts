import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from "@aws-sdk/client-ec2";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand, TagQueueCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { deploymentSchema, type StateResource } from "../../automation/estate/deployment";
import { openDriftSchema, type OpenDrift } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { clientsOf, type PersonName } from "../sandbox/estate/clients";
import { deployEstate } from "../sandbox/estate/deploy";
import { rotatedPassword } from "../sandbox/estate/story";
import { run, succeed, type Finished } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

export const PACK = path.join(checkout, "policypack");

const RULES = `rules:
  - name: what-people-do-at-night-is-held
    when: { actor: { kind: [human, automation] } }
    then: hold
    for: 24h
`;

interface UpOptions {
  readonly stack?: "prod" | "staging";
  readonly preview?: boolean;
  readonly refresh?: boolean;
  /** Configuration of the shop's program; it stays for the next run. */
  readonly config?: Readonly<Record<string, number>>;
  /** `refresh` of the policy `drift-hold`. */
  readonly mode?: "assume";
  readonly openDrift?: string;
  /** Public keys in PEM, as WHODRIFT_TRUST. */
  readonly trust?: string;
  /** URNs of what alone is updated. */
  readonly targets?: readonly string[];
  /** Under no pack at all. */
  readonly unguarded?: boolean;
}

/** What a run of the CLI came to. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly mandatory: readonly string[];
  readonly advisory: readonly string[];
  /** The policies that changed inputs, once for each time. */
  readonly remediatedBy: readonly string[];
}

const engineEventSchema = z.object({
  policyEvent: z.object({ message: z.string(), enforcementLevel: z.string() }).optional(),
  policyRemediationEvent: z.object({ policyName: z.string() }).optional(),
});
const checkpointSchema = z.object({ checkpoint: z.object({ latest: deploymentSchema }) });

/** The sandbox's estate, what people do to its queues at night, the scan of the morning, and the deployments after it. */
export class NightShift {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly stacks: Readonly<Record<string, Stack>>,
    private readonly folder: string,
  ) {}

  /** @param config whodrift.yaml of the nightly */
  static async begin(config = RULES): Promise<NightShift> {
    const sandbox = await startSandbox();
    const folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    await writeFile(path.join(folder, "whodrift.yaml"), config);
    return new NightShift(sandbox, await deployEstate(sandbox), folder);
  }

  end(): Promise<void> {
    return this.sandbox.stop();
  }

  async setVisibility(who: PersonName, queue: string, seconds: number): Promise<void> {
    const { sqs } = clientsOf(this.sandbox.aws, who);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: await this.#queueUrl(queue), Attributes: { VisibilityTimeout: String(seconds) } }));
  }

  /** Of the shop's database, to `rotatedPassword`. */
  async rotatePassword(who: PersonName): Promise<void> {
    await clientsOf(this.sandbox.aws, who).ssm.send(new PutParameterCommand({ Name: "/shop/prod/db-password", Type: "SecureString", Value: rotatedPassword, Overwrite: true }));
  }

  /** The password of the shop's database, in AWS. */
  async password(): Promise<string | undefined> {
    const { Parameter } = await clientsOf(this.sandbox.aws, "deploy").ssm.send(new GetParameterCommand({ Name: "/shop/prod/db-password", WithDecryption: true }));
    return Parameter?.Value;
  }

  /** Takes the rule for the metrics from a security group. */
  async closeMetrics(who: PersonName, group: string): Promise<void> {
    const { ec2 } = clientsOf(this.sandbox.aws, who);
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: [group] }] }));
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: SecurityGroups?.[0]?.GroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 9100, ToPort: 9100, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }],
      }),
    );
  }

  async deleteQueue(who: PersonName, queue: string): Promise<void> {
    await clientsOf(this.sandbox.aws, who).sqs.send(new DeleteQueueCommand({ QueueUrl: await this.#queueUrl(queue) }));
  }

  async tag(who: PersonName, queue: string, note: string): Promise<void> {
    await clientsOf(this.sandbox.aws, who).sqs.send(new TagQueueCommand({ QueueUrl: await this.#queueUrl(queue), Tags: { note } }));
  }

  /** @param expected 2 where something drifts, 0 where nothing does */
  async scan(expected: 0 | 2 = 2): Promise<void> {
    const { status, stderr } = await run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all"], { cwd: this.folder, env: this.sandbox.env("deploy") });
    if (status !== expected) throw new Error(`whodrift scan ended with ${status}: ${stderr}`);
  }

  /** Any command of whodrift's, signed in as somebody, from the nightly's folder. */
  whodrift(who: PersonName, ...words: readonly string[]): Promise<Finished> {
    return run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...words], { cwd: this.folder, env: this.sandbox.env(who) });
  }

  /** `whodrift decide`, signed in as somebody. */
  decide(who: PersonName, ...words: readonly string[]): Promise<Finished> {
    return this.whodrift(who, "decide", ...words);
  }

  /** `whodrift remediate`, signed in as somebody, from the nightly's folder. */
  remediate(who: PersonName, ...words: readonly string[]): Promise<Finished> {
    return this.whodrift(who, "remediate", ...words);
  }

  /** The same, with `kill -9` as soon as the ledger has such an entry. */
  async killedRemediate(who: PersonName, isTime: (entry: string) => boolean, ...words: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "remediate", ...words], { cwd: this.folder, env: this.sandbox.env(who), stdio: "ignore" });
    const closed = once(child, "close");
    while (child.exitCode === null && !(await this.ledgerText()).some(isTime)) await wait(20);
    child.kill("SIGKILL");
    await closed;
    if (child.exitCode !== null) throw new Error(`the remediation ended by itself, with ${child.exitCode}`);
  }

  /** The nightly's ledger, entry by entry. */
  async ledgerText(): Promise<readonly string[]> {
    const folder = path.join(this.folder, ".whodrift", "entries");
    const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).toSorted();
    return Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  }

  async writeConfig(config: string): Promise<void> {
    await writeFile(path.join(this.folder, "whodrift.yaml"), config);
  }

  /** What WHODRIFT_OPEN_DRIFT is to name. */
  get openDriftFolder(): string {
    return path.join(this.folder, ".whodrift", "open-drift");
  }

  async openDrift(stack: string): Promise<OpenDrift> {
    return openDriftSchema.parse(JSON.parse(await readFile(path.join(this.openDriftFolder, `${stack}.json`), "utf8")));
  }

  /** Writes an object into a bucket of the sandbox. */
  async upload(bucket: string, key: string, body: string): Promise<void> {
    await clientsOf(this.sandbox.aws, "deploy").s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  /** `pulumi up` (or preview) of the shop under the pack, from its folder, as a pipeline runs it. */
  async up({ stack = "prod", preview = false, refresh = false, config = {}, mode, openDrift = this.openDriftFolder, trust, targets = [], unguarded = false }: UpOptions = {}): Promise<Ran> {
    const log = path.join(this.folder, "events.ndjson");
    const policies = path.join(this.folder, "policies.json");
    await writeFile(log, "");
    await writeFile(policies, JSON.stringify({ "drift-hold": { enforcementLevel: "mandatory", ...(mode && { refresh: mode }) } }));
    const { status, stdout } = await run(
      this.sandbox.pulumi.command,
      [
        ...(preview ? ["preview"] : ["up", "--skip-preview", "--yes"]),
        ...["--stack", stack, "--non-interactive", "--color", "never", "--event-log", log],
        ...(unguarded ? [] : ["--policy-pack", PACK, "--policy-pack-config", policies]),
        ...targets.flatMap((urn) => ["--target", urn]),
        ...(refresh ? ["--refresh"] : []),
        ...Object.entries(config).flatMap(([key, value]) => ["--config", `shop:${key}=${value}`]),
      ],
      {
        cwd: this.#program,
        // The CLI knows --event-log only in the company of its debugging commands, as the Automation API starts it.
        env: { ...this.sandbox.env("deploy"), ...shellsFolder(this.#program), WHODRIFT_OPEN_DRIFT: openDrift, ...(trust !== undefined && { WHODRIFT_TRUST: trust }), PULUMI_DEBUG_COMMANDS: "true" },
      },
    );
    const events = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "").map((line) => engineEventSchema.parse(JSON.parse(line)));
    const said = (level: string) => events.flatMap(({ policyEvent }) => (policyEvent?.enforcementLevel === level ? [policyEvent.message] : []));
    return { status, stdout, mandatory: said("mandatory"), advisory: said("advisory"), remediatedBy: events.flatMap(({ policyRemediationEvent }) => policyRemediationEvent?.policyName ?? []) };
  }

  /** `whodrift gate` in front of an `up` of the shop's prod, from its folder. */
  gate(...args: readonly string[]): Promise<Finished> {
    return run(process.execPath, this.#gateWords(args), { cwd: this.#program, env: this.sandbox.env("deploy") });
  }

  #gateWords(args: readonly string[]): readonly string[] {
    return [path.join(checkout, "bin", "whodrift.js"), "gate", "--stack", "prod", "--config", path.join(this.folder, "whodrift.yaml"), ...args];
  }

  /** The same, interrupted by Ctrl-C while the program runs. */
  async interruptedGate(): Promise<Finished> {
    const started = path.join(this.folder, "started");
    const program = `require("fs").writeFileSync(${JSON.stringify(started)}, ""); setInterval(() => undefined, 1000);\n`;
    return this.edited(
      () => program,
      async () => {
        const child = spawn(process.execPath, this.#gateWords(["--format", "json"]), { cwd: this.#program, env: this.sandbox.env("deploy"), stdio: ["ignore", "pipe", "pipe"] });
        const [stdout, stderr, closed] = [text(child.stdout), text(child.stderr), once(child, "close")];
        while (!existsSync(started)) await wait(100);
        child.kill("SIGINT");
        await closed;
        return { status: child.exitCode ?? -1, stdout: await stdout, stderr: await stderr };
      },
    );
  }

  /** What runs in the folder of the shop's program, or was started for it. */
  async processes(): Promise<readonly string[]> {
    const { stdout } = await run("ps", ["-eo", "args"], { cwd: this.folder, env: this.sandbox.env("deploy") });
    return stdout.split("\n").filter((line) => line.includes(this.sandbox.dir) && !line.includes("ministack"));
  }

  /** A copy of a policy pack beside the programs, where the SDK is found. */
  async addPack(source: string): Promise<string> {
    const copy = path.join(this.sandbox.dir, "programs", path.basename(source));
    await cp(source, copy, { recursive: true });
    return copy;
  }

  /** Configuration of the shop's prod, for every run from now on. */
  async configure(key: string, value: number): Promise<void> {
    await succeed(this.sandbox.pulumi.command, ["config", "set", "--stack", "prod", `shop:${key}`, String(value)], { cwd: this.#program, env: this.sandbox.env("deploy") });
  }

  /** Runs something while the shop's program says something else. */
  async edited<T>(edit: (source: string) => string, work: () => Promise<T>): Promise<T> {
    const file = path.join(this.#program, "index.ts");
    const source = await readFile(file, "utf8");
    await writeFile(file, edit(source));
    try {
      return await work();
    } finally {
      await writeFile(file, source);
    }
  }

  /** Every file of the backend with its content. */
  async backend(): Promise<ReadonlyMap<string, string>> {
    const root = path.join(this.sandbox.dir, "state");
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "base64")] as const)));
  }

  /** Whether Pulumi.yaml of the shop says that each `up` refreshes. */
  async refreshAlways(): Promise<void> {
    const file = path.join(this.#program, "Pulumi.yaml");
    await writeFile(file, `${await readFile(file, "utf8")}options: { refresh: always }\n`);
  }

  /** The platform's stack, whose program is a function. */
  platform(): Stack {
    const stack = this.stacks["organization/platform/prod"];
    if (stack === undefined) throw new Error("the platform is not deployed");
    stack.workspace.envVars = { ...this.sandbox.env("deploy"), WHODRIFT_OPEN_DRIFT: this.openDriftFolder };
    return stack;
  }

  /** The visibility timeout of a queue, in AWS. */
  async visibility(queue: string): Promise<number> {
    const { sqs } = clientsOf(this.sandbox.aws, "deploy");
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: await this.#queueUrl(queue), AttributeNames: ["VisibilityTimeout"] }));
    return Number(Attributes?.VisibilityTimeout);
  }

  /** The inputs of a resource of the shop as they are recorded, by the end of its URN. */
  async recorded(end: string, stack?: "prod" | "staging"): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#resource(end, stack)).inputs;
  }

  async urn(end: string): Promise<string> {
    return (await this.#resource(end)).urn;
  }

  async #resource(end: string, stack = "prod"): Promise<StateResource> {
    const file = path.join(this.sandbox.dir, "state", ".pulumi", "stacks", "shop", `${stack}.json`);
    const { checkpoint } = checkpointSchema.parse(JSON.parse(await readFile(file, "utf8")));
    const found = checkpoint.latest.resources.find(({ urn }) => urn.endsWith(end));
    if (found === undefined) throw new Error(`shop/${stack} has no ${end}`);
    return found;
  }

  async #queueUrl(name: string): Promise<string> {
    const { QueueUrl } = await clientsOf(this.sandbox.aws, "deploy").sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl === undefined) throw new Error(`there is no queue ${name}`);
    return QueueUrl;
  }

  get #program(): string {
    return path.join(this.sandbox.dir, "programs", "shop");
  }
}

/** Only Linux tells a pack where the CLI works; elsewhere it needs to be started by a shell, which sets PWD. */
function shellsFolder(folder: string): Record<string, string> {
  return process.platform === "linux" ? {} : { PWD: folder };
}
