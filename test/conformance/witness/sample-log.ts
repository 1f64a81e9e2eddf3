import { ed25519OfSeed, nodeSha256, type Ed25519KeyPair } from '#ledger-store/node-crypto';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { leafHash, nodeHash } from '#transparency/merkle/hashing';
import { consistencyProof, rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { formatVerifierKey, verifierKey, type VerifierKey } from '#transparency/note/key';
import { signNote } from '#transparency/note/signing';
import { encodeBundle } from '#transparency/tiles/bundle';
import { parseTilePath } from '#transparency/tiles/path';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth } from '#transparency/tiles/tile';
import { concatBytes } from '#transparency/bytes';
import { formatAddCheckpoint } from '#witness/add-checkpoint';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A log that a test writes, honest or not: whatever it is asked to sign, it signs. */
export class SampleLog {
  readonly origin: string;
  readonly key: VerifierKey;
  readonly entries: Uint8Array[] = [];
  readonly #seed: number;
  readonly #pair: Ed25519KeyPair;
  readonly #known = new Map<string, Uint8Array>();

  constructor(origin: string, seed = 1) {
    this.origin = origin;
    this.#seed = seed;
    this.#pair = ed25519OfSeed(new Uint8Array(32).fill(seed));
    this.key = verifierKey(nodeSha256, origin, 'ed25519', this.#pair.publicKey);
  }

  get vkey(): string {
    return formatVerifierKey(this.key);
  }

  get size(): number {
    return this.entries.length;
  }

  /** Grows by entries of these texts. */
  append(...texts: readonly string[]): this {
    this.entries.push(...texts.map(utf8));
    return this;
  }

  /** Grows to a size, with entries that `branch` makes different from those of another branch. */
  growTo(size: number, branch = 'trunk'): this {
    while (this.size < size) this.append(`${branch} ${this.size}`);
    return this;
  }

  /** A log of the same key whose first `size` entries are the same, and no others. */
  forkAt(size: number): SampleLog {
    const fork = new SampleLog(this.origin, this.#seed);
    fork.entries.push(...this.entries.slice(0, size));
    return fork;
  }

  root(size = this.size): Uint8Array {
    return rootAt(nodeSha256, this.#hashes, size);
  }

  /** The signed checkpoint of a size, or of whatever root is given for it. */
  checkpoint(size = this.size, root = this.root(size)): Uint8Array {
    return this.sign(formatCheckpoint({ origin: this.origin, size, root }));
  }

  sign(text: string): Uint8Array {
    return signNote(text, { key: this.key, sign: this.#pair.sign });
  }

  proof(from: number, to = this.size): readonly Uint8Array[] {
    return from === 0 ? [] : consistencyProof(nodeSha256, this.#hashes, from, to);
  }

  /** The body of a request that asks to cosign the checkpoint of a size. */
  request(oldSize: number, size = this.size): Uint8Array {
    const proof = oldSize > size ? [] : this.proof(oldSize, size);
    return formatAddCheckpoint({ oldSize, proof, note: this.checkpoint(size) });
  }

  /** What is to be had below the address of the log (C2SP tlog-tiles); undefined for what is not there. */
  resource(path: string, size = this.size): Uint8Array | undefined {
    if (path === 'checkpoint') return this.checkpoint(size);
    const tile = parseTilePath(path);
    const level = tile.kind === 'entries' ? 0 : tile.level;
    if (tile.width > tileWidth(level, tile.index, size)) return undefined;
    const places = Array.from({ length: tile.width }, (_, i) => tile.index * TILE_WIDTH + i);
    if (tile.kind === 'entries') return encodeBundle(places.map((i) => this.entries[i]!));
    return concatBytes(...places.map((i) => this.#hashes(level * TILE_HEIGHT, i)));
  }

  readonly #hashes: SubtreeHashes = (level, index) => {
    if (level === 0) return leafHash(nodeSha256, this.entries[index]!);
    const place = `${level}/${index}`;
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const hash = nodeHash(nodeSha256, this.#hashes(level - 1, 2 * index), this.#hashes(level - 1, 2 * index + 1));
    this.#known.set(place, hash);
    return hash;
  };
}
