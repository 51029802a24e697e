import { ASSUMED_ROLES } from "./assumedRoles";
import { DYNAMO_TABLES } from "./dynamoTables";
import { EVENT_RULES } from "./eventRules";
import { INSTANCE_ATTRIBUTES } from "./instanceAttributes";
import { LOST_PARAMETERS } from "./lostParameters";
import { QUEUES_AND_TOPICS } from "./queuesAndTopics";
import { SECRETS } from "./secrets";
import { SECURITY_GROUP_RULE_IDS } from "./securityGroupRuleIds";
import { USERS_AND_POLICIES } from "./usersAndPolicies";

const splices: Readonly<Record<string, string>> = {
  ASSUMED_ROLES, DYNAMO_TABLES, EVENT_RULES, INSTANCE_ATTRIBUTES, LOST_PARAMETERS, QUEUES_AND_TOPICS, SECRETS, SECURITY_GROUP_RULE_IDS,
  USERS_AND_POLICIES,
};

/** What is put into the emulator before it serves, in Python: each part with names of its own. What JSON quotes, Python reads. */
export const SPLICES = Object.entries(splices).map(([name, code]) => `exec(compile(${JSON.stringify(code)}, "${name}", "exec"), {})`).join("\n");
