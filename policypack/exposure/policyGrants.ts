import { isJsonObject, type Json, type JsonObject } from "../model";
import { conditionCovers, keepsOut } from "./policyConditions";
import { listOf, readStatements } from "./policyDocument";
import { matches } from "./policyWildcard";

/** What a policy document newly allows. */
export type Gain = "everybody" | "everything" | "somebody" | "more";

const EXCEPTIONS = ["NotPrincipal", "NotAction", "NotResource"] as const;
type Exception = (typeof EXCEPTIONS)[number];

interface Grant {
  readonly principal: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly condition: JsonObject;
  /** What is excepted ("all but"), by the name of its element. */
  readonly exceptions: ReadonlyMap<Exception, readonly string[]>;
}

/**
 * The worst that the new document allows and the old one did not: everybody (a public principal), everything
 * (all actions on all resources), somebody (a principal that had no access at all), or more of what was there.
 * A `Deny` that is gone counts as a grant of what it denied. undefined where nothing is gained, or nothing can be read.
 */
export function findGain(before: Json | undefined, after: Json | undefined): Gain | undefined {
  const old = readStatements(before) ?? [];
  const now = readStatements(after) ?? [];
  const had = grantsOf(old, "Allow");
  const gains = missing(grantsOf(now, "Allow"), had).map((grant) => gainOf(grant, had));
  // What a vanished Deny held back is not granted to everybody by that alone.
  if (missing(grantsOf(old, "Deny"), grantsOf(now, "Deny")).length > 0) gains.push("more");
  return (["everybody", "everything", "somebody", "more"] as const).find((gain) => gains.includes(gain));
}

/** A statement allows a public principal something, and no condition bounds who that is. A Deny elsewhere is not weighed. */
export function letsEverybodyIn(document: Json | undefined): boolean {
  return findGain(undefined, document) === "everybody";
}

function gainOf(grant: Grant, had: readonly Grant[]): Gain {
  if (grant.principal === "*" && !keepsOut(grant.condition)) return "everybody";
  // Whoever may do anything with identities may do anything.
  if (/^(\*|\*:\*|iam:\*)$/.test(grant.action) && grant.resources.includes("*")) return "everything";
  return had.some(({ principal }) => matches(principal, grant.principal)) ? "more" : "somebody";
}

function missing(grants: readonly Grant[], from: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => !from.some((other) => covers(other, grant)));
}

function covers(wide: Grant, narrow: Grant): boolean {
  return (
    matches(wide.principal, narrow.principal) &&
    matches(wide.action, narrow.action) &&
    narrow.resources.every((resource) => wide.resources.some((other) => matches(other, resource))) &&
    conditionCovers(wide.condition, narrow.condition) &&
    [...wide.exceptions].every(([name, excepted]) => excepted.every((one) => spares(narrow, name, one)))
  );
}

/** What is excepted from the wide grant is excepted from the narrow one too, or none of what it names. */
function spares({ exceptions, ...grant }: Grant, name: Exception, excepted: string): boolean {
  if (exceptions.get(name)?.some((other) => matches(other, excepted)) === true) return true;
  const named = { NotPrincipal: [grant.principal], NotAction: [grant.action], NotResource: grant.resources }[name];
  return named.every((one) => !/[*?]/.test(one) && !matches(excepted, one));
}

function grantsOf(statements: readonly JsonObject[], effect: "Allow" | "Deny"): readonly Grant[] {
  return statements
    .filter((statement) => statement["Effect"] === effect)
    .flatMap((statement) => {
      const resources = texts(statement["NotResource"] === undefined ? (statement["Resource"] ?? "*") : "*");
      const condition = isJsonObject(statement["Condition"]) ? statement["Condition"] : {};
      const actions = texts(statement["NotAction"] === undefined ? statement["Action"] : "*");
      const exceptions = new Map(EXCEPTIONS.filter((name) => statement[name] !== undefined).map((name) => [name, namesIn(statement[name])]));
      return principalsOf(statement).flatMap((principal) => actions.map((action) => ({ principal, action, resources, condition, exceptions })));
    });
}

/** In an identity's policy there is no principal: it is the identity itself. "All but" is read as all. */
function principalsOf(statement: JsonObject): readonly string[] {
  if (statement["NotPrincipal"] !== undefined) return ["*"];
  const principal = statement["Principal"];
  return principal === undefined ? ["(itself)"] : namesIn(principal);
}

function namesIn(value: Json | undefined): readonly string[] {
  if (!isJsonObject(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, list]) => texts(list).map((one) => (one === "*" ? "*" : kind === "AWS" ? one : `${kind} ${one}`)));
}

function texts(value: Json | undefined): readonly string[] {
  return listOf(value).filter((element) => typeof element === "string");
}
