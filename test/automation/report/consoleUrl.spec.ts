import assert from "node:assert/strict";
import { consoleUrl } from "../../../automation/report/consoleUrl";

describe("a link to an event", () => {
  for (const url of [
    "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/5f0c1a52",
    "https://console.amazonaws-us-gov.com/cloudtrail/home",
  ]) {
    it(`is kept: ${url}`, () => {
      assert.equal(consoleUrl(url), url);
    });
  }

  for (const url of [
    "javascript:alert(1)",
    "http://console.aws.amazon.com/",
    "https://console.aws.amazon.com.evil.example/",
    "https://evilconsole.aws.amazon.com/",
    "https://a:b@console.aws.amazon.com/",
    "https://console.aws.amazon.com/)[x](http://evil.example",
    "not a url",
  ]) {
    it(`is dropped: ${url}`, () => {
      assert.equal(consoleUrl(url), undefined);
    });
  }
});
