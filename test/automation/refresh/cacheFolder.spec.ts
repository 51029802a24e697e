import assert from "node:assert/strict";
import { cacheFolder } from "../../../automation/refresh/cacheFolder";

describe("the user's cache folder", () => {
  it("is XDG's on Linux, where it is an absolute path", () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/fast/cache" }, "linux", "/home/ann"), "/fast/cache");
    for (const given of [undefined, "", "relative/cache"]) {
      assert.equal(cacheFolder({ XDG_CACHE_HOME: given }, "linux", "/home/ann"), "/home/ann/.cache");
    }
  });

  it("is Apple's on macOS", () => {
    assert.equal(cacheFolder({}, "darwin", "/Users/ann"), "/Users/ann/Library/Caches");
  });

  it("is the local application data on Windows", () => {
    assert.equal(cacheFolder({ LOCALAPPDATA: "D:\\Local" }, "win32", "C:\\Users\\ann"), "D:\\Local");
    assert.equal(cacheFolder({}, "win32", "C:\\Users\\ann"), "C:\\Users\\ann\\AppData\\Local");
  });
});
