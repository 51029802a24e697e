import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync, mkdirSync } from "node:fs";
import { startSandbox } from "./sandbox";
import { deployEstate } from "./sandbox/estate/deploy";
import { night } from "./sandbox/estate/story";
import { clientsOf } from "./sandbox/estate/clients";
import { spawn } from "node:child_process";
void (async () => {
  const sb = await startSandbox(console.error); 
  try {
  console.time("deploy"); await deployEstate(sb); console.timeEnd("deploy");
  for (const h of night) { await h.run(clientsOf(sb.aws, h.who), sb.aws); }
  mkdirSync(sb.dir + "/work"); 
  for (let i = 0; i < 2; i++) {
  console.time("scan");
  await new Promise<void>(r => { const c = spawn(process.execPath, ["/work/main/bin/whodrift.js", "scan", "--all", "--format", "terminal", "--format", "json=/tmp/report.json", "--format", "markdown=/tmp/report.md"], {cwd: sb.dir + "/work", env: {...sb.env("bob")}, stdio: "inherit"}); c.on("exit", (s) => { console.log("exit", s); r(); }); });
  console.timeEnd("scan"); }
  await sb.aws.flushTrail();
  spawnSync("cp", ["-r", sb.aws.trailDir, "/tmp/trail"]); spawnSync("cp", ["-r", sb.dir + "/work/.whodrift", "/tmp/ledger"]);
  } catch (e) { console.log(e) } finally { await sb.stop();  }
})();
