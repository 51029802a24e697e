export type Path = readonly (string | number)[];

/** `tags.owner`, `ingress[0].fromPort`, `tags["k8s.io/app"]`: https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/ */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(step)) return `["${step.replaceAll('"', '\\"')}"]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** Is `path` what `pattern` names, or inside it? `*` stands for any one step: `ingress[*].description`. */
export function pathMatches(pattern: string, path: Path): boolean {
  const steps = stepsOf(pattern);
  return steps.length <= path.length && startsAlike(steps, path);
}

/** Is `path` exactly what `pattern` names? */
export function isAt(pattern: string, path: Path): boolean {
  return stepsOf(pattern).length === path.length && pathMatches(pattern, path);
}

/** @returns the steps from `path` to what `pattern` names, where that is inside it */
export function stepsBelow(path: Path, pattern: string): readonly string[] | undefined {
  const steps = stepsOf(pattern);
  return steps.length > path.length && startsAlike(steps.slice(0, path.length), path) ? steps.slice(path.length) : undefined;
}

function startsAlike(steps: readonly string[], path: Path): boolean {
  return steps.every((step, index) => step === "*" || step === String(path[index]));
}

function stepsOf(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name = ""]) => quoted?.replaceAll('\\"', '"') ?? index ?? name,
  );
}
