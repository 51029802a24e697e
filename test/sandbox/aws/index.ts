import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { newCallers } from "./callers";
import { startEmulator } from "./emulator";
import { newFaults, type Faults } from "./faults";
import { forwardTo } from "./forward";
import { openFront } from "./front";
import { openServiceIndex } from "./models/serviceIndex";
import { assumeRole, gatherPeople, type Cast, type People, type Person, type SessionRequest } from "./people";
import { newRecorder } from "./recorder";
import { beStrict } from "./strict";
import { deliverTrailFiles } from "./trail/files";
import type { CloudTrailRecord } from "./trail/record";

export type { Fault, FaultAnswer, Faults } from "./faults";
export { credentialsOf, environmentOf } from "./people";
export type { People, Person, SessionRequest } from "./people";
export { seenFrom } from "./seenFrom";
export type { CloudTrailRecord } from "./trail/record";

export interface AwsOptions {
  /** Python of the virtual environment that holds the emulator; see `toolchain/emulator`. */
  readonly python: string;
  /** A folder of the sandbox's own, for its log and its trail files. */
  readonly dir: string;
  readonly accountId?: string;
  readonly region?: string;
  /** What the trail takes for the time. */
  readonly clock?: () => Date;
}

export interface SandboxAws {
  /** For any AWS client: `AWS_ENDPOINT_URL`, or the `endpoint` of an SDK. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Where trail files are delivered, in CloudTrail's layout. */
  readonly trailDir: string;
  readonly people: People;
  /** What AWS is to do badly from now on. */
  readonly faults: Faults;
  /** Opens a session of a role for somebody: the scanner's, or one under a chosen name. */
  readonly openSession: (by: Person, request: SessionRequest) => Promise<Person>;
  /** Everything that was recorded so far, in order of arrival. */
  readonly records: () => readonly CloudTrailRecord[];
  /** Requests that were passed on without a record, since no service model explains them. */
  readonly unrecognized: () => readonly string[];
  /** Delivers what was recorded since the last delivery, as files; gives their paths. */
  readonly flushTrail: () => Promise<readonly string[]>;
  /** Delivers the rest of the trail and ends every process. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts an AWS on one loopback port that records its own trail. Everything ends with `stop()`, and
 * the emulator also ends with this process, however that ends.
 */
export async function startAws(options: AwsOptions): Promise<SandboxAws> {
  const { python, dir, accountId = "111122223333", region = "eu-central-1", clock = () => new Date() } = options;
  const trailDir = path.join(dir, "trail");
  const front = await openFront();
  const running: Running[] = [{ stop: front.close }];
  try {
    const emulator = await startEmulator({ python, dir, accountId, region, publicPort: front.port });
    running.push(emulator);
    const callers = newCallers(accountId);
    const faults = newFaults(randomUUID, (milliseconds) => wait(milliseconds));
    const strict = beStrict(`http://127.0.0.1:${emulator.port}`, randomUUID);
    const recorder = newRecorder({
      index: openServiceIndex(emulator.modelsDir),
      forward: forwardTo(emulator.port),
      callers, accountId, region, clock,
      uptime: () => performance.now(),
      newId: randomUUID,
      conduct: (asked, goOn) => faults.conduct(asked, () => strict(asked, goOn)),
    });
    front.serve(recorder.handle);

    const cast: Cast = { endpoint: `http://127.0.0.1:${front.port}`, region, accountId };
    const owner = accountOwner(accountId);
    callers.introduce(owner.name, owner.accessKeyId);
    const people = await gatherPeople(cast, owner);
    const flushTrail = trailDelivery(trailDir, recorder.records, clock);
    return {
      ...cast,
      trailDir,
      people,
      faults,
      openSession: (by, request) => assumeRole(cast, by, request),
      records: recorder.records,
      unrecognized: recorder.unrecognized,
      flushTrail,
      stop: async () => {
        await stopAll(running);
        await flushTrail();
      },
    };
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

interface Running {
  readonly stop: () => Promise<void>;
}

/** What takes requests stops first. */
async function stopAll(running: readonly Running[]): Promise<void> {
  for (const { stop } of running) await stop();
}

/** An administrator that was there before the trail: nobody is seen to create this key. */
function accountOwner(accountId: string): Person {
  return {
    name: "account-owner", accessKeyId: "AKIASANDBOXACCTOWNER", secretAccessKey: "sandbox",
    arn: `arn:aws:iam::${accountId}:user/account-owner`,
  };
}

/** Each delivery holds what the ones before it did not. */
function trailDelivery(trailDir: string, records: SandboxAws["records"], clock: () => Date): SandboxAws["flushTrail"] {
  let delivered = 0;
  return async () => {
    const fresh = records().slice(delivered);
    delivered += fresh.length;
    return deliverTrailFiles(trailDir, fresh, clock(), randomFileName);
  };
}

/** CloudTrail's files end in 16 characters of letters and digits. */
function randomFileName(): string {
  return randomBytes(32).toString("base64").replace(/[^A-Za-z0-9]/g, "").slice(0, 16);
}
