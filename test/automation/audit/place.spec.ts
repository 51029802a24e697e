import assert from "node:assert/strict";
import { gatherPlaces } from "../../../automation/audit/place";

const home = { account: "111122223333", region: "eu-west-1" };

describe("gatherPlaces", () => {
  it("gathers resources by account and region", () => {
    const [one, two, three, four] = [
      { account: "1", region: "a", names: ["x", "y"] },
      { account: "1", region: "b", names: ["x"] },
      { account: "1", region: "a", names: ["y", "z"] },
      { account: "2", region: "a", names: [] },
    ] as const;
    assert.deepEqual(gatherPlaces([one, two, three, four], home), [
      { account: "1", region: "a", resources: [one, three] },
      { account: "1", region: "b", resources: [two] },
      { account: "2", region: "a", resources: [four] },
    ]);
  });

  it("takes what is not known of a resource from the credentials that scanned it", () => {
    const unknown = [{ names: ["x"] }, { account: home.account, region: undefined, names: ["y"] }];
    assert.deepEqual(gatherPlaces(unknown, home), [{ ...home, resources: unknown }]);
  });

  it("gives no place where there is no resource", () => {
    assert.deepEqual(gatherPlaces([], home), []);
  });
});
