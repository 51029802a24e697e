import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { checkOut } from "../../../automation/remediate/checkOut";
import { describeProgram, findProgram, programsSchema } from "../../../automation/remediate/programs";
import { shellWord } from "../../../automation/remediate/shellWord";

const env = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
const ref = { name: "acme/shop/prod", project: "shop" };

describe("the program of a stack", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const find = (programs: unknown) => findProgram(ref, { programs: programsSchema.parse(programs), folder: "/config", cwd: folder });

  it("is the first that the configuration names for it, from the configuration's folder on", async () => {
    const programs = [
      { stack: "*/jobs/*", path: "jobs" },
      { stack: "*/shop/*", path: "../shop" },
      { stack: "**", git: "https://example.com/all.git" },
    ];
    assert.deepEqual(await find(programs), { kind: "folder", folder: "/shop" });
    assert.deepEqual(await find(programs.slice(2)), { kind: "git", url: "https://example.com/all.git", ref: "HEAD", path: "." });
  });

  it("else is that of this folder, where it is of the same project", async () => {
    assert.equal(await find([]), undefined);
    await writeFile(join(folder, "Pulumi.yaml"), "name: jobs\nruntime: nodejs\n");
    assert.equal(await find([]), undefined);
    await writeFile(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    assert.deepEqual(await find([]), { kind: "folder", folder });
  });

  it("takes no option of git's for a URL or a branch", () => {
    for (const place of [{ git: "--upload-pack=x" }, { git: "https://example.com/a", ref: "-x" }]) assert.equal(programsSchema.safeParse([{ stack: "**", ...place }]).success, false);
  });

  it("is told without the credentials of its URL", () => {
    const url = "https://someone:canary@git.example.com/shop.git?token=canary";
    assert.equal(describeProgram({ kind: "git", url, ref: "main", path: "infra" }), "infra of https://git.example.com/shop.git at main");
  });

  describe("in a repository", () => {
    const program = (given: { readonly url?: string; readonly ref?: string; readonly path?: string } = {}) =>
      checkOut({ kind: "git", url: pathToFileURL(join(folder, "repository")).href, ref: "main", path: "infra", ...given }, { scratch: folder, env, signal: new AbortController().signal });

    beforeEach(async () => {
      const root = join(folder, "repository");
      await mkdir(join(root, "infra"), { recursive: true });
      await writeFile(join(root, "infra", "Pulumi.yaml"), "name: shop\n");
      for (const words of [["init", "--quiet", "--initial-branch", "main"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "one"]]) {
        await promisify(execFile)("git", words, { cwd: root, env });
      }
    });

    it("is checked out at the branch that is named", async () => {
      const got = await program();
      assert.ok("folder" in got, JSON.stringify(got));
      assert.equal(await readFile(join(got.folder, "Pulumi.yaml"), "utf8"), "name: shop\n");
    });

    it("given a branch that is not there, a folder outside, or a transport that runs a command, is a problem without credentials", async () => {
      const problems = await Promise.all([{ ref: "nope" }, { path: "../.." }, { url: "ext::sh -c touch% /tmp/canary" }, { url: "https://someone:canary@localhost:1/shop.git" }].map(program));
      for (const got of problems) assert.ok("problem" in got && !got.problem.includes("someone"), JSON.stringify(got));
    });
  });
});

describe("shellWord", () => {
  it("is read by a shell as it is, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")), async (text) => {
        const { stdout } = await promisify(execFile)("sh", ["-c", `printf %s ${shellWord(text)}`]);
        assert.equal(stdout, text);
      }),
      { numRuns: 25 },
    );
  });
});
