import { splitType } from "../resourceServices";
import { apiGateway } from "./apiGateway";
import { application } from "./application";
import { attached } from "./attached";
import { ec2 } from "./ec2";
import { iam } from "./iam";
import { loadBalancers } from "./loadBalancers";
import { networkAcl } from "./networkAcl";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { security } from "./security";
import { sharing } from "./sharing";
import type { ResourceOperations } from "./writer";

const byKind = new Map<string, ResourceOperations>(Object.entries({ ...apiGateway, ...application, ...attached, ...ec2, ...iam, ...loadBalancers, ...networkAcl, ...route53, ...s3, ...security, ...sharing }));

/** What is known of a resource type's calls; undefined leaves it to the general rule. */
export function operationsOf(type: string): ResourceOperations | undefined {
  return byKind.get(splitType(type).kind);
}

/** Parameters of the tagging calls, which take any resource. */
const TAGGED = ["resourcearn", "resourceid", "resourceidlist", "resourcesset", "resourcename", "resource", "arn", "resourcearnlist", "resourcearns", "loggroupname"];

export function subjectsOf(operations: ResourceOperations): ReadonlySet<string> {
  return new Set([...operations.subjects, ...TAGGED]);
}

/** The same for a type that is in no table: of these parameters, those that are named like the resource. */
export function likelySubjects(type: string, parameters: readonly string[]): ReadonlySet<string> {
  const noun = splitType(type).name.toLowerCase();
  const ends = ["", "name", "id", "arn", "identifier"].map((suffix) => `${noun}${suffix}`);
  const isSubject = (parameter: string) => /^(name|id|arn|identifier)$/.test(parameter) || TAGGED.includes(parameter) || ends.some((end) => parameter.endsWith(end));
  return new Set(parameters.map((parameter) => parameter.toLowerCase()).filter(isSubject));
}

export { readerOf, type ResourceOperations, type Writer } from "./writer";
