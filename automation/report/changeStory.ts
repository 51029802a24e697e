import { changeFacts } from "./changeFacts";
import { changeText } from "./changeText";
import { driftPhrase } from "./driftPhrase";
import type { Fact } from "./fact";
import type { PlacedChange } from "./placedChanges";
import { nextStep } from "./nextStep";
import { code, prose, say } from "./phrase";
import { terminalPhrase } from "./terminalText";

/** A change in plain text, for formats that are a list of findings. Each text is one line, safe in a log. */
export interface ChangeStory {
  /** `critical: ingress[1] of web (acme/shop/prod)` */
  readonly title: string;
  /** What differs. */
  readonly what: string;
  /** The difference in full, where the resource is, who did it, how we know, what was decided, what to type next. */
  readonly details: readonly string[];
}

export function changeStory({ stack, drift, change }: PlacedChange): ChangeStory {
  const { head, lines } = changeText(change, drift);
  const next = nextStep(stack.stack, drift, change);
  const subject = change.path === "" ? say`${drift.resource.name}` : say`${code(change.path)} of ${drift.resource.name}`;
  return {
    title: terminalPhrase(say`${prose(change.severity)}: ${subject} (${stack.stack})`),
    what: terminalPhrase(head),
    details: [
      ...lines.map(({ sign, text }) => `${sign} ${terminalPhrase(text)}`),
      terminalPhrase(say`resource: ${driftPhrase(drift)}`),
      ...[...changeFacts(change, stack), ...(next ? [next] : [])].map(factLine),
    ],
  };
}

/** `label: text`; a command stays as it has to be typed. */
export function factLine({ label, text, url, command }: Fact): string {
  return [`${label}: ${terminalPhrase(text)}`, ...(command === undefined ? [] : [command]), ...(url === undefined ? [] : [url])].join(" · ");
}
