import type { PropertyPath } from "../model";
import type { Edit } from "./adoption";

/**
 * Carries an edit out on a resource's inputs, in place: what the SDK hands to a remediation remembers what is secret
 * and what is not known yet, and a copy would not.
 */
export function carryOut(inputs: object, edit: Edit): void {
  switch (edit.kind) {
    case "set": {
      const [holder, key] = holderOf(inputs, edit.path);
      Reflect.set(holder, key, structuredClone(edit.value));
      return;
    }
    case "insert": {
      const [holder, key] = holderOf(inputs, edit.path);
      const list: unknown = Reflect.get(holder, key);
      if (Array.isArray(list)) Reflect.set(list, list.length, structuredClone(edit.value));
      else Reflect.set(holder, key, [structuredClone(edit.value)]);
      return;
    }
    case "remove": {
      const [holder, key] = holderOf(inputs, edit.path);
      if (Array.isArray(holder)) removeElement(holder, Number(key));
      else Reflect.deleteProperty(holder, key);
      return;
    }
  }
}

/** Not `splice`: see `plainInputs`. */
function removeElement(list: unknown[], index: number): void {
  for (let at = index; at + 1 < list.length; at += 1) list[at] = list[at + 1];
  list.length -= 1;
}

/** The object or list that a path ends in, made where there is none, and the key there. */
function holderOf(inputs: object, path: PropertyPath): readonly [holder: object, key: string] {
  const key = String(path.at(-1));
  const holder = path.slice(0, -1).reduce<object>((inside, segment) => {
    const found: unknown = Object.hasOwn(inside, segment) ? Reflect.get(inside, segment) : undefined;
    if (typeof found === "object" && found !== null) return found;
    const made = {};
    Reflect.set(inside, segment, made);
    return made;
  }, inputs);
  return [holder, key];
}
