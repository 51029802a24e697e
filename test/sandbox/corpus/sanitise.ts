interface Replacement {
  readonly found: RegExp;
  /** @param number of the text among those of its kind, in the order in which they turn up; from 1 */
  readonly by: (number: number, text: string) => string;
}

const digits = (number: number, length: number): string => String(number).padStart(length, "0");

/** What is another one each time that a stream is recorded. */
const CHANGING: readonly Replacement[] = [
  // By what EC2 puts before: the groups of one stream and their rules are counted together.
  { found: /\b(?:sgr|sg|vpc|subnet|igw|rtb|eni|acl)-[0-9a-f]{8,17}\b/g, by: (number, id) => `${id.slice(0, id.indexOf("-"))}-${digits(number, 17)}` },
  { found: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, by: (number) => `00000000-0000-4000-8000-${digits(number, 12)}` },
  { found: /\b(?:AROA|AIDA|AKIA|ASIA|ANPA)[A-Z0-9]{16,17}\b/g, by: (number, id) => `${id.slice(0, 4)}${digits(number, 17)}` },
  // A time after another one stays so, as far as they turn up in that order.
  { found: /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00|\+0000)/g, by: (number) => new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString() },
  { found: /(?<="salt":")[^"]+/g, by: () => "recorded" },
  { found: /\bv1:[A-Za-z0-9+/=]{8,}:[A-Za-z0-9+/=]+/g, by: (number) => `v1:${digits(number, 16)}:recorded` },
  // Where the sandbox's own programs declare something tells nobody anything.
  { found: /\bproject:\/\/\/[^"#]*#[\d,]+/g, by: (number) => `project:///index.ts#${number},1` },
  { found: /(?<="timestamp":)\d+/g, by: () => "0" },
  { found: /(?<=\b(?:localhost|127\.0\.0\.1):)\d+/g, by: () => "4566" },
];

/**
 * Texts of one recording without what tells of the machine and of the moment, so that the next recording gives the
 * same ones where the same happened.
 *
 * @param places of this machine, by the name that they get instead
 */
export function sanitise(texts: readonly string[], places: Readonly<Record<string, string>>): readonly string[] {
  const moved = Object.entries(places).reduce((all, [name, place]) => all.map((text) => text.replaceAll(place, name)), texts);
  return CHANGING.reduce((all, { found, by }) => {
    const names = new Map<string, string>();
    const nameOf = (text: string): string => {
      const known = names.get(text) ?? by(names.size + 1, text);
      names.set(text, known);
      return known;
    };
    return all.map((text) => text.replace(found, nameOf));
  }, moved);
}
