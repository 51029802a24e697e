#!/usr/bin/env node
"use strict";

// Plain JavaScript that any Node can read, so that an old one is told what is wrong instead of a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`whodrift needs Node 22.12 or newer, this is ${process.versions.node}: run it as "npx whodrift" in a folder where "npm ci" has run\n`);
  process.exit(1);
}
require("node:module").enableCompileCache?.();
try {
  require.resolve("../dist/automation/cli/main.js");
} catch {
  process.stderr.write('whodrift is not built yet: run "npm ci" (or "npm run build") first\n');
  process.exit(1);
}
require("../dist/automation/cli/main.js");
