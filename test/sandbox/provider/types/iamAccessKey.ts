import { createHmac } from "node:crypto";
import { z } from "zod";
import { resourceType } from "../resourceType";

const inputs = z.object({ status: z.enum(["Active", "Inactive"]), user: z.string() });

export const iamAccessKey = resourceType(inputs, {
  token: "aws:iam/accessKey:AccessKey",
  defaults: { status: "Active" },
  forceNew: ["pgpKey", "user"],
  documents: [],
  sets: [],
  computed: ["createDate", "encryptedSecret", "encryptedSesSmtpPasswordV4", "keyFingerprint", "secret", "sesSmtpPasswordV4"],
  secretOutputs: ["secret", "sesSmtpPasswordV4"],
  tagged: false,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
  async create(cloud, { status, user }) {
    const iam = await cloud.iam();
    const { AccessKey: key } = await iam.createAccessKey({ UserName: user });
    const { AccessKeyId: id = "", SecretAccessKey: secret = "" } = key ?? {};
    if (status === "Inactive") await iam.updateAccessKey({ UserName: user, AccessKeyId: id, Status: status });
    return { id, toldOnce: { secret, sesSmtpPasswordV4: sesSmtpPassword(secret, cloud.region) } };
  },
  async read(cloud, { id, recorded }) {
    const { user } = inputs.parse(recorded);
    const { AccessKeyMetadata: keys = [] } = await (await cloud.iam()).listAccessKeys({ UserName: user });
    const live = keys.find(({ AccessKeyId: key }) => key === id);
    if (live === undefined) return undefined;
    return {
      // Go's RFC 3339, without the milliseconds.
      createDate: live.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z") ?? "",
      secret: recorded["secret"] ?? "",
      sesSmtpPasswordV4: recorded["sesSmtpPasswordV4"] ?? "",
      status: live.Status ?? "Active",
      user,
    };
  },
  async update(cloud, id, { status, user }) {
    await (await cloud.iam()).updateAccessKey({ UserName: user, AccessKeyId: id, Status: status });
  },
  async delete(cloud, id, recorded) {
    const { user } = inputs.parse(recorded);
    await (await cloud.iam()).deleteAccessKey({ UserName: user, AccessKeyId: id });
  },
});

/** https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert */
function sesSmtpPassword(secret: string, region: string): string {
  const signature = ["11111111", region, "ses", "aws4_request", "SendRawEmail"].reduce<Buffer>(
    (key, message) => createHmac("sha256", key).update(message).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  const version = Buffer.from([0x04]);
  return Buffer.concat([version, signature]).toString("base64");
}
