import assert from "node:assert/strict";
import { historyFormats } from "../../../automation/report";
import { storySchema, type Chapter, type Story } from "../../../automation/story";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";

function hostileStory(text: string): Story {
  const { stacks } = hostileReport(text);
  const [stack] = stacks;
  const [drift] = stack?.drifts ?? [];
  assert.ok(stack && drift);
  const at = "2026-07-31T05:00:00Z";
  const history = { firstSeen: at, lastSeen: at, scans: 1, state: "new" } as const;
  const place = { entry: 1, at, stack: text };
  const by = { name: text, principal: text, basis: "claimed" } as const;
  const sights = drift.changes.map(({ decision, history: seen, ...change }): Chapter => {
    assert.ok(decision);
    return { kind: "seen", ...place, fingerprint: text, history: seen ?? history, resource: drift.resource, change };
  });
  const chapters: readonly Chapter[] = [
    ...sights,
    ...(stack.resolved ?? []).map((resolved): Chapter => ({ kind: "resolved", ...place, resolved })),
    { kind: "decided", ...place, decision: { stack: text, fingerprint: text, urn: text, type: text, path: text, valueDigest: text, action: "hold", by, reason: text || "-", at, until: at } },
    { kind: "step", ...place, step: { stack: text, run: text, fingerprints: [text], urn: text, action: "revert", status: "stopped", by, at, reason: text } },
    { kind: "open", ...place, fingerprint: text, path: text, urn: text, history },
  ];
  return { schema: "whodrift/history@1", asked: text, chapters, meanDrifted: 1, actors: [{ principal: text, name: text, times: 2 }] };
}

describe("the story of a resource whose names and records somebody outside has chosen", () => {
  for (const text of hostileTexts) {
    it(`is lines of what can be seen, and one JSON document: ${JSON.stringify(text.slice(0, 40))}`, () => {
      for (const story of [hostileStory(text), { ...hostileStory(text), chapters: [] }]) {
        const drawn = historyFormats["terminal"]?.(story, { width: 100 }) ?? assert.fail();
        assert.doesNotMatch(drawn, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        assert.doesNotMatch(drawn, /(^|\s)::|##\[|##vso\[/);
        assert.deepEqual(storySchema.parse(JSON.parse(historyFormats["json"]?.(story) ?? "")), storySchema.parse(JSON.parse(JSON.stringify(story))));
      }
    });
  }
});
