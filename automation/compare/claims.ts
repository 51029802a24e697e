import { z } from "zod";
import type { JsonObject } from "../../policypack/model";
import { stateResourceSchema, type StateResource } from "../estate/deployment";
import { attachmentKey, documentKey, inlinePolicyKey, listOf, objectOf, plainType, routeKey, ruleKey, SOURCES, textOf, versioningKey, type ClaimKey, type Direction } from "./claimKeys";

/** A resource of a stack that sets something of a resource which may be another stack's. */
export interface Claimant {
  readonly stack: string;
  readonly urn: string;
}

interface Declared {
  readonly settings: JsonObject;
  /** The account of its provider, where other resources of it tell. */
  readonly account: string | undefined;
}

type Claims = (declared: Declared) => readonly (ClaimKey | undefined)[];

const documentOf = (link: string): Claims => ({ settings }) => {
  const owner = textOf(settings[link]);
  const policy = settings["policy"];
  // Multi-Region keys have one id in several regions.
  return owner === "" || owner.startsWith("mrk-") || typeof policy !== "string" ? [] : [documentKey(owner, policy)];
};

const ofRole = (claims: (account: string, role: string, settings: JsonObject) => ClaimKey): Claims => ({ settings, account }) => {
  const role = textOf(settings["role"]).split("/").at(-1) ?? "";
  return account === undefined || role === "" ? [] : [claims(account, role, settings)];
};

const separateRule = (direction: Direction): Claims => ({ settings }) => {
  const group = textOf(settings["securityGroupId"]);
  const rule = { ...settings, protocol: settings["ipProtocol"] ?? "" };
  const sources = [settings["cidrIpv4"], settings["cidrIpv6"], settings["prefixListId"], settings["referencedSecurityGroupId"]];
  return sources.flatMap((source) => (textOf(source) === "" ? [] : [ruleKey(group, direction, rule, textOf(source))]));
};

/** What sets something of another resource. Types without their "V2". */
const CLAIMS: Readonly<Record<string, Claims>> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": separateRule("ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": separateRule("egress"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": ({ settings }) => {
    const group = textOf(settings["securityGroupId"]);
    const direction = settings["type"] === "egress" ? "egress" : "ingress";
    const own = settings["self"] === true ? [group] : [];
    const sources = [...SOURCES.flatMap((name) => listOf(settings[name])), ...own, textOf(settings["sourceSecurityGroupId"])];
    return sources.filter((source) => source !== "").map((source) => ruleKey(group, direction, settings, source));
  },
  "aws:ec2/route:Route": ({ settings }) =>
    ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"].map((name) => routeKey(textOf(settings["routeTableId"]), settings[name], settings)),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ofRole((account, role, settings) => attachmentKey(account, role, textOf(settings["policyArn"]))),
  "aws:iam/rolePolicy:RolePolicy": ofRole((account, role, settings) => inlinePolicyKey(account, role, settings["name"] ?? null, settings["policy"] ?? null)),
  "aws:s3/bucketPolicy:BucketPolicy": documentOf("bucket"),
  "aws:s3/bucketVersioning:BucketVersioning": ({ settings }) => [versioningKey(textOf(settings["bucket"]), objectOf(settings["versioningConfiguration"])["status"] === "Enabled")],
  "aws:sqs/queuePolicy:QueuePolicy": documentOf("queueUrl"),
  "aws:sns/topicPolicy:TopicPolicy": documentOf("arn"),
  "aws:kms/keyPolicy:KeyPolicy": documentOf("keyId"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": documentOf("secretArn"),
};

const typedSchema = z.object({ type: z.string() });

/**
 * What the recorded states of the stacks say about resources that may be another's. Only the settings are kept, never
 * a state. Stacks that the scan does not read, as those outside of its selection, claim nothing here.
 */
export class ClaimIndex {
  readonly #claimants = new Map<ClaimKey, readonly Claimant[]>();

  /** @param resources of a state, whatever shape they have; what is no resource claims nothing */
  add(stack: string, resources: readonly unknown[]): void {
    if (!resources.some((resource) => claimsOf(typedSchema.safeParse(resource).data?.type) !== undefined)) return;
    const parsed = resources.flatMap((resource) => stateResourceSchema.safeParse(resource).data ?? []);
    for (const resource of parsed) {
      if (resource.delete === true || resource.external === true) continue;
      for (const key of claimsOf(resource.type)?.({ settings: { ...resource.outputs, ...resource.inputs }, account: accountOf(resource, parsed) }) ?? []) {
        if (key !== undefined) this.#claim(key, { stack, urn: resource.urn });
      }
    }
  }

  /**
   * Whose settings these are, if they all are other stacks'; of several stacks' the first.
   * @param settings each by the names that it may have
   */
  find(settings: readonly (readonly ClaimKey[])[], own: string): Claimant | undefined {
    const claimants = settings.map((names) => names.flatMap((name) => this.#claimants.get(name) ?? []).find(({ stack }) => stack !== own));
    return claimants.every((claimant) => claimant !== undefined) ? claimants[0] : undefined;
  }

  /** In one order, whichever state was read first. */
  #claim(key: ClaimKey, claimant: Claimant): void {
    const others = (this.#claimants.get(key) ?? []).filter(({ stack, urn }) => stack !== claimant.stack || urn !== claimant.urn);
    this.#claimants.set(key, [...others, claimant].toSorted((one, other) => (textKey(one) < textKey(other) ? -1 : 1)));
  }
}

function claimsOf(type: string | undefined): Claims | undefined {
  const plain = plainType(type ?? "");
  return Object.hasOwn(CLAIMS, plain) ? CLAIMS[plain] : undefined;
}

const ARN_ACCOUNT = /^arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/;

/** Nothing that sets a part of a role names the account. What the same provider made besides does, if it agrees. */
function accountOf({ provider }: StateResource, resources: readonly StateResource[]): string | undefined {
  const accounts = resources.flatMap((resource) => (resource.provider === provider ? (ARN_ACCOUNT.exec(textOf(resource.outputs["arn"]))?.[1] ?? []) : []));
  const [account, another] = new Set(accounts);
  return another === undefined ? account : undefined;
}

function textKey({ stack, urn }: Claimant): string {
  return `${stack} ${urn}`;
}
