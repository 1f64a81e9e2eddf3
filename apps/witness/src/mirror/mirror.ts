import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { equalBytes, toHex } from '#transparency/bytes';
import { leafHash } from '#transparency/merkle/hashing';
import { rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { TileBuilder } from '#transparency/tiles/builder';
import { TILE_WIDTH, type Tile } from '#transparency/tiles/tile';
import { contradicts } from '#witness/judgement';
import type { WatchedLog } from '#witness/logs-file';
import { openSigned, type SignedCheckpoint } from '#witness/submission';
import type { AlarmBell } from '../alarms/alarm-bell.ts';
import type { Evidence } from '../storage/alarm-store.ts';
import type { CheckpointStore } from '../storage/checkpoint-store.ts';
import type { Copy, MirrorStore } from '../storage/mirror-store.ts';
import { evidence, forked, type Contradictions } from '../witnessing/contradictions.ts';
import type { Copies } from './copies.ts';
import { LogUnreadable, type LogClient } from './log-client.ts';

export interface MirrorParts {
  readonly store: MirrorStore;
  readonly copies: Copies;
  readonly checkpoints: CheckpointStore;
  readonly contradictions: Contradictions;
  readonly bell: AlarmBell;
}

/**
 * A copy of a log that trusts nothing: every entry is hashed here, and the tree of all of them has to have the root that the log signed. Then it
 * is held against everything else that the log signed before.
 */
export class Mirror {
  readonly #log: WatchedLog;
  readonly #client: LogClient;
  readonly #parts: MirrorParts;

  constructor(log: WatchedLog, client: LogClient, parts: MirrorParts) {
    this.#log = log;
    this.#client = client;
    this.#parts = parts;
  }

  /**
   * Looks once: takes over what is new, as far as the checkpoint that the log shows. Goes on where an earlier look was broken off.
   *
   * @throws LogUnreadable where the log cannot be read; what came until then is kept
   */
  async look(): Promise<void> {
    const signed = await this.#signedCheckpoint();
    const found = this.#parts.contradictions.weigh(signed);
    if (typeof found === 'object') {
      this.#alarm([found]);
      return;
    }
    const { size, root } = signed.checkpoint;
    await this.#pull(size);
    const copy = this.#copy();
    if (size <= copy.verified) return;
    const hashes = this.#parts.copies.hashes(copy, size);
    const ours = rootAt(nodeSha256, hashes, size);
    if (equalBytes(ours, root)) this.#takeOver(copy, signed, hashes);
    else await this.#refuse(copy, signed, ours);
  }

  /** The entries are not those that were signed for. They are not kept, so that the next look gets them anew. */
  async #refuse(copy: Copy, signed: SignedCheckpoint, ours: Uint8Array): Promise<void> {
    const { size } = signed.checkpoint;
    const where = await this.#firstDifference(copy, size);
    const what = `the first ${size} entries, as the log hands them out, have the root ${toHex(ours)}, and it signed another`;
    this.#alarm([evidence('entries-differ', signed, copy.note, `${what}; ${where}`)]);
    this.#parts.store.rollBack(copy);
  }

  #copy(): Copy {
    return this.#parts.store.begin(this.#log.origin);
  }

  async #signedCheckpoint(): Promise<SignedCheckpoint> {
    const { origin } = this.#log;
    const opened = openSigned(new Map([[origin, this.#log]]), await this.#client.checkpoint(), verifyEd25519);
    if (opened.ok) return opened;
    // Whoever stands between may have changed it: no evidence against the log, and no use either.
    throw new LogUnreadable(`the checkpoint of ${origin}: ${opened.detail}`);
  }

  /** Gets the entries up to a size, bundle by bundle, each durable before the next is asked for. */
  async #pull(size: number): Promise<void> {
    const { store } = this.#parts;
    const first = this.#copy();
    if (first.pulled >= size) return;
    const builder = TileBuilder.resume(nodeSha256, first.pulled, store.tilesOf(first));
    for (let { pulled } = first; pulled < size; pulled = builder.size) {
      const index = Math.floor(pulled / TILE_WIDTH);
      const start = index * TILE_WIDTH;
      const bundle = await this.#client.entries(index, Math.min(TILE_WIDTH, size - start));
      const entries = bundle.slice(pulled - start);
      const full: Tile[] = entries.flatMap((entry) => builder.append(leafHash(nodeSha256, entry)));
      store.append({ ...first, pulled }, entries, [...full, ...builder.partial()]);
    }
  }

  /** The entries are those that were signed for. Whatever else was signed for them shows now, and is stored first. */
  #takeOver(copy: Copy, signed: SignedCheckpoint, hashes: SubtreeHashes): void {
    const { checkpoints, copies, store } = this.#parts;
    const { origin, size } = signed.checkpoint;
    const treeOf = copies.beginnings(signed, hashes);
    const cosigned = checkpoints
      .between(origin, copy.verified, size)
      .map(({ note, ...tree }): SignedCheckpoint => ({ checkpoint: { origin, ...tree }, note }));
    this.#alarm(
      [...cosigned, ...checkpoints.unjudged(origin, size)].flatMap((before) => {
        const tree = treeOf(before.checkpoint.size);
        return contradicts(before.checkpoint, tree) ? (forked(before, tree) ?? []) : [];
      }),
    );
    store.verify(copy, size, signed.note);
    checkpoints.forget(origin, size);
  }

  /** Which entry the log hashes otherwise than it hands it out; for people who have to find out what happened. */
  async #firstDifference(copy: Copy, size: number): Promise<string> {
    const ours = this.#parts.store.tilesOf(copy);
    try {
      for (let index = Math.floor(copy.verified / TILE_WIDTH); index * TILE_WIDTH < size; index++) {
        const theirs = await this.#client.leafHashes(index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
        const tile = ours(0, index, theirs.length);
        const i = theirs.findIndex((hash, at) => !equalBytes(hash, tile.subarray(32 * at, 32 * at + 32)));
        if (i !== -1) return `its own hashes differ from entry ${index * TILE_WIDTH + i} on`;
      }
      return 'its own hashes are those of the entries';
    } catch (error) {
      return `its own hashes cannot be read (${(error as Error).message})`;
    }
  }

  #alarm(found: readonly Evidence[]): void {
    const { bell, checkpoints } = this.#parts;
    const alarms = checkpoints.atomically(() => found.flatMap((each) => bell.keep(each)));
    for (const alarm of alarms) bell.ring(alarm);
  }
}
