import { scannerRights } from "./scannerRights";
import type { ScannerSettings } from "./scannerSettings";

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
}

/**
 * @param partition of the account, and so of the bucket: `aws`, `aws-cn`, `aws-us-gov`
 * @returns an IAM policy document, as JSON: nothing but reading, and of objects only a trail's files
 */
export function scannerPolicy({ trail, assumeRoles = [] }: ScannerSettings = {}, partition = "aws"): string {
  const actions = [...new Set(Object.values(scannerRights).flat())].sort();
  const statements: readonly Statement[] = [
    { Sid: "ReadConfigurationAndTrail", Effect: "Allow", Action: actions, Resource: "*" },
    ...(trail === undefined ? [] : readTrailFiles(trail, partition)),
    ...(assumeRoles.length === 0 ? [] : [{ Sid: "ReadOtherAccounts", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: assumeRoles } as const]),
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function readTrailFiles({ bucket, prefix, key }: NonNullable<ScannerSettings["trail"]>, partition: string): readonly Statement[] {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const folder = prefix === undefined ? "" : `${prefix}/`;
  return [
    { Sid: "ListTrailFiles", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [arn] },
    { Sid: "ReadTrailFiles", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${arn}/${folder}AWSLogs/*`] },
    // For `verifyDigests`; the right knows no resources.
    { Sid: "VerifyTrailFiles", Effect: "Allow", Action: ["cloudtrail:ListPublicKeys"], Resource: "*" },
    ...(key === undefined ? [] : [{ Sid: "DecryptTrailFiles", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [key] } as const]),
  ];
}
