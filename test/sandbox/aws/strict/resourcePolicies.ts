import type { IAM } from "@aws-sdk/client-iam";
import { operationOf, type Asked } from "../conduct";
import { textAt } from "../json";
import type { Refusal } from "../refusal";
import { principalsOf, readDocument, withPrincipals, type PolicyDocument } from "./document";
import { answers, writes, type Write } from "./policyCalls";
import { unlessAbsent, type Stricture } from "./stricture";

/**
 * Policies with principals: refused where they are none, or where they name nobody; answered normalised. AWS stores
 * the id of a user or role, not the name, so that a new one of the same name gets nothing:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function newResourcePolicies(): Stricture {
  /** By what has the policy: ids, by the ARNs that they had when the policy was written. */
  const stored = new Map<string, ReadonlyMap<string, string>>();
  return {
    calls: [...Object.keys(writes), ...Object.keys(answers)],
    refuse: async (asked, live) => {
      const write = writes[operationOf(asked)];
      const text = write?.document(asked.parameters);
      if (write === undefined || text === undefined || text === "") return undefined;
      const document = readDocument(text);
      if (document === undefined) return write.malformed;
      return refusalOf(write, document, asked) ?? (await nobodyIn(write, document, asked, await live.iam()));
    },
    amend: async (asked, response, live) => {
      const iam = await live.iam();
      const write = writes[operationOf(asked)];
      const document = readDocument(write?.document(asked.parameters) ?? "");
      if (write !== undefined && document !== undefined) stored.set(ownerOf(asked), await idsOf(document, asked, iam));
      const rewrite = answers[operationOf(asked)];
      if (rewrite === undefined) return response;
      const gone = new Map<string, string>();
      for (const [arn, id] of stored.get(ownerOf(asked)) ?? []) if ((await idOf(arn, iam)) !== id) gone.set(arn, id);
      return rewrite(response, (json) => withPrincipals(json, (principal) => gone.get(principal) ?? principal));
    },
  };
}

function refusalOf(write: Write, { statements }: PolicyDocument, asked: Asked): Refusal | undefined {
  if (write.isOfIdentity) {
    const hasPrincipal = statements.some((statement) => "Principal" in statement || "NotPrincipal" in statement);
    return hasPrincipal ? { ...write.malformed, message: "Policy document should not specify a principal." } : undefined;
  }
  if (!statements.every((statement) => "Principal" in statement || "NotPrincipal" in statement)) return write.malformed;
  const bucket = asked.parameters["Bucket"];
  if (typeof bucket !== "string") return undefined;
  const isOwn = (resource: string) => resource === "*" || resource === `arn:aws:s3:::${bucket}` || resource.startsWith(`arn:aws:s3:::${bucket}/`) || resource === `arn:aws:s3:::${bucket}*`;
  const areOwn = statements.every(({ Resource = [] }) => [Resource].flat().every(isOwn));
  return areOwn ? undefined : { ...write.malformed, message: "Policy has invalid resource" };
}

async function nobodyIn(write: Write, document: PolicyDocument, asked: Asked, iam: IAM): Promise<Refusal | undefined> {
  if (write.isOfIdentity) return undefined;
  for (const principal of principalsOf(document)) {
    const isId = /^(AIDA|AROA)/.test(principal);
    if (isId || (isOurs(principal, asked) && (await idOf(principal, iam)) === undefined)) return write.nobody(principal);
  }
  return undefined;
}

async function idsOf(document: PolicyDocument, asked: Asked, iam: IAM): Promise<ReadonlyMap<string, string>> {
  const ids = await Promise.all(principalsOf(document).filter((principal) => isOurs(principal, asked)).map(async (arn) => [arn, await idOf(arn, iam)] as const));
  return new Map(ids.flatMap(([arn, id]) => (id === undefined ? [] : [[arn, id]])));
}

/** A user or role of the caller's account: who else there is is not known here. */
function isOurs(principal: string, { accountId }: Asked): boolean {
  return new RegExp(`^arn:aws:iam::${accountId}:(user|role)/`).test(principal);
}

async function idOf(arn: string, iam: IAM): Promise<string | undefined> {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (arn.includes(":user/")) return (await unlessAbsent(iam.getUser({ UserName: name })))?.User?.UserId;
  return (await unlessAbsent(iam.getRole({ RoleName: name })))?.Role?.RoleId;
}

/** What has the policy; by its name, whether it is given as that, as an ARN or as a URL. */
function ownerOf({ call, parameters }: Asked): string {
  const keys = ["Bucket", "QueueUrl", "QueueName", "TopicArn", "Name", "KeyId", "RoleName", "SecretId"];
  const given = keys.flatMap((key) => textAt(parameters, key) ?? [])[0] ?? "";
  return `${call.service.name}/${given.replace(/^.*[/:]/, "")}`;
}
