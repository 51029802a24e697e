import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** https://github.com/boto/botocore: the format of `service-2.json`. Only what is used here. */
export const Metadata = z.object({
  apiVersion: z.string(),
  endpointPrefix: z.string(),
  /** One host for all regions, as IAM has it. */
  globalEndpoint: z.string().optional(),
  signingName: z.string().optional(),
  protocol: z.string().optional(),
  targetPrefix: z.string().optional(),
});
export type Metadata = z.infer<typeof Metadata>;

const ShapeRef = z.object({
  shape: z.string(),
  location: z.string().optional(),
  locationName: z.string().optional(),
  queryName: z.string().optional(),
  flattened: z.boolean().optional(),
  resultWrapper: z.string().optional(),
});
export type ShapeRef = z.infer<typeof ShapeRef>;

const Shape = z.object({
  type: z.string(),
  members: z.record(z.string(), ShapeRef).optional(),
  member: ShapeRef.optional(),
  key: ShapeRef.optional(),
  value: ShapeRef.optional(),
  flattened: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  payload: z.string().optional(),
  error: z.object({ code: z.string().optional() }).optional(),
});
export type Shape = z.infer<typeof Shape>;

const Operation = z.object({
  name: z.string(),
  http: z.object({ method: z.string(), requestUri: z.string() }),
  input: ShapeRef.optional(),
  output: ShapeRef.optional(),
  errors: z.array(ShapeRef).optional(),
  deprecated: z.boolean().optional(),
});
export type Operation = z.infer<typeof Operation>;

const ModelFile = z.object({
  metadata: Metadata,
  operations: z.record(z.string(), z.unknown()),
  shapes: z.record(z.string(), z.unknown()),
});

export interface ServiceModel {
  /** Name of the model's folder, such as `ec2`. */
  readonly name: string;
  readonly metadata: Metadata;
  readonly operationNames: readonly string[];
  operation(name: string): Operation | undefined;
  /** The deprecated operation that has this method and URI, of which another one is the successor. */
  deprecatedAt(method: string, requestUri: string): string | undefined;
  shape(ref: ShapeRef): Shape;
}

/**
 * Reads a model. EC2's takes about 50 ms; its 800 operations and 6,000 shapes are checked one by
 * one as they are asked for.
 */
export function loadServiceModel(name: string, file: string): ServiceModel {
  const bytes = readFileSync(file);
  return readServiceModel(name, JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")));
}

export function readServiceModel(name: string, json: unknown): ServiceModel {
  const model = ModelFile.parse(json);
  const shapes = new Map<string, Shape>();
  let deprecated: ReadonlyMap<string, string> | undefined;
  return {
    name,
    metadata: model.metadata,
    operationNames: Object.keys(model.operations),
    operation: (operation) => Operation.optional().parse(model.operations[operation]),
    deprecatedAt: (method, requestUri) => (deprecated ??= deprecatedOf(model.operations)).get(`${method} ${requestUri}`),
    shape: (ref) => {
      const known = shapes.get(ref.shape);
      if (known) return known;
      const shape = Shape.parse(model.shapes[ref.shape]);
      shapes.set(ref.shape, shape);
      return shape;
    },
  };
}

function deprecatedOf(operations: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const parsed = Object.values(operations).map((operation) => Operation.parse(operation));
  return new Map(parsed.filter(({ deprecated }) => deprecated).map(({ name, http }) => [`${http.method} ${http.requestUri}`, name]));
}
