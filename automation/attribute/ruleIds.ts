import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";

/** The security group rules that a call names by EC2's ids (`sgr-…`), each with what stands beside its id. */
export function rulesById(value: Json): ReadonlyMap<string, JsonObject> {
  const rules = new Map<string, JsonObject>();
  const walk = (part: Json, key: string): void => {
    if (isJsonArray(part)) for (const element of part) walk(element, key);
    else if (isJsonObject(part)) {
      for (const [name, element] of Object.entries(part)) {
        if (typeof element === "string" && isId(name)) rules.set(element, part);
        else walk(element, name);
      }
    } else if (typeof part === "string" && isId(key)) rules.set(part, {});
  };
  walk(value, "");
  return rules;
}

function isId(key: string): boolean {
  return /^securitygroupruleids?$/i.test(key);
}
