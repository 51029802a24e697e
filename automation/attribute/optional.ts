/** A field that is there only where it has a value, as `exactOptionalPropertyTypes` wants it. */
export function optional<K extends string>(name: K, value: string | undefined): Readonly<Partial<Record<K, string>>> {
  const fields: Partial<Record<K, string>> = {};
  if (value !== undefined && value !== "") fields[name] = value;
  return fields;
}
