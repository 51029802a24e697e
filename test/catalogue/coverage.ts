import { operationsOf } from "../../automation/attribute/operations";
import { catalogued, type CatalogueRow } from "../../automation/catalogue";
import { listedOutputs } from "../../automation/compare/identities";
import { settableInputs } from "./deriveRow";
import type { PulumiType } from "./pulumiTypes";
import { isAccountWide } from "./unknown";

/** Where knowledge of a type comes from, the surest first. */
export type Origin = "written by hand" | "CloudFormation and botocore" | "botocore" | "one per account and region" | typeof UNKNOWN;

const UNKNOWN = "general rule only";

export interface Share {
  readonly known: number;
  readonly of: number;
  readonly byOrigin: Readonly<Partial<Record<Origin, number>>>;
}

/** For how many types, and how many of their inputs, the product knows what it needs to name who changed them. */
export interface Coverage {
  readonly identity: Share;
  readonly operations: Share;
  /** Types with at least one input that an updating call is known to set. */
  readonly link: Share;
  /** Inputs that an updating call is known to set; `atCreation` more only by the call that makes the resource. */
  readonly properties: Share & { readonly atCreation: number };
}

/** Measures the committed tables against the types of an installed `@pulumi/aws`. */
export function measureCoverage(types: readonly PulumiType[]): Coverage {
  const links = types.map((type) => ({ ...type, ...linksOf(type) }));
  return {
    identity: share(types.map(({ type }) => identityOrigin(type))),
    operations: share(types.map(({ type }) => operationsOrigin(type))),
    link: share(links.map(({ origins }) => origins.find((origin) => origin !== UNKNOWN) ?? UNKNOWN)),
    properties: { ...share(links.flatMap(({ origins }) => origins)), atCreation: links.reduce((sum, { atCreation }) => sum + atCreation, 0) },
  };
}

function identityOrigin(type: string): Origin {
  const row = catalogued(type);
  if (listedOutputs(type).length > 0) return "written by hand";
  if (row !== undefined && row.keys.length > 0) return sourceOf(row);
  return isAccountWide(type) ? "one per account and region" : UNKNOWN;
}

function operationsOrigin(type: string): Origin {
  const row = catalogued(type);
  if (operationsOf(type) !== undefined) return "written by hand";
  return row === undefined || row.creates.length + row.updates.length + row.deletes.length === 0 ? UNKNOWN : sourceOf(row);
}

function sourceOf(row: CatalogueRow): Origin {
  return row.twin === "" ? "botocore" : "CloudFormation and botocore";
}

/** One origin for each input, in their order. */
function linksOf({ type, inputs }: PulumiType): { readonly origins: readonly Origin[]; readonly atCreation: number } {
  const row = catalogued(type);
  const byHand = new Set(operationsOf(type)?.writers.flatMap(({ properties }) => properties) ?? []);
  const isByHand = (input: string) => byHand.has("*") || byHand.has(input);
  const settable = settableInputs(inputs);
  const origins = settable.map((input): Origin => {
    if (isByHand(input)) return "written by hand";
    const isOpen = row === undefined || row.updates.length === 0 || row.atCreation.includes(input) || row.unlinked.includes(input);
    return isOpen ? UNKNOWN : sourceOf(row);
  });
  return { origins, atCreation: settable.filter((input) => !isByHand(input) && row?.atCreation.includes(input) === true).length };
}

function share(origins: readonly Origin[]): Share {
  const byOrigin: Partial<Record<Origin, number>> = {};
  for (const origin of origins) byOrigin[origin] = (byOrigin[origin] ?? 0) + 1;
  return { known: origins.length - (byOrigin[UNKNOWN] ?? 0), of: origins.length, byOrigin };
}
