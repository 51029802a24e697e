import { isJsonObject, type Json, type JsonObject } from "../model";
import { listOf } from "./policyDocument";
import { blockCovers, reachOf } from "./networkReach";
import { matches } from "./policyWildcard";

/** True where whatever satisfies `narrow` satisfies `wide`: keys are joined by "and", the values of one by "or". */
export function conditionCovers(wide: JsonObject, narrow: JsonObject): boolean {
  return testsIn(wide).every(({ operator, key, values }) => {
    const other = testsIn(narrow).find((test) => test.operator === operator && test.key === key)?.values;
    if (other === undefined) return false;
    // "None of these": a longer list is narrower.
    if (operator.includes("Not")) return values.every((value) => other.includes(value));
    return other.every((value) => values.some((one) => valueCovers(operator, one, value)));
  });
}

function valueCovers(operator: string, wide: string, narrow: string): boolean {
  if (operator.includes("IpAddress")) return blockCovers(wide, narrow);
  return operator.includes("Like") ? matches(wide, narrow) : wide === narrow;
}

/**
 * True where the condition bounds who "everybody" is. That the traffic is encrypted does not; neither does a test
 * that passes where its key is missing, nor one of what the caller can choose.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html ("The meaning of public")
 */
export function keepsOut(condition: JsonObject): boolean {
  return testsIn(condition).some(
    ({ operator, key, values }) => !/Not|Null|IfExists$|^ForAllValues:/.test(operator) && CALLER.test(key) && !values.some(isAnything),
  );
}

const CALLER =
  /^(aws:(principal(arn|account|orgid|orgpaths|tag\/.*|servicename|isawsservice)|source(arn|account|owner|orgid|orgpaths|ip|vpc|vpce)|vpcsourceip|userid|username|federatedprovider)|kms:calleraccount|s3:dataaccesspoint(arn|account)|elasticfilesystem:accessedviamounttarget)$/;

function isAnything(value: string): boolean {
  return /^[*?:]*$/.test(value) || value === "false" || reachOf(value) === "world";
}

interface Test {
  readonly operator: string;
  /** IAM ignores its case. */
  readonly key: string;
  readonly values: readonly string[];
}

function testsIn(condition: JsonObject): readonly Test[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    isJsonObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: textsOf(values) })) : [],
  );
}

function textsOf(value: Json): readonly string[] {
  return listOf(value).map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one)));
}
