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

/** Is `path` what `pattern` of `ignoreChanges` names, or inside it? `*` stands for any one step. */
export function pathMatches(pattern: string, path: Path): boolean {
  const steps = [...pattern.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted?.replaceAll('\\"', '"') ?? index ?? name,
  );
  return steps.length <= path.length && steps.every((step, index) => step === "*" || step === String(path[index]));
}
