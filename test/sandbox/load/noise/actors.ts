import { secondsOf } from "../../aws/callers";
import type { CloudTrailRecord } from "../../aws/trail/record";
import { idOf } from "./names";

/** Who a record says was calling, and from where. */
export interface Actor {
  readonly userIdentity: CloudTrailRecord["userIdentity"];
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly fromConsole?: true;
}

/** A service that acts by itself is its own address. */
export function service(invokedBy: string): Actor {
  return { userIdentity: { type: "AWSService", invokedBy }, sourceIPAddress: invokedBy, userAgent: invokedBy };
}

interface Session {
  readonly accountId: string;
  readonly role: string;
  /** Of the role's ARN: `/` but for service-linked roles and those of Identity Center. */
  readonly path?: string;
  readonly name: string;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;

/** A role's session. Its credentials are those of the hour, as whoever keeps a session open renews them. */
export function roleSession({ accountId, role, path = "/", name, at }: Session, from: Omit<Actor, "userIdentity">): Actor {
  const began = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
  const principalId = `AROA${idOf(role, 17)}`;
  return {
    ...from,
    userIdentity: {
      type: "AssumedRole",
      principalId: `${principalId}:${name}`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`,
      accountId,
      accessKeyId: `ASIA${idOf(`${role}/${name}/${began.getTime()}`, 16)}`,
      sessionContext: {
        sessionIssuer: { type: "Role", principalId, arn: `arn:aws:iam::${accountId}:role${path}${role}`, accountId, userName: role },
        attributes: { creationDate: secondsOf(began), mfaAuthenticated: "false" },
      },
    },
  };
}

export function iamUser(accountId: string, userName: string, from: Omit<Actor, "userIdentity">): Actor {
  return {
    ...from,
    userIdentity: {
      type: "IAMUser", principalId: `AIDA${idOf(userName, 17)}`, arn: `arn:aws:iam::${accountId}:user/${userName}`, accountId,
      accessKeyId: `AKIA${idOf(userName, 16)}`, userName,
    },
  };
}
