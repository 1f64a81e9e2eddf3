/** Where a key may act, and as whom. */
export interface Binding {
  /** Id of the engagement. */
  readonly engagement: string;
  readonly member: string;
}

/** What is kept of an API key: never the key itself. */
export interface KeyRecord {
  readonly id: string;
  /** SHA-256 of the whole key, hexadecimal. */
  readonly hash: string;
  readonly label: string;
  readonly createdAt: string;
  readonly revokedAt?: string;
  /** May open engagements, and acts as the founder in engagements that it is not bound in. */
  readonly owner: boolean;
  readonly bindings: readonly Binding[];
  /** Id of the request that asked for the key, where one did. */
  readonly request?: string;
}

/** Where the records of keys are kept, which others may change at any time. */
export interface KeyRecords {
  /** Whether somebody changed one since they were last read or changed here. */
  changed(): boolean | Promise<boolean>;
  read(): readonly KeyRecord[] | Promise<readonly KeyRecord[]>;
  /** Reads, changes and keeps them, alone. What stays as it is stays the same object. Durable when it resolves. @throws the store's error */
  change<T>(change: (keys: readonly KeyRecord[]) => { keys: readonly KeyRecord[]; result: T }): Promise<T>;
}
