import type { Forward } from "./forward";
import { asRoot } from "./rootKeys";

/**
 * Roles that services have in their users' accounts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html#all_svcs;
 * the sessions' names are those of real records, but for Application Auto Scaling's, of which public ones have only
 * others of its kind (`AutoScaling-RetrieveCurrentCapacity`).
 */
export const SERVICE_ROLES = {
  "autoscaling.amazonaws.com": { name: "AWSServiceRoleForAutoScaling", sessionName: "AutoScaling", actions: ["ec2:*"] },
  // https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
  "ecs.application-autoscaling.amazonaws.com": {
    name: "AWSServiceRoleForApplicationAutoScaling_ECSService", sessionName: "AutoScaling-UpdateDesiredCapacity",
    actions: ["ecs:DescribeServices", "ecs:UpdateService", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"],
  },
  "eks-nodegroup.amazonaws.com": { name: "AWSServiceRoleForAmazonEKSNodegroup", sessionName: "EKS", actions: ["autoscaling:*", "ec2:*"] },
} as const;

export type ServiceName = keyof typeof SERVICE_ROLES;

/**
 * Sees to it that an account has a service's role, as it was before the trail; the emulator's own
 * `CreateServiceLinkedRole` knows neither the names nor the policies.
 * @returns the role's ARN
 */
export async function makeServiceRole(forward: Forward, accountId: string, service: ServiceName): Promise<string> {
  const { name, actions } = SERVICE_ROLES[service];
  const path = `/aws-service-role/${service}/`;
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] };
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
  const iam = (form: Readonly<Record<string, string>>) => forward(asRoot(accountId, "iam", { Version: "2010-05-08", RoleName: name, ...form }));
  await iam({ Action: "CreateRole", Path: path, AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam({ Action: "PutRolePolicy", PolicyName: "service", PolicyDocument: JSON.stringify(policy) });
  return `arn:aws:iam::${accountId}:role${path}${name}`;
}
