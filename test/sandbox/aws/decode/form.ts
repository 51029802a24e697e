import type { Json } from "../../../../policypack/model/json";
import type { ServiceModel, Shape, ShapeRef } from "../models/serviceModel";
import { parseScalar } from "./scalar";

/** The dotted keys of a query request as a tree: `IpPermissions.1.FromPort=22`. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

export function growForm(form: URLSearchParams): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [key, value] of form) {
    let at = root;
    for (const part of key.split(".")) {
      const next = at.children.get(part) ?? { children: new Map() };
      at.children.set(part, next);
      at = next;
    }
    at.value = value;
  }
  return root;
}

export type FormStyle = "query" | "ec2";

/** A part of a query request by its shape, keyed by the model's member names. */
export function decodeForm(model: ServiceModel, ref: ShapeRef, node: FormNode, style: FormStyle): Json | undefined {
  const shape = model.shape(ref);
  switch (shape.type) {
    case "structure":
      return decodeStructure(model, shape, node, style);
    case "list":
      return decodeList(model, ref, shape, node, style);
    case "map":
      return decodeMap(model, ref, shape, node, style);
    default:
      return node.value === undefined ? undefined : parseScalar(shape.type, node.value);
  }
}

function decodeStructure(model: ServiceModel, shape: Shape, node: FormNode, style: FormStyle): Json {
  return Object.fromEntries(
    Object.entries(shape.members ?? {}).flatMap(([member, ref]) => {
      const child = node.children.get(formName(model, member, ref, style));
      const value = child && decodeForm(model, ref, child, style);
      return value === undefined ? [] : [[member, value]];
    }),
  );
}

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html and aws-query-protocol.html */
function formName(model: ServiceModel, member: string, ref: ShapeRef, style: FormStyle): string {
  if (style === "ec2") return ref.queryName ?? capitalize(ref.locationName ?? member);
  const shape = model.shape(ref);
  const flatName = shape.flattened === true || ref.flattened === true ? shape.member?.locationName : undefined;
  return flatName ?? ref.locationName ?? member;
}

function decodeList(model: ServiceModel, ref: ShapeRef, shape: Shape, node: FormNode, style: FormStyle): Json | undefined {
  const { member } = shape;
  if (!member) return undefined;
  const flat = style === "ec2" || shape.flattened === true || ref.flattened === true;
  const holder = flat ? node : node.children.get(member.locationName ?? "member");
  return inOrder(holder).flatMap((item) => {
    const value = decodeForm(model, member, item, style);
    return value === undefined ? [] : [value];
  });
}

function decodeMap(model: ServiceModel, ref: ShapeRef, shape: Shape, node: FormNode, style: FormStyle): Json | undefined {
  const { key, value } = shape;
  if (!key || !value) return undefined;
  const flat = shape.flattened === true || ref.flattened === true;
  return Object.fromEntries(
    inOrder(flat ? node : node.children.get("entry")).flatMap((entry) => {
      const name = entry.children.get(key.locationName ?? "key")?.value;
      const holder = entry.children.get(value.locationName ?? "value");
      const held = holder && decodeForm(model, value, holder, style);
      return name === undefined || held === undefined ? [] : [[name, held]];
    }),
  );
}

function inOrder(node: FormNode | undefined): readonly FormNode[] {
  return [...(node?.children ?? [])]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
