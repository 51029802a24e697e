import { randomBytes, randomInt, randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { newCallers } from "./callers";
import { startEmulator } from "./emulator";
import { newFaults, type Faults } from "./faults";
import { forwardTo } from "./forward";
import { openFront } from "./front";
import { openServiceIndex } from "./models/serviceIndex";
import { gatherAdministrator, gatherPeople, type Cast, type People } from "./people";
import type { Person } from "./person";
import { newRecorder } from "./recorder";
import { rootKeyOf } from "./rootKeys";
import { makeServiceRole, SERVICE_ROLES, type ServiceName } from "./serviceRoles";
import { assumeRole, signInWithWebToken, type SessionRequest, type WebSignIn } from "./sessions";
import { consoleLogin, switchedRole, type ConsoleVisit } from "./signIns";
import { beStrict } from "./strict";
import { putTrailObjects } from "./trail/bucket";
import type { TrailPlace } from "./trail/files";
import type { CloudTrailRecord } from "./trail/record";
import { newSigningKeys } from "./trail/signingKeys";
import { newTrailStore } from "./trail/store";
import { openTrail, type Trail } from "./trail/trail";

export { through, type Channel } from "./channels";
export type { Fault, FaultAnswer, Faults } from "./faults";
export type { People } from "./people";
export { credentialsOf, environmentOf, type Person } from "./person";
export type { SessionRequest, WebSignIn } from "./sessions";
export type { TrailPlace } from "./trail/files";
export type { CloudTrailRecord } from "./trail/record";
export { keyRotated, secretDeleted, secretRotation, serviceEvent, spotInstanceTaken, type ServiceEvent } from "./trail/serviceEvents";
export type { Trail } from "./trail/trail";

export interface AwsOptions {
  /** Python of the virtual environment that holds the emulator; see `toolchain/emulator`. */
  readonly python: string;
  /** A folder of the sandbox's own, for its log and its trail files. */
  readonly dir: string;
  /** The main account. */
  readonly accountId?: string;
  /** Further accounts, which have an administrator and nothing else. */
  readonly accounts?: readonly string[];
  readonly region?: string;
  /** What the trail takes for the time. */
  readonly clock?: () => Date;
  /**
   * How long after it happened an event can be looked up; for each event anew within a range. AWS
   * takes about 5 minutes: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
   * 0 by default, for the sake of whoever waits.
   */
  readonly lookupDelayMs?: number | { readonly from: number; readonly to: number };
  /** How long the people's sessions last, which begin at the start: an hour as everywhere, or up to 12 (43200). */
  readonly sessionSeconds?: number;
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
  /** All accounts, the main one first. */
  readonly accounts: readonly [Account, ...Account[]];
  /** Opens a session of a role for somebody: the scanner's, or one under a chosen name. */
  readonly openSession: (by: Person, request: SessionRequest) => Promise<Person>;
  /** Opens a session for a workflow that has a token of its platform. */
  readonly openWebSession: (request: WebSignIn) => Promise<Person>;
  /** Opens a session of a service's own role, which the account gets when the service first needs it. */
  readonly openServiceSession: (service: ServiceName, accountId?: string) => Promise<Person>;
  /** Records that somebody signed in to the console, or failed to. @returns the record */
  readonly signInToConsole: (person: Person, visit?: ConsoleVisit & { readonly failed?: boolean }) => CloudTrailRecord;
  /** Changes into another role in the console. @returns the session of that role */
  readonly switchRole: (person: Person, roleArn: string, visit?: ConsoleVisit) => Promise<Person>;
  /** Everything that was recorded so far, in order of arrival. */
  readonly records: () => readonly CloudTrailRecord[];
  /** Puts records into the trail that no call left: noise, and what services do by themselves. */
  readonly addRecords: (records: Iterable<CloudTrailRecord>) => void;
  /** Requests that were passed on without a record, since no service model explains them. */
  readonly unrecognized: () => readonly string[];
  /** The trail in `trailDir`. It has no bucket until it is uploaded. */
  readonly trail: Trail;
  /**
   * Opens one more trail, as an organisation's, which has the whole story so far and what follows.
   * Its bucket belongs to `owner`, perhaps an account that only keeps logs.
   */
  readonly openTrail: (place: TrailPlace, owner: string) => Trail;
  /** Delivers what was recorded since the last delivery, as files; gives their paths. */
  readonly flushTrail: () => Promise<readonly string[]>;
  /** Delivers the rest of the trail and ends every process. */
  readonly stop: () => Promise<void>;
}

export interface Account {
  readonly accountId: string;
  /** Whoever set the account up. */
  readonly root: Person;
  /** Bob, in the main account. */
  readonly administrator: Person;
}

/**
 * Starts an AWS on one loopback port that records its own trail. Everything ends with `stop()`, and
 * the emulator also ends with this process, however that ends.
 */
export async function startAws(options: AwsOptions): Promise<SandboxAws> {
  const { python, dir, accountId = "111122223333", accounts: further = ["444455556666"], region = "eu-central-1", clock = () => new Date() } = options;
  const trailDir = path.join(dir, "trail");
  const front = await openFront();
  const running: Running[] = [{ stop: front.close }];
  try {
    const emulator = await startEmulator({ python, dir, accountId, region, publicPort: front.port });
    running.push(emulator);
    const accounts = [accountId, ...further] as const;
    const callers = newCallers(accounts);
    const forward = forwardTo(emulator.port);
    const store = newTrailStore(delayWithin(options.lookupDelayMs ?? 0));
    const keys = newSigningKeys(clock());
    const openTrailIn = (folder: string, place: TrailPlace, owner: string): Trail =>
      openTrail({
        place, dir: folder, store, keys, clock, randomName: randomFileName,
        // Straight to the emulator: CloudTrail's own deliveries are no calls of anybody.
        putObjects: (...delivery) => putTrailObjects({ endpoint: `http://127.0.0.1:${emulator.port}`, owner }, ...delivery),
      });
    const trail = openTrailIn(trailDir, { name: "management-events", homeRegion: region, bucket: `trail-${accountId}` }, accountId);
    const faults = newFaults(randomUUID, (milliseconds) => wait(milliseconds));
    const strict = beStrict(`http://127.0.0.1:${emulator.port}`, randomUUID);
    const recorder = newRecorder({
      index: openServiceIndex(emulator.modelsDir),
      forward, callers, trail: store, keys, accounts, region, clock,
      uptime: () => performance.now(),
      newId: randomUUID,
      conduct: (asked, goOn) => faults.conduct(asked, () => strict(asked, goOn)),
    });
    front.serve(recorder.handle);

    const place = { endpoint: `http://127.0.0.1:${front.port}`, region, accountId };
    const cast: Cast = { ...place, sessionSeconds: options.sessionSeconds };
    const moment = () => ({ at: clock(), newId: randomUUID });
    const identityOf = (person: Person) => callers.holderOf(person.accessKeyId) ?? fail(`the sandbox does not know ${person.name}'s key`);
    const signInToConsole: SandboxAws["signInToConsole"] = (person, visit = {}) => {
      const record = consoleLogin(identityOf(person), visit, moment());
      store.add(record);
      return record;
    };
    for (const id of accounts) signInToConsole(rootUser(id), { mfa: true });
    const [people, ...others] = await Promise.all([
      gatherPeople(cast, rootUser(accountId)),
      ...further.map(async (id): Promise<Account> => ({ accountId: id, root: rootUser(id), administrator: await gatherAdministrator({ ...cast, accountId: id }, rootUser(id)) })),
    ]);
    signInToConsole(people.alice, { region: "eu-north-1" });
    return {
      ...place,
      trailDir,
      people,
      faults,
      accounts: [{ accountId, root: rootUser(accountId), administrator: people.bob }, ...others],
      openSession: (by, request) => assumeRole(cast, by, request),
      openWebSession: (request) => signInWithWebToken(cast, request),
      openServiceSession: async (service, id = accountId) => {
        const role = await makeServiceRole(forward, id, service);
        return assumeRole(cast, rootUser(id), { role, sessionName: SERVICE_ROLES[service].sessionName }, { via: "service", service });
      },
      signInToConsole,
      switchRole: async (person, role, visit = {}) => {
        const from = identityOf(person);
        // The console assumes the role in the person's name.
        const session = await assumeRole(cast, person, { role, sessionName: sessionNameOf(person) }, { via: "service", service: "AWS Internal" });
        store.add(switchedRole(identityOf(session), from, visit, moment()));
        return session;
      },
      records: recorder.records,
      addRecords: (records) => { for (const record of records) store.add(record); },
      trail,
      openTrail: (place, owner) => openTrailIn(path.join(dir, "trails", place.name), place, owner),
      unrecognized: recorder.unrecognized,
      flushTrail: trail.deliver,
      stop: async () => {
        await stopAll(running);
        await trail.deliver();
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

function fail(message: string): never {
  throw new Error(message);
}

/** The console names the new session like the person. */
function sessionNameOf({ arn }: Person): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function rootUser(accountId: string): Person {
  return { name: "root", accountId, accessKeyId: rootKeyOf(accountId), secretAccessKey: "sandbox", arn: `arn:aws:iam::${accountId}:root` };
}

function delayWithin(range: number | { readonly from: number; readonly to: number }): () => number {
  if (typeof range === "number") return () => range;
  return () => randomInt(range.from, range.to + 1);
}

/** CloudTrail's files end in 16 characters of letters and digits. */
function randomFileName(): string {
  return randomBytes(32).toString("base64").replace(/[^A-Za-z0-9]/g, "").slice(0, 16);
}
