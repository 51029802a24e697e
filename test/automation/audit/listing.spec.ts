import assert from "node:assert/strict";
import { Listing } from "../../../automation/audit/listing";

const S3 = "s3.amazonaws.com";
const names = ["https://queue", "arn:aws:s3:::bucket", "bucket", "sg-0123456789abcdef0"];

function learned(events: number, ...listed: readonly string[]) {
  const listing = new Listing();
  for (let count = 0; count < events; count++) listing.learn({ EventSource: S3, Resources: listed.map((ResourceName) => ({ ResourceName })) });
  return listing;
}

describe("Listing", () => {
  it("takes the names as they come where nothing is known of the service", () => {
    const unknown = { names, isListed: false };
    assert.deepEqual(new Listing().rank(names, [S3]), unknown);
    assert.deepEqual(learned(20, "other").rank(names, ["sqs.amazonaws.com"]), unknown);
  });

  it("puts what the service lists first, and after some events leaves out what it does not", () => {
    assert.deepEqual(learned(1, "other").rank(names, [S3]), { names: ["bucket", names[0], names[1], names[3]], isListed: true });
    assert.deepEqual(learned(8, "other").rank(names, [S3]), { names: ["bucket"], isListed: true });
    assert.deepEqual(learned(8, "sg-00000000000000001").rank(names, [S3]).names, [names[3]]);
  });

  it("has no name to ask for where a service lists none", () => {
    assert.deepEqual(learned(8).rank(names, [S3]), { names: [], isListed: false });
  });

  it("learns nothing from events that tell no source or no name", () => {
    const listing = new Listing();
    for (let count = 0; count < 8; count++) listing.learn({ Resources: [{ ResourceName: "x" }] });
    listing.learn({ EventSource: S3, Resources: [{}, { ResourceName: "" }] });
    assert.deepEqual(listing.rank(names, [S3]), { names, isListed: false });
  });
});
