import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { NO_STREAM } from '#ledger-store/event-store';
import type { Signer } from '#ledger-store/ports';
import { signedCheckpoint } from '#ledger-store/receipts/own-checkpoint';
import { decodeUtf8, encodeUtf8, equalBytes } from '#transparency/bytes';
import { openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosignatureVerifier } from '#transparency/checkpoint/cosignature';
import { rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { formatNote, parseNote, type SignatureLine } from '#transparency/note/note';
import type { Witnesses } from '../witnessing/witnesses.ts';
import { SealStreams, type Seal } from './seal-stream.ts';

/** The tree of a ledger as it is now: the one that receipts are signed for. */
export interface LedgerTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** Leads to that root, for this and every smaller size. */
  readonly hashes: SubtreeHashes;
}

/** A ledger contradicts what was sealed of it. Nothing more is signed of it. */
export class SealContradicted extends Error {
  readonly engagement: string;
  readonly sealedSize: number;

  constructor(engagement: string, sealedSize: number, reason: string) {
    super(`The ledger of engagement ${engagement} contradicts its seal of ${sealedSize} entries: ${reason}.`);
    this.name = 'SealContradicted';
    this.engagement = engagement;
    this.sealedSize = sealedSize;
  }
}

export interface SealerParts {
  readonly seals: SealStreams;
  readonly witnesses: Witnesses;
  readonly signer: Signer;
  /** Name of an engagement's ledger. */
  readonly nameOf: (engagement: string) => string;
  /** How many entries a ledger has; cheaper than its tree. */
  readonly sizeOf: (engagement: string) => Promise<number>;
  /** The ledger's tree as it is now. */
  readonly treeOf: (engagement: string) => Promise<LedgerTree>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is known of the newest seal of a ledger. */
interface Newest {
  readonly seal: Seal | undefined;
  /** When it was made, as far as anybody can say: by its cosignatures, or seen by this process. Milliseconds since 1970. */
  readonly at: number;
}

/** Ledgers of which the newest seal is remembered; then all is forgotten, and read again as it is needed. */
const REMEMBERED = 20_000;

/** A ledger that has nothing new is sealed again after so long: its silence can be proven then. */
const SILENCE = 24 * 3_600_000;

/**
 * Seals ledgers: signs a checkpoint of the tree as it is, lets the witnesses cosign it, and stores it. One at a time for each ledger.
 * Nothing is signed that does not continue the seal before it.
 */
export class Sealer {
  readonly #parts: SealerParts;
  readonly #newest = new Map<string, Newest>();
  readonly #working = new Map<string, Promise<Seal | undefined>>();

  constructor(parts: SealerParts) {
    this.#parts = parts;
  }

