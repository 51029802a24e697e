import type { JsonObject } from "../../../../policypack/model/json";
import { isJsonArray } from "../../../../policypack/model/json";
import { textAt } from "../json";
import type { Call } from "../models/identify";

export interface RecordResource {
  readonly accountId: string;
  readonly type?: string;
  readonly ARN: string;
}

/** The `resources` of a record, which few services fill. */
export function recordResources(
  call: Call, parameters: JsonObject, result: JsonObject, accountId: string, region: string,
): readonly RecordResource[] {
  const resource = (ARN: string, type?: string): RecordResource => ({
    accountId: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(ARN)?.[1] ?? accountId,
    ...(type === undefined ? {} : { type }),
    ARN,
  });
  switch (call.service.name) {
    case "s3": {
      const bucket = call.labels["Bucket"];
      return bucket === undefined ? [] : [resource(`arn:aws:s3:::${bucket}`, "AWS::S3::Bucket")];
    }
    case "sts": {
      const role = textAt(parameters, "RoleArn");
      return role === undefined ? [] : [resource(role, "AWS::IAM::Role")];
    }
    case "kms": {
      const named = [textAt(result, "KeyMetadata", "Arn"), textAt(result, "KeyId"), textAt(parameters, "KeyId")];
      const [key] = named.flatMap((name) => {
        // What an alias stands for is not in the call.
        if (name === undefined || /^(arn:aws:kms:[^:]*:[^:]*:)?alias\//.test(name)) return [];
        return name.startsWith("arn:") ? name : `arn:aws:kms:${region}:${accountId}:key/${name}`;
      });
      return key === undefined ? [] : [resource(key, "AWS::KMS::Key")];
    }
    case "dynamodb": {
      const table = textAt(parameters, "TableName");
      return table === undefined ? [] : [resource(`arn:aws:dynamodb:${region}:${accountId}:table/${table}`, "AWS::DynamoDB::Table")];
    }
    case "ssm": {
      if (!/Parameters?$/.test(call.operation.name)) return [];
      const { Name, Names } = parameters;
      const names = isJsonArray(Names) ? Names : [Name];
      return names.flatMap((name) =>
        typeof name === "string" ? [resource(`arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, "")}`)] : []);
    }
    default:
      return [];
  }
}
