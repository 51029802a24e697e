interface VolatileOutput {
  /** Types whose output this is; absent: every type. */
  readonly types?: RegExp;
  /** The names on the path, joined by dots. */
  readonly output: RegExp;
  readonly reason: string;
}

// Where the content itself lives behind data events, these are the only trace of a change.
const CONTENT = /^aws:s3\/(bucketObject|bucketObjectv2|objectCopy):/i;

/** Outputs that AWS moves by itself, or along with any other change. A property that a person can set is never here. */
const VOLATILE: readonly VolatileOutput[] = [
  { output: /^(lastModified|lastModifiedDate|lastModifiedTime|lastUpdated|lastUpdatedDate|lastUpdatedTime|modifiedDate|updatedAt|updatedDate|updateTime)$/, reason: "a time that moves with every write" },
  { output: /^(etag|eTag|versionId|updateToken|lockToken|resourceVersion|revisionId)$/, reason: "a version mark that moves with every write" },
  { output: /^latest[A-Z]\w*$/, reason: "names the latest version or time, which moves by itself" },
  { output: /^(lastUsedDate|lastUsed|roleLastUseds?|lastAccessedDate|lastEventTime|lastRotatedDate|lastSeen)(\.|$)/, reason: "says when it was last used" },
  { types: /^aws:ssm\/parameter:/, output: /^version$/, reason: "counts the writes of the parameter" },
  { types: /^aws:lambda\/function:/, output: /^(version|qualifiedArn|qualifiedInvokeArn)$/, reason: "names the latest published version" },
  { types: /^aws:ecs\/taskDefinition:/, output: /^revision$/, reason: "counts the revisions" },
  { types: /^aws:cloudwatch\/logGroup:/, output: /^storedBytes$/, reason: "grows with what is logged" },
  { types: /^aws:rds\//, output: /^(status|latestRestorableTime)$/, reason: "moves with maintenance and backups" },
  { types: /^kubernetes:/, output: /^metadata\.(managedFields|resourceVersion|generation)(\.|$)/, reason: "the API server moves it with every write" },
  { types: /^kubernetes:/, output: /^status(\.|$)/, reason: "says how the object fares, not what it is to be" },
];

/** Why a changed output is not worth a look; undefined where it is. */
export function volatility(type: string, names: readonly string[]): string | undefined {
  if (CONTENT.test(type)) return undefined;
  const output = names.join(".");
  return VOLATILE.find((volatile) => (volatile.types?.test(type) ?? true) && volatile.output.test(output))?.reason;
}
