import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({ UserName: z.string().optional(), PolicyArn: z.string().optional() });

/**
 * Two access keys a user: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * Only policies that there are: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 * AWS's own policies are not looked up: the emulator knows only some of them.
 */
export const iamLimits: Stricture = {
  calls: ["iam:CreateAccessKey", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const iam = await live.iam();
    if (operationOf(asked) === "iam:CreateAccessKey") {
      if (parameters.UserName === undefined) return undefined;
      const keys = await unlessAbsent(iam.listAccessKeys({ UserName: parameters.UserName }));
      const isFull = (keys?.AccessKeyMetadata ?? []).length >= 2;
      return isFull ? { code: "LimitExceeded", message: "Cannot exceed quota for AccessKeysPerUser: 2", status: 409 } : undefined;
    }
    const { PolicyArn = "" } = parameters;
    if (PolicyArn.startsWith("arn:aws:iam::aws:") || (await unlessAbsent(iam.getPolicy({ PolicyArn }))) !== undefined) return undefined;
    return { code: "NoSuchEntity", message: `Policy ${PolicyArn} does not exist or is not attachable.`, status: 404 };
  },
};
