/** A row that a file brings: untrusted, and as it stands there. */
export interface Incoming {
  /** 1 for the first row of its list, or the row of its spreadsheet. */
  readonly place: number;
  readonly id: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of its account, where the file says it. */
  readonly phoneNumber?: string;
}

/** What a file brings, by the name of the entity; names that this version does not know included. */
export type IncomingRows = ReadonlyMap<string, readonly Incoming[]>;
