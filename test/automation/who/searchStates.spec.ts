import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SelectionError, type Selection } from "../../../automation/estate";
import { parseSubject, searchStates } from "../../../automation/who";
import { masker } from "../attribute/shapes/drifts";
import { group, SG, stackOf } from "./states";

const ALL: Selection = { all: true, stacks: [], exclude: [] };
const SELECTED: Selection = { all: false, stacks: [], exclude: [] };

describe("searching the states at hand", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift-who-"));
    await mkdir(path.join(folder, ".pulumi", "stacks", "shop"), { recursive: true });
    for (const [name, id] of [["prod", SG], ["dev", "sg-00000000"]] as const) {
      const { deployment } = stackOf(`organization/shop/${name}`, { ...group, id, outputs: { name: `shop-${name}-web` } });
      await put(name, JSON.stringify({ version: 3, checkpoint: { latest: deployment } }));
    }
    await put("torn", `{ "id": "${SG}", "name": "shop-prod-web"`);
  });
  after(() => rm(folder, { recursive: true }));

  const put = (stack: string, text: string) => writeFile(path.join(folder, ".pulumi", "stacks", "shop", `${stack}.json`), text);

  async function search(word: string, selection: Selection, signal = new AbortController().signal) {
    const subject = parseSubject(word);
    assert.ok(subject);
    // In place of a CLI what fails at whatever it is asked: only the backend's files are there.
    const request = { backend: { kind: "files" as const, folder }, pulumi: { command: process.execPath }, cwd: folder, env: {}, signal, selection };
    const { owners, stacks, gaps } = await searchStates(subject, request, masker);
    return { owners: owners.map(({ stack, resource }) => `${stack.ref.name} ${resource.id}`), stacks, gaps };
  }

  it("finds the owner among all stacks, and says which could not be searched", async () => {
    assert.deepEqual(await search("shop-prod-web", ALL), {
      owners: [`organization/shop/prod ${SG}`],
      stacks: ["organization/shop/dev", "organization/shop/prod", "organization/shop/torn"],
      gaps: ["organization/shop/torn: its checkpoint is not valid JSON"],
    });
  });

  it("stops where an id is found that nobody else can have", async () => {
    assert.deepEqual(await search(SG, ALL), { owners: [`organization/shop/prod ${SG}`], stacks: ["organization/shop/prod"], gaps: [] });
  });

  it("reads only the stack that a URN names, of all stacks too", async () => {
    const urn = (stack: string) => `urn:pulumi:${stack}::shop::aws:ec2/securityGroup:SecurityGroup::web`;
    assert.deepEqual((await search(urn("prod"), ALL)).stacks, ["organization/shop/prod"]);
    assert.equal((await search(urn("gone"), ALL)).gaps.length, 1);
  });

  it("reads no state in which the word does not stand as a whole", async () => {
    for (const word of ["sg-00000000", SG.slice(0, -1), "securityGrou", "sg.0a1b2c3d4e5f60718"]) assert.deepEqual((await search(word, ALL)).gaps, []);
  });

  it("reads a state in which the word may stand written otherwise", async () => {
    assert.equal((await search("<b>", ALL)).gaps.length, 1);
  });

  it("decides by --stack where a name is that of several", async () => {
    assert.equal((await search("web", ALL)).owners.length, 2);
    assert.deepEqual((await search("web", { ...ALL, all: false, stacks: ["*/*/dev"] })).owners, ["organization/shop/dev sg-00000000"]);
  });

  it("lets a URN choose its stack", async () => {
    const { owners, stacks } = await search("urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web", SELECTED);
    assert.deepEqual([owners, stacks], [["organization/shop/dev sg-00000000"], ["organization/shop/dev"]]);
  });

  it("is a gap, and no failure, where nothing was chosen and there is no backend, CLI, project or such a stack", async () => {
    for (const word of [SG, "urn:pulumi:gone::shop::aws:ec2/securityGroup:SecurityGroup::web"]) {
      const { owners, stacks, gaps } = await search(word, SELECTED);
      assert.deepEqual([owners, stacks, gaps.length], [[], [], 1]);
    }
  });

  it("is the user's mistake where stacks were named and there are none such", async () => {
    await assert.rejects(search(SG, { ...ALL, all: false, stacks: ["*/typo/*"] }), SelectionError);
  });

  it("says what was not searched in time", async () => {
    const { owners, gaps } = await search(SG, ALL, AbortSignal.abort());
    assert.deepEqual([owners, gaps.length], [[], 3]);
    assert.match(gaps[0] ?? "", /organization\/shop\/dev was not searched in time/);
  });
});
