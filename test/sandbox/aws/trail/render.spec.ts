import assert from "node:assert/strict";
import { readServiceModel } from "../models/serviceModel";
import { recordStyleOf, renderMembers } from "./render";

describe("a record's members", () => {
  const secrets = readServiceModel("secretsmanager", {
    metadata: { apiVersion: "2017-10-17", endpointPrefix: "secretsmanager", protocol: "json" },
    operations: {},
    shapes: {
      Text: { type: "string" }, Secret: { type: "string", sensitive: true }, Time: { type: "timestamp" },
      Version: { type: "structure", members: {
        ARN: { shape: "Text" }, DeletionDate: { shape: "Time" }, SecretString: { shape: "Secret" }, VersionId: { shape: "Text" },
      } },
    },
  });

  it("given a secret's version, then have no value, not even a hidden one, and spell `arn` small", () => {
    const value = { ARN: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-a1b2c3", DeletionDate: 1722519208, SecretString: "canary", VersionId: "v" };
    assert.deepEqual(renderMembers(secrets, { shape: "Version" }, value, recordStyleOf(secrets)), {
      arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-a1b2c3", deletionDate: "Aug 1, 2024, 1:33:28 PM", versionId: "v",
    });
  });
});
