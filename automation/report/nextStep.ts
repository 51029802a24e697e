import type { Change, Drift } from "../../policypack/model";
import type { Fact } from "./fact";
import { say, type Phrase } from "./phrase";
import { suggestRule } from "./suggestRule";
import { visible } from "./visible";

// A command that nobody can read is not printed for anybody to paste.
const LONGEST_ARGUMENT = 500;

/** What a person types next for a change, or undefined where there is nothing to do. */
export function nextStep(stack: string, drift: Drift, change: Change): Fact | undefined {
  const { resource } = drift;
  const rule = change.decision.action === "alert" ? suggestRule(stack, drift, change) : undefined;
  if (rule !== undefined) return command(rule, say`nobody does it, and it comes and goes: to hear no more of it, add this rule, with its owner, to whodrift.yaml`, [stack, resource.urn, change.path]);
  const target = `--stack ${shellQuoted(stack)} --refresh --target ${shellQuoted(resource.urn)}`;
  switch (change.decision.action) {
    case "ignore":
      return undefined;
    case "revert":
      if (change.tier !== "declared") return next(say`put it back in AWS: the program does not set it, so an up would not`);
      return command(`pulumi up ${target}`, change.replaces ? say`undo it, which REPLACES the resource (shows the plan first)` : say`undo it (shows the plan first)`, [stack, resource.urn]);
    case "adopt":
      return command(`pulumi preview --diff ${target}`, say`put the actual value into the program${declared(resource.declaredAt)}; then this shows no change`, [stack, resource.urn]);
    case "hold":
    case "alert":
      return command(`pulumi preview --diff ${target}`, say`see what an up would undo`, [stack, resource.urn]);
  }
}

/** What a person types to have it otherwise. Only what an `up` could undo is worth a word. */
export function decideStep({ decision: { action }, tier, fingerprint }: Change): Fact | undefined {
  if (tier !== "declared" || action === "ignore") return undefined;
  // A saved report may be anybody's: whoever copies the line must not run something else.
  if (!/^[\w-]{1,100}$/.test(fingerprint)) return { label: "or", text: say`no command: the fingerprint is none` };
  const wanted = action === "hold" || action === "adopt" ? say`release` : say`hold`;
  return { label: "or", text: say`whodrift decide ${fingerprint} ${wanted} --reason …` };
}

function declared(at: Drift["resource"]["declaredAt"]): Phrase {
  return at ? say` (${at.file}:${String(at.line)})` : say``;
}

function command(text: string, purpose: Phrase, fromOutside: readonly string[]): Fact {
  const readable = fromOutside.every((argument) => argument.length <= LONGEST_ARGUMENT && visible(argument) === argument);
  return readable ? { label: "next", text: purpose, command: text } : next(say`no command: the name holds characters that cannot be shown`);
}

function next(text: Phrase): Fact {
  return { label: "next", text };
}

/** Quoted for a POSIX shell. */
function shellQuoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
