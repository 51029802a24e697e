import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { ComponentResource, CustomResource, type Inputs } from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Sandbox } from "../../sandbox";
import { checkout } from "../../sandbox/toolchain/checkout";

export interface MixedStack {
  readonly env: Readonly<Record<string, string>>;
  /** The cloud of the third provider: one JSON file for each thing. */
  readonly cloud: string;
  readonly checkpoint: string;
}

class Thing extends CustomResource {
  constructor(name: string, properties: Inputs) {
    super("fake:index:Thing", name, properties);
  }
}

/**
 * Deploys a stack of three providers: AWS with the environment's credentials, in part below a component; AWS with keys
 * of its own; and one of another package, whose cloud is a folder.
 */
export async function deployMixed(sandbox: Sandbox): Promise<MixedStack> {
  const [bin, cloud] = [path.join(sandbox.dir, "other-bin"), path.join(sandbox.dir, "cloud")];
  await Promise.all([mkdir(bin), mkdir(cloud)]);
  const plugin = path.join(bin, "pulumi-resource-fake");
  await writeFile(plugin, `#!/bin/sh\nexec '${process.execPath}' '${path.join(checkout, "test", "automation", "refresh", "fixtures", "provider.mts")}' "$@"\n`);
  await chmod(plugin, 0o755);
  const own = sandbox.env("deploy");
  const env = { ...own, PATH: `${bin}${path.delimiter}${own["PATH"] ?? ""}`, FAKE_CLOUD: cloud };

  const { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token = "" } = sandbox.aws.people.deploy;
  const program = () => {
    const app = new ComponentResource("acme:web:App", "app");
    new aws.dynamodb.Table("orders", { name: "orders", hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] }, { parent: app });
    new aws.ssm.Parameter("limit", { name: "limit", type: "String", value: "1" });
    const keyed = new aws.Provider("keyed", { region: sandbox.aws.region, accessKey, secretKey, token });
    for (const name of ["one", "two"]) new aws.ssm.Parameter(name, { name, type: "String", value: name }, { provider: keyed });
    new Thing("dns", { target: "a" });
    return Promise.resolve();
  };
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", projectName: "mixed", program }, { pulumiCommand: sandbox.pulumi, envVars: env });
  await stack.up();
  return { env, cloud, checkpoint: path.join(sandbox.dir, "state", ".pulumi", "stacks", "mixed", "prod.json") };
}
