import assert from "node:assert/strict";
import { cacheFolder } from "../../../automation/refresh/cacheFolder";

describe("the user's cache folder", () => {
  for (const [platform, env, home, folder] of [
    ["linux", {}, "/home/ann", "/home/ann/.cache"],
    ["linux", { XDG_CACHE_HOME: "/var/cache/ann" }, "/home/ann", "/var/cache/ann"],
    ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ann", "/home/ann/.cache"],
    ["linux", { XDG_CACHE_HOME: "" }, "/home/ann", "/home/ann/.cache"],
    ["darwin", { XDG_CACHE_HOME: "/elsewhere" }, "/Users/ann", "/Users/ann/Library/Caches"],
    ["win32", { LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local" }, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local"],
    ["win32", {}, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local"],
  ] as const) {
    it(`is ${folder} on ${platform} with ${JSON.stringify(env)}`, () => {
      assert.equal(cacheFolder(env, platform, home), folder);
    });
  }
});
