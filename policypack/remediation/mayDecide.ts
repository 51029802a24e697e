import { isMasked, type Action, type PersonAction } from "../model";
import type { Case } from "./case";

/** Why a rule may not decide this, whatever it says. */
export function forbiddenToRules(action: Action, subject: Case): string | undefined {
  switch (action) {
    case "ignore":
    case "alert":
      return undefined;
    case "hold":
      return subject.change.opensAccess ? "what opens access is held by a person, not by a rule" : undefined;
    case "adopt":
      return subject.change.opensAccess ? "what opens access is adopted by a person, not by a rule" : forbidden(action, subject);
    case "revert":
      return forbidden(action, subject);
  }
}

/** Why nobody may decide this, not even a person. */
export function forbidden(action: PersonAction, { drift, change }: Case): string | undefined {
  switch (action) {
    case "hold":
    case "release":
    case "ignore":
      return undefined;
    case "revert":
      if (change.managedBy) return "another stack's resource made it, and would make it again";
      return change.tier === "declared" ? undefined : "only what the program sets can be reverted";
    case "adopt":
      if (drift.kind === "deleted") return "a deletion cannot be adopted";
      if (change.tier !== "declared") return "only what the program sets can be adopted";
      if (change.replaces) return "adopting would replace the resource";
      return isMasked(change.actual) || isMasked(change.expected) ? "a secret cannot be adopted" : undefined;
  }
}
