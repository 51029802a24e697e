#!/usr/bin/env node
"use strict";

const { existsSync } = require("node:fs");
const path = require("node:path");

// Plain JavaScript that any Node can read: an old one hands over to the one that `npm ci` brought.
const [major, minor] = process.versions.node.split(".").map(Number);
const isOld = major < 22 || (major === 22 && minor < 12);
const newer = path.join(__dirname, "..", "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!existsSync(path.join(__dirname, "..", "dist", "automation", "cli", "main.js"))) {
  process.stderr.write('whodrift is not built yet: run "npm ci" (or "npm run build") in its folder first\n');
  process.exitCode = 1;
} else if (!isOld) {
  require("node:module").enableCompileCache?.();
  require("../dist/automation/cli/main.js");
} else if (existsSync(newer)) {
  // The child gets Ctrl-C by itself, being in the same group; this process only has to outlive it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  const child = require("node:child_process").spawn(newer, [__filename, ...process.argv.slice(2)], { stdio: "inherit" });
  child.on("close", (status) => (process.exitCode = status ?? 1));
} else {
  process.stderr.write(`whodrift needs Node 22.12 or newer, this is ${process.versions.node}\n`);
  process.exitCode = 1;
}
