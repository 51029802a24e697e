import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { credentialsOf, type Person, type SandboxAws } from "../aws";

export interface OutOfBand {
  readonly changeSecrets: (texts: { readonly secret: string; readonly markedByProgram: string }) => Promise<void>;
  /** Makes the role anew under another path, which no call can change. */
  readonly moveRole: (path: string) => Promise<void>;
  readonly buckets: () => Promise<readonly unknown[]>;
}

/** Somebody who changes the fixture's resources behind Pulumi's back. */
export function openOutOfBand(aws: SandboxAws, person: Person, ids: Readonly<Record<string, string>>): OutOfBand {
  const settings = { endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(person) };
  const iam = new IAM(settings);
  const s3 = new S3({ ...settings, forcePathStyle: true });
  const ssm = new SSM(settings);

  const idOf = (name: string): string => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the fixture exports no ${name}`);
    return id;
  };

  async function deleteRole(RoleName: string): Promise<void> {
    const { PolicyNames: names = [] } = await iam.listRolePolicies({ RoleName });
    const { AttachedPolicies: attached = [] } = await iam.listAttachedRolePolicies({ RoleName });
    for (const PolicyName of names) await iam.deleteRolePolicy({ RoleName, PolicyName });
    for (const { PolicyArn } of attached) await iam.detachRolePolicy({ RoleName, PolicyArn });
    await iam.deleteRole({ RoleName });
  }

  return {
    changeSecrets: async ({ secret, markedByProgram }) => {
      await ssm.putParameter({ Name: idOf("password"), Type: "SecureString", Value: secret, Overwrite: true });
      await ssm.putParameter({ Name: idOf("note"), Type: "String", Value: "public", Description: markedByProgram, Overwrite: true });
    },
    moveRole: async (path) => {
      const RoleName = idOf("role");
      const { Role: live } = await iam.getRole({ RoleName });
      await deleteRole(RoleName);
      await iam.createRole({
        RoleName,
        Path: path,
        Description: live?.Description,
        AssumeRolePolicyDocument: decodeURIComponent(live?.AssumeRolePolicyDocument ?? ""),
        Tags: live?.Tags,
      });
    },
    buckets: async () => (await s3.listBuckets({})).Buckets ?? [],
  };
}
