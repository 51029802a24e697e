import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { resolveActor } from "../../../automation/attribute/resolveActor";
import { indexSessions, type SessionIndex } from "../../../automation/attribute/sessionIndex";
import { openTrail } from "../../../automation/audit/trailFiles";
import type { TrailRecord } from "../../../automation/audit/trailRecord";

// Real records of other people's accounts lie beside the checkout, where they are at hand.
const corpus = resolve(__dirname, "../../../../shared/data/cloudtrail");
const isHere = existsSync(corpus);

describe(`actors of real records${isHere ? "" : " (not run: they are not beside this checkout)"}`, () => {
  const records: TrailRecord[] = [];
  let sessions: SessionIndex = indexSessions([]);

  before(async () => {
    if (isHere) for await (const record of openTrail([corpus]).records) records.push(record);
    sessions = indexSessions(records);
  });

  if (!isHere) return;

  /** Everybody who acted in a role, as told. */
  function actorsIn(role: string): ReadonlySet<string> {
    const acted = records.filter(({ record }) => record.userIdentity.sessionContext?.sessionIssuer?.userName === role);
    return new Set(acted.map(({ record }) => resolveActor(record, sessions)).map(({ kind, name, identity }) => `${kind} ${name} ${identity}`));
  }

  const expected: Readonly<Record<string, string>> = {
    "stratus-red-team-ec2-get-password-data-role": "human christophe verified",
    "stratus-red-team-get-usr-data-role": "human christophe verified",
    "stratus-red-team-leave-org-role": "human christophe verified",
    "stratus-red-team-ec2lui-role-idtzskbvtd": "human christophe verified",
    "stratus-red-team-ec2-steal-credentials-role": "automation stratus-red-team-ec2-steal-credentials-role unresolved",
    "stratus-red-team-user-federation-user": "human stratus-red-team-user-federation-user verified",
    "AWSReservedSSO_DevAdmin_abc123": "human bob.ross verified",
    AWSServiceRoleForAutoScaling: "aws-service autoscaling.amazonaws.com verified",
    Operator: "human ryan@example.com claimed",
  };
  for (const [role, actor] of Object.entries(expected)) {
    it(`finds ${actor} behind ${role}`, () => {
      assert.deepEqual([...actorsIn(role)], [actor]);
    });
  }

  it("verifies nobody in a role session that no sign-in, no Identity Center and no service stands behind", () => {
    for (const { record } of records) {
      const { identity, chain } = resolveActor(record, sessions);
      const role = record.userIdentity.sessionContext?.sessionIssuer?.arn ?? "";
      if (record.userIdentity.type !== "AssumedRole" || identity !== "verified") continue;
      assert.ok(/:role\/aws-(reserved|service-role)\//.test(role) || chain.at(-1)?.kind === "IAMUser", record.eventID);
    }
  });
});
