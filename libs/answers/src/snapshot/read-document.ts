import { canonicalize, type Json } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { SNAPSHOT_FORMATS } from '#snapshot/domain/snapshot.events';

type Properties = Readonly<Record<string, Json | undefined>>;

/** A document that somebody holds, as far as it can be believed to be one: whatever else it says is for comparison. */
export interface HeldDocument {
  readonly head: Properties & { readonly ledger: string; readonly effective: string; readonly treeSize: number };
  /** Lines by reference. */
  readonly lines: ReadonlyMap<string, Properties>;
  /** Whether the bytes are the canonical ones for what they say. */
  readonly canonical: boolean;
}

/** The text is no document of a snapshot. The message says why. */
export class NoSnapshotDocument extends Error {
  constructor(reason: string) {
    super(`This is no document of a snapshot: ${reason}.`);
    this.name = 'NoSnapshotDocument';
  }
}

/** Reads what somebody holds. @throws NoSnapshotDocument */
export function readDocument(text: string): HeldDocument {
  const value = parsed(text);
  if (!isObject(value)) throw new NoSnapshotDocument('it is JSON, but no object');
  const { lines: listed, ...head } = value;
  const formats: readonly unknown[] = SNAPSHOT_FORMATS;
  if (!formats.includes(head['format'])) {
    throw new NoSnapshotDocument(
      `its format is neither ${SNAPSHOT_FORMATS.map((format) => `"${format}"`).join(' nor ')}`,
    );
  }
  if (!isHead(head)) throw new NoSnapshotDocument('it does not say of which ledger, instant and tree size it is');
  if (!Array.isArray(listed)) throw new NoSnapshotDocument('it has no lines');
  return { head, lines: byRef(listed as readonly Json[]), canonical: canonicalize(value) === text };
}

function parsed(text: string): Json {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw new NoSnapshotDocument(`it cannot be read as JSON (${error.message})`);
    throw error;
  }
}

function byRef(listed: readonly Json[]): ReadonlyMap<string, Properties> {
  const lines = new Map<string, Properties>();
  for (const line of listed) {
    const ref = isObject(line) ? line['ref'] : undefined;
    if (!isObject(line) || typeof ref !== 'string') throw new NoSnapshotDocument('a line of it names no task');
    if (lines.has(ref)) throw new NoSnapshotDocument(`it has two lines for ${ref}`);
    lines.set(ref, line);
  }
  return lines;
}

const isHead = (head: Properties): head is HeldDocument['head'] =>
  typeof head['ledger'] === 'string' && typeof head['effective'] === 'string' && typeof head['treeSize'] === 'number';

const isObject = (value: Json | undefined): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
