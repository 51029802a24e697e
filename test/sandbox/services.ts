import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { RDS } from "@aws-sdk/client-rds";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { MiddlewareStack } from "@smithy/types";

/** For `client.middlewareStack.use(…)`, of any client. */
export interface Middleware {
  readonly applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>) => void;
}

/** What every client is made of. */
export interface ServiceSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly profile?: string;
  /** S3 only. */
  readonly forcePathStyle?: boolean;
  /** Attempts of a call, the first one among them. */
  readonly maxAttempts?: number;
}

/** Clients of one caller in one region, each loaded when it is first asked for (a client costs 50–100 ms). */
export interface Services {
  readonly cloudTrail: () => Promise<CloudTrail>;
  readonly dynamoDb: () => Promise<DynamoDB>;
  readonly ec2: () => Promise<EC2>;
  readonly ecs: () => Promise<ECS>;
  readonly eventBridge: () => Promise<EventBridge>;
  readonly iam: () => Promise<IAM>;
  readonly kms: () => Promise<KMS>;
  readonly lambda: () => Promise<Lambda>;
  readonly logs: () => Promise<CloudWatchLogs>;
  readonly rds: () => Promise<RDS>;
  readonly s3: () => Promise<S3>;
  readonly secretsManager: () => Promise<SecretsManager>;
  readonly sns: () => Promise<SNS>;
  readonly sqs: () => Promise<SQS>;
  readonly ssm: () => Promise<SSM>;
  readonly sts: () => Promise<STS>;
}

/** The name of a service among the provider's `endpoints`. */
export type ServiceName =
  | "cloudtrail" | "dynamodb" | "ec2" | "ecs" | "events" | "iam" | "kms" | "lambda"
  | "logs" | "rds" | "s3" | "secretsmanager" | "sns" | "sqs" | "ssm" | "sts";

/** @param settingsOf is asked once for each service that is used */
export function openServices(settingsOf: (service: ServiceName) => Promise<ServiceSettings>, through: readonly Middleware[] = []): Services {
  const client = <Client extends { readonly middlewareStack: { use: (plugin: Middleware) => void } }>(
    service: ServiceName, make: (settings: ServiceSettings) => Promise<Client>,
  ): (() => Promise<Client>) =>
    once(async () => {
      const made = await make(await settingsOf(service));
      for (const plugin of through) made.middlewareStack.use(plugin);
      return made;
    });
  return {
    cloudTrail: client("cloudtrail", async (settings) => new (await import("@aws-sdk/client-cloudtrail")).CloudTrail(settings)),
    dynamoDb: client("dynamodb", async (settings) => new (await import("@aws-sdk/client-dynamodb")).DynamoDB(settings)),
    ec2: client("ec2", async (settings) => new (await import("@aws-sdk/client-ec2")).EC2(settings)),
    ecs: client("ecs", async (settings) => new (await import("@aws-sdk/client-ecs")).ECS(settings)),
    eventBridge: client("events", async (settings) => new (await import("@aws-sdk/client-eventbridge")).EventBridge(settings)),
    iam: client("iam", async (settings) => new (await import("@aws-sdk/client-iam")).IAM(settings)),
    kms: client("kms", async (settings) => new (await import("@aws-sdk/client-kms")).KMS(settings)),
    lambda: client("lambda", async (settings) => new (await import("@aws-sdk/client-lambda")).Lambda(settings)),
    logs: client("logs", async (settings) => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs(settings)),
    rds: client("rds", async (settings) => new (await import("@aws-sdk/client-rds")).RDS(settings)),
    s3: client("s3", async (settings) => new (await import("@aws-sdk/client-s3")).S3(settings)),
    secretsManager: client("secretsmanager", async (settings) => new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(settings)),
    sns: client("sns", async (settings) => new (await import("@aws-sdk/client-sns")).SNS(settings)),
    sqs: client("sqs", async (settings) => new (await import("@aws-sdk/client-sqs")).SQS(settings)),
    ssm: client("ssm", async (settings) => new (await import("@aws-sdk/client-ssm")).SSM(settings)),
    sts: client("sts", async (settings) => new (await import("@aws-sdk/client-sts")).STS(settings)),
  };
}

export function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
