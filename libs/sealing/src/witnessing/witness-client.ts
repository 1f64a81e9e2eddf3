import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { LAST_SECOND } from '#kernel/instant';
import { concatBytes, decodeUtf8, parseDecimal } from '#transparency/bytes';
import { openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosignatureVerifier } from '#transparency/checkpoint/cosignature';
import { consistencyProof, type SubtreeHashes } from '#transparency/merkle/proof';
import { formatNote, parseNote, parseSignatureLines, type SignatureLine } from '#transparency/note/note';
import type { TrustedWitness } from '#transparency/policy/policy';
import { formatAddCheckpoint } from '#witness/add-checkpoint';

/** What a witness is asked to cosign. */
export interface Witnessable {
  readonly size: number;
  /** Hashes of the tree of that size. */
  readonly hashes: SubtreeHashes;
  /** The checkpoint with the log's signature. */
  readonly note: Uint8Array;
}

/** What a witness gave: its signature, and when it says that it signed, in seconds since 1970. */
export interface Cosignature {
  readonly line: SignatureLine;
  readonly timestamp: number;
}

/** A witness did not cosign. The message says why, in words for whoever runs the service. */
export class NotCosigned extends Error {
  /** Whether nobody answered at all, whatever the question was. */
  readonly unreachable: boolean;

  constructor(reason: string, options: ErrorOptions & { readonly unreachable?: boolean } = {}) {
    super(reason, options);
    this.name = 'NotCosigned';
    this.unreachable = options.unreachable ?? false;
  }
}

/** Answers of a witness are small; a page of somebody else's is not read to its end. */
const MOST_BYTES = 100_000;
const MOST_TRIES = 3;

type Fetch = typeof fetch;

/**
 * Asks a witness for its cosignature (C2SP tlog-witness). `oldSize` is the size that it is believed to have; where it has another,
 * it says so and is asked again from there.
 *
 * @throws NotCosigned, after `timeoutMs` at the latest.
 */
export async function askWitness(
  { key, url, name }: TrustedWitness,
  asked: Witnessable,
  oldSize: number,
  { timeoutMs, fetch: send = fetch }: { readonly timeoutMs: number; readonly fetch?: Fetch },
): Promise<Cosignature> {
  if (url === undefined) throw new NotCosigned(`no address is known of ${name}`);
  const signal = AbortSignal.timeout(timeoutMs);
  let from = Math.min(oldSize, asked.size);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { status, text } = await post(send, url, bodyFrom(from, asked), signal);
    if (status === 200) return verified(key, asked.note, text);
    if (status !== 409) throw new NotCosigned(`it answers ${status}: ${text.slice(0, 200).trim()}`);
    from = sizeIn(text);
    if (from > asked.size) throw new NotCosigned(`it has seen a tree of ${from} entries, more than there are`);
  }
  throw new NotCosigned('it names another size each time it is asked');
}

async function post(send: Fetch, url: string, body: Uint8Array, signal: AbortSignal) {
  try {
    const response = await send(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      signal,
    });
    return { status: response.status, text: decodeUtf8(await bounded(response)) };
  } catch (cause) {
    if (cause instanceof NotCosigned) throw cause;
    const { message, cause: why } = cause as Error & { cause?: Error };
    throw new NotCosigned(`it cannot be reached: ${why?.message ?? message}`, { cause, unreachable: true });
  }
}

/** The body of an answer, which may be without an end: as soon as it is too long, no more of it is read. */
async function bounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > MOST_BYTES) throw new NotCosigned('its answer is far too long');
    parts.push(part);
  }
  return concatBytes(...parts);
}

function bodyFrom(oldSize: number, { size, hashes, note }: Witnessable): Uint8Array {
  const proof = oldSize === 0 ? [] : consistencyProof(nodeSha256, hashes, oldSize, size);
  return formatAddCheckpoint({ oldSize, proof, note });
}

function sizeIn(text: string): number {
  try {
    return parseDecimal(text.replace(/\n$/, ''));
  } catch (cause) {
    throw new NotCosigned('it has another size, and does not say which', { cause });
  }
}

/** Its own signature line, which must hold over this very checkpoint: whatever else it sends is left aside. */
function verified(key: TrustedWitness['key'], note: Uint8Array, answer: string): Cosignature {
  try {
    const line = parseSignatureLines(answer).find(({ name, keyId }) => name === key.name && keyId === key.keyId);
    if (line === undefined) throw new NotCosigned(`its answer is not signed as ${key.name}`);
    const cosigned = formatNote({ ...parseNote(note), signatures: [line] });
    const opened = openCheckpoint(cosigned, [cosignatureVerifier(key, verifyEd25519)]);
    if (!opened.ok) throw new NotCosigned(`its cosignature does not hold: ${opened.detail}`);
    const timestamp = opened.note.verified[0]!.timestamp!;
    // Whoever verifies the seal later would have to refuse it for that.
    if (timestamp > LAST_SECOND) throw new NotCosigned('it cosigned at no time that there is');
    return { line, timestamp };
  } catch (cause) {
    if (cause instanceof NotCosigned) throw cause;
    throw new NotCosigned(`its answer cannot be read: ${(cause as Error).message}`, { cause });
  }
}
