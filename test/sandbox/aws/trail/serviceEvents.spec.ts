import assert from "node:assert/strict";
import { keyRotated, secretDeleted, secretRotation, spotInstanceTaken } from "./serviceEvents";

const HAPPENING = { accountId: "111122223333", region: "us-west-2", at: new Date("2021-01-14T01:41:59Z"), eventId: "event" };

describe("what services do by themselves", () => {
  it("given a key's rotation, then the record of AWS's own example", () => {
    assert.partialDeepStrictEqual(keyRotated(HAPPENING, "1234abcd"), {
      userIdentity: { accountId: "111122223333", invokedBy: "AWS Internal" },
      eventTime: "2021-01-14T01:41:59Z", eventSource: "kms.amazonaws.com", eventName: "RotateKey", awsRegion: "us-west-2",
      sourceIPAddress: "AWS Internal", userAgent: "AWS Internal", requestParameters: null, responseElements: null, eventID: "event", readOnly: false,
      resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN: "arn:aws:kms:us-west-2:111122223333:key/1234abcd" }],
      eventType: "AwsServiceEvent", recipientAccountId: "111122223333", serviceEventDetails: { rotationType: "AUTOMATIC", keyId: "1234abcd" }, eventCategory: "Management",
    });
  });

  it("given any of them, then nobody is named, and there is neither request nor answer", () => {
    const secret = "arn:aws:secretsmanager:us-west-2:111122223333:secret:db-AbCdEf";
    const events = [secretRotation(HAPPENING, secret, "RotationSucceeded"), secretDeleted(HAPPENING, secret), spotInstanceTaken(HAPPENING, "i-1")];
    for (const event of events) {
      assert.deepEqual(Object.keys(event.userIdentity), ["accountId", "invokedBy"]);
      assert.deepEqual([event.requestParameters, event.responseElements], [null, null]);
      assert.equal(event.sourceIPAddress, event.eventSource);
    }
    assert.deepEqual(events.map(({ additionalEventData, serviceEventDetails }) => additionalEventData ?? serviceEventDetails), [{ SecretId: secret }, { SecretId: secret }, { instanceIdSet: ["i-1"] }]);
  });
});
