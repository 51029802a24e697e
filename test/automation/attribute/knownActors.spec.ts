import assert from "node:assert/strict";
import { aliasSchema, type ActorSettings } from "../../../automation/attribute/knownActors";
import { resolveActor } from "../../../automation/attribute/resolveActor";
import { indexSessions } from "../../../automation/attribute/sessionIndex";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import type { Actor } from "../../../policypack/model";
import { attributedTo, context, drift } from "./shapes/drifts";
import { alice, assume, record, session } from "./shapes/records";

function actorOf(identity: Parameters<typeof record>[3], settings: Partial<ActorSettings>, calls: readonly TrailRecord[] = []): Actor {
  return resolveActor(record("s3", "PutBucketVersioning", "02:10", identity, {}).record, indexSessions(calls, { breakGlass: [], aliases: [], ...settings }));
}

describe("break-glass principals", () => {
  const breakGlass = ["arn:aws:iam::*:role/break-glass", "arn:aws:iam::*:role/emergency/*"];
  const emergency = session("fire", "x", {}, { sessionIssuer: { type: "Role", arn: "arn:aws:iam::111122223333:role/emergency/fire", userName: "fire" } });

  it("are known by the role of a session", () => {
    assert.equal(actorOf(session("break-glass", "x"), { breakGlass }).breakGlass, true);
  });
  it("are known by the role's path", () => {
    assert.equal(actorOf(emergency, { breakGlass }).breakGlass, true);
  });
  it("are known where another role was assumed from theirs", () => {
    const made = session("admin", "x");
    assert.equal(actorOf(made, { breakGlass }, [assume(session("break-glass", "y"), made)]).breakGlass, true);
  });
  it("are users too", () => {
    assert.equal(actorOf(alice, { breakGlass: ["arn:aws:iam::*:user/alice"] }).breakGlass, true);
  });
  it("are not others, whatever their sessions are called", () => {
    assert.equal(actorOf(session("admin", "break-glass"), { breakGlass }).breakGlass, undefined);
    assert.equal(actorOf(session("not-break-glass", "x"), { breakGlass }).breakGlass, undefined);
    assert.equal(actorOf(alice, {}).breakGlass, undefined);
  });
});

describe("aliases", () => {
  const as = "Alice Doe (SRE)";
  it("call a name as people do, and leave name, principal and identity as they are", () => {
    const { knownAs, ...actor } = actorOf(alice, { aliases: [{ name: "ali*", as }] });
    assert.equal(knownAs, as);
    assert.deepEqual(actor, actorOf(alice, {}));
  });
  it("call a claimed name so, as the claim that it is", () => {
    const actor = actorOf(session("admin", "alice"), { aliases: [{ name: "alice", as }] });
    assert.deepEqual([actor.knownAs, actor.name, actor.identity], [as, "alice", "claimed"]);
  });
  it("by principal mean whom the name stands for", () => {
    const made = session("admin", "x");
    const aliases = [{ principal: "arn:aws:iam::*:role/admin", as: "Administrator" }, { principal: "arn:aws:iam::*:user/alice", as }];
    assert.equal(actorOf(made, { aliases }, [assume(alice, made)]).knownAs, as);
    assert.equal(actorOf(made, { aliases }).knownAs, "Administrator");
  });
  it("by principal mean the role that a service runs something under", () => {
    const made = session("billing", "fn");
    const aliases = [{ principal: "arn:aws:iam::*:role/billing", as: "Billing" }];
    const actor = actorOf(made, { aliases }, [assume({ type: "AWSService", invokedBy: "lambda.amazonaws.com" }, made)]);
    assert.deepEqual([actor.knownAs, actor.identity], ["Billing", "unresolved"]);
  });
  it("with name and principal need both", () => {
    const aliases = [{ principal: "arn:aws:iam::*:user/bob", name: "alice", as }];
    assert.equal(actorOf(alice, { aliases }).knownAs, undefined);
  });
  it("go before a pipeline's subject in words", () => {
    const ci = { type: "WebIdentityUser", userName: "repo:acme/platform:pull_request" };
    assert.equal(actorOf(ci, {}).knownAs, "acme/platform, pull request (GitHub Actions)");
    assert.equal(actorOf(ci, { aliases: [{ name: "repo:acme/platform:*", as: "CI" }] }).knownAs, "CI");
  });
  it("are refused without anything to match, and with control characters", () => {
    assert.equal(aliasSchema.safeParse({ as }).success, false);
    assert.equal(aliasSchema.safeParse({ name: "a", as: "a\u001b[2J" }).success, false);
  });
});

describe("attribution by such a configuration", () => {
  const queue = { type: "aws:sqs/queue:Queue", identities: ["orders"] };
  const changed = drift(queue, { path: "visibilityTimeoutSeconds", expected: 30, actual: 60 });
  const call = record("sqs", "SetQueueAttributes", "02:10", session("break-glass", "x"), { queueUrl: "orders", attributes: { VisibilityTimeout: "60" } });

  it("marks the actor, for rules to ask for", () => {
    const actors: ActorSettings = { breakGlass: ["arn:aws:iam::*:role/break-glass"], aliases: [{ name: "x", as: "X" }] };
    const { actor, why } = attributedTo(changed, context([call], { actors }));
    assert.deepEqual([actor.breakGlass, actor.knownAs, actor.identity], [true, "X", "claimed"]);
    assert.match(why.join("\n"), /the name was chosen by whoever started the session/);
  });
});
