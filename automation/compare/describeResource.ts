import type { DriftedResource, JsonObject } from "../../policypack/model";
import { parseArn } from "../estate/arn";
import { declaredAtOf } from "../estate/declaredAt";
import type { StateResource } from "../estate/deployment";
import { findIdentities } from "./identities";
import type { Masker } from "./masker";

const ACCOUNT = /^\d{12}$/;

/**
 * Who a resource is, in the cloud and in the program.
 *
 * @param outputs the recorded outputs, without secrets
 * @param provider the provider's recorded inputs: its region counts where the resource does not name one
 */
export function describeResource(resource: StateResource, outputs: JsonObject, provider: JsonObject, masker: Masker): DriftedResource {
  const id = resource.id ?? "";
  const arn = [text(outputs["arn"]), id].find((candidate) => candidate !== undefined && parseArn(candidate) !== undefined);
  const place = parseArn(arn ?? "");
  const region = place?.region ?? text(outputs["region"]) ?? text(provider["region"]);
  const account = place?.account ?? [outputs["ownerId"], outputs["accountId"], outputs["owner"]].map(text).find((one) => ACCOUNT.test(one ?? ""));
  const [created, modified] = [time(resource.created), time(resource.modified)];
  const declaredAt = declaredAtOf(resource.sourcePosition);
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.urn.split("::").at(-1) ?? resource.urn,
    id: masker.redactText(id),
    ...(arn === undefined ? {} : { arn: masker.redactText(arn) }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    identities: findIdentities(resource.type, id, outputs).filter((identity) => masker.redact(identity) === identity),
    ...(resource.protect === undefined ? {} : { protect: resource.protect }),
    ...(resource.parent === undefined ? {} : { parent: resource.parent }),
    ...(created === undefined ? {} : { created }),
    ...(modified === undefined ? {} : { modified }),
    ...(declaredAt === undefined ? {} : { declaredAt }),
  };
}

/** ISO 8601, UTC; undefined for whatever an old CLI or a hand wrote that is no time. */
function time(text: string | undefined): string | undefined {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function text(value: JsonObject[string] | undefined): string | undefined {
  return typeof value === "string" ? present(value) : undefined;
}

function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
