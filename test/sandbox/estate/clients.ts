import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { credentialsOf, through, type Channel, type SandboxAws } from "../aws";

export type PersonName = keyof SandboxAws["people"];

/** What a report calls each of the people: alice by her sign-in, the workflow by its subject, mallory by who is behind the session. */
export const REPORTED_AS: Readonly<Record<PersonName, string>> = {
  alice: "alice@example.com",
  bob: "bob",
  ci: "repo:acme/platform:ref:refs/heads/main",
  deploy: "deployer",
  deployer: "deployer",
  mallory: "contractor",
};

export interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** How a person works. */
const manners: Readonly<Record<PersonName, Channel>> = {
  alice: { via: "console", sourceIp: "203.0.113.10" },
  bob: { via: "cli", sourceIp: "203.0.113.20" },
  ci: { via: "sdk", sourceIp: "198.51.100.7" },
  deploy: { via: "sdk", sourceIp: "198.51.100.20" },
  deployer: { via: "sdk", sourceIp: "198.51.100.20" },
  mallory: { via: "sdk", sourceIp: "198.51.100.66", userAgent: "<script>alert(1)</script> | ::error::x" },
};

/** Real SDK clients, signed with a person's credentials. */
export function clientsOf(aws: SandboxAws, name: PersonName): Clients {
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: credentialsOf(aws.people[name]),
    // A failed call of the story fails once: a retry would put a second record into the trail.
    maxAttempts: 1,
  };
  const clients = {
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
  };
  for (const { middlewareStack } of Object.values(clients)) middlewareStack.use(through(manners[name]));
  return clients;
}
