import { decodeDisclosure } from '../disclosures.ts';
import type { LogEvent } from '../log-reader.ts';
import { DISCLOSURE, type Names } from '../names.ts';

/** What an event of the log does to a text beside a ledger: `text` is what is stored of it, undefined where it is gone. */
export interface TextChange {
  /** The stream of the event store that the text has for itself. */
  readonly name: string;
  readonly text: Uint8Array | undefined;
  readonly position: number;
}

/** Whether a replica looks after a stream of the port: its entries, and the texts beside it. */
export type Keeps = (stream: string) => boolean;

export const EVERYTHING: Keeps = () => true;

/** How the server notes in the metadata of a stream that it was deleted and may be written again: nothing before this counts. */
const DELETED = /"\$tb"\s*:\s*9223372036854775807\b/;

/**
 * What an event does to a text; undefined where it does nothing, or writes the text of a stream that is not kept. That a text is gone does
 * not say whose it was: it is told of every one.
 */
export function textChangeIn(
  names: Names,
  { stream, type, data, position }: LogEvent,
  keeps: Keeps = EVERYTHING,
): TextChange | undefined {
  const name = names.disclosureIn(stream);
  if (name === undefined) return undefined;
  const change = { name, position: Number(position) };
  if (stream !== name) {
    return DELETED.test(Buffer.from(data).toString()) ? { ...change, text: undefined } : undefined;
  }
  if (type === '$streamDeleted') return { ...change, text: undefined };
  return type === DISCLOSURE && isKept(data, keeps) ? { ...change, text: data } : undefined;
}

/** One that cannot be read is kept: whoever asks for it is told. */
function isKept(data: Uint8Array, keeps: Keeps): boolean {
  if (keeps === EVERYTHING) return true;
  try {
    return keeps(decodeDisclosure(data).stream);
  } catch {
    return true;
  }
}
