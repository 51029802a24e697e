import type { FoundChange, FoundDrift } from "../../policypack/model";
import { pathOf } from "./elements";
import { operationsOf, type ResourceOperations } from "./operations";
import { splitType } from "./resourceServices";
import { tagOperationsOf } from "./tagOperations";
import { isTagChange } from "./tags";

// Their event names bear the API's version (`UpdateFunctionCode20150331v2`), and are looked up as a whole.
const VERSIONED = new Set(["lambda", "cloudfront"]);

/**
 * The event names that can be behind these changes, all of them; undefined where that is not known. What made the
 * resource is not among them: there would be no drift then.
 */
export function operationsBehind(type: string, kind: FoundDrift["kind"], changes: readonly FoundChange[]): readonly string[] | undefined {
  const { module, name } = splitType(type);
  if (VERSIONED.has(module)) return undefined;
  const known = operationsOf(type);
  const found = kind === "deleted" ? [known?.deletes ?? []] : changes.map((change) => (isTagChange(change) ? tagOperationsOf(type) : operationsOn(change, known)));
  if (found.some((operations) => operations.length === 0)) return undefined;
  return [...new Set(found.flat())].filter((operation) => operation !== `Create${name}`);
}

function operationsOn(change: FoundChange, known: ResourceOperations | undefined): readonly string[] {
  const property = String(pathOf(change)[0] ?? "");
  return (known?.writers ?? []).filter(({ properties }) => properties.includes("*") || properties.includes(property)).flatMap(({ operations }) => operations);
}
