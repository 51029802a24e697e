import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import path from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { z } from "zod";
import { loadServiceModel, Metadata, type ServiceModel } from "./serviceModel";

export interface ServiceIndex {
  /** Services whose requests are signed with this name, the one called like it first. */
  signedAs(name: string): readonly ServiceModel[];
  /** Services whose JSON operations carry this `X-Amz-Target` prefix. */
  targetedAs(prefix: string): readonly ServiceModel[];
  /** Services of this API version: all that an unsigned query request says of its service. */
  ofVersion(apiVersion: string): readonly ServiceModel[];
  /** Operations of the oldest known API version of a service. */
  classicOperations(name: string): ReadonlySet<string>;
  /** Whether the service is recorded in us-east-1 wherever it is called. */
  isGlobal(endpointPrefix: string): boolean;
}

interface Entry {
  readonly name: string;
  readonly metadata: Metadata;
}

/** Looks at the head of each of botocore's models (about 430); loads one when it is asked for. */
export function openServiceIndex(modelsDir: string): ServiceIndex {
  const entries = readdirSync(modelsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }): Entry[] => {
      const file = newestModel(modelsDir, name);
      return file === undefined ? [] : [{ name, metadata: readMetadata(file) }];
    });
  const models = new Map<string, ServiceModel>();
  const load = ({ name }: Entry): ServiceModel => {
    const file = newestModel(modelsDir, name) ?? "";
    const model = models.get(name) ?? loadServiceModel(name, file);
    models.set(name, model);
    return model;
  };
  const classics = new Map<string, ReadonlySet<string>>();
  const globals = globalServices(modelsDir);

  return {
    signedAs: (name) =>
      entries
        .filter(({ metadata }) => signingName(metadata) === name)
        .sort((a, b) => Number(b.name === name) - Number(a.name === name))
        .map(load),
    targetedAs: (prefix) =>
      entries.filter(({ metadata }) => lastPart(metadata.targetPrefix) === lastPart(prefix)).map(load),
    ofVersion: (apiVersion) => entries.filter(({ metadata }) => metadata.apiVersion === apiVersion).map(load),
    classicOperations: (name) => {
      const known = classics.get(name);
      if (known) return known;
      const [oldest] = modelFiles(modelsDir, name);
      const operations = new Set(oldest === undefined ? [] : loadServiceModel(name, oldest).operationNames);
      classics.set(name, operations);
      return operations;
    },
    isGlobal: (endpointPrefix) => globals.has(endpointPrefix),
  };
}

export function signingName(metadata: Metadata): string {
  return metadata.signingName ?? metadata.endpointPrefix;
}

/** SDKs differ in how much of a namespace they put before the target: only the last part is the same. */
export function lastPart(prefix: string | undefined): string | undefined {
  return prefix?.split(".").at(-1);
}

function modelFiles(modelsDir: string, name: string): readonly string[] {
  return readdirSync(path.join(modelsDir, name))
    .sort()
    .flatMap((version) =>
      ["service-2.json.gz", "service-2.json"]
        .map((file) => path.join(modelsDir, name, version, file))
        .filter((file) => existsSync(file)),
    );
}

function newestModel(modelsDir: string, name: string): string | undefined {
  return modelFiles(modelsDir, name).at(-1);
}

/** The metadata stand at the head of a model, within this many bytes, compressed or not. */
const HEAD_BYTES = 4096;

function readMetadata(file: string): Metadata {
  const head = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(file, "r");
  const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
  closeSync(descriptor);
  const bytes = head.subarray(0, length);
  const text = file.endsWith(".gz") ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  const found = /"metadata"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/.exec(text.toString("utf8"))?.[1];
  return found === undefined ? loadServiceModel("", file).metadata : Metadata.parse(JSON.parse(found));
}

const Endpoints = z.object({
  partitions: z.array(z.object({ services: z.record(z.string(), z.object({ isRegionalized: z.boolean().optional() })) })),
});

function globalServices(modelsDir: string): ReadonlySet<string> {
  const { partitions } = Endpoints.parse(JSON.parse(readFileSync(path.join(modelsDir, "endpoints.json"), "utf8")));
  const services = Object.entries(partitions[0]?.services ?? {});
  return new Set(services.filter(([, service]) => service.isRegionalized === false).map(([name]) => name));
}
