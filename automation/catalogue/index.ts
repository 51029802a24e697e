import table from "./rows.json";

/** What is known of a resource type from published schemas; `test/catalogue/generate.ts` derives it. */
export interface CatalogueRow {
  /** `aws:ec2/securityGroup:SecurityGroup` */
  readonly type: string;
  /** CloudFormation's type that the row was taken from; "" where only operations of its name were found. */
  readonly twin: string;
  /** First parts of the `eventSource`s. */
  readonly services: readonly string[];
  /** `parameter:output`: a call on the resource names it in this parameter by the value of this output. */
  readonly keys: readonly string[];
  readonly creates: readonly string[];
  readonly updates: readonly string[];
  readonly deletes: readonly string[];
  /** Inputs that a creating call has a parameter for, and no updating one: they hardly change in place. */
  readonly atCreation: readonly string[];
  /** Inputs that no listed call has a parameter for. Tags and region are left out. */
  readonly unlinked: readonly string[];
}

let rows: ReadonlyMap<string, CatalogueRow> | undefined;

/** The row of a type; undefined for types that the catalogue was not generated with. */
export function catalogued(type: string): CatalogueRow | undefined {
  return allRows().get(type);
}

/** Every row by its type. Read on first use: most commands never need it. */
export function allRows(): ReadonlyMap<string, CatalogueRow> {
  rows ??= new Map(table.rows.map((fields) => [fields[0] ?? "", readRow(fields)]));
  return rows;
}

/** Lists stand in one string each, which makes the file half as long. */
function readRow(fields: readonly string[]): CatalogueRow {
  const [type = "", twin = "", services = "", keys = "", creates = "", updates = "", deletes = "", atCreation = "", unlinked = ""] = fields;
  return {
    type,
    twin,
    services: words(services),
    keys: words(keys),
    creates: words(creates),
    updates: words(updates),
    deletes: words(deletes),
    atCreation: words(atCreation),
    unlinked: words(unlinked),
  };
}

function words(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

/** Every type to which a service's operation is listed, by operation. The service is the first part of `eventSource`. */
export function ownersOf(service: string, operation: string): readonly CatalogueRow[] {
  owners ??= ownersByOperation();
  return owners.get(`${service}:${operation}`) ?? [];
}

let owners: ReadonlyMap<string, readonly CatalogueRow[]> | undefined;

function ownersByOperation(): ReadonlyMap<string, readonly CatalogueRow[]> {
  const found = new Map<string, CatalogueRow[]>();
  for (const row of allRows().values()) {
    for (const operation of [...row.creates, ...row.updates, ...row.deletes]) {
      for (const service of row.services) {
        const key = `${service}:${operation}`;
        const listed = found.get(key);
        if (listed === undefined) found.set(key, [row]);
        else listed.push(row);
      }
    }
  }
  return found;
}
