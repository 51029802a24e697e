import { z } from "zod";
import { resourceType } from "../resourceType";

const inputs = z.object({
  action: z.string(),
  eventSourceToken: z.string().optional(),
  function: z.string(),
  principal: z.string(),
  principalOrgId: z.string().optional(),
  qualifier: z.string().optional(),
  sourceAccount: z.string().optional(),
  sourceArn: z.string().optional(),
  statementId: z.string(),
});

const text = z.string().default("");
const Statement = z.object({
  Sid: z.string(),
  Action: z.string(),
  Principal: z.union([z.string(), z.object({ AWS: z.string() }).transform(({ AWS }) => AWS), z.object({ Service: z.string() }).transform(({ Service }) => Service)]),
  Condition: z
    .object({
      ArnLike: z.object({ "AWS:SourceArn": text }).prefault({}),
      StringEquals: z.object({ "AWS:SourceAccount": text, "aws:PrincipalOrgID": text, "lambda:EventSourceToken": text }).prefault({}),
    })
    .prefault({}),
});
const Policy = z.object({ Statement: z.array(Statement) });

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/lambda/permission.go */
export const lambdaPermission = resourceType(inputs, {
  token: "aws:lambda/permission:Permission",
  autonamed: "statementId",
  defaults: {},
  forceNew: [...Object.keys(inputs.shape), "functionUrlAuthType", "invokedViaFunctionUrl", "region", "statementIdPrefix"],
  documents: [],
  sets: [],
  computed: ["statementId", "statementIdPrefix"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, permission) {
    await (await cloud.lambda()).addPermission({
      FunctionName: permission.function,
      StatementId: permission.statementId,
      Action: permission.action,
      Principal: permission.principal,
      EventSourceToken: permission.eventSourceToken,
      PrincipalOrgID: permission.principalOrgId,
      Qualifier: permission.qualifier,
      SourceAccount: permission.sourceAccount,
      SourceArn: permission.sourceArn,
    });
    return permission.statementId;
  },
  async read(cloud, { id, recorded }) {
    const { Policy: policy = "{}" } = await (await cloud.lambda()).getPolicy(functionOf(recorded));
    const live = Policy.parse(JSON.parse(policy)).Statement.find(({ Sid }) => Sid === id);
    if (live === undefined) return undefined;
    const { ArnLike, StringEquals } = live.Condition;
    return {
      action: live.Action,
      eventSourceToken: StringEquals["lambda:EventSourceToken"],
      function: recorded["function"] ?? "",
      principal: live.Principal,
      principalOrgId: StringEquals["aws:PrincipalOrgID"],
      qualifier: recorded["qualifier"] ?? "",
      sourceAccount: StringEquals["AWS:SourceAccount"],
      sourceArn: ArnLike["AWS:SourceArn"],
      statementId: id,
      statementIdPrefix: "",
    };
  },
  update: () => Promise.reject(new Error("a permission is only ever replaced")),
  async delete(cloud, id, recorded) {
    await (await cloud.lambda()).removePermission({ ...functionOf(recorded), StatementId: id });
  },
});

function functionOf(recorded: unknown) {
  const { function: FunctionName, qualifier } = z.object({ function: z.string(), qualifier: z.string().optional() }).parse(recorded);
  return { FunctionName, ...(qualifier === undefined || qualifier === "" ? {} : { Qualifier: qualifier }) };
}
