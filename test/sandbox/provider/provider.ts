import { checkInputs } from "./check";
import { openCloud } from "./cloud";
import type { Cloud } from "./cloud";
import { isIgnoredTag, parseConfiguration, type Configuration } from "./configuration";
import { goText } from "./awsErrors";
import { credentialsError } from "./credentialErrors";
import { extractInputs } from "./extractInputs";
import { isAt } from "./propertyPath";
import type { Path } from "./propertyPath";
import { describeToken, isMap } from "./resourceType";
import type { ResourceType } from "./resourceType";
import { markSecrets } from "./secrets";
import { UNKNOWN, isList, isObject, isReserved, plain } from "./values";
import type { PlainValues, Value, Values } from "./values";

interface Live {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

interface Wanted {
  readonly name: string;
  readonly news: Values;
  readonly olds: Values;
  readonly seed: Uint8Array;
}

interface Recorded {
  readonly inputs: Values;
  readonly outputs: Values;
}

/** The provider once it is configured; the words of the protocol without its wire. */
export interface Provider {
  readonly cloud: (region?: string) => Cloud;
  readonly check: (type: ResourceType, wanted: Wanted) => Values;
  /** @returns what a preview can say: the inputs, and unknown for what only AWS knows */
  readonly planCreate: (type: ResourceType, inputs: Values) => Values;
  readonly create: (type: ResourceType, inputs: Values) => Promise<Live>;
  /** @returns undefined where AWS says that it is not there */
  readonly read: (type: ResourceType, id: string, recorded: Recorded) => Promise<Live | undefined>;
  readonly update: (type: ResourceType, id: string, olds: Values, news: Values) => Promise<Values>;
  readonly delete: (type: ResourceType, id: string, olds: Values) => Promise<void>;
}

/** @throws ZodError where a setting is wrong, Error where the account is not one that it may touch */
export async function configure(inputs: PlainValues): Promise<Provider> {
  const configuration = parseConfiguration(inputs);
  const cloud = openCloud(configuration);
  await validate(configuration, cloud());
  const cloudOf = (values: Values) => cloud(regionOf(values));

  async function find(type: ResourceType, id: string, inputs: Values, recorded: PlainValues): Promise<Live | undefined> {
    const at = cloudOf({ ...recorded, ...inputs });
    try {
      const found = await type.read(at, { id, recorded });
      if (found === undefined) return undefined;
      // What AWS does not store (`overwrite`, `namePrefix`, …) stays as it was given.
      const state: PlainValues = { ...plain(inputs), ...found, ...(type.regional ? { region: at.region } : {}) };
      const outputs = markSecrets(type.secretOutputs, state);
      return { id, outputs, inputs: Object.keys(inputs).length === 0 ? importedInputs(type, outputs) : extractInputs(inputs, outputs) };
    } catch (error) {
      if (isMissing(type, error)) return undefined;
      throw failure("reading", type, id, error);
    }
  }

  async function findWritten(type: ResourceType, id: string, inputs: Values, known: PlainValues): Promise<Live> {
    const live = await find(type, id, inputs, { ...known, ...plain(inputs) });
    if (live === undefined) throw new Error(`${type.token} ${id} is not there after it was written`);
    return live;
  }

  return {
    cloud,
    check: (type, wanted) =>
      checkInputs(type, {
        ...wanted, region: cloud().region, defaultTags: configuration.defaultTags.tags, isIgnoredTag: (key) => isIgnoredTag(configuration, key),
      }),
    planCreate: (type, inputs) => ({
      ...Object.fromEntries(type.computed.filter((path) => !/[.[]/.test(path)).map((key) => [key, UNKNOWN])),
      ...Object.fromEntries(Object.entries(inputs).filter(([key]) => !isReserved(key))),
    }),
    create: async (type, inputs) => {
      const created = await type.create(cloudOf(inputs), plain(inputs)).catch((error: unknown) => {
        throw failure("creating", type, "", error);
      });
      return typeof created === "string" ? findWritten(type, created, inputs, {}) : findWritten(type, created.id, inputs, created.toldOnce);
    },
    read: (type, id, { inputs, outputs }) => find(type, id, inputs, plain(outputs)),
    update: async (type, id, olds, news) => {
      await type.update(cloudOf(news), id, plain(news), plain(olds)).catch((error: unknown) => {
        throw failure("updating", type, id, error);
      });
      const known = Object.fromEntries(Object.entries(plain(olds)).filter(([key]) => type.computed.includes(key)));
      return (await findWritten(type, id, news, known)).outputs;
    },
    delete: async (type, id, olds) => {
      try {
        await type.delete(cloudOf(olds), id, plain(olds));
      } catch (error) {
        if (!isMissing(type, error)) throw failure("deleting", type, id, error);
      }
    },
  };
}

/** https://github.com/hashicorp/aws-sdk-go-base/blob/main/config.go, VerifyAccountIDAllowed */
async function validate(configuration: Configuration, cloud: Cloud): Promise<void> {
  const { skipCredentialsValidation, skipRequestingAccountId, allowedAccountIds: allowed, forbiddenAccountIds: forbidden, profile } = configuration;
  if (skipCredentialsValidation && skipRequestingAccountId && allowed.length + forbidden.length === 0) return;
  const { accountId: account } = await cloud.caller().catch((error: unknown) => {
    throw credentialsError(error, profile);
  });
  const isAllowed = (allowed.length === 0 || allowed.includes(account)) && !forbidden.includes(account);
  if (!isAllowed) throw new Error(`AWS account ID not allowed: ${account}`);
}

/** As the bridge tells of Terraform's errors, one or many. */
function failure(verb: string, type: ResourceType, id: string, error: unknown): Error {
  return new Error(`1 error occurred:\n\t* ${verb} ${describeToken(type.token)}${id === "" ? "" : ` (${id})`}: ${goText(error)}\n\n`, { cause: error });
}

function regionOf(values: Values): string | undefined {
  const region = values["region"];
  return typeof region === "string" && region !== "" ? region : undefined;
}

/** `Resource.get` and `import` have no inputs yet: what AWS has, without what is AWS's alone. */
function importedInputs(type: ResourceType, outputs: Values): Values {
  const own = (path: Path, block: Values): Values => {
    const kept = Object.entries(block).filter(([key, value]) => value !== "" && !type.computed.some((pattern) => isAt(pattern, [...path, key])));
    return { ...Object.fromEntries(kept.map(([key, value]) => [key, inside([...path, key], value)])), __defaults: [] };
  };
  const inside = (path: Path, value: Value): Value => {
    if (isList(value)) return value.map((element, index) => inside([...path, index], element));
    return isObject(value) && !isMap(type, path) ? own(path, value) : value;
  };
  return own([], outputs);
}

function isMissing(type: ResourceType, error: unknown): boolean {
  return error instanceof Error && type.missing.includes(error.name);
}
