import assert from "node:assert/strict";
import { containersOutput } from "./containerDefinitions";

describe("the containers of a task definition", () => {
  const declared = JSON.stringify([{ name: "web", image: "nginx", environment: [{ name: "B", value: "2" }, { name: "A", value: "1" }] }]);
  const environment = [{ name: "A", value: "1" }, { name: "B", value: "2" }];

  it("keep the program's spelling where ECS only filled in and reordered", () => {
    const live = { name: "web", image: "nginx", essential: true, cpu: 0, mountPoints: [], environment };
    assert.equal(containersOutput([live], declared), declared);
  });

  it("show what is really other", () => {
    for (const live of [{ name: "web", image: "evil", environment }, { name: "web", image: "nginx", essential: false, environment }]) {
      assert.deepEqual(JSON.parse(containersOutput([live], declared)), [live]);
    }
  });
});
