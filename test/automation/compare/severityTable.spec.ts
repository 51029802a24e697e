import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../policypack/model";
import { rank } from "../../../automation/report/ranking";
import { compare } from "./observed";
import { access } from "./severityRows/access";
import { network } from "./severityRows/network";
import { propertiesWith, tokenOf, type Row } from "./severityRows/row";
import { safeguards } from "./severityRows/safeguards";

function changesBetween(type: string, recorded: JsonObject, live: JsonObject) {
  return compare([{ type: tokenOf(type), inputs: recorded, live: { inputs: live } }]).drifts.flatMap(({ changes }) => changes);
}

const families: Readonly<Record<string, readonly Row[]>> = {
  "what opens the network": network,
  "what lets somebody in": access,
  "what takes a safeguard away": safeguards,
};

/** The names that the provider's own types give to a resource's properties, and to those inside them. */
const inside = readFileSync(require.resolve("@pulumi/aws/types/input.d.ts"), "utf8");
function isReal(type: string, path: string): boolean {
  const [first = "", ...rest] = path.replaceAll("[]", "").split(".");
  const own = readFileSync(require.resolve(`@pulumi/aws/${type}.d.ts`), "utf8");
  return own.includes(`readonly ${first}: `) && rest.every((name) => inside.includes(` ${name}?: `) || inside.includes(` ${name}: `) || own.includes("[key: string]"));
}

describe("compare: the table of severities", () => {
  for (const [family, rows] of Object.entries(families)) {
    describe(family, () => {
      for (const [what, type, path, from, to, weight, beside] of rows) {
        it(`${what} (${type} ${path}): ${weight}, and lower the other way`, () => {
          const [before, after] = [propertiesWith(path, from, beside), propertiesWith(path, to, beside)];
          const worse = changesBetween(type, before, after);
          const worst = worse.toSorted((a, b) => rank(b) - rank(a))[0];
          assert.ok(worst);
          assert.equal(`${worst.severity}${worst.opensAccess ? "+" : ""}`, weight);
          const better = changesBetween(type, after, before);
          assert.ok(better.length > 0);
          for (const change of better) assert.ok(rank(change) < rank(worst) && !change.opensAccess, `${change.path}: ${change.severity}`);
        });
      }

      it("speaks of properties that the provider has", () => {
        assert.deepEqual(rows.filter(([, type, path]) => !isReal(type, path)).map(([, type, path]) => `${type} ${path}`), []);
      });
    });
  }

  const turned: readonly (readonly [what: string, type: string, path: string, from: string, to: string, weight: string])[] = [
    ["a trail goes to another bucket", "cloudtrail/trail", "s3BucketName", "trail", "elsewhere", "critical"],
    ["a bucket's logs go elsewhere", "s3/bucketLogging", "targetBucket", "logs", "elsewhere", "high"],
    ["configuration goes to another bucket", "cfg/deliveryChannel", "s3BucketName", "config", "elsewhere", "critical"],
    ["a role has another boundary", "iam/role", "permissionsBoundary", "arn:p", "arn:q", "high+"],
    ["data is encrypted with another key", "rds/cluster", "kmsKeyId", "arn:k", "arn:999999999999:k", "high"],
    ["a function works as another role", "lambda/function", "role", "arn:a", "arn:b", "high"],
    ["an instance works as another role", "ec2/instance", "iamInstanceProfile", "a", "b", "high"],
    ["another identity provider's key", "iam/samlProvider", "samlMetadataDocument", "<a/>", "<b/>", "high+"],
  ];
  for (const [what, type, path, from, to, weight] of turned) {
    it(`${what}, which is no better the other way: ${weight}`, () => {
      for (const [one, other] of [[from, to], [to, from]] as const) {
        const [change] = changesBetween(type, propertiesWith(path, one), propertiesWith(path, other));
        assert.equal(`${change?.severity ?? ""}${change?.opensAccess ? "+" : ""}`, weight);
      }
    });
  }
});
