import assert from "node:assert/strict";
import { NightShift } from "./nightShift";

const QUEUE = "shop-prod-orders";

function withoutQueue(program: string): string {
  const rest = program.replace(/^new aws\.sqs\.Queue\("orders"[\s\S]*?^\}\);\n/m, "");
  assert.notEqual(rest, program);
  return rest;
}

describe("drift-hold-deletions, in real deployments", function () {
  this.timeout(180_000);
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin();
    await shift.setVisibility("ci", QUEUE, 300);
    await shift.scan();
  });

  after(() => shift.end());

  it("refuses nothing where `--target` leaves the held resource out", async () => {
    const { status, mandatory, stdout } = await shift.up({ preview: true, targets: [await shift.urn("Bucket::assets")] });
    assert.deepEqual([status, mandatory], [0, []], stdout);
  });

  it("says it once of an update that is refused, and calls that no deletion", async () => {
    const { mandatory } = await shift.up({ preview: true, config: { ordersVisibilityTimeout: 45 } });
    assert.equal(mandatory.length, 1);
    assert.doesNotMatch(mandatory.join(), /deletes/);
    await shift.configure("ordersVisibilityTimeout", 30);
  });

  it("refuses a preview that deletes the held resource, with person, event and how to go on", async () => {
    const { status, mandatory, stdout } = await shift.edited(withoutQueue, () => shift.up({ preview: true }));
    assert.notEqual(status, 0);
    assert.equal(mandatory.length, 1, stdout);
    for (const part of ["visibilityTimeoutSeconds of aws:sqs/queue:Queue orders is held: this update deletes the resource", "now:      300", "SetQueueAttributes", "release:"]) {
      assert.ok(mandatory[0]?.includes(part), `${part} is not in:\n${mandatory.join()}`);
    }
    assert.equal(await shift.visibility(QUEUE), 300);
  });

  it("under --skip-preview is told too late: the up fails, and the resource is gone", async () => {
    const { status, mandatory, stdout } = await shift.edited(withoutQueue, () => shift.up());
    assert.notEqual(status, 0);
    assert.equal(mandatory.length, 1, stdout);
    await assert.rejects(shift.visibility(QUEUE));
  });
});
