import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckedStack } from "../../automation/checkStack";
import { ClaimIndex } from "../../automation/compare";
import { decideStack } from "../../automation/decideStack";
import { LedgerError, openLedger, type Ledger } from "../../automation/ledger";
import { folderLedgerStore } from "../../automation/ledger/folderLedgerStore";
import { rememberScan, sightOf } from "../../automation/rememberScan";
import type { PersonDecision } from "../../policypack/model";
import { aReport } from "../fixtures/report";
import { changeWith, driftWith, URN } from "../policypack/drifts";

const STACK = "acme/orders/prod";
const NOW = new Date("2026-03-02T02:00:00Z");

const held: PersonDecision = {
  stack: STACK, fingerprint: "f-1", urn: URN, type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", valueDigest: "v-1",
  action: "hold", by: { name: "dana", principal: "arn:aws:iam::111111111111:user/dana", basis: "sts" }, reason: "incident", at: "2026-03-02T01:59:00Z",
};

describe("remembering a scan", () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-remember-"));
    ledger = openLedger(folderLedgerStore(folder));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const contextWith = (over: Partial<Ledger> = {}) => ({ rules: [], claims: new ClaimIndex(), now: () => NOW, ledger: { ...ledger, ...over } });

  async function checked(): Promise<CheckedStack> {
    const standing = await ledger.standing(STACK);
    const undecided = { stack: STACK, resources: { total: 1, checked: 1, unchecked: [] }, audit: [], attributed: [driftWith(changeWith())], claimable: new Map(), standing };
    return { undecided, report: decideStack(undecided, contextWith()), remembered: { standing, endings: [] } };
  }

  function remember(one: CheckedStack, context = contextWith()) {
    const sighted = [sightOf(one, context, NOW)];
    return rememberScan(aReport({ stacks: sighted.map(({ report }) => report), problems: [] }), { checked: [one], sighted, finishedAt: NOW, context, redact: (value) => value });
  }

  it("appends one entry, by which the next scan knows what it sees", async () => {
    assert.deepEqual((await remember(await checked())).problems, []);
    const next = await remember(await checked());
    const [change] = next.report.stacks[0]?.drifts[0]?.changes ?? [];
    assert.deepEqual([change?.history?.state, change?.history?.scans], ["ongoing", 2]);
    const numbers: number[] = [];
    for await (const { number } of ledger.entries()) numbers.push(number);
    assert.deepEqual(numbers, [1, 2]);
  });

  it("does not overrule what a person has said while it ran", async () => {
    const one = await checked();
    await openLedger(folderLedgerStore(folder)).append({ kind: "decision", decision: held }, NOW);
    const { report, decisions } = await remember(one);
    assert.deepEqual(decisions.get(STACK), [held]);
    assert.deepEqual(report.stacks[0]?.drifts[0]?.changes.map(({ decision }) => decision.action), ["hold"]);
    assert.deepEqual(one.report.drifts[0]?.changes.map(({ decision }) => decision.action), ["alert"]);
  });

  it("says that it could not be recorded, and loses nothing of the report", async () => {
    const full = contextWith({ append: () => Promise.reject(new LedgerError("no space left", "make room")) });
    const { report, problems } = await remember(await checked(), full);
    assert.deepEqual(problems.map(({ code, fix, stacks }) => [code, fix, stacks]), [["ledger-not-written", "make room", [STACK]]]);
    assert.equal(report.stacks[0]?.drifts.length, 1);
  });

  it("neither calls anything new nor records it where the ledger could not be read", async () => {
    const { undecided, report: early } = await checked();
    assert.ok(undecided);
    const { standing, ...rest } = undecided;
    assert.ok(standing);
    const { report, problems } = await remember({ undecided: rest, report: { ...early }, forgotten: new Error("access denied") });
    assert.deepEqual(problems.map(({ code, stacks }) => [code, stacks]), [["ledger-unreadable", [STACK]]]);
    assert.equal(report.stacks[0]?.drifts[0]?.changes[0]?.history, undefined);
    for await (const { number } of ledger.entries()) assert.fail(`entry ${number} was written`);
  });
});
