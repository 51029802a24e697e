import assert from "node:assert/strict";
import fc from "fast-check";
import { MergeError, mergeShards } from "../../automation/mergeShards";
import { sayOnce } from "../../automation/problems";
import { scanReportSchema, type ScanReport } from "../../policypack/model";
import { aReport, aStack, typicalReport } from "../fixtures/report";
import { splitReport } from "../fixtures/shards";

/** A night with every kind of answer, and problems of one stack, of several, and of the whole scan. */
const whole: ScanReport = {
  ...typicalReport(),
  problems: sayOnce([
    ...typicalReport().problems,
    { code: "ledger-not-written", message: "ENOSPC", fix: "make room", stacks: ["acme/net/dev", "acme/net/prod", "acme/shop/prod"], accounts: [] },
    { code: "sink-failed", message: "no answer", stacks: [], accounts: [] },
  ]),
};
const OF = 3;
const shards = splitReport(whole, [1, 2, 3, 1, 2], OF);

const merge = (reports: readonly ScanReport[]) => mergeShards(reports.map((report) => ({ name: `${report.scan.shard?.number ?? "whole"}.json`, report })));
const without = (...numbers: readonly number[]) => shards.filter(({ scan }) => !numbers.includes(scan.shard?.number ?? 0));

describe("merging shards", () => {
  it("law: however a scan is split, and in whatever order the shards come, the merged report is the unsharded one", () => {
    const split = fc.integer({ min: 1, max: 7 }).chain((of) =>
      fc
        .array(fc.integer({ min: 1, max: of }), { minLength: whole.stacks.length, maxLength: whole.stacks.length })
        .chain((shardOf) => fc.shuffledSubarray([...splitReport(whole, shardOf, of)], { minLength: of })),
    );
    fc.assert(
      fc.property(split, (reports) => {
        assert.deepEqual(merge(reports), whole);
      }),
    );
  });

  it("leaves a report that is no shard as it is", () => {
    assert.equal(merge([whole]), whole);
  });

  it("adds up what was asked of AWS, and goes from the first start to the last end, whatever the time zone", () => {
    const [one, two] = splitReport(aReport({ stacks: [aStack("acme/shop/dev"), aStack("acme/shop/prod")] }), [1, 2], 2);
    assert.ok(one && two);
    const merged = merge([
      { ...one, scan: { ...one.scan, startedAt: "2026-07-31T05:00:00Z", finishedAt: "2026-07-31T05:30:00Z" } },
      { ...two, scan: { ...two.scan, startedAt: "2026-07-31T06:30:00+02:00", finishedAt: "2026-07-31T06:35:00+02:00", usage: { lookupRequests: 1, stsRequests: 2, s3Requests: 3, resourcesRead: 4 } } },
    ]).scan;
    assert.deepEqual([merged.startedAt, merged.finishedAt], ["2026-07-31T06:30:00+02:00", "2026-07-31T05:30:00Z"]);
    assert.deepEqual(merged.usage, { lookupRequests: 39, stsRequests: 4, s3Requests: 3, resourcesRead: 100 });
  });

  it("names each Pulumi version that was used", () => {
    const [one, ...others] = shards;
    assert.ok(one);
    assert.equal(merge([...others, { ...one, scan: { ...one.scan, pulumiVersion: "3.275.0" } }]).scan.pulumiVersion, "3.275.0, 3.274.1");
  });

  describe("given that shards are missing", () => {
    it("calls their stacks unchecked, in their places, and says once which are missing and what to do", () => {
      const merged = scanReportSchema.parse(merge(without(2)));
      assert.deepEqual(merged.stacks.map(({ stack }) => stack), whole.stacks.map(({ stack }) => stack));
      assert.deepEqual(merged.stacks.filter(({ problem }) => problem?.code === "shard-missing").map(({ stack, status }) => [stack, status]), [
        ["acme/shop/prod", "unchecked"],
        ["acme/net/dev", "unchecked"],
      ]);
      const said = merged.problems.filter(({ code }) => code === "shard-missing");
      assert.deepEqual(said, [
        {
          code: "shard-missing",
          message: "missing of 3 shards: 2; 2 stacks are unchecked",
          fix: "scan with --shard 2/3 as the others were, and merge again",
          stacks: ["acme/net/dev", "acme/shop/prod"],
          accounts: [],
        },
      ]);
    });

    it("says so of a single one too: it is not the whole scan", () => {
      const [problem] = merge(without(2, 3)).problems.filter(({ code }) => code === "shard-missing");
      assert.equal(problem?.message, "missing of 3 shards: 2, 3; 3 stacks are unchecked");
    });

    it("says so where no stack is missing: nobody knows what the shard would have told", () => {
      const merged = merge(splitReport(whole, [1, 1, 1, 1, 1], OF).slice(0, 2));
      assert.deepEqual(merged.stacks, whole.stacks);
      assert.deepEqual(merged.problems.filter(({ code }) => code === "shard-missing").map(({ message, stacks }) => [message, stacks]), [["missing of 3 shards: 3; every stack is in another", []]]);
    });

    it("counts the rest where very many are missing", () => {
      const [first] = splitReport(whole, [1, 1, 1, 1, 1], 9_999);
      assert.ok(first);
      assert.match(merge([first]).problems.map(({ message }) => message).join("\n"), /^missing of 9999 shards: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 9988 more;/m);
    });

    it("law: nothing that a shard said is lost, and nothing is called in sync that no shard has", () => {
      fc.assert(
        fc.property(fc.subarray([...shards], { minLength: 1 }), (present) => {
          const merged = merge(present);
          const checked = present.flatMap(({ stacks }) => stacks);
          for (const stack of merged.stacks) assert.ok(checked.includes(stack) || stack.status === "unchecked");
          for (const stack of checked) assert.ok(merged.stacks.includes(stack));
          for (const { code, message } of present.flatMap(({ problems }) => problems)) assert.ok(merged.problems.some((problem) => problem.code === code && problem.message === message));
        }),
      );
    });
  });

  it("says of a stack that fell between the shards that it is unchecked", () => {
    const merged = merge(shards.map((report) => ({ ...report, stacks: report.stacks.filter(({ stack }) => stack !== "acme/net/dev") })));
    assert.equal(merged.stacks.find(({ stack }) => stack === "acme/net/dev")?.status, "unchecked");
    assert.deepEqual(merged.problems.filter(({ code }) => code === "shard-missing").map(({ stacks, fix }) => [stacks, fix]), [[["acme/net/dev"], "scan again"]]);
  });

  describe("refuses, and names the files,", () => {
    const [one, two, three] = shards;
    assert.ok(one && two && three);
    const ofScan = (report: ScanReport, over: Partial<ScanReport["scan"]>): ScanReport => ({ ...report, scan: { ...report.scan, ...over } });
    const { shard } = two.scan;
    assert.ok(shard);
    const strangers: Readonly<Record<string, readonly [readonly ScanReport[], RegExp]>> = {
      "two whole reports": [[whole, whole], /^whole\.json is a whole report/],
      "a whole report among shards": [[one, whole, three], /^whole\.json is a whole report/],
      "a shard twice": [[one, two, two], /^2\.json and 2\.json are both shard 2\/3$/],
      "shards of another number": [[one, ofScan(two, { shard: { ...shard, of: 4 } })], /^1\.json and 2\.json are not shards of one scan: they differ in the number of shards$/],
      "shards of another selection": [[one, ofScan(two, { shard: { ...shard, selection: shard.selection.slice(1) } })], /differ in the stacks selected$/],
      "another configuration": [[one, ofScan(two, { configDigest: "d2" })], /differ in the configuration$/],
      "another version": [[one, ofScan(two, { version: "0.2.0", configDigest: "d2" })], /differ in the configuration, whodrift's version$/],
      "a stack that is in two": [[one, { ...two, stacks: [...two.stacks, aStack("acme/shop/dev")] }, three], /^acme\/shop\/dev is in 1\.json and in 2\.json: .*scan again$/],
      "a stack that was not selected": [[one, { ...two, stacks: [aStack("acme/other/dev")] }], /^2\.json has acme\/other\/dev, which is not among the stacks that were selected$/],
      nothing: [[], /no report/],
    };
    for (const [what, [reports, message]] of Object.entries(strangers)) {
      it(what, () => {
        assert.throws(() => merge(reports), (error) => error instanceof MergeError && message.test(error.message));
      });
    }
  });
});
