import type { DriftedResource } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { catalogued } from "../catalogue";
import { namesUnder } from "./namedResources";
import { isHidden } from "./normalForm";

// Whoever has such a name is not listed among the identities, so a call cannot be held against them.
const SHORTEST = 3;
const UNTELLING = /^(default|main|none|true|false|test|prod|dev|all|\$default)$/i;

/** The parameters, of those that a call has, in which the catalogue expects the type's names; in lower case. */
export function subjectKeys(type: string, parameters: readonly string[]): ReadonlySet<string> {
  const keys = new Set(keysOf(type).map(({ parameter }) => parameter));
  return new Set(parameters.map((parameter) => parameter.toLowerCase()).filter((parameter) => keys.has(parameter)));
}

/**
 * Of several children of one parent, is it this one? False where a call names, in a parameter that is surely one of
 * the resource's own outputs, something that is none of its identities.
 */
export function agreesOnKeys(record: CloudTrailRecord, { type, identities }: Pick<DriftedResource, "type" | "identities">): boolean {
  return keysOf(type)
    .filter(isSure)
    .every(({ parameter }) => {
      const value = Object.entries(record.requestParameters ?? {}).find(([key]) => key.toLowerCase() === parameter)?.[1];
      if (typeof value !== "string" || value.length < SHORTEST || UNTELLING.test(value) || isHidden(value)) return true;
      const names = namesUnder({ ...record, responseElements: null, resources: [] }, new Set([parameter]));
      return identities.some((identity) => names.has(identity) || mentions(identity, value));
    });
}

/** `role:policy`, `role/arn:…`: the ids of children are put together from whole names. */
export function mentions(identity: string, value: string): boolean {
  const at = identity.indexOf(value);
  if (at < 0) return false;
  const before = identity[at - 1];
  const after = identity[at + value.length];
  const edge = (char: string | undefined) => char === undefined || /[:/,_|]/.test(char);
  return edge(before) && edge(after);
}

interface Key {
  /** In lower case. */
  readonly parameter: string;
  readonly output: string;
}

function keysOf(type: string): readonly Key[] {
  return (catalogued(type)?.keys ?? []).map((key) => {
    const [parameter = "", output = ""] = key.toLowerCase().split(":");
    return { parameter, output };
  });
}

/** `clusterName:clusterName`, `RestApiId:restApi`, `DBInstanceIdentifier:identifier`; never `id`, which Pulumi makes up for some types. */
function isSure({ parameter, output }: Key): boolean {
  return output !== "id" && (parameter === output || parameter.replace(/(id|name|arn)$/, "") === output || (/^(name|arn|identifier)$/.test(output) && parameter.endsWith(output)));
}
