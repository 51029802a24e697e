import assert from "node:assert/strict";
import { auditRegionOf, servicesOf } from "../../../automation/attribute/resourceServices";
import { relationOf } from "../../../automation/attribute/operationNames";

describe("servicesOf", () => {
  for (const [type, service] of [
    ["aws:s3/bucketV2:BucketV2", "s3"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ec2"],
    ["aws:cloudwatch/eventRule:EventRule", "events"],
    ["aws:cloudwatch/logGroup:LogGroup", "logs"],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", "monitoring"],
    ["aws:lb/listener:Listener", "elasticloadbalancing"],
    ["aws:appautoscaling/policy:Policy", "application-autoscaling"],
    ["aws:dynamodb/table:Table", "dynamodb"],
  ] as const) {
    it(`looks for changes of ${type} among the calls of ${service}`, () => {
      assert.equal(servicesOf(type)[0], `${service}.amazonaws.com`);
      assert.ok(servicesOf(type).includes("tagging.amazonaws.com"));
    });
  }
});

describe("auditRegionOf", () => {
  it("is us-east-1 for what is recorded there only, else the resource's own", () => {
    assert.equal(auditRegionOf("aws:iam/role:Role", "eu-west-1"), "us-east-1");
    assert.equal(auditRegionOf("aws:cloudfront/distribution:Distribution", undefined), "us-east-1");
    assert.equal(auditRegionOf("aws:sqs/queue:Queue", "eu-west-1"), "eu-west-1");
    assert.equal(auditRegionOf("aws:sqs/queue:Queue", undefined), undefined);
  });
});

describe("relationOf", () => {
  for (const [operation, type, relation] of [
    ["UpdateCrawler", "aws:glue/crawler:Crawler", "changes"],
    ["ModifyDBInstance", "aws:rds/instance:Instance", "changes"],
    ["CreateDBInstanceReadReplica", "aws:rds/instance:Instance", "makes-another"],
    ["DeleteTargetGroup", "aws:lb/targetGroup:TargetGroup", "deletes"],
    ["RunInstances", "aws:ec2/keyPair:KeyPair", "makes-another"],
    ["CreateTrigger", "aws:glue/crawler:Crawler", "makes-another"],
    ["StopCrawlerSchedule", "aws:glue/crawler:Crawler", "unclear"],
    ["Frobnicate", "aws:glue/crawler:Crawler", "unclear"],
  ] as const) {
    it(`says of ${operation} and ${type}: ${relation}`, () => {
      assert.equal(relationOf(operation, type), relation);
    });
  }
});
