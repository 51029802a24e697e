export const allowanceKinds = ["protect", "replace", "delete"] as const;
export type AllowanceKind = (typeof allowanceKinds)[number];

/** What somebody named, that is refused else: kind → URNs. */
export type Allowances = Readonly<Record<AllowanceKind, ReadonlySet<string>>>;

export const NOTHING_ALLOWED: Allowances = { protect: new Set(), replace: new Set(), delete: new Set() };
