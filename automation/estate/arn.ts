const ARN = /^arn:aws[\w-]*:[\w-]*:([\w-]*):(\d*):/;

/** Where an ARN is: S3 leaves out both, IAM the region. Undefined for what is no ARN. */
export function parseArn(text: string): { readonly region?: string; readonly account?: string } | undefined {
  const [whole, region = "", account = ""] = ARN.exec(text) ?? [];
  return whole === undefined ? undefined : { ...(region !== "" && { region }), ...(account !== "" && { account }) };
}
