import type { PutParameterCommandInput } from "@aws-sdk/client-ssm";
import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";

/** PutParameter replaces the whole parameter but for its description, so everything that stays is said again. */
function put(property: string, request: Omit<PutParameterCommandInput, "Name">, seen: OutOfBandChange["seen"] = { [property]: "update" }): OutOfBandChange {
  return {
    property,
    operation: "ssm:PutParameter",
    make: async (services, { id }) => (await services.ssm()).putParameter({ Name: id, Overwrite: true, ...request }),
    seen,
  };
}

const remove: TypeCase["remove"] = async (services, { id }) => (await services.ssm()).deleteParameter({ Name: id });

const fixed = { name: "is the parameter's identity", dataType: "is chosen once", tier: "goes up only, and costs money" };

const text = { Type: "String", Value: "one", AllowedPattern: "^[a-z]+$" } as const;
const password = { Type: "SecureString", Value: "correct horse", KeyId: "alias/aws/ssm" } as const;

export const ssm: readonly TypeCase[] = [
  {
    token: "aws:ssm/parameter:Parameter",
    name: "text",
    declare: (name) =>
      new aws.ssm.Parameter(name, {
        name: "/case/text",
        type: text.Type,
        insecureValue: text.Value,
        allowedPattern: text.AllowedPattern,
        description: "Case",
        dataType: "text",
        tier: "Standard",
        tags: { app: "case" },
      }),
    fixed,
    changes: [
      put("insecureValue", { ...text, Value: "two" }),
      put("description", { ...text, Description: "Changed" }),
      put("allowedPattern", { ...text, AllowedPattern: ".*" }),
      put("type", { ...text, Type: "StringList" }),
      {
        property: "tags",
        operation: "ssm:RemoveTagsFromResource",
        make: async (services, { id }) =>
          (await services.ssm()).removeTagsFromResource({ ResourceType: "Parameter", ResourceId: id, TagKeys: ["app"] }),
        seen: { "tags.app": "delete", "tagsAll.app": "delete" },
      },
    ],
    remove,
  },
  {
    token: "aws:ssm/parameter:Parameter",
    name: "list",
    declare: (name) => new aws.ssm.Parameter(name, { name: "/case/list", type: "StringList", value: "a,b" }),
    fixed,
    changes: [put("value", { Type: "StringList", Value: "a,b,c" }), put("type", { Type: "String", Value: "a,b" })],
    remove,
  },
  {
    token: "aws:ssm/parameter:Parameter",
    name: "password",
    declare: (name) =>
      new aws.ssm.Parameter(name, { name: "/case/password", type: password.Type, value: password.Value, keyId: password.KeyId }),
    fixed: { ...fixed, type: "would show the secret" },
    changes: [put("value", { ...password, Value: "wrong horse" }), put("keyId", { ...password, KeyId: "alias/other" })],
    remove,
  },
];