  /** The newest seal of a ledger, where it has one, whichever process made it. */
  async newest(engagement: string): Promise<Seal | undefined> {
    const known = this.#newest.get(engagement);
    const last = await this.#parts.seals.lastNumber(engagement);
    if (known !== undefined && (known.seal?.number ?? NO_STREAM) !== last) this.#newest.delete(engagement);
    return (await this.#recalled(engagement)).seal;
  }

  /**
   * Seals a ledger if there is something new, a day has passed, or a witness that was missing can be asked again. Gives the newest seal; undefined for a ledger without entries.
   *
   * @throws SealContradicted, or the store's error. Witnesses that are down are no error.
   */
  async seal(engagement: string): Promise<Seal | undefined> {
    // Who comes while a seal is being made may have recorded something that it does not cover.
    while (this.#working.has(engagement)) await this.#working.get(engagement)!.catch(() => undefined);
    const work = this.#seal(engagement).finally(() => this.#working.delete(engagement));
    this.#working.set(engagement, work);
    return work;
  }

  /** Finishes what is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working.values());
  }

  async #seal(engagement: string): Promise<Seal | undefined> {
    const { seals, witnesses, signer, nameOf, sizeOf, treeOf, now } = this.#parts;
    const { seal: before, at } = await this.#recalled(engagement);
    const silent = now() - at >= SILENCE;
    const lacking = before === undefined ? 0 : witnesses.lacking(engagement, before.size);
    // Most ledgers have nothing new most of the time: those are not even opened.
    if (before !== undefined && !silent && lacking === 0 && (await sizeOf(engagement)) === before.size) return before;
    const tree = await treeOf(engagement);
    if (tree.size === 0 && before === undefined) return undefined;
    assertContinues(engagement, before, tree);
    const { size, root, hashes } = tree;
    const same = before !== undefined && !silent && size === before.size;
    if (same && lacking === 0) return before;
    const origin = nameOf(engagement);
    const note = await signedCheckpoint(signer, { origin, size, root });
    const cosigned = await witnesses.cosignaturesOf(engagement, { size, hashes, note: encodeUtf8(note) });
    // The same tree is sealed again for a witness that was missing, and not for one that is missing still.
    const earlier = same ? cosignaturesOf(before, origin) : [];
    if (same && cosigned.every(isAmong(earlier))) return before;
    const kept = earlier.filter((line) => !isAmong(cosigned)(line));
    const seal = await seals.append(engagement, before, withSignatures(note, [...cosigned, ...kept]));
    if (seal === undefined) return this.#sealedElsewhere(engagement, before, size);
    this.#remember(engagement, { seal, at: now() });
    return seal;
  }

  /** Another process sealed it meanwhile: what it stored is the newest, and holds for us where it covers as much as we have seen. */
  async #sealedElsewhere(engagement: string, before: Seal | undefined, size: number): Promise<Seal | undefined> {
    this.#newest.delete(engagement);
    const { seal } = await this.#recalled(engagement);
    const isOther = seal !== undefined && seal.number !== before?.number;
    return isOther && seal.size < size ? this.#seal(engagement) : seal;
  }

  async #recalled(engagement: string): Promise<Newest> {
    const known = this.#newest.get(engagement);
    if (known !== undefined) return known;
    const { seals, witnesses, now } = this.#parts;
    const seal = await seals.newest(engagement);
    const verifiers = witnesses.list.map(({ key }) => cosignatureVerifier(key, verifyEd25519));
    const opened = seal && openCheckpoint(seal.note, verifiers);
    const cosigned = opened?.ok === true ? opened.note.verified : [];
    const times = cosigned.flatMap(({ name, timestamp }) => (timestamp === undefined ? [] : { name, timestamp }));
    if (seal !== undefined) witnesses.recall(engagement, seal.size, times);
    // A witness whose clock is ahead does not put the next seal off.
    const latest = times.length === 0 ? Infinity : 1_000 * Math.max(...times.map(({ timestamp }) => timestamp));
    const at = Math.min(now(), latest);
    return this.#remember(engagement, { seal, at });
  }

  #remember(engagement: string, newest: Newest): Newest {
    if (this.#newest.size >= REMEMBERED) this.#newest.clear();
    this.#newest.set(engagement, newest);
    return newest;
  }
}

function assertContinues(engagement: string, before: Seal | undefined, { size, hashes }: LedgerTree): void {
  if (before === undefined) return;
  if (before.size > size) {
    throw new SealContradicted(engagement, before.size, `it has ${size} entries only`);
  }
  if (!equalBytes(rootAt(nodeSha256, hashes, before.size), before.root)) {
    throw new SealContradicted(engagement, before.size, 'its first entries have another root now; run an audit');
  }
}

/** Who cosigned a seal: everybody who signed it but the log. */
const cosignaturesOf = ({ note }: Seal, origin: string): readonly SignatureLine[] =>
  parseNote(note).signatures.filter(({ name }) => name !== origin);

const isAmong =
  (lines: readonly SignatureLine[]) =>
  ({ name, keyId }: SignatureLine): boolean =>
    lines.some((line) => line.name === name && line.keyId === keyId);

function withSignatures(note: string, more: Parameters<typeof formatNote>[0]['signatures']): string {
  if (more.length === 0) return note;
  const { text, signatures } = parseNote(encodeUtf8(note));
  return decodeUtf8(formatNote({ text, signatures: [...signatures, ...more] }));
}
