import { MAX_ENTRY_BYTES, type Actor, type CommandRef, type Entry } from '#kernel/event';
import { isCanonical } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import type { OnusEvent } from '#rulebook/rulebook';
import { faultIn, isKnownEvent } from '../shapes/events.ts';
import { count, either, instant, nothing, object, oneOf, text, type Shape } from '../shapes/shape.ts';
import { Contradiction } from '../verdict.ts';

/** An entry as read, and how many bytes it has. */
export interface ReadEntry {
  readonly entry: Entry<OnusEvent>;
  readonly bytes: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const anything: Shape = () => undefined;

const envelope = object<Entry>({
  v: oneOf(1),
  ledger: text,
  index: count,
  id: text,
  type: text,
  schema: count,
  recordedAt: instant,
  actor: object<Actor>({
    member: text,
    party: text,
    kind: oneOf('person', 'service', 'system'),
    onBehalfOf: either(text, nothing),
    auth: text,
  }),
  command: object<CommandRef>({ id: text, correlation: text, causation: either(text, nothing), body: text }),
  data: anything,
});

/** Reads the exact bytes of one entry, or their text. @throws Contradiction */
export function readEntry(exact: Uint8Array | string): ReadEntry {
  const whole = typeof exact === 'string' ? exact : decoded(exact);
  const bytes = typeof exact === 'string' ? utf8Length(exact) : exact.length;
  if (bytes > MAX_ENTRY_BYTES) {
    throw new Contradiction('too-large', `the entry has ${bytes} bytes, ${MAX_ENTRY_BYTES} at most`);
  }
  return { entry: entryIn(canonicalJson(whole)), bytes };
}

function entryIn(value: unknown): Entry<OnusEvent> {
  if (isNewer(value)) throw new Contradiction('unknown-event', 'the entry is of a newer version than is known here');
  const fault = envelope(value);
  if (fault !== undefined) throw new Contradiction('not-an-entry', `${fault || 'it'} is not as in an entry`);
  const { type, schema, data } = value as Entry;
  if (!isKnownEvent(type, schema)) {
    throw new Contradiction('unknown-event', `the event ${type}, version ${schema}, is not known here`);
  }
  const inData = faultIn(type, schema, data);
  if (inData !== undefined) throw new Contradiction('not-an-event', `/data${inData} is not as in a ${type}`);
  return value as Entry<OnusEvent>;
}

const isNewer = (value: unknown): boolean => {
  const { v } = (value ?? {}) as { readonly v?: unknown };
  return Number.isSafeInteger(v) && (v as number) > 1;
};

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Contradiction('not-an-entry', 'the bytes are not UTF-8');
  }
}

/**
 * Reads canonical JSON. A text that is the canonical one of what it says has each property once, no lone surrogate and no number
 * beyond a double, so it needs no stricter reading; only what is wrong is looked for by the grammar, to say where it is.
 */
function canonicalJson(whole: string): unknown {
  try {
    const value: unknown = JSON.parse(whole);
    if (isCanonical(value, whole)) return value;
  } catch {
    // Said below.
  }
  try {
    parseStrictJson(whole);
  } catch (error) {
    if (error instanceof NotJson) throw new Contradiction('not-an-entry', error.message);
    throw error;
  }
  throw new Contradiction('not-canonical', 'the bytes are not the canonical ones (RFC 8785) of what they say');
}

/** How many bytes a well-formed text has in UTF-8. */
function utf8Length(whole: string): number {
  let bytes = whole.length;
  for (let i = 0; i < whole.length; i++) {
    const code = whole.charCodeAt(i);
    // A pair of surrogates has four bytes: three for its two code units, and one more.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
