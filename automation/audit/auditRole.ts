import type { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "./pacedLookup";

/** The role that reads an account's event history. */
export interface AuditRole {
  readonly arn: string;
  readonly externalId?: string | undefined;
}

/** As the SDK takes them; never to be told. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

// In CloudTrail this is who looked the events up.
const SESSION = "whodrift-audit";

// The SDK asks for new ones five minutes before they expire; by then there must be others.
const RENEWED_BEFORE_MS = 10 * 60_000;

// Each region learns by itself that credentials have expired: the first renews them for all.
const JUST_ASSUMED_MS = 60_000;

/** One session for all regions of an account. */
export class AuditRoleSession {
  readonly #role: AuditRole;
  readonly #sts: () => Promise<Pick<STSClient, "send">>;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  #session: Promise<SessionCredentials> | undefined;
  #requests = 0;
  #assumed = 0;

  constructor(role: AuditRole, sts: () => Promise<Pick<STSClient, "send">>, clock: Clock, signal?: AbortSignal) {
    this.#role = role;
    this.#sts = sts;
    this.#clock = clock;
    this.#signal = signal;
  }

  get requests(): number {
    return this.#requests;
  }

  /**
   * Those that it has, or new ones where these are about to expire.
   * @throws what STS answers; again without asking
   */
  async credentials(): Promise<SessionCredentials> {
    this.#session ??= this.#assume();
    const known = this.#session;
    const { expiration } = await known;
    if (expiration.getTime() - this.#clock.now().getTime() > RENEWED_BEFORE_MS) return known;
    // Another region may have renewed them meanwhile.
    if (this.#session === known) this.#session = this.#assume();
    return this.#session;
  }

  /** CloudTrail says that they have expired, whatever STS said. */
  renew(): void {
    if (this.#clock.now().getTime() - this.#assumed > JUST_ASSUMED_MS) this.#session = undefined;
  }

  async #assume(): Promise<SessionCredentials> {
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const { arn: RoleArn, externalId } = this.#role;
    const sts = await this.#sts();
    this.#requests++;
    this.#assumed = this.#clock.now().getTime();
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION, ...(externalId !== undefined && { ExternalId: externalId }) }), this.#signal && { abortSignal: this.#signal });
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = Credentials ?? {};
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined || expiration === undefined) throw new Error("STS answered without credentials");
    return { accessKeyId, secretAccessKey, sessionToken, expiration };
  }
}
