import type { AuditRole } from "../audit";
import type { Config } from "../config/config";
import { findAccountRule } from "../estate";

/** The role that the configuration names to read an account's trail. */
export function auditRoleOf({ accounts }: Config, account: string): AuditRole | undefined {
  const rule = findAccountRule(accounts, account);
  return rule?.auditRole === undefined ? undefined : { arn: rule.auditRole, externalId: rule.externalId };
}
