import { isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import { capitalize, growForm, type FormNode } from "../decode/form";
import { parseScalar } from "../decode/scalar";
import type { Call } from "../models/identify";
import type { ServiceModel, ShapeRef } from "../models/serviceModel";
import { recordStyleOf } from "./render";

/**
 * The parameters of a younger EC2 operation as its records have them: `FlowLogId.1=fl-1` as
 * `{ FlowLogId: { content: "fl-1", tag: 1 } }`, several of them as an array, nothing as `""`.
 */
export function wrapForm(call: Call): JsonObject {
  const root = growForm(call.form);
  root.children.delete("Action");
  root.children.delete("Version");
  const { input } = call.operation;
  return { [`${call.operation.name}Request`]: root.children.size === 0 ? "" : wrap(call.service, input, root) };
}

function wrap(model: ServiceModel, ref: ShapeRef | undefined, node: FormNode): Json {
  const shape = ref && model.shape(ref);
  if (shape?.sensitive === true) return recordStyleOf(model).hidden ?? "";
  if (node.value !== undefined && node.children.size === 0) return parseScalar(shape?.type ?? "string", node.value);
  const indexes = [...node.children.keys()];
  if (indexes.every((index) => /^\d+$/.test(index))) {
    const items = [...node.children].map(([index, child]) => tagged(wrap(model, shape?.member, child), Number(index)));
    return items.length === 1 ? (items[0] ?? "") : items;
  }
  return Object.fromEntries(
    [...node.children].map(([name, child]) => {
      const members = Object.entries(shape?.members ?? {});
      const part = members.find(([member, held]) => (held.queryName ?? capitalize(held.locationName ?? member)) === name);
      return [name, wrap(model, part?.[1], child)];
    }),
  );
}

function tagged(item: Json, tag: number): Json {
  return isJsonObject(item) ? { ...item, tag } : { content: item, tag };
}
