import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { deploymentSchema } from "../../../automation/estate/deployment";
import { openPluginInstaller } from "../../../automation/refresh/installPlugins";

// Notes when it begins and ends, and knows no plugin called "broken".
const FAKE_PULUMI = `#!/bin/sh
echo "begin $*" >> "$CALLS"
sleep 0.05
echo "end" >> "$CALLS"
[ "$4" = offline ] && printf 'warning: Error downloading plugin: Get "https://example.com": no such host\nWill retry in 1.28s [5/5]\nerror: failed all 5 attempts\n' >&2 && exit 1
[ "$4" = broken ] && echo "error: [resource plugin broken-1.0.0] downloading from https://example.com: 503 HTTP error" >&2 && exit 255
exit 0
`;

describe("the plugins of stacks", () => {
  let folder = "";
  let env: Record<string, string> = {};
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-plugins-"));
    await Promise.all(["cli", "bin", "home/plugins"].map((name) => mkdir(join(folder, name), { recursive: true })));
    await writeFile(join(folder, "cli", "pulumi"), FAKE_PULUMI, { mode: 0o700 });
    env = { PATH: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter), PULUMI_HOME: join(folder, "home"), CALLS: join(folder, "calls") };
  });
  afterEach(() => rm(folder, { recursive: true }));

  function open(signal?: AbortSignal) {
    const told: string[] = [];
    const options = { pulumi: { command: join(folder, "cli", "pulumi") }, env, cwd: folder, ...(signal && { signal }) };
    return { told, install: openPluginInstaller(options, (plugin) => told.push(plugin)) };
  }

  function stackWith(...providers: readonly (readonly [string, object])[]) {
    const resources = providers.flatMap(([name, inputs]) => {
      const urn = `urn:pulumi:prod::shop::pulumi:providers:${name}::default`;
      return [
        { urn, type: `pulumi:providers:${name}`, custom: true, id: "1", inputs },
        { urn: `urn:pulumi:prod::shop::${name}:x/y:Y::z`, type: `${name}:x/y:Y`, custom: true, id: "z", provider: `${urn}::1` },
      ];
    });
    return deploymentSchema.parse({ resources });
  }

  async function calls(): Promise<readonly string[]> {
    const text = await readFile(join(folder, "calls"), "utf8").catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }

  it("that are missing are installed once, however many stacks need them, and one after the other", async () => {
    const { install, told } = open();
    const both = stackWith(["aws", { version: "7.48.0" }], ["random", { version: "4.16.7" }]);
    await Promise.all([install(both), install(stackWith(["aws", { version: "7.48.0" }])), install(stackWith(["aws", { version: "6.83.0" }])), install(both)]);
    assert.deepEqual(told, ["aws 7.48.0", "random 4.16.7", "aws 6.83.0"]);
    assert.deepEqual(await calls(), told.flatMap((plugin) => [`begin plugin install resource ${plugin} --non-interactive`, "end"]));
  });

  it("come from where the state says; a bridged package is asked for by its base plugin", async () => {
    const { install } = open();
    const bridged = { version: "1.2.3", __internal: { name: "terraform-provider", version: "0.9.0", parameterization: "e30=" } };
    await install(stackWith(["acme", { version: "v1.0.0", __internal: { pluginDownloadURL: "github://api.github.com/acme" } }], ["bridged", bridged], ["old", {}]));
    assert.deepEqual((await calls()).filter((line) => line !== "end"), [
      "begin plugin install resource acme 1.0.0 --server github://api.github.com/acme --non-interactive",
      "begin plugin install resource terraform-provider 0.9.0 --non-interactive",
      "begin plugin install resource old --non-interactive",
    ]);
  });

  describe("start no process where they are there already:", () => {
    const places: Readonly<Record<string, () => Promise<unknown>>> = {
      "on PATH, whatever the version": () => writeFile(join(folder, "bin", "pulumi-resource-aws"), ""),
      "beside the CLI": () => writeFile(join(folder, "cli", "pulumi-resource-aws"), ""),
      installed: () => mkdir(join(folder, "home/plugins/resource-aws-v7.48.0")),
    };
    for (const [where, put] of Object.entries(places)) {
      it(where, async () => {
        await put();
        const { install, told } = open();
        assert.equal(await install(stackWith(["aws", { version: "7.48.0" }])), undefined);
        assert.deepEqual([told, await calls()], [[], []]);
      });
    }

    it("or where the state has none, or only the CLI's own", async () => {
      const { install } = open();
      for (const stack of [stackWith(), stackWith(["pulumi", {}], ["pulumi-nodejs", {}])]) await install(stack);
      assert.deepEqual(await calls(), []);
    });

    it("or where nothing may be downloaded", async () => {
      env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true";
      await open().install(stackWith(["aws", { version: "7.48.0" }]));
      assert.deepEqual(await calls(), []);
    });
  });

  it("are installed where there is only another version, or half of one", async () => {
    await Promise.all(["resource-aws-v7.47.0", "resource-aws-v7.48.0", "resource-aws-v7.48.0.partial"].map((name) => mkdir(join(folder, "home/plugins", name))));
    const { install, told } = open();
    await install(stackWith(["aws", { version: "7.48.0" }]));
    assert.deepEqual(told, ["aws 7.48.0"]);
  });

  it("that cannot be installed are a problem, in the same words of every stack that needs them, and of no other", async () => {
    const { install } = open();
    const broken = stackWith(["broken", { version: "1.0.0" }]);
    const problem = { code: "plugin-missing", message: "the plugin broken 1.0.0 could not be installed: [resource plugin broken-1.0.0] downloading from https://example.com: 503 HTTP error" };
    assert.deepEqual(await Promise.all([install(broken), install(stackWith(["aws", {}])), install(broken)]), [problem, undefined, problem]);
  });

  it("that cannot be downloaded have the reason of the attempts, not their number", async () => {
    const problem = await open().install(stackWith(["offline", {}]));
    assert.equal(problem?.message, 'the plugin offline could not be installed: Get "https://example.com": no such host');
  });

  it("are not waited for once the scan is interrupted", async () => {
    const { install } = open(AbortSignal.abort());
    assert.equal(await install(stackWith(["aws", { version: "7.48.0" }])), undefined);
    assert.deepEqual(await calls(), []);
  });

  it("never become an option of the CLI, whatever a state says", async () => {
    const { install } = open();
    for (const [name, inputs] of [["aws", { version: "--file=x" }], ["-x", {}], ["aws", { __internal: { pluginDownloadURL: "--file=x" } }], ["../aws", {}]] as const) await install(stackWith([name, inputs]));
    assert.deepEqual(await calls(), []);
  });
});
