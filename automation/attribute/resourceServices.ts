import { catalogued } from "../catalogue";

/**
 * Which service records the changes of a resource type. By rule `aws:<module>/…` is what the catalogue says, else
 * `<module>.amazonaws.com`; these modules, and types within modules, are named otherwise.
 */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  "cloudwatch/eventRule": ["events"],
  "cloudwatch/eventTarget": ["events"],
  "cloudwatch/eventBus": ["events"],
  "cloudwatch/eventPermission": ["events"],
  "cloudwatch/logGroup": ["logs"],
  "cloudwatch/logStream": ["logs"],
  "cloudwatch/logMetricFilter": ["logs"],
  "cloudwatch/logSubscriptionFilter": ["logs"],
  "cloudwatch/logResourcePolicy": ["logs"],
  "ec2/instance": ["ec2", "autoscaling"],
  "s3/bucketPublicAccessBlock": ["s3"],
  "s3/accountPublicAccessBlock": ["s3"],
};

const BY_MODULE: Readonly<Record<string, readonly string[]>> = {
  alb: ["elasticloadbalancing"],
  elb: ["elasticloadbalancing"],
  lb: ["elasticloadbalancing"],
  vpc: ["ec2"],
  ebs: ["ec2"],
  ec2transitgateway: ["ec2"],
  ec2clientvpn: ["ec2"],
  vpclattice: ["vpc-lattice"],
  cloudwatch: ["monitoring"],
  appautoscaling: ["application-autoscaling", "autoscaling"],
  apigatewayv2: ["apigateway"],
  cfg: ["config"],
  cognito: ["cognito-idp", "cognito-identity"],
  docdb: ["rds"],
  neptune: ["rds"],
  efs: ["elasticfilesystem"],
  elasticsearch: ["es"],
  opensearch: ["es"],
  msk: ["kafka"],
  mq: ["amazonmq"],
  sfn: ["states"],
  ses: ["ses", "email"],
  sesv2: ["ses"],
  s3control: ["s3"],
  ssoadmin: ["sso"],
  dms: ["dms"],
  codestarconnections: ["codestar-connections"],
  servicediscovery: ["servicediscovery"],
  emr: ["elasticmapreduce"],
  wafregional: ["waf-regional"],
};

const GLOBAL_REGION = "us-east-1";

// Recorded there, whatever region the resource's provider has.
const GLOBAL = new Set(["iam", "cloudfront", "route53", "organizations", "waf", "shield", "globalaccelerator", "account"]);

/** `aws:s3/bucketVersioning:BucketVersioning` → module, and the type without the suffix of a second implementation. */
export function splitType(type: string): { readonly provider: string; readonly module: string; readonly kind: string; readonly name: string } {
  const [provider = "", path = "", name = ""] = type.split(":");
  const module = path.split("/")[0] ?? "";
  const bare = name.replace(/V2$/, "");
  return { provider, module, name: bare, kind: `${module}/${bare.charAt(0).toLowerCase()}${bare.slice(1)}` };
}

/** The `eventSource`s that record changes of this type. The tagging API changes tags of any type. */
export function servicesOf(type: string): readonly string[] {
  const { module, kind } = splitType(type);
  const services = BY_TYPE[kind] ?? BY_MODULE[module] ?? catalogued(type)?.services ?? [];
  return [...(services.length > 0 ? services : [module.toLowerCase()]), "tagging"].map((service) => `${service}.amazonaws.com`);
}

/** Where the changes of a resource are recorded; undefined where its region is not known. */
export function auditRegionOf(type: string, region: string | undefined): string | undefined {
  return GLOBAL.has(splitType(type).module) ? GLOBAL_REGION : region;
}

/** Names of these are unique in the world or the account, so the region of a record need not agree. */
export function hasGlobalNames(type: string): boolean {
  const { module } = splitType(type);
  return module === "s3" || GLOBAL.has(module);
}

/** Kept behind data events, which management trails do not hold. */
const DATA_ONLY = new Set(["s3/bucketObject", "s3/bucketObjectv2", "s3/objectCopy", "dynamodb/tableItem", "lambda/invocation", "secretsmanager/data"]);

export function isDataOnly(type: string): boolean {
  return DATA_ONLY.has(splitType(type).kind);
}

export function isAws(type: string): boolean {
  const { provider } = splitType(type);
  return provider === "aws" || provider === "aws-native";
}
