import type { Event } from "@aws-sdk/client-cloudtrail";

/** As what a name is written: services list their resources under one or two of these. */
type Form = "arn" | "url" | "id" | "name";

// Fewer events may be of operations that act on no resource.
const TELLING_EVENTS = 8;

interface Listed {
  events: number;
  readonly forms: Map<Form, number>;
}

/**
 * Under which of a resource's names the event history lists what happened to it. That differs by service, and is not
 * documented by operation: it is learned from every answer, because each event comes with the names that it is listed
 * under. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-supported-resource-types.html
 */
export class Listing {
  readonly #services = new Map<string, Listed>();

  learn({ EventSource, Resources = [] }: Event): void {
    if (EventSource === undefined) return;
    const listed = this.#services.get(EventSource) ?? { events: 0, forms: new Map<Form, number>() };
    this.#services.set(EventSource, listed);
    listed.events++;
    const forms = new Set(Resources.flatMap(({ ResourceName }) => (ResourceName === undefined || ResourceName === "" ? [] : [formOf(ResourceName)])));
    for (const form of forms) listed.forms.set(form, (listed.forms.get(form) ?? 0) + 1);
  }

  /**
   * The names that are worth asking for, the likeliest first.
   * @returns and whether the first of them is known to be what such resources are listed under
   */
  rank(names: readonly string[], services: readonly string[]): { readonly names: readonly string[]; readonly isListed: boolean } {
    const known = services.flatMap((service) => this.#services.get(service) ?? []);
    const count = (name: string) => known.reduce((sum, { forms }) => sum + (forms.get(formOf(name)) ?? 0), 0);
    const likely = names.toSorted((one, other) => count(other) - count(one));
    const listed = likely.filter((name) => count(name) > 0);
    const isKnown = known.reduce((sum, { events }) => sum + events, 0) >= TELLING_EVENTS;
    return { names: isKnown ? listed : likely, isListed: listed.length > 0 };
  }
}

function formOf(name: string): Form {
  if (name.startsWith("arn:")) return "arn";
  if (/^https?:/.test(name)) return "url";
  return /^([a-z]{1,10}-[0-9a-f]{8,17}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(name) ? "id" : "name";
}
