/** What an error of the client says about the call that it ended. */
export type Trouble =
  /** Refused by a node that does not lead: nothing was done, and another node is asked next. */
  | 'not-leader'
  | 'wrong-revision'
  | 'no-such-stream'
  | 'stream-deleted'
  /** The server refuses it, now and later; somebody has to mend something. Nothing was done. */
  | 'refused'
  /** Nobody knows whether it was done. */
  | 'unknown';

const MEANINGS: Readonly<Record<string, Trouble>> = {
  'not-leader': 'not-leader',
  'wrong-expected-version': 'wrong-revision',
  'stream-not-found': 'no-such-stream',
  'stream-deleted': 'stream-deleted',
  'access-denied': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'invalid-argument': 'refused',
};

/** Reads what an error means from its `type`, which the client gives to each. Whatever is not known to be harmless is unknown. */
export const troubleOf = (error: unknown): Trouble =>
  MEANINGS[String((error as { readonly type?: unknown } | null)?.type)] ?? 'unknown';

/** In words for whoever runs the server. */
export function mendOf(error: unknown): string {
  const { type, message } = error as { readonly type?: string; readonly message?: string };
  if (type === 'access-denied') return 'the event store refuses the user: check the connection string and its rights';
  if (type === 'maximum-append-size-exceeded') {
    return 'the event store takes less at once than Onus appends: set its MaxAppendSize to 4194304 on every node';
  }
  if (type === 'unavailable') {
    return `the event store cannot be reached: check the connection string, and that the store runs (${message ?? ''})`;
  }
  return message ?? String(error);
}

/** The server did not answer in time. */
export class NoAnswer extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} was not answered within ${milliseconds} ms`);
    this.name = 'NoAnswer';
  }
}
