import type { Problem, ScanReport } from "../../policypack/model";
import type { LedgerStore } from "../ledger";
import { deliverAll } from "./deliverAll";
import { addParcels, boundParcels, EMPTY_OUTBOX, readOutbox, writeOutbox, type Outbox } from "./outbox";
import { everythingTo, type Route } from "./routes";
import { selectAlerts } from "./selectAlerts";
import type { OpenSink, Parcel } from "./sink";
import type { World } from "./world";

export interface NotifyRequest {
  readonly sinks: readonly { readonly name: string; readonly sink: OpenSink }[];
  /** Empty: everything to every sink. */
  readonly routes: readonly Route[];
  /** Where the outbox is. */
  readonly store: LedgerStore;
  readonly world: World;
}

/**
 * Tells every sink what its routes select, after what it could not be told the last time. A sink that fails stops no
 * other. Two scans at once that share an outbox may tell the same twice.
 * @returns what went wrong; nothing is thrown
 */
export async function notify(report: ScanReport, request: NotifyRequest): Promise<readonly Problem[]> {
  const names = request.sinks.map(({ name }) => name);
  const routes = request.routes.length === 0 ? [everythingTo(names)] : request.routes;
  const problems = await Promise.all(
    request.sinks.map(({ name, sink }) =>
      notifySink(report, { ...request, name, sink, routes: routes.filter(({ to }) => to.includes(name)) }).catch((error: unknown) => [failure(name, describe(error))]),
    ),
  );
  return problems.flat();
}

interface SinkRequest extends Omit<NotifyRequest, "sinks"> {
  readonly name: string;
  readonly sink: OpenSink;
}

async function notifySink(report: ScanReport, { name, sink, routes, store, world }: SinkRequest): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const before = await open(store, name, problems);
  const { parcels, told } = packAll(report, { name, sink, routes }, before.box);
  const { kept, dropped } = boundParcels(addParcels(before.box.pending, parcels, world.now()), world.now());
  if (dropped > 0) problems.push(failure(name, `${dropped} old alerts were given up: too old, or too many`));
  if (kept.length + dropped === 0 && told === before.box.told) return problems;

  const save = async (pending: Outbox["pending"]) => {
    // What could not be read must not be overwritten.
    if (before.isReadable) await writeOutbox(store, name, { ...before.box, pending, told }).catch((error: unknown) => problems.push(outboxFailure(name, error)));
  };
  // First kept, then sent: what is killed in between is sent next time, by the same id.
  await save(kept);
  if (kept.length === 0) return problems;
  const { left, reasons } = await deliverAll(kept, sink, world);
  await save(left);
  if (left.length > 0) problems.push(failure(name, `${left.length} of ${kept.length} messages could not be delivered and are kept for the next scan: ${reasons.join("; ")}`));
  return problems;
}

function packAll(report: ScanReport, { name, sink, routes }: Pick<SinkRequest, "name" | "sink" | "routes">, box: Outbox): { readonly parcels: readonly Parcel[]; readonly told: Outbox["told"] } {
  let { told } = box;
  const parcels = routes.flatMap((route) => {
    const selected = selectAlerts(report, route, name, told);
    told = selected.told;
    return selected.alert === undefined ? [] : sink.pack(selected.alert);
  });
  return { parcels, told };
}

async function open(store: LedgerStore, name: string, problems: Problem[]): Promise<{ readonly box: Outbox; readonly isReadable: boolean }> {
  try {
    const box = await readOutbox(store, name);
    if (box === undefined) problems.push(failure(name, "the outbox was no use and begins anew: what it held is lost"));
    return { box: box ?? EMPTY_OUTBOX, isReadable: true };
  } catch (error) {
    problems.push(outboxFailure(name, error));
    return { box: EMPTY_OUTBOX, isReadable: false };
  }
}

function outboxFailure(name: string, error: unknown): Problem {
  return failure(name, `the outbox cannot be used, so that what does not arrive now is lost: ${describe(error)}`);
}

function failure(name: string, message: string): Problem {
  return { code: "notify-failed", message: `sink ${name}: ${message}`, stacks: [], accounts: [] };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
