import assert from "node:assert/strict";
import { gatherPlaces } from "../../../automation/audit/place";

const home = { account: "111122223333", region: "eu-west-1" };

describe("gatherPlaces", () => {
  it("gathers names by account and region, each once", () => {
    const places = gatherPlaces(
      [
        { account: "1", region: "a", names: ["x", "y"] },
        { account: "1", region: "b", names: ["x"] },
        { account: "1", region: "a", names: ["y", "z"] },
        { account: "2", region: "a", names: [] },
      ],
      home,
    );
    assert.deepEqual(places, [
      { account: "1", region: "a", names: ["x", "y", "z"] },
      { account: "1", region: "b", names: ["x"] },
      { account: "2", region: "a", names: [] },
    ]);
  });

  it("takes what is not known of a resource from the credentials that scanned it", () => {
    assert.deepEqual(gatherPlaces([{ names: ["x"] }, { account: home.account, region: undefined, names: ["y"] }], home), [{ ...home, names: ["x", "y"] }]);
  });

  it("gives no place where there is no resource", () => {
    assert.deepEqual(gatherPlaces([], home), []);
  });
});
