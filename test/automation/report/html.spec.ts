import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { html } from "../../../automation/report/html";
import type { ScanReport } from "../../../policypack/model";
import { nightReport } from "../../fixtures/nightReport";
import { aChange, aDrift, anActor, anAttribution, anEvent, aReport, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";
import { elements, find, parseHtml, textOf, type Element } from "./parsedHtml";

const draw = (report: ScanReport): Element => parseHtml(html.render(report));
const texts = (root: Element, selector: string): readonly string[] => find(root, selector).map(textOf);
const only = (root: Element, selector: string): string => texts(root, selector).join("\n");

describe("the html format", () => {
  it("says the point in its first lines and in its title: how many stacks, the worst, by whom, what was not seen", () => {
    const page = draw(nightReport());
    assert.deepEqual(texts(page, "h1"), ["6 stacks: 2 drifted, 1 not checked, 3 in sync"]);
    assert.deepEqual(texts(page, ".worst"), ["worst: critical, opens access, ingress[1] of web (acme/shop/prod) by alice@acme.example via console"]);
    assert.match(texts(page, "title")[0] ?? "", /^whodrift: 6 stacks: 2 drifted.*worst: critical.*audit gaps in 1 stack$/);
  });

  it("lets the browser load nothing, send nothing, and run nothing but its own script", () => {
    const page = draw(typicalReport());
    const policy = find(page, "meta").find(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy")?.attributes["content"];
    const hash = (tag: string): string => `'sha256-${createHash("sha256").update(only(page, tag)).digest("base64")}'`;
    assert.equal(policy, `default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; img-src data:; base-uri 'none'; form-action 'none'`);
  });

  it("has no inline style, handler, form, frame or image, and links to nothing but the console and itself", () => {
    for (const { name, attributes } of elements(draw(nightReport()))) {
      assert.doesNotMatch(name, /^(form|iframe|img|object|embed|base|video|audio)$/);
      assert.doesNotMatch(Object.keys(attributes).join("\n"), /^(style|src|on.*)$/m);
      if (name === "a") assert.match(attributes["href"] ?? "", /^(#[sd]\d+$|#changes$|https:\/\/[\w.-]+\.console\.aws\.amazon\.com\/)/);
    }
  });

  it("counts in tiles what a person looks for first", () => {
    const tiles = find(draw(nightReport()), ".tiles").flatMap((list) => find(list, "div")).map((tile) => `${only(tile, "dt")}: ${only(tile, "b")}`);
    assert.deepEqual(tiles, ["drifted stacks: 2", "changes: 10", "open access: 2", "without an actor: 1", "new or worse: 6", "overdue: 1", "policy broken: 1", "resolved: 1", "not checked: 1", "audit gaps: 1"]);
  });

  it("tells of a change what differs, who, how that is known, the event, the decision and what to type", () => {
    const [card] = find(draw(nightReport()), ".drift");
    assert.ok(card);
    const [group] = find(card, ".g");
    assert.ok(group);
    assert.match(only(group, ".c"), /ingress\[1\]: \+ tcp 22 from 0\.0\.0\.0\/0 "just for tonight" opens access new/);
    const facts = Object.fromEntries(find(group, "div").filter(({ children }) => children.length === 2 && find(group, "dt").length > 0).map((row) => [only(row, "dt"), only(row, "dd")]));
    assert.equal(facts["by"], "alice@acme.example (human) via console from 203.0.113.7 identity verified");
    assert.match(facts["event"] ?? "", /^AuthorizeSecurityGroupIngress \(ec2\.amazonaws\.com\) at 2026-07-30 22:14:09 UTC, id 5f0c1a52 open event$/);
    assert.match(facts["decision"] ?? "", /^revert by 2026-07-31 22:14 UTC \(rule open-doors-are-closed\)$/);
    assert.match(facts["next"] ?? "", /pulumi up --stack acme\/shop\/prod --refresh --target urn:pulumi:prod::shop::aws:ec2\/securityGroup:SecurityGroup::webCopy$/);
  });

  it("says of each identity what it rests on", () => {
    assert.deepEqual(new Set(texts(draw(nightReport()), ".chip").filter((text) => text.startsWith("identity "))), new Set(["identity verified", "identity claimed", "identity unresolved"]));
  });

  it("opens what is critical or high, and folds the rest with its gist", () => {
    const cards = find(draw(nightReport()), ".drift");
    for (const card of cards) assert.equal("open" in card.attributes, /\b(critical|high)\b/.test(card.attributes["class"] ?? ""));
    assert.deepEqual(cards.filter(({ attributes }) => !("open" in attributes)).map((card) => only(card, ".gist"))[0], "visibilityTimeoutSeconds: 30 → 300 and 1 more change · acme/platform on main · hold");
  });

  it("shows what was not checked, broken policies, resolved changes, and what is no drift with its reason", () => {
    const text = only(draw(nightReport()), "main");
    for (const said of ["logs (aws:s3/bucket:Bucket): AccessDenied on s3:GetBucketTagging", "throttled after 12 pages", "an update has been running", "no-ssh-from-the-internet of acme-guardrails (mandatory)", "memorySize of thumbnails (aws:lambda/function:Function): adopted at", "noise, aws-computed: AWS sets it"]) {
      assert.ok(text.includes(said), said);
    }
  });

  it("draws the timeline as a picture with a name, and as a table that links to the resources", () => {
    const page = draw(nightReport());
    const [picture] = find(page, ".timeline");
    assert.ok(picture);
    assert.equal(picture.attributes["role"], "img");
    assert.equal(only(picture, "desc").length > 20, true);
    assert.equal(find(picture, "circle").length, 8);
    const ids = new Set(find(page, ".drift").map(({ attributes }) => attributes["id"]));
    const links = find(page, "a").flatMap(({ attributes }) => (attributes["href"]?.startsWith("#d") ? [attributes["href"].slice(1)] : []));
    assert.equal(links.length, 8);
    for (const link of links) assert.ok(ids.has(link), link);
  });

  it("counts by age what the ledger knows, youngest first", () => {
    const panel = find(draw(nightReport()), "section").find(({ attributes }) => attributes["aria-labelledby"] === "p-age");
    assert.ok(panel);
    assert.deepEqual(find(panel, "tr").map((row) => `${only(row, "th")}: ${only(row, ".amount")}`), ["new in this scan: 6", "1 to 7 days: 2", "7 to 30 days: 1", "over 30 days: 1"]);
  });

  it("keeps a name that a caller chose apart from the same name signed in", () => {
    const by = (identity: "verified" | "claimed") => aChange({ fingerprint: identity, path: identity, attribution: anAttribution({ actor: anActor({ identity }), event: anEvent({ id: identity }) }) });
    const page = draw(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [by("verified"), by("claimed")] })] })] }));
    const select = find(page, "select").find(({ attributes }) => attributes["id"] === "f-who");
    assert.ok(select);
    assert.deepEqual(texts(select, "option"), ["any", "alice@example.com", "alice@example.com (claimed name)"]);
  });

  it("has no timeline and no filter where there is nothing to place or to choose from", () => {
    for (const report of [aReport(), aReport({ stacks: [aStack("a/b/c")] })]) {
      const page = draw(report);
      assert.deepEqual([find(page, ".timeline"), find(page, ".filter"), find(page, ".drift")], [[], [], []]);
    }
    const one = draw(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] }));
    assert.equal(find(one, ".drift").length, 1);
    assert.equal(find(one, ".filter").length, 0);
  });

  it("keeps 5,000 changes in a file that a mail server takes, and the timeline small", () => {
    const text = html.render(manyChanges(5_000));
    assert.ok(text.length < 8_000_000, String(text.length));
    assert.equal(text.match(/ class="c" /g)?.length, 5_000);
    assert.ok((text.match(/<circle/g)?.length ?? 0) < 100);
  });

  it("leaves out the least of more than a browser can take, and says how many", () => {
    const text = html.render(manyChanges(8_000));
    assert.equal(text.match(/ class="c" /g)?.length, 6_000);
    assert.match(text, /and 400 more drifted resources: 2,000 low; the json format has them all/);
    assert.match(text, /<span class="badge critical">/);
  });
});
