import assert from "node:assert/strict";
import { generateKeyPair } from "jose";
import type { Caller } from "../../../automation/doubt";
import { identifyPerson, NobodyKnown, type Identification } from "../../../automation/person";
import { personOfArn } from "../../../automation/person/personOfArn";
import { ISSUER, NOW, openIssuer } from "./tokens";

const BOB = "arn:aws:iam::111122223333:user/staff/bob";
const missing: Caller = { unusable: "missing" };

describe("who decides", () => {
  let github: Awaited<ReturnType<typeof openIssuer>>;
  before(async () => {
    github = await openIssuer();
  });

  function identify(caller: Caller, over: Partial<Identification> = {}) {
    return identifyPerson({ env: {}, fetch: github.fetch, issuers: [ISSUER], allowClaimed: false, now: NOW, callers: { whoIs: () => Promise.resolve(caller), requests: () => 0 }, ...over });
  }

  const refuses = async (identified: Promise<unknown>, says: RegExp) => {
    await assert.rejects(identified, (error) => error instanceof NobodyKnown && says.test(error.message) && !error.message.includes("\n"));
  };

  describe("as AWS says", () => {
    for (const [arn, name] of [
      [BOB, "bob"],
      ["arn:aws-cn:iam::1:user/bob", "bob"],
      ["arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com", "alice@example.com"],
      ["arn:aws:sts::111122223333:assumed-role/deploy/alice@example.com", "somebody as deploy"],
      ["arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin/alice@example.com", "somebody as AWSReservedSSO_Admin"],
      ["arn:aws:iam::111122223333:root", "root"],
      ["arn:aws:sts::111122223333:federated-user/alice", "arn:aws:sts::111122223333:federated-user/alice"],
    ] as const) {
      it(`calls ${arn} ${name}`, async () => {
        assert.deepEqual(await identify({ account: "1", arn }), { name, principal: arn, basis: "sts" });
        assert.equal(personOfArn(arn).name, name);
      });
    }
  });

  describe("as a pipeline's token says", () => {
    it("given GitHub's, asks for one that is for whodrift, and prefers it to the role: whoever started the run, and the subject", async () => {
      const url = "https://pipelines.example.com/token?api=2";
      github.pages[`${url}&audience=whodrift`] = { value: await github.sign({ actor: "erin" }) };
      const env = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret" };
      const person = await identify({ account: "1", arn: BOB }, { env });
      assert.deepEqual(person, { name: "erin", principal: `${ISSUER} repo:acme/platform:ref:refs/heads/main`, basis: "oidc" });
      assert.deepEqual(github.asked.filter(({ authorization }) => authorization !== null), [{ url: `${url}&audience=whodrift`, authorization: "Bearer secret" }]);
    });

    it("given one in WHODRIFT_ID_TOKEN, as GitLab puts it there, takes its issuer's name for a user, else the subject", async () => {
      const gitlab = await openIssuer("https://gitlab.example.com");
      const from = (token: string) => identify(missing, { env: { WHODRIFT_ID_TOKEN: token }, fetch: gitlab.fetch, issuers: [ISSUER, gitlab.issuer] });
      assert.equal((await from(await gitlab.sign({ user_login: "dana" }))).name, "dana");
      assert.equal((await from(await gitlab.sign({ sub: "project_path:acme/net" }))).name, "project_path:acme/net");
    });

    const wrong = {
      "of an issuer that nobody believes": () => github.sign({ iss: "https://evil.example.com" }),
      "for somebody else": () => github.sign({ aud: "sts.amazonaws.com" }),
      "that has run out": () => github.sign({ exp: NOW.getTime() / 1_000 - 60 }),
      "that never ends": () => github.sign({ exp: undefined }),
      "signed with another key": async () => github.sign({}, (await generateKeyPair("RS256")).privateKey),
      "without a subject": () => github.sign({ sub: undefined }),
      "that is not signed": () => Promise.resolve(`${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ iss: ISSUER, aud: "whodrift", sub: "x", exp: 9e9 })).toString("base64url")}.`),
      "that is none": () => Promise.resolve("hello"),
    };
    for (const [which, make] of Object.entries(wrong)) {
      it(`refuses one ${which}, although AWS would vouch for somebody, and does not print it`, async () => {
        const token = await make();
        await assert.rejects(identify({ account: "1", arn: BOB }, { env: { WHODRIFT_ID_TOKEN: token }, allowClaimed: true }), (error) => {
          assert.ok(error instanceof NobodyKnown);
          assert.match(error.message, /^the pipeline's token is not taken: /);
          return token === "hello" || !error.message.includes(token.split(".")[1] ?? "");
        });
      });
    }

    it("refuses one whose issuer's keys cannot be had, or are another's", async () => {
      const env = { WHODRIFT_ID_TOKEN: await github.sign({}) };
      const page = (body: object) => identify(missing, { env, fetch: () => Promise.resolve(Response.json(body)) });
      await refuses(page({ issuer: "https://evil.example.com", jwks_uri: "https://evil.example.com/keys" }), /calls itself otherwise/);
      await refuses(page({ issuer: ISSUER, jwks_uri: "http://plain.example.com/keys" }), /not taken/);
      await refuses(identify(missing, { env, fetch: () => Promise.reject(new TypeError("fetch failed")) }), /fetch failed/);
    });
  });

  describe("as they say themselves", () => {
    it("is refused, and told how to go on", async () => {
      await refuses(identify(missing), /there are no AWS credentials; sign in to AWS$/);
      await refuses(identify({ unusable: "expired" }, { claimed: "erin" }), /have expired; .*decisions\.allowClaimed: true/);
      await refuses(identify(missing, { allowClaimed: true }), /--by NAME/);
    });

    it("is taken where the configuration allows it and nobody better is known, and is marked", async () => {
      assert.deepEqual(await identify(missing, { allowClaimed: true, claimed: "erin" }), { name: "erin", principal: "erin", basis: "claimed" });
    });

    it("does not stand beside what AWS says", async () => {
      await refuses(identify({ account: "1", arn: BOB }, { allowClaimed: true, claimed: "erin" }), /^leave --by out: .*user\/staff\/bob is known to decide$/);
    });
  });
});
