import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";
import type { Setting } from "./reader";

/** One operation of a patch; its path is split, and its names are as they are written in the resource. */
export interface Patch {
  readonly op: "replace" | "add" | "remove" | "copy";
  readonly path: readonly string[];
  readonly value?: Json;
}

/**
 * The operations of API Gateway's patches; undefined where the record shows none.
 * Source: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export function patchesIn({ requestParameters }: CloudTrailRecord): readonly Patch[] | undefined {
  const request = requestParameters ?? {};
  // Some records keep what is in the body under a name of its own (`updateStageInput`).
  const found = [request, ...Object.values(request).filter(isJsonObject)].map((level) => level["patchOperations"]).find(isJsonArray);
  return found?.filter(isJsonObject).flatMap(patchOf);
}

function patchOf({ op, path, value }: JsonObject): readonly Patch[] {
  if (typeof path !== "string" || !path.startsWith("/") || !isChange(op)) return [];
  return [{ op, path: path.slice(1).split("/").map(unescape), ...(value === undefined ? {} : { value: numbered(value) }) }];
}

function isChange(op: Json | undefined): op is Patch["op"] {
  return op === "replace" || op === "add" || op === "remove" || op === "copy";
}

// https://www.rfc-editor.org/rfc/rfc6901#section-4
function unescape(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Rates come as `100.000000`. */
function numbered(value: Json): Json {
  return typeof value === "string" && /^-?\d+\.\d+$/.test(value) ? Number(value) : value;
}

/** Lists are patched element by element, which stands in the path (`binaryMediaTypes`) or is the value (`apiStages`). */
export interface PatchNames {
  /** Path in the patch (segments with dots between them) → Pulumi's, where they differ. The longest that fits is taken. */
  readonly names?: Readonly<Record<string, string>>;
  /** Lists whose elements come and go, by Pulumi's path. */
  readonly lists?: readonly string[];
  /** What the value of an element is in Pulumi. */
  readonly elementOf?: (value: string) => Json;
}

export function settingOf({ op, path, value }: Patch, { names = {}, lists = [], elementOf = (text) => text }: PatchNames): Setting {
  const own = renamed(path, names);
  const list = lists.map((name) => name.split(".")).find((name) => name.every((segment, at) => own[at] === segment));
  if (list !== undefined && op !== "replace") {
    const [element, ...deeper] = [...own.slice(list.length), ...(typeof value === "string" && value !== "" ? [value] : [])];
    if (element === undefined || deeper.length > 0) return { path: list, untold: true };
    return { path: list, value: elementOf(element), element: op === "remove" ? "goes" : "comes" };
  }
  if (list !== undefined) return { path: list, untold: true };
  if (op === "remove") return { path: own };
  return value === undefined ? { path: own, untold: true } : { path: own, value };
}

function renamed(path: readonly string[], names: Readonly<Record<string, string>>): readonly string[] {
  for (let length = path.length; length > 0; length--) {
    const known = path.slice(0, length).join(".");
    const name = Object.hasOwn(names, known) ? names[known] : undefined;
    if (name !== undefined) return [...name.split("."), ...path.slice(length)];
  }
  return path;
}
