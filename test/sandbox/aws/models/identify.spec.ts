import assert from "node:assert/strict";
import { identify } from "./identify";
import { tinyIndex } from "./tinyModels";
import { json, query, signed, unsigned } from "./tinyRequests";
import type { WireRequest } from "../exchange";

describe("identifying the call that a request makes", () => {
  const named = (request: WireRequest): string | undefined => {
    const call = identify(request, tinyIndex);
    return call && `${call.service.name}:${call.operation.name}`;
  };

  it("given a JSON target, whatever namespace the SDK puts before it", () => {
    assert.equal(named(json("cloudtrail", "CloudTrail_20131101.LookupEvents", "{}")), "cloudtrail:LookupEvents");
    assert.equal(named(json("cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", "{}")), "cloudtrail:LookupEvents");
  });

  it("given a query form, from the body or the URL, of whatever API version", () => {
    const form = { Action: "DescribeSecurityGroups", Version: "2016-11-15" };
    assert.equal(named(query("ec2", form)), "ec2:DescribeSecurityGroups");
    assert.equal(named(query("ec2", { ...form, Version: "2013-02-01" })), "ec2:DescribeSecurityGroups");
    assert.equal(named(signed("iam", { method: "GET", url: "/?Action=GetUser&Version=2010-05-08" })), "iam:GetUser");
  });

  it("given no signature, then the API version says which service it is", () => {
    assert.equal(named(unsigned(query("iam", { Action: "GetUser", Version: "2010-05-08" }))), "iam:GetUser");
    assert.equal(named(unsigned(query("iam", { Action: "GetUser", Version: "1999-01-01" }))), undefined);
  });

  it("given an S3 request, then its sub-resource and its key decide, in path or virtual-host style", () => {
    assert.equal(named(signed("s3", { method: "PUT", url: "/bucket" })), "s3:CreateBucket");
    assert.equal(named(signed("s3", { method: "PUT", url: "/bucket/?versioning=" })), "s3:PutBucketVersioning");
    assert.equal(named(signed("s3", { method: "PUT", url: "/bucket/versioning" })), "s3:PutObject");
    const virtual = signed("s3", { method: "PUT", url: "/?policy", headers: { host: "my.bucket.s3.eu-central-1.amazonaws.com" } });
    assert.equal(named(virtual), "s3:PutBucketPolicy");
    assert.equal(identify(virtual, tinyIndex)?.labels["Bucket"], "my.bucket");
  });

  it("given a presigned URL, then the scope is in its query", () => {
    const url = "/bucket?versioning&X-Amz-Credential=AKIAQ%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0";
    const call = identify(unsigned(signed("s3", { method: "PUT", url })), tinyIndex);
    assert.equal(call?.operation.name, "PutBucketVersioning");
    assert.deepEqual(call.signature, { accessKeyId: "AKIAQ", region: "eu-west-1", signingName: "s3", by: "query" });
  });

  it("given a REST path with labels, then the literal parts decide", () => {
    const call = identify(signed("lambda", { method: "PUT", url: "/2015-03-31/functions/a%2Fb/code" }), tinyIndex);
    assert.equal(call?.operation.name, "UpdateFunctionCode");
    assert.deepEqual(call.labels, { FunctionName: "a/b" });
  });

  it("given an operation that no model has, then nothing", () => {
    assert.equal(named(query("ec2", { Action: "ConquerWorld", Version: "2016-11-15" })), undefined);
    assert.equal(named(signed("nonesuch", {})), undefined);
  });
});
