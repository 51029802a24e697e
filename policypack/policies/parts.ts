import { plainInputs } from "../openDrift/plainInputs";
import type { JsonObject } from "../model";

/**
 * What stands at some names of a resource, or of a part of it: what is not asked for may be unknown.
 * @throws the SDK's `UnknownValueError` where one of them is not known yet, in a preview
 */
export function pick(value: unknown, ...names: readonly string[]): JsonObject {
  return plainInputs(Object.fromEntries(names.map((name) => [name, partOf(value, name)])));
}

/** @throws the SDK's `UnknownValueError` where it is not known yet, in a preview */
export function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The list at a name; none where there is something else. */
export function listAt(value: unknown, name: string): readonly unknown[] {
  const list = partOf(value, name);
  return Array.isArray(list) ? list : [];
}

/**
 * Judges each element, even where judging another one throws: a value that is not known yet hides nothing that is.
 * Afterwards it throws all the same, so that the preview says what could not be judged.
 */
export function judgeEach<Element>(list: readonly Element[], judge: (element: Element, index: number) => void): void {
  judgeFrom(0);

  // Not a loop, where only one of the elements could throw.
  function judgeFrom(index: number): void {
    if (index >= list.length) return;
    try {
      const element = list[index];
      if (element !== undefined) judge(element, index);
    } finally {
      judgeFrom(index + 1);
    }
  }
}
