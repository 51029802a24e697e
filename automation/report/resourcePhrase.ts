import { say, type Phrase } from "./phrase";

/** `logs (aws:s3/bucket:Bucket)`, from `urn:pulumi:stack::project::parent$type::name`. */
export function resourcePhrase(urn: string): Phrase {
  const [, , types, ...name] = urn.split("::");
  const type = types?.split("$").at(-1);
  return type === undefined || name.length === 0 ? say`${urn}` : say`${name.join("::")} (${type})`;
}
