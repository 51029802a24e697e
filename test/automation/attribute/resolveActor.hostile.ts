import assert from "node:assert/strict";
import fc from "fast-check";
import { nameReasons, resolveActor } from "../../../automation/attribute/resolveActor";
import { indexSessions } from "../../../automation/attribute/sessionIndex";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { actorSchema } from "../../../policypack/model";
import { alice, assume, record, session, ssoUser } from "./shapes/records";

const ANYTHING = fc.jsonValue({ maxDepth: 2 });
const roles = fc.constantFrom("admin", "AWSReservedSSO_Admin_0123456789abcdef", "AWSServiceRoleForAutoScaling", "a", "b", "c");
const names = fc.oneof(fc.constantFrom("alice", "root", "alice@example.com", "i-0123456789abcdef0", "repo:acme/platform:pull_request", "autoscaling.amazonaws.com"), fc.string({ unit: "binary" }));
/** Sessions that nothing but their own name speaks for. */
const plainSessions = fc.tuple(roles, names).map(([role, name]) => session(role, name));
const strangers = fc.constantFrom<Parameters<typeof record>[3]>({}, { type: "AWSAccount", accountId: "999999999999" }, { type: "Unknown", userName: "alice" }, { type: "Directory", userName: "alice" });

/** Whatever fits into a record, in the places that are read. */
const hostileIdentities = fc.record(
  {
    type: fc.oneof(fc.constantFrom("Root", "IAMUser", "AssumedRole", "Role", "FederatedUser", "SAMLUser", "WebIdentityUser", "IdentityCenterUser", "AWSAccount", "AWSService", "Directory", "Unknown"), ANYTHING),
    principalId: fc.oneof(names, ANYTHING),
    arn: fc.oneof(names, ANYTHING),
    accountId: ANYTHING,
    accessKeyId: fc.oneof(fc.constantFrom("ASIAA", "ASIAB", "__proto__"), ANYTHING),
    userName: fc.oneof(names, ANYTHING),
    invokedBy: ANYTHING,
    onBehalfOf: ANYTHING,
    sessionContext: fc.oneof(ANYTHING, fc.record({ sessionIssuer: ANYTHING, attributes: ANYTHING, sourceIdentity: ANYTHING, webIdFederationData: ANYTHING, assumedRoot: fc.constantFrom("true", "x") }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);

/** Sessions opened by sessions, at random: chains, forks and loops. */
function callsOf(callers: fc.Arbitrary<Parameters<typeof record>[3]>): fc.Arbitrary<readonly TrailRecord[]> {
  const call = fc.tuple(callers, plainSessions, fc.constantFrom("s-1", "s-2", undefined)).map(([caller, made, sharedEventID]) => assume(caller, made, { sharedEventID }));
  return fc.array(call, { maxLength: 12 });
}

describe("actors, by law", () => {
  it("any records, however hostile, in any order, give an actor that is one, with an end to its chain", () => {
    fc.assert(
      fc.property(hostileIdentities, callsOf(fc.oneof(plainSessions, hostileIdentities)), fc.jsonValue(), (identity, calls, responseElements) => {
        const acted = record("s3", "PutBucketVersioning", "02:10", identity, {}).record;
        const odd = record("sts", "AssumeRole", "02:00", identity, responseElements, { responseElements });
        const sessions = indexSessions([...calls, odd], { breakGlass: ["arn:aws:iam::*:role/a"], aliases: [{ name: "*", as: "x" }] });
        const actor = actorSchema.parse(resolveActor(acted, sessions));
        assert.ok(actor.chain.length <= 9);
        assert.ok(nameReasons(acted, sessions).length <= 1);
      }),
      { numRuns: 300 },
    );
  });

  it("the order of the records and their duplicates change nothing", () => {
    const people = fc.constantFrom(alice, ssoUser("carol@example.com"));
    const orders = callsOf(fc.oneof(plainSessions, people, strangers)).chain((calls) => fc.tuple(fc.constant(calls), fc.shuffledSubarray([...calls, ...calls], { minLength: 2 * calls.length })));
    fc.assert(
      fc.property(plainSessions, orders, (made, [calls, shuffled]) => {
        const acted = record("s3", "PutBucketVersioning", "02:10", made, {}).record;
        assert.deepEqual(resolveActor(acted, indexSessions(shuffled)), resolveActor(acted, indexSessions(calls)));
      }),
      { numRuns: 200 },
    );
  });

  it("nobody is verified by the names of sessions alone, whoever's they are and however they were chained", () => {
    fc.assert(
      fc.property(plainSessions, callsOf(fc.oneof(plainSessions, strangers)), (made, calls) => {
        const { identity } = resolveActor(record("s3", "PutBucketVersioning", "02:10", made, {}).record, indexSessions(calls, { breakGlass: [], aliases: [{ name: "*", as: "Alice Doe" }] }));
        assert.notEqual(identity, "verified");
      }),
      { numRuns: 500 },
    );
  });
});
