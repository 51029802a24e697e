import type { DriftedResource } from "../../policypack/model";
import type { OcsfEvent } from "./ocsfEvent";

export function ocsfResource({ urn, type, name, id, arn, region }: DriftedResource): OcsfEvent {
  return { uid: arn ?? (id === "" ? urn : id), name, type, uid_alt: urn, ...(region !== undefined && { region }) };
}
