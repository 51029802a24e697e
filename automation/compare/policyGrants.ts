import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { listOf, readStatements } from "./policyDocument";

/** What a policy document newly allows. */
export type Gain = "everybody" | "everything" | "somebody" | "more";

interface Grant {
  readonly principal: string;
  readonly action: string;
  readonly resources: readonly string[];
  /** Canonical text of the conditions; "" where there are none. */
  readonly condition: string;
  /** Canonical text of what is excepted ("all but"); "" where nothing is. */
  readonly exceptions: string;
}

/**
 * The worst that the new document allows and the old one did not: everybody (a public principal), everything
 * (all actions, or all of a service), somebody (a principal that had no access at all), or more of what was there.
 * A `Deny` that is gone counts as a grant of what it denied. undefined where nothing is gained, or nothing can be read.
 */
export function findGain(before: Json | undefined, after: Json | undefined): Gain | undefined {
  const old = readStatements(before) ?? [];
  const now = readStatements(after) ?? [];
  const had = grantsOf(old, "Allow");
  const gained = [...missing(grantsOf(now, "Allow"), had), ...missing(grantsOf(old, "Deny"), grantsOf(now, "Deny")).map(softened)];
  const gains = gained.map((grant) => gainOf(grant, had));
  return (["everybody", "everything", "somebody", "more"] as const).find((gain) => gains.includes(gain));
}

function gainOf(grant: Grant, had: readonly Grant[]): Gain {
  const isPublic = grant.principal === "*" && grant.condition === "";
  if (isPublic) return "everybody";
  if (/^(\*|[\w-]+:\*)$/.test(grant.action)) return "everything";
  return had.some(({ principal }) => matches(principal, grant.principal)) ? "more" : "somebody";
}

// What a vanished Deny held back is not granted to everybody by that alone.
function softened(grant: Grant): Grant {
  return grant.principal === "*" ? { ...grant, principal: "(those who were denied)" } : grant;
}

function missing(grants: readonly Grant[], from: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => !from.some((other) => covers(other, grant)));
}

function covers(wide: Grant, narrow: Grant): boolean {
  return (
    matches(wide.principal, narrow.principal) &&
    matches(wide.action, narrow.action) &&
    narrow.resources.every((resource) => wide.resources.some((other) => matches(other, resource))) &&
    (wide.condition === "" || wide.condition === narrow.condition) &&
    (wide.exceptions === "" || wide.exceptions === narrow.exceptions)
  );
}

function grantsOf(statements: readonly JsonObject[], effect: "Allow" | "Deny"): readonly Grant[] {
  return statements
    .filter((statement) => statement["Effect"] === effect)
    .flatMap((statement) => {
      const resources = texts(statement["NotResource"] === undefined ? (statement["Resource"] ?? "*") : "*");
      const condition = isJsonObject(statement["Condition"]) ? canonicalJson(statement["Condition"]) : "";
      const actions = texts(statement["NotAction"] === undefined ? statement["Action"] : "*");
      const excepted = ["NotPrincipal", "NotAction", "NotResource"].filter((name) => statement[name] !== undefined);
      const exceptions = excepted.map((name) => canonicalJson([name, statement[name] ?? null])).join();
      return principalsOf(statement).flatMap((principal) => actions.map((action) => ({ principal, action, resources, condition, exceptions })));
    });
}

/** In an identity's policy there is no principal: it is the identity itself. "All but" is read as all. */
function principalsOf(statement: JsonObject): readonly string[] {
  if (statement["NotPrincipal"] !== undefined) return ["*"];
  const principal = statement["Principal"];
  if (principal === undefined) return ["(itself)"];
  if (!isJsonObject(principal)) return texts(principal);
  return Object.entries(principal).flatMap(([kind, list]) =>
    texts(list).map((one) => (one === "*" ? "*" : kind === "AWS" ? one : `${kind} ${one}`)),
  );
}

function texts(value: Json | undefined): readonly string[] {
  return listOf(value).filter((element) => typeof element === "string");
}

/**
 * IAM's `*` and `?`, in time linear in pattern × text: documents are written by whoever we are looking for.
 * A wildcard in `text` is only matched by a `*`, so that a pattern which matches another one covers it.
 */
function matches(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = from;
    } else if (at < pattern.length && (pattern[at] === text[from] || (pattern[at] === "?" && text[from] !== "*"))) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
