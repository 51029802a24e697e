import { findIdentities } from "../compare/identities";
import { parseArn } from "../estate/arn";
import { auditRegionOf } from "../attribute";
import type { Stranger } from "./whoReport";

/** What a person typed, as far as it tells by itself what it is. */
export type Subject =
  | { readonly kind: "urn"; readonly text: string; readonly project: string; readonly stack: string }
  | { readonly kind: "arn"; readonly text: string; readonly service: string }
  | { readonly kind: "name"; readonly text: string };

// urn:pulumi:<stack>::<project>::<types>::<name>
const URN = /^urn:pulumi:(?<stack>[^:]+)::(?<project>[^:]+)::.+::.+$/s;
const SERVICE = /^arn:aws[\w-]*:(?<service>[\w-]+):/;

/** Undefined for an empty word, and for what begins like a URN and is none. */
export function parseSubject(word: string): Subject | undefined {
  const text = word.trim();
  if (text === "") return undefined;
  const { stack, project } = URN.exec(text)?.groups ?? {};
  if (stack !== undefined && project !== undefined) return { kind: "urn", text, project, stack };
  if (text.startsWith("urn:")) return undefined;
  const service = SERVICE.exec(text)?.groups?.["service"];
  return service === undefined ? { kind: "name", text } : { kind: "arn", text, service };
}

// Each is a request; a name with many slashes is looked up by its ends.
const MOST_NAMES = 6;

/**
 * @param region where to look, unless the ARN tells; undefined: where the credentials are at home
 */
export function strangerOf(subject: Exclude<Subject, { readonly kind: "urn" }>, region: string | undefined): Stranger {
  const { text } = subject;
  if (subject.kind === "arn") {
    const place = parseArn(text);
    // IAM and other global services have no region in their ARNs, and record in one.
    const recorded = auditRegionOf(`aws:${subject.service}/`, place?.region ?? region);
    return {
      arn: text,
      ...(place?.account !== undefined && { account: place.account }),
      ...(recorded !== undefined && { region: recorded }),
      identities: [...new Set([text, ...namesInArn(text)])].slice(0, MOST_NAMES),
    };
  }
  const type = typeOfId(text);
  return { ...(type !== undefined && { type }), ...(region !== undefined && { region }), identities: [text] };
}

/** `role/path/app` is called `app`, `parameter/app/prod` `/app/prod`, `function:f` `f`; a bucket has no word before it. */
function namesInArn(arn: string): readonly string[] {
  const resource = arn.split(":").slice(5).join(":").replace(/:\*$/, "");
  if (arn.split(":")[2] === "s3") return telling([resource.split("/")[0] ?? ""]);
  const rest = resource.replace(/^[\w-]+[/:]/, "");
  return telling([rest, rest.startsWith("/") || rest === resource ? rest : `/${rest}`, rest.split(/[/:]/).at(-1) ?? ""]);
}

/** Without words that name half of an account. */
function telling(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => findIdentities("", name, {}));
}

/**
 * EC2's ids say what they are of.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
const BY_PREFIX: Readonly<Record<string, string>> = {
  sg: "aws:ec2/securityGroup:SecurityGroup",
  i: "aws:ec2/instance:Instance",
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  rtb: "aws:ec2/routeTable:RouteTable",
  acl: "aws:ec2/networkAcl:NetworkAcl",
  eni: "aws:ec2/networkInterface:NetworkInterface",
  vol: "aws:ebs/volume:Volume",
  snap: "aws:ebs/snapshot:Snapshot",
  igw: "aws:ec2/internetGateway:InternetGateway",
  nat: "aws:ec2/natGateway:NatGateway",
  eipalloc: "aws:ec2/eip:Eip",
  vpce: "aws:ec2/vpcEndpoint:VpcEndpoint",
  lt: "aws:ec2/launchTemplate:LaunchTemplate",
};

export function typeOfId(id: string): string | undefined {
  const prefix = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(id)?.[1];
  return prefix !== undefined && Object.hasOwn(BY_PREFIX, prefix) ? BY_PREFIX[prefix] : undefined;
}
