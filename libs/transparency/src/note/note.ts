import { concatBytes, decodeUtf8, encodeUtf8, fromBase64, fromHex, toBase64, toHex } from '../bytes.ts';
import { Malformed } from '../malformed.ts';

/** A line with a signature. Says nothing until it was verified: anybody can add one. */
export interface SignatureLine {
  /** Name of the key that is said to have signed. */
  readonly name: string;
  /** Key id: 8 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** What follows the key id: for a log key 64 bytes, for a cosignature 72. */
  readonly signature: Uint8Array;
}

/** A signed note (C2SP signed-note v1.0.0), apart. */
export interface Note {
  /** What is signed. Ends in a newline, and may hold empty lines. */
  readonly text: string;
  /** In the order of the note; at least one. */
  readonly signatures: readonly SignatureLine[];
}

/** Most signatures of a note. C2SP asks for 16 at least; Go's reader has this limit as well. */
export const MAX_SIGNATURES = 100;

/** Most bytes of a note. A checkpoint with 100 signatures has some 20,000. */
export const MAX_NOTE_BYTES = 1_000_000;

const DASH = '\u2014 ';
const CONTROL_CHARACTER = /[\u0000-\u0009\u000b-\u001f]/;
const KEY_NAME = /^[^+\p{White_Space}\u0000-\u001f]+$/u;
const KEY_ID_BYTES = 4;

/** Whether a text may be the name of a key: not empty, no plus, no Unicode white space. It is not a URL, and never normalised. */
export const isKeyName = (name: string): boolean => KEY_NAME.test(name) && name.isWellFormed();

/**
 * Takes a note apart. It is divided at its last empty line. Nothing is verified: use `openNote`.
 *
 * @throws Malformed `utf-8`, `note`, `note-signature`, `base64` or `note-too-large`
 */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > MAX_NOTE_BYTES) throw new Malformed('note-too-large', `a note of ${bytes.length} bytes`);
  const whole = decodeUtf8(bytes);
  if (CONTROL_CHARACTER.test(whole)) throw new Malformed('note', 'a control character in the note');
  const division = whole.lastIndexOf('\n\n');
  if (division === -1) throw new Malformed('note', 'no empty line between text and signatures');
  return { text: whole.slice(0, division + 1), signatures: parseSignatureLines(whole.slice(division + 2)) };
}

/**
 * Reads lines with signatures as they stand in a note, or in the answer of a witness. At least one, each ended by a newline.
 *
 * @throws Malformed `note-signature`, `base64` or `note-too-large`
 */
export function parseSignatureLines(block: string): readonly SignatureLine[] {
  if (!block.endsWith('\n')) throw new Malformed('note-signature', 'the last signature is missing or not ended');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new Malformed('note-too-large', `a note with ${lines.length} signatures`);
  return lines.map(parseSignatureLine);
}

function parseSignatureLine(line: string): SignatureLine {
  const [name = '', encoded = '', ...more] = line.slice(DASH.length).split(' ');
  if (!line.startsWith(DASH) || !isKeyName(name) || more.length > 0) {
    throw new Malformed('note-signature', 'a line that is not: em dash, key name, signature');
  }
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_BYTES) throw new Malformed('note-signature', `the signature of ${name} is too short`);
  return { name, keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
}

/**
 * A signature as it stands in a note, with its newline.
 *
 * @throws Malformed `key-name` or `note-signature`
 */
export function formatSignatureLine({ name, keyId, signature }: SignatureLine): string {
  if (!isKeyName(name)) throw new Malformed('key-name', `"${name}" is no name for a key`);
  if (keyId.length !== 2 * KEY_ID_BYTES || signature.length === 0) {
    throw new Malformed('note-signature', `no signature of ${name}, or a key id of other than 4 bytes`);
  }
  return `${DASH}${name} ${toBase64(concatBytes(fromHex(keyId), signature))}\n`;
}

/**
 * The bytes of a note. What this writes, `parseNote` reads as the same note.
 *
 * @throws Malformed `utf-8`, `note`, `note-too-large`, `key-name` or `note-signature`
 */
export function formatNote({ text, signatures }: Note): Uint8Array {
  if (!text.endsWith('\n') || CONTROL_CHARACTER.test(text)) {
    throw new Malformed('note', 'the text of a note ends in a newline and holds no other control character');
  }
  if (signatures.length === 0) throw new Malformed('note-signature', 'a note has at least one signature');
  const bytes = encodeUtf8(`${text}\n${signatures.map(formatSignatureLine).join('')}`);
  if (signatures.length > MAX_SIGNATURES || bytes.length > MAX_NOTE_BYTES) {
    throw new Malformed('note-too-large', `a note of ${bytes.length} bytes with ${signatures.length} signatures`);
  }
  return bytes;
}
