/** An object as a listing tells it. */
export interface StoredObject {
  /** Below the backend's root, with `/`: `.pulumi/stacks/shop/dev.json`. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly written: number;
  /** Another one whenever it has been written again with other contents. */
  readonly mark: string;
}

/** What of a self-managed backend's place is needed to read it. Nothing writes. Each throws `BackendError`. */
export interface ObjectStore {
  /** The keys of all objects below a folder, at whatever depth; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** The objects whose key is `stem` and one of the endings. */
  find(stem: string, endings: readonly string[]): Promise<readonly StoredObject[]>;
  /** The contents, and the mark that goes with them; nothing where there is no such object. */
  read(key: string): Promise<StoredContents | undefined>;
  /** How many requests have been sent over the network. */
  requests(): number;
}

export interface StoredContents {
  readonly bytes: Uint8Array;
  readonly mark: string;
}
