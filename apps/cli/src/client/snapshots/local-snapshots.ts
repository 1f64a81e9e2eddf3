import type { Actor } from '#kernel/event';
import type { Accepted } from '#ledger-store/submission';
import type { ReadModels } from '#read-models/read-models';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { compareSnapshots, type Side } from '#snapshot/compare-snapshots/compare-snapshots';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';
import { sealedDocument } from '#snapshot/making/made-snapshot';
import { snapshotState } from '#snapshot/sealed-snapshots/snapshot-state';
import { takeSnapshot } from '#snapshot/take-snapshot/take-snapshot';
import { verifyDocument } from '#snapshot/verify-snapshot/verify-document';
import type { Recorded, SnapshotClient, TakenSnapshot, ToSealMatrix } from '../onus-client.ts';

/** What a client on a data folder knows of the folder. */
interface Folder {
  readonly onus: Onus;
  readonly at: (slug: string) => Promise<{ readonly read: ReadModels; readonly id: string }>;
  readonly actor: (engagementId: string) => Promise<Actor>;
  /** Takes note of what was written, so that the next read has it. */
  readonly recorded: (accepted: Accepted) => Recorded;
  readonly everySnapshot: (read: ReadModels, engagementId: string) => ReturnType<SnapshotClient['list']>;
}

/** Snapshots on a data folder of this machine. */
export class LocalSnapshots implements SnapshotClient {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async take(slug: string, matrix: ToSealMatrix, commandId: string): Promise<TakenSnapshot> {
    const { id } = await this.#folder.at(slug);
    const actor = await this.#folder.actor(id);
    const asked = { engagementId: id, commandId, actor, ...matrix, receipt: true };
    const accepted = await takeSnapshot(this.#folder.onus, asked);
    const snapshot = accepted.entries[0]!.data as SnapshotTaken['data'];
    return { snapshot, ...this.#folder.recorded(accepted) };
  }

  async list(slug: string) {
    const { read, id } = await this.#folder.at(slug);
    return this.#folder.everySnapshot(read, id);
  }

  async show(slug: string, snapshot: string) {
    const { id } = await this.#folder.at(slug);
    return snapshotState(this.#folder.onus, id, snapshot);
  }

  async document(slug: string, snapshot: string) {
    const { read, id } = await this.#folder.at(slug);
    const { text } = await sealedDocument(this.#folder.onus, id, read.snapshot(id, snapshot));
    return new TextEncoder().encode(text);
  }

  async verify(slug: string, snapshot: string, document: Uint8Array) {
    const { id } = await this.#folder.at(slug);
    return verifyDocument(this.#folder.onus, id, snapshot, document);
  }

  async compare(slug: string, from: Side, to: Side) {
    const { read, id } = await this.#folder.at(slug);
    return compareSnapshots(read, id, from, to);
  }
}
