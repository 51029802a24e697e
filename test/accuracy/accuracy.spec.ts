import assert from "node:assert/strict";
import { corpora, hasRealRecords, ownRecords, realRecords } from "./corpora";
import { judge } from "./judge";
import { known } from "./known";
import { likely, person, proven, type Label } from "./label";
import { measure } from "./measure";
import { scoreOf } from "./score";
import { complaintsOf } from "./print";
import { anAttribution, anActor, anEvent, noActor } from "../fixtures/report";

describe(`accuracy of the attribution${hasRealRecords ? "" : " (of our own records only: the real ones are not beside this checkout)"}`, () => {
  for (const corpus of corpora) {
    it(`answers every label of the ${corpus.name} as the label says, but for what is known`, async () => {
      const complaints = complaintsOf(await measure(corpus));
      assert.deepEqual(complaints.filter(({ what }) => !Object.hasOwn(known, what)).map(({ line }) => line), []);
      const wrong = new Set(complaints.map(({ what }) => what));
      const right = corpus.labels.map(({ what }) => what).filter((what) => Object.hasOwn(known, what) && !wrong.has(what));
      assert.deepEqual(right, [], "these are right by now: take them off the list of what is known");
    }).timeout(60_000);
  }

  it("is measured on many changes, and on more that nobody touched", () => {
    for (const { labels } of [ownRecords, realRecords]) {
      const changes = labels.filter(({ truth }) => truth !== undefined).length;
      assert.ok(changes >= 60);
      assert.ok(labels.length - changes >= 150);
    }
  });
  it("knows each label by a name of its own, also those that are known to be wrong", () => {
    const names = [...ownRecords.labels, ...realRecords.labels].map(({ what }) => what);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(Object.keys(known).filter((what) => !names.includes(what)), []);
  });
});

describe("the judgement of one answer", () => {
  const resource = { type: "aws:sqs/queue:Queue", account: "111122223333", region: "eu-west-1", identities: ["jobs"] };
  const untouched: Label = { what: "x", resource, change: { path: "delaySeconds", expected: 0, actual: 5 } };
  const changed: Label = { ...untouched, truth: proven("e-1", person("alice")) };
  const redacted: Label = { ...untouched, truth: proven("a.json#1", person("alice")) };
  const hidden: Label = { ...untouched, truth: likely("e-1", person("alice")) };
  const answer = { event: anEvent({ id: "e-1" }), actor: anActor({ name: "alice" }) };

  for (const [why, label, attribution, verdict] of [
    ["event and actor of the label", changed, anAttribution(answer), "right"],
    ["the event by its place, where ids are redacted", redacted, anAttribution({ ...answer, event: anEvent({ id: "1", record: { location: "a.json#1", sha256: "0" } }) }), "right"],
    ["another event", changed, anAttribution({ ...answer, event: anEvent({ id: "e-2" }) }), "wrong"],
    ["another person", changed, anAttribution({ ...answer, actor: anActor({ name: "bob" }) }), "wrong"],
    ["the same name, only claimed", changed, anAttribution({ ...answer, actor: anActor({ name: "alice", identity: "claimed" }) }), "wrong"],
    ["proof where the records hide the value", hidden, anAttribution(answer), "wrong"],
    ["nobody, for what somebody changed", changed, noActor("no-event"), "missed"],
    ["somebody, for what nobody touched", untouched, anAttribution(answer), "blamed"],
    ["nobody, for what nobody touched", untouched, noActor("no-event"), "clear"],
  ] as const) {
    it(`calls ${why} ${verdict}`, () => { assert.equal(judge(label, attribution).finding.verdict, verdict); });
  }

  it("counts a blame for what nobody touched against the precision of its level", () => {
    const score = scoreOf([judge(changed, anAttribution(answer)), judge(untouched, anAttribution(answer)), judge(untouched, noActor("no-event"))]);
    assert.deepEqual(score, { precision: { proven: 0.5, likely: null, possible: null }, recall: 1, untouchedBlamed: 1, cases: 3 });
  });
  it("recalls only what is right at proven or likely", () => {
    const score = scoreOf([judge(changed, anAttribution(answer)), judge(changed, anAttribution({ ...answer, confidence: "possible" })), judge(changed, noActor("no-event")), judge(untouched, noActor("no-event"))]);
    assert.equal(score.recall, 1 / 3);
    assert.equal(score.precision.possible, 1);
  });
});
