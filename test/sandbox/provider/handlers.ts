import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { setTimeout as wait } from "node:timers/promises";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { unary } from "../plugin";
import { diff } from "./diff";
import type { Change, ChangeKind } from "./diff";
import { FAULTS_FILE, newFaults, readFaults, tokenOf } from "./faults";
import type { Method } from "./faults";
import { invoke } from "./invoke";
import { configure } from "./provider";
import type { Provider } from "./provider";
import { typeOf } from "./types";
import { UNKNOWN, isList, plain } from "./values";
import type { Values } from "./values";
import { fromWire, toWire } from "./wire";

/** As of a process that nobody asked to end. */
const CRASHED = 134;

/** A call about a resource. */
interface Asking {
  readonly getUrn: () => string;
  readonly getId?: () => string;
}

/** The version of the package whose tokens and properties this stands in for; `package.json` has the same. */
const VERSION = "7.48.0";

/**
 * The provider's side of the protocol.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 * @param environment gives the region where the program gives none, and the file of the faults that are asked for
 */
export function handlers(environment: Readonly<Record<string, string | undefined>>): UntypedServiceImplementation {
  let configured: Promise<Provider> | undefined;
  const cancellation = new AbortController();
  const fail = newFaults(readFaults(environment[FAULTS_FILE]), {
    wait: (milliseconds) => wait(milliseconds),
    crash: () => process.exit(CRASHED),
    cancelled: cancellation.signal,
  });
  /** A handler that may fail on demand. */
  const faulty = <Request extends Asking, Response>(method: Method, answer: (request: Request) => Response | Promise<Response>) =>
    unary(async (request: Request) => {
      await fail({ method, urn: request.getUrn(), id: request.getId?.() ?? "" });
      return answer(request);
    });
  const provider = () => configured ?? Promise.reject(new Error("the provider was not configured"));

  return {
    handshake: unary(() => new protocol.ProviderHandshakeResponse().setAcceptSecrets(true)),
    attach: unary(() => new Empty()),
    cancel: unary(() => {
      cancellation.abort();
      return new Empty();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(VERSION)),
    checkConfig: unary((request: protocol.CheckRequest) => {
      const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
      const defaults = { skipCredentialsValidation: "false", skipRegionValidation: "true", ...(region === undefined ? {} : { region }) };
      return new protocol.CheckResponse().setInputs(toWire({ ...defaults, ...fromWire(request.getNews()) }));
    }),
    diffConfig: unary((request: protocol.DiffRequest) => {
      const [olds, news] = [plain(fromWire(request.getOlds())), plain(fromWire(request.getNews()))];
      const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => olds[key] !== news[key]);
      return new protocol.DiffResponse().setDiffsList(changed).setChanges(changed.length === 0 ? NONE : SOME);
    }),
    configure: unary(async (request: protocol.ConfigureRequest) => {
      await fail({ method: "configure", urn: "", id: "" });
      const inputs = fromWire(request.getArgs());
      // A provider whose settings come from resources that do not exist yet cannot be configured before they do.
      if (!Object.values(inputs).includes(UNKNOWN)) {
        configured = configure(plain(inputs));
        await configured;
      }
      return new protocol.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    invoke: unary(async (request: protocol.InvokeRequest) => {
      await fail({ method: "invoke", urn: "", id: "" });
      const answer = await invoke(await provider(), request.getTok());
      return new protocol.InvokeResponse().setReturn(toWire(answer));
    }),
    check: faulty("check", async (request: protocol.CheckRequest) => {
      const inputs = (await provider()).check(typeOf(tokenOf(request.getUrn())), {
        name: request.getUrn().slice(request.getUrn().lastIndexOf("::") + 2),
        olds: fromWire(request.getOlds()),
        news: fromWire(request.getNews()),
        seed: Buffer.from(request.getRandomseed_asU8()),
      });
      return new protocol.CheckResponse().setInputs(toWire(inputs));
    }),
    diff: faulty("diff", (request: protocol.DiffRequest) => {
      const type = typeOf(tokenOf(request.getUrn()));
      const news = fromWire(request.getNews());
      const changes = diff(type, {
        olds: fromWire(request.getOlds()),
        news,
        ignoreChanges: request.getIgnorechangesList(),
      });
      // A replacement of the same fixed name would meet itself.
      const name = type.autonamed;
      const keepsName = name !== undefined && !isDefault(news, name) && !changes.some(({ property }) => property === name);
      return diffResponse(changes).setDeletebeforereplace(keepsName && changes.some(({ replaces }) => replaces));
    }),
    create: faulty("create", async (request: protocol.CreateRequest) => {
      const type = typeOf(tokenOf(request.getUrn()));
      const inputs = fromWire(request.getProperties());
      if (request.getPreview()) return new protocol.CreateResponse().setProperties(toWire((await provider()).planCreate(type, inputs)));
      const { id, outputs } = await (await provider()).create(type, inputs);
      return new protocol.CreateResponse().setId(id).setProperties(toWire(outputs));
    }),
    read: faulty("read", async (request: protocol.ReadRequest) => {
      const type = typeOf(tokenOf(request.getUrn()));
      const recorded = { inputs: fromWire(request.getInputs()), outputs: fromWire(request.getProperties()) };
      const live = await (await provider()).read(type, request.getId(), recorded);
      if (live === undefined) return new protocol.ReadResponse();
      return new protocol.ReadResponse().setId(live.id).setInputs(toWire(live.inputs)).setProperties(toWire(live.outputs));
    }),
    update: faulty("update", async (request: protocol.UpdateRequest) => {
      const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
      const outputs = request.getPreview()
        ? { ...olds, ...(await provider()).planCreate({ ...typeOf(tokenOf(request.getUrn())), computed: [] }, news) }
        : await (await provider()).update(typeOf(tokenOf(request.getUrn())), request.getId(), olds, news);
      return new protocol.UpdateResponse().setProperties(toWire(outputs));
    }),
    delete: faulty("delete", async (request: protocol.DeleteRequest) => {
      await (await provider()).delete(typeOf(tokenOf(request.getUrn())), request.getId(), fromWire(request.getProperties()));
      return new Empty();
    }),
  };
}

const { DIFF_NONE: NONE, DIFF_SOME: SOME } = protocol.DiffResponse.DiffChanges;
const { Kind } = protocol.PropertyDiff;

const kinds: Readonly<Record<ChangeKind, readonly [protocol.PropertyDiff.Kind, protocol.PropertyDiff.Kind]>> = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
};

function diffResponse(changes: readonly Change[]): protocol.DiffResponse {
  const properties = (these: readonly Change[]) => [...new Set(these.map(({ property }) => property))];
  const response = new protocol.DiffResponse()
    .setChanges(changes.length === 0 ? NONE : SOME)
    .setDiffsList(properties(changes))
    .setReplacesList(properties(changes.filter(({ replaces }) => replaces)))
    .setHasdetaileddiff(true);
  for (const { path, kind, replaces } of changes) {
    response.getDetaileddiffMap().set(path, new protocol.PropertyDiff().setKind(kinds[kind][replaces ? 1 : 0]));
  }
  return response;
}

function isDefault(inputs: Values, key: string): boolean {
  const defaults = inputs["__defaults"];
  return isList(defaults) && defaults.includes(key);
}
