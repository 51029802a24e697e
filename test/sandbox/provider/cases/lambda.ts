import type { UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import * as aws from "@pulumi/aws";
import { asset } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { zipOf } from "../zip";
import type { OutOfBandChange, TypeCase } from "./case";

const FUNCTION = "case-function";

function setting(property: string, changed: Partial<UpdateFunctionConfigurationRequest>, path = property): OutOfBandChange {
  return {
    property,
    operation: "lambda:UpdateFunctionConfiguration20150331v2",
    make: async (services, { id }) => (await services.lambda()).updateFunctionConfiguration({ ...changed, FunctionName: id }),
    seen: { [path]: "update" },
  };
}

const files = (text: string) => ({ assets: { "index.js": { text } } });
const code = (text: string) => new asset.AssetArchive({ "index.js": new asset.StringAsset(text) });

function otherCode(property: string, seen: OutOfBandChange["seen"]): OutOfBandChange {
  return {
    property,
    operation: "lambda:UpdateFunctionCode20150331v2",
    make: async (services, { id }) =>
      (await services.lambda()).updateFunctionCode({ FunctionName: id, ZipFile: await zipOf(files("exports.handler = evil;")) }),
    seen,
  };
}

function declareRole(name: string): aws.iam.Role {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  return new aws.iam.Role(name, { name: `case-${name}`, assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) });
}

const fn: TypeCase = {
  token: "aws:lambda/function:Function",
  name: "function",
  prepare: async (services) => (await services.lambda()).publishLayerVersion({ LayerName: "case-layer", Content: { ZipFile: await zipOf(files("")) } }),
  declare: (name) => {
    declareRole(`${name}-other`);
    return new aws.lambda.Function(name, {
      name: FUNCTION,
      code: code("exports.handler = async () => 1;"),
      handler: "index.handler",
      runtime: "nodejs22.x",
      role: declareRole(`${name}-role`).arn,
      description: "case",
      memorySize: 256,
      timeout: 10,
      environment: { variables: { LEVEL: "info", TABLE: "orders" } },
      ephemeralStorage: { size: 1024 },
      layers: ["arn:aws:lambda:eu-central-1:111122223333:layer:case-layer:1"],
      reservedConcurrentExecutions: 5,
      tracingConfig: { mode: "Active" },
      tags: { app: "case" },
    });
  },
  fixed: { name: "is the function's identity" },
  changes: [
    // Nobody sees it, and nothing reverts it: https://github.com/pulumi/pulumi-aws/issues/906
    otherCode("code", {}),
    setting("description", { Description: "mine" }),
    setting("handler", { Handler: "other.handler" }),
    setting("runtime", { Runtime: "nodejs20.x" }),
    setting("memorySize", { MemorySize: 3008 }),
    setting("timeout", { Timeout: 900 }),
    {
      ...setting("environment", { Environment: { Variables: { LEVEL: "debug", EXTRA: "1" } } }),
      seen: { "environment.variables.LEVEL": "update", "environment.variables.TABLE": "delete", "environment.variables.EXTRA": "add" },
    },
    setting("ephemeralStorage", { EphemeralStorage: { Size: 10240 } }, "ephemeralStorage.size"),
    { ...setting("layers", { Layers: [] }), seen: { "layers[0]": "delete" } },
    setting("tracingConfig", { TracingConfig: { Mode: "PassThrough" } }, "tracingConfig.mode"),
    {
      ...setting("role", {}),
      make: async (services, { id, text }) =>
        (await services.lambda()).updateFunctionConfiguration({ FunctionName: id, Role: text("role").replace(/-role$/, "-other") }),
    },
    {
      property: "reservedConcurrentExecutions",
      operation: "lambda:DeleteFunctionConcurrency20171031",
      make: async (services, { id }) => (await services.lambda()).deleteFunctionConcurrency({ FunctionName: id }),
      seen: { reservedConcurrentExecutions: "update" },
    },
    {
      property: "tags",
      operation: "lambda:TagResource20170331v2",
      make: async (services, { text }) => (await services.lambda()).tagResource({ Resource: text("arn"), Tags: { owner: "bob" } }),
      seen: { "tags.owner": "add", "tagsAll.owner": "add" },
    },
  ],
  remove: async (services, { id }) => (await services.lambda()).deleteFunction({ FunctionName: id }),
};

/** A function whose program watches its code: who declares the hash sees other code. */
const watched: TypeCase = {
  token: "aws:lambda/function:Function",
  name: "watched",
  declare: (name) => {
    const text = "exports.handler = async () => 2;";
    return new aws.lambda.Function(name, {
      code: code(text),
      codeSha256: zipOf(files(text)).then((zip) => createHash("sha256").update(zip).digest("base64")),
      handler: "index.handler",
      runtime: "nodejs22.x",
      role: declareRole(`${name}-role`).arn,
    });
  },
  fixed: { code: "see `function`", handler: "see `function`", runtime: "see `function`", role: "see `function`" },
  changes: [otherCode("codeSha256", { codeSha256: "update" })],
  remove: fn.remove,
};

/** A permission cannot be changed: somebody takes it away and gives another of the same name. */
function regranted(property: string, changed: Readonly<Record<string, string>>): OutOfBandChange {
  return {
    property,
    operation: "lambda:AddPermission20150331v2",
    make: async (services, { id, text }) => {
      const lambda = await services.lambda();
      const which = { FunctionName: text("function"), StatementId: id };
      await lambda.removePermission(which);
      const [Action, Principal] = [text("action"), text("principal")];
      await lambda.addPermission({ ...which, Action, Principal, SourceArn: text("sourceArn"), SourceAccount: text("sourceAccount"), ...changed });
    },
    seen: { [property]: "update-replace" },
  };
}

const permission: TypeCase = {
  token: "aws:lambda/permission:Permission",
  name: "permission",
  declare: (name) => {
    const called = new aws.lambda.Function(`${name}-function`, {
      code: code("exports.handler = async () => 3;"),
      handler: "index.handler",
      runtime: "nodejs22.x",
      role: declareRole(`${name}-role`).arn,
    });
    return new aws.lambda.Permission(name, {
      statementId: "AllowBucket",
      action: "lambda:InvokeFunction",
      function: called.name,
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::case-bucket",
      sourceAccount: "111122223333",
    });
  },
  fixed: { statementId: "is the permission's identity", function: "is where the permission is" },
  changes: [
    regranted("principal", { Principal: "*" }),
    regranted("action", { Action: "lambda:*" }),
    regranted("sourceArn", { SourceArn: "arn:aws:s3:::elsewhere" }),
    regranted("sourceAccount", { SourceAccount: "444455556666" }),
  ],
  remove: async (services, { id, text }) => (await services.lambda()).removePermission({ FunctionName: text("function"), StatementId: id }),
};

export const lambda: readonly TypeCase[] = [fn, watched, permission];
