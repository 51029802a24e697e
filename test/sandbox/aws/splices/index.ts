import { ASSUMED_ROLES } from "./assumedRoles";
import { INSTANCE_ATTRIBUTES } from "./instanceAttributes";
import { SECURITY_GROUP_RULE_IDS } from "./securityGroupRuleIds";

const splices: Readonly<Record<string, string>> = { ASSUMED_ROLES, INSTANCE_ATTRIBUTES, SECURITY_GROUP_RULE_IDS };

/** What is put into the emulator before it serves, in Python: each part with names of its own. What JSON quotes, Python reads. */
export const SPLICES = Object.entries(splices).map(([name, code]) => `exec(compile(${JSON.stringify(code)}, "${name}", "exec"), {})`).join("\n");
