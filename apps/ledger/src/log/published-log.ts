import { Inject, Injectable } from '@nestjs/common';
import { NotYetKnown } from '#answers/point-in-time';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { Problem, PROBLEMS } from '#http/problems';
import type { Seal } from '#sealing/seals/seal-stream';
import { Malformed } from '#transparency/malformed';
import { leafHash } from '#transparency/merkle/hashing';
import { consistencyProof, inclusionProof, rootAt } from '#transparency/merkle/proof';
import { verifyConsistency, verifyInclusion } from '#transparency/merkle/verification';
import { encodeBundle } from '#transparency/tiles/bundle';
import { parseTilePath } from '#transparency/tiles/path';
import { TILE_WIDTH } from '#transparency/tiles/tile';
import { formatTlogProof } from '#transparency/tlog-proof';
import { SETTINGS, type ServiceSettings } from '../http/settings.ts';
import { Onus, streamOf } from '../runtime/onus.ts';

/** That the first tree is the beginning of the second. */
export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Ledgers as tiled logs (C2SP tlog-tiles), and proofs of them. Each proof is verified before it leaves. */
@Injectable()
export class PublishedLog {
  private readonly onus: Onus;
  private readonly waitMs: number;

  constructor(@Inject(Onus) onus: Onus, @Inject(SETTINGS) { positionWaitMs }: ServiceSettings) {
    this.onus = onus;
    this.waitMs = positionWaitMs;
  }

  /** The newest sealed checkpoint; a ledger that has none is sealed now. @throws SealContradicted, or the store's error */
  async newestSeal(engagement: string): Promise<Seal> {
    const { sealer } = this.onus.sealing;
    return (await sealer.newest(engagement)) ?? (await this.sealed(engagement));
  }

  /** What stands at a path below the log: a tile, or a bundle of entries. @throws Problem where there is nothing, NotThereYet */
  async resource(engagement: string, path: string): Promise<Buffer> {
    const stream = streamOf(engagement);
    const place = placeAt(path);
    if (place.kind === 'hashes') {
      const leaves = (place.index * TILE_WIDTH + place.width) * TILE_WIDTH ** place.level;
      if (!(await this.isDerived(stream, leaves))) return noSuchTile(path);
      const tile = this.onus.read.trees.tile(stream, place);
      return tile === undefined ? noSuchTile(path) : Buffer.from(tile);
    }
    const entries = await this.onus.store.readStream(stream, place.index * TILE_WIDTH, place.width);
    if (entries.length < place.width) return noSuchTile(path);
    return Buffer.from(encodeBundle(entries.map(({ bytes }) => bytes)));
  }

  /** The proof of one entry in a file (C2SP tlog-proof), under the newest sealed checkpoint, or the sealed one of a size. @throws Problem, NotThereYet */
  async proofOf(engagement: string, index: number, size?: number): Promise<Buffer> {
    const seal = await this.sealWith(engagement, index, size);
    const stream = streamOf(engagement);
    const [entry] = await this.onus.store.readStream(stream, index, 1);
    if (entry === undefined || index >= seal.size) throw absent(`no entry ${index} among the ${seal.size} sealed`);
    if (!(await this.isDerived(stream, seal.size))) throw unproven(`there are fewer entries than ${seal.size}`);
    const hashes = this.onus.read.trees.hashesAt(stream, seal.size);
    const proof = inclusionProof(nodeSha256, hashes, index, seal.size);
    const claim = { index, size: seal.size, root: seal.root, leafHash: leafHash(nodeSha256, entry.bytes), proof };
    const proven = verifyInclusion(nodeSha256, claim);
    if (!proven.ok) throw unproven(`entry ${index} is not what was sealed: ${proven.detail}`);
    return Buffer.from(formatTlogProof({ index, hashes: proof, checkpoint: seal.note }));
  }

  /** That the ledger only grew from one size to another. @throws NotYetKnown, NotThereYet, Problem */
  async consistency(engagement: string, from: number, to: number): Promise<Consistency> {
    const stream = streamOf(engagement);
    const { trees } = this.onus.read;
    if (!(await this.isDerived(stream, to))) throw new NotYetKnown(to, trees.sizeOf(stream));
    const hashes = trees.hashesAt(stream, to);
    const [fromRoot, toRoot] = [rootAt(nodeSha256, hashes, from), rootAt(nodeSha256, hashes, to)];
    const proof = consistencyProof(nodeSha256, hashes, from, to);
    const claim = { oldSize: from, newSize: to, oldRoot: fromRoot, newRoot: toRoot, proof };
    const proven = verifyConsistency(nodeSha256, claim);
    if (!proven.ok) throw unproven(proven.detail);
    return { from, to, fromRoot, toRoot, proof };
  }

  /**
   * Whether a ledger has so many entries; waits until they are derived here. What is sealed is in the event store, and another replica
   * may have sealed what has not come here yet. @throws NotThereYet, or the store's error
   */
  private async isDerived(stream: string, size: number): Promise<boolean> {
    const { read, store } = this.onus;
    if (size <= read.trees.sizeOf(stream)) return true;
    if (size > (await store.lastRevision(stream)) + 1) return false;
    const [last] = await store.readStream(stream, size - 1, 1);
    if (last === undefined) return false;
    await read.reach(last.position, this.waitMs);
    return true;
  }

  private async sealWith(engagement: string, index: number, size: number | undefined): Promise<Seal> {
    if (size === undefined) {
      const newest = await this.newestSeal(engagement);
      return newest.size > index ? newest : this.sealed(engagement);
    }
    const seal = await this.onus.sealing.seals.newestWithin(engagement, size);
    if (seal?.size !== size) throw absent(`no sealed checkpoint of ${size} entries`);
    return seal;
  }

  private async sealed(engagement: string): Promise<Seal> {
    const seal = await this.onus.sealing.sealer.seal(engagement);
    return seal ?? noSuchTile('checkpoint');
  }
}

const absent = (what: string): Problem => new Problem(PROBLEMS.absent, `There is ${what}.`);

const noSuchTile = (path: string): never => {
  throw absent(`nothing in the log at ${path}`);
};

const unproven = (detail: string): Problem =>
  new Problem(PROBLEMS.auditFault, `No proof is given, for it would not hold: ${detail}. Run an audit.`);

function placeAt(path: string): ReturnType<typeof parseTilePath> {
  try {
    return parseTilePath(`tile/${path}`);
  } catch (error) {
    if (error instanceof Malformed) return noSuchTile(`tile/${path}`);
    throw error;
  }
}
