import assert from "node:assert/strict";
import { weigh } from "../../../automation/attribute/weigh";
import { deleted, drift, masker } from "./shapes/drifts";
import { alice, record } from "./shapes/records";

const call = (service: string, operation: string, parameters: unknown) => record(service, operation, "02:00", alice, parameters);
const image = { type: "aws:ec2/amiLaunchPermission:AmiLaunchPermission", identities: ["ami-1-444455556666", "ami-1"] };
const snapshot = { type: "aws:rds/snapshot:Snapshot", identities: ["backup"] };
const alarm = { type: "aws:cloudwatch/metricAlarm:MetricAlarm", identities: ["errors"] };
const association = { type: "aws:rds/roleAssociation:RoleAssociation", identities: ["db,arn:aws:iam::111122223333:role/import", "db"] };

describe("what is known of calls that share, attach and watch says", () => {
  for (const [what, found, trail, verdict] of [
    ["of an account that an image was shared with: touches", drift(image, { path: "accountId", actual: "444455556666" }), call("ec2", "ModifyImageAttribute", { imageId: "ami-1", launchPermission: { add: { items: [{ userId: "444455556666" }] } } }), "touches"],
    ["of an image that was shared with another account: contradicts", drift(image, { path: "accountId", actual: "444455556666" }), call("ec2", "ModifyImageAttribute", { imageId: "ami-1", launchPermission: { add: { items: [{ userId: "777788889999" }] } } }), "contradicts"],
    ["of a shared image's description: elsewhere", drift({ type: "aws:ec2/ami:Ami", identities: ["ami-1"] }, { path: "description", actual: "x" }), call("ec2", "ModifyImageAttribute", { imageId: "ami-1", launchPermission: { add: { items: [{ userId: "777788889999" }] } } }), "elsewhere"],
    ["of an account that a snapshot was shared with: explains", drift(snapshot, { path: "sharedAccounts[0]", actual: "444455556666" }), call("rds", "ModifyDBSnapshotAttribute", { dBSnapshotIdentifier: "backup", attributeName: "restore", valuesToAdd: ["444455556666"] }), "explains"],
    ["of a snapshot that was shared with nobody: elsewhere", drift(snapshot, { path: "sharedAccounts[0]", actual: "444455556666" }), call("rds", "ModifyDBSnapshotAttribute", { dBSnapshotIdentifier: "backup", attributeName: "restore", valuesToAdd: [] }), "elsewhere"],
    ["of an alarm that was silenced: explains", drift(alarm, { path: "actionsEnabled", expected: true, actual: false }), call("monitoring", "DisableAlarmActions", { alarmNames: ["errors", "others"] }), "explains"],
    ["of an alarm that was deleted with others: explains", deleted(alarm), call("monitoring", "DeleteAlarms", { alarmNames: ["others", "errors"] }), "explains"],
    ["of a role that a database lost: explains", deleted(association), call("rds", "RemoveRoleFromDBInstance", { dBInstanceIdentifier: "db", roleArn: "arn:aws:iam::111122223333:role/import" }), "explains"],
    ["of another role that it lost: elsewhere", deleted(association), call("rds", "RemoveRoleFromDBInstance", { dBInstanceIdentifier: "db", roleArn: "arn:aws:iam::111122223333:role/export" }), "elsewhere"],
    ["of a target group's check: explains", drift({ type: "aws:lb/targetGroup:TargetGroup", identities: ["arn:tg"] }, { path: "healthCheck.path", expected: "/health", actual: "/" }), call("elasticloadbalancing", "ModifyTargetGroup", { targetGroupArn: "arn:tg", healthCheckPath: "/" }), "explains"],
  ] as const) {
    it(what, () => {
      const [change] = found.changes;
      assert.ok(change !== undefined);
      assert.equal(weigh(trail.record, found, change, masker).verdict, verdict);
    });
  }
});
