import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { credentialsOf, type SandboxAws } from "../aws";

export type PersonName = keyof SandboxAws["people"];

export interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** How a person works. The sandbox's front takes the address and the console flag from headers of its own. */
const manners: Readonly<Record<PersonName, Readonly<Record<string, string>>>> = {
  alice: { "x-sandbox-source-ip": "203.0.113.10", "x-sandbox-console": "1" },
  bob: { "x-sandbox-source-ip": "203.0.113.20", "user-agent": "aws-cli/2.31.0 ua/2.1 os/linux md/command#s3api" },
  ci: { "x-sandbox-source-ip": "198.51.100.7" },
  deploy: { "x-sandbox-source-ip": "198.51.100.20" },
  deployer: { "x-sandbox-source-ip": "198.51.100.20" },
  mallory: { "x-sandbox-source-ip": "198.51.100.66", "user-agent": "<script>alert(1)</script> | ::error::x" },
};

/** Real SDK clients, signed with a person's credentials. */
export function clientsOf(aws: SandboxAws, name: PersonName): Clients {
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: credentialsOf(aws.people[name]),
    // A failed call of the story fails once: a retry would put a second record into the trail.
    maxAttempts: 1,
    requestHandler: new MannerlyHandler(manners[name]),
  };
  return {
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
  };
}

class MannerlyHandler extends NodeHttpHandler {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>>) {
    super();
    this.#headers = headers;
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler["handle"]>): ReturnType<NodeHttpHandler["handle"]> {
    Object.assign(request.headers, this.#headers);
    return super.handle(request, options);
  }
}
