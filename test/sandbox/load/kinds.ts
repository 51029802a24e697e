import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import { secret, type Values } from "../provider/values";
import type { StackName } from "./names";
import type { Random } from "./random";

/** A resource's place in the estate; `name` is its own in the program. */
export interface Place extends StackName {
  readonly name: string;
}

/** One sort of resource that generated stacks are made of. */
export interface Kind {
  readonly token: string;
  /** Its name in the template. */
  readonly label: string;
  /** What the program gives it. */
  readonly inputsOf: (place: Place) => Values;
  /** The same in a program. @param bucket that the template's parts belong to */
  readonly declare: (place: Place, bucket: Output<string>) => void;
}

/** Without tags no estate is; with them every service has calls for its own. */
function tagsOf({ project, stack }: StackName) {
  return { project, env: stack };
}

function accountName({ project, stack, name }: Place): string {
  return `${project}-${stack}-${name}`;
}

/** Bucket names are everybody's: hence the company in front. */
function bucketName(place: Place): string {
  return `acme-${accountName(place)}`;
}

function trust(service: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] });
}

function kind<Inputs extends Values>(
  token: string, label: string, inputsOf: (place: Place) => Inputs, declare: (inputs: Inputs, bucket: Output<string>) => void,
): Kind {
  return { token, label, inputsOf, declare: (place, bucket) => { declare(inputsOf(place), bucket); } };
}

const queue = kind(
  "aws:sqs/queue:Queue", "queue",
  (place) => ({ name: accountName(place), visibilityTimeoutSeconds: 60, tags: tagsOf(place) }),
  (inputs) => { new aws.sqs.Queue("queue", inputs); },
);

const parameterOf = (place: Place) => ({
  name: `/${place.project}/${place.stack}/${place.name}`, type: "String", value: `https://${place.name}.${place.project}.internal`, tags: tagsOf(place),
});

const parameter: Kind = {
  token: "aws:ssm/parameter:Parameter", label: "parameter",
  inputsOf: (place) => {
    const inputs = parameterOf(place);
    // The package marks every parameter's value.
    return { ...inputs, value: secret(inputs.value) };
  },
  declare: (place) => { new aws.ssm.Parameter("parameter", parameterOf(place)); },
};

const role = kind(
  "aws:iam/role:Role", "role",
  (place) => ({ name: accountName(place), description: `${place.name} of ${place.project}`, assumeRolePolicy: trust("lambda.amazonaws.com"), tags: tagsOf(place) }),
  (inputs) => { new aws.iam.Role("role", inputs); },
);

const group = kind(
  "aws:ec2/securityGroup:SecurityGroup", "group",
  (place) => ({
    name: accountName(place),
    description: `${place.name} of ${place.project}`,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"], description: "from the load balancer" }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    tags: tagsOf(place),
  }),
  (inputs) => { new aws.ec2.SecurityGroup("group", inputs); },
);

export const bucket: Kind = kind(
  "aws:s3/bucket:Bucket", "bucket",
  (place) => ({ bucket: bucketName(place), tags: tagsOf(place) }),
  // The template declares it before everything else.
  () => undefined,
);

const versioning = kind(
  "aws:s3/bucketVersioning:BucketVersioning", "versioning",
  (place) => ({ bucket: bucketName(place), versioningConfiguration: { status: "Enabled" } }),
  (inputs, id) => { new aws.s3.BucketVersioning("versioning", { ...inputs, bucket: id }); },
);

export const kinds: readonly Kind[] = [queue, parameter, role, group, bucket, versioning];

/** The template's program: one of each kind. */
export function templateProgram(names: StackName): () => Promise<void> {
  return () => {
    const place = { ...names, name: "template" };
    const { id } = new aws.s3.Bucket("bucket", { bucket: bucketName(place), tags: tagsOf(place) });
    for (const { declare } of kinds) declare(place, id);
    return Promise.resolve();
  };
}

/** What a team adds at a time, with the names that it gives; as often in the list as it is made. */
const ADDITIONS: readonly [Addition, ...Addition[]] = [
  { kinds: [parameter], names: ["endpoint", "log-level", "feature-flags", "callback-url"] },
  { kinds: [parameter], names: ["topic-arn", "release", "rate-limit", "region-map"] },
  { kinds: [queue], names: ["events", "retries", "dead-letters", "imports", "exports"] },
  { kinds: [queue], names: ["emails", "invoices", "webhooks"] },
  { kinds: [role], names: ["task", "scheduler", "reader", "publisher"] },
  { kinds: [role], names: ["handler", "migrations"] },
  { kinds: [group], names: ["public", "internal", "cache", "database"] },
  { kinds: [bucket, versioning], names: ["assets", "uploads", "reports", "archive"] },
];

interface Addition {
  readonly kinds: readonly Kind[];
  readonly names: readonly [string, ...string[]];
}

export interface Planned {
  readonly kind: Kind;
  readonly place: Place;
}

/** The resources of one stack. A bucket and what belongs to it have the same name. */
export function planStack(stack: StackName, resources: number, random: Random): readonly Planned[] {
  const planned: Planned[] = [];
  for (let addition = 1; planned.length < resources; addition++) {
    const { kinds: added, names } = random.pick(ADDITIONS);
    const place = { ...stack, name: `${random.pick(names)}-${addition}` };
    planned.push(...added.map((one) => ({ kind: one, place })));
  }
  return planned.slice(0, resources);
}
