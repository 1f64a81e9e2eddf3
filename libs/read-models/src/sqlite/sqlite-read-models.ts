import { microsOf, type Instant, type Micros } from '#kernel/instant';
import type { Share } from '#ledger-store/shares/share';
import type { Known, MatrixQuestion, OwnerQuestion, PointInTime } from '#answers/point-in-time';
import { NotFound, ReadModels, type IndexedCommand, type LineInForce, type Progress } from '../read-models.ts';
import type { Page } from '../page.ts';
import type { DueMatter } from '../due-matter.ts';
import type { SnapshotMatter } from '#answers/snapshot/document';
import type { DiffView } from '#answers/views.diff';
import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import type { SnapshotView } from '#answers/views.snapshot';
import type * as View from '#answers/views';
import { changeSlice, viewOf } from './answers/pages/changes.ts';
import { dueMatters } from './answers/pages/due.ts';
import { diffView } from './answers/diff.ts';
import { engagementPage } from './answers/pages/engagements.ts';
import { evidenceSlice } from './answers/pages/evidence.ts';
import { assignmentsFrom, linesInForce } from './answers/lines-in-force.ts';
import { matrixView, snapshotMatter } from './answers/matrix.ts';
import { objectionOf, objectionSlice } from './answers/pages/objections.ts';
import { lineAt, ownerAnswer, shortAnswer } from './answers/points/owner.ts';
import { pageOf } from './answers/pages/paging.ts';
import { snapshotOf, snapshotSlice } from './answers/pages/snapshots.ts';
import { prefixOf } from './answers/prefix.ts';
import { StoredPeople } from './answers/people/stored-people.ts';
import { StoredRegister } from './answers/register/stored-register.ts';
import { timelineView } from './answers/pages/timeline.ts';
import { LiveModels } from './live-models.ts';
import type { SqliteReadModelsOptions } from './options.ts';
import type { BuildReport } from './projecting/projecting.ts';
import { projectingFrom } from './projecting/thread.ts';
import { engagementView } from './queries/ledgers.ts';
import type { Prefix, Reader } from './queries/reader.ts';
import { textsIn } from './queries/people/texts.ts';
import { PROJECTION_VERSION } from './storage/schema.ts';
import { StoredTrees } from './tree/stored-trees.ts';

export type { SqliteReadModelsOptions };

/** Read models in SQLite files of their own, derived on a thread of their own, read on the caller's. */
export class SqliteReadModels extends ReadModels {
  override readonly trees = new StoredTrees((question) => this.#ask(question));
  override readonly register = new StoredRegister((question) => this.#ask(question));
  override readonly people = new StoredPeople((question) => this.#ask(question));
  readonly #live: LiveModels;
  readonly #share: Share | undefined;

  private constructor(live: LiveModels, share: Share | undefined) {
    super();
    this.#live = live;
    this.#share = share;
    // Who waited for a position is answered from a state that has it.
    live.listen(() => live.reader.connection.refresh());
  }

  /** Resolves as soon as there is a file that can be asked; `reach` tells when it has caught up. @throws ProjectionStopped */
  static async open(options: SqliteReadModelsOptions): Promise<SqliteReadModels> {
    const { folder, feed, disclosures, share, versions } = options;
    const textsOf = textsIn(disclosures);
    const projecting = projectingFrom(feed);
    const { current, readableSince } = versions ?? { current: PROJECTION_VERSION, readableSince: PROJECTION_VERSION };
    const live = await LiveModels.open({ folder, projecting, textsOf, share, version: current, readableSince });
    return new SqliteReadModels(live, share);
  }

  override position(): number {
    return this.#live.progress.position;
  }

  override share(): Share | undefined {
    return this.#live.share;
  }

  override progress(): Progress {
    return this.#live.progress;
  }

  /** Calls a listener at every step; gives how to stop that. */
  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#live.listen(listener);
  }

  /** The store has entries up to a position. Cheap: call it after every commit. */
  notify(position: number): void {
    if (position > this.position()) this.#live.wake();
  }

  /** Drops the texts behind commitments that were erased. */
  forget(commitments: readonly string[]): void {
    const { texts, statements } = this.#live.reader;
    texts.forget(commitments);
    statements.forget();
  }

  /** Derives everything anew beside what answers now, then switches. @throws ProjectionStopped */
  rebuild({ onProgress }: { readonly onProgress?: BuildReport } = {}): Promise<void> {
    return this.#live.rebuild(onProgress);
  }

  override reach(position: number, milliseconds: number): Promise<void> {
    return this.#live.reach(position, milliseconds);
  }

  override engagements(page: Page) {
    return this.#ask((reader) => engagementPage(reader, page, this.#share));
  }

  override engagement(slugOrId: string): View.EngagementView {
    return this.#ask((reader) => {
      const { ledger, size } = prefixOf(reader, slugOrId, undefined);
      return engagementView(ledger, size);
    });
  }

  override parties(engagementId: string, known?: Known): readonly View.PartyView[] {
    return this.#of(engagementId, known, (reader, { ledger, treeSize }) => reader.people.parties(ledger, treeSize));
  }

  override members(engagementId: string, known?: Known): readonly View.MemberView[] {
    return this.#of(engagementId, known, (reader, { ledger, treeSize }) => reader.people.members(ledger, treeSize));
  }

  override owner(engagementId: string, ref: string, { effective, known }: OwnerQuestion): View.OwnerAnswer {
    return this.#of(engagementId, known, (reader, prefix) => ownerAnswer(reader, prefix, ref, effective));
  }

  override line(engagementId: string, ref: string, at: Instant): View.OwnerInterval {
    return this.#of(engagementId, undefined, (reader, prefix) => lineAt(reader, prefix, ref, at));
  }

  override ownerAt(engagementId: string, ref: string, at: Instant, known?: Known): View.ShortAnswer {
    return this.#of(engagementId, known, (reader, prefix) => shortAnswer(reader, prefix, ref, at));
  }

  override matrix(engagementId: string, question: MatrixQuestion, page: Page): View.MatrixView {
    return this.#ask((reader) => matrixView(reader, engagementId, question, page));
  }

  override diff(engagementId: string, before: PointInTime, after: PointInTime): DiffView {
    return this.#ask((reader) => diffView(reader, engagementId, before, after));
  }

  override timeline(
    engagementId: string,
    of: { readonly ref?: string; readonly known?: Known },
    page: Page,
  ): View.TimelineView {
    return this.#ask((reader) => timelineView(reader, engagementId, of, page));
  }

  override changes(
    engagement: string,
    { status, known }: { readonly status?: View.ChangeStatus; readonly known?: Known },
    page: Page,
  ) {
    return this.#ask((reader) => {
      const about = { engagement, known, question: ['changes', status ?? null], start: 0 };
      const { items, next } = pageOf(reader, about, page, (prefix, after, limit) =>
        changeSlice(reader, prefix, status, after, limit),
      );
      return { items, next };
    });
  }

  override change(engagementId: string, changeId: string, known?: Known): View.ChangeView {
    return this.#of(engagementId, known, (reader, prefix) => {
      const change = reader.changes.change(prefix.ledger, changeId, prefix.treeSize);
      if (change === undefined) throw new NotFound('change', changeId);
      return viewOf(reader, prefix, change);
    });
  }

  override evidence(engagement: string, { ref, known }: { readonly ref?: string; readonly known?: Known }, page: Page) {
    return this.#ask((reader) => {
      const about = { engagement, known, question: ['evidence', ref ?? null], start: -1 };
      const { items, next } = pageOf(reader, about, page, (prefix, after, limit) =>
        evidenceSlice(reader, prefix, ref, after, limit),
      );
      return { items, next };
    });
  }

  override objections(
    engagement: string,
    { ref, status, known }: { readonly ref?: string; readonly status?: ObjectionStatus; readonly known?: Known },
    page: Page,
  ) {
    return this.#ask((reader) => {
      const about = { engagement, known, question: ['objections', ref ?? null, status ?? null], start: -1 };
      const { items, next } = pageOf<ObjectionView, number>(reader, about, page, (prefix, after, limit) =>
        objectionSlice(reader, prefix, { ref, status }, after, limit),
      );
      return { items, next };
    });
  }

  override objection(engagementId: string, objectionId: string, known?: Known): ObjectionView {
    return this.#of(engagementId, known, (reader, prefix) => objectionOf(reader, prefix, objectionId));
  }

  override snapshotMatter(engagementId: string, { effective, known }: PointInTime): SnapshotMatter {
    return this.#of(engagementId, known, (reader, prefix) => snapshotMatter(reader, prefix, effective));
  }

  override snapshots(engagement: string, { known }: { readonly known?: Known }, page: Page) {
    return this.#ask((reader) => {
      const about = { engagement, known, question: ['snapshots'], start: -1 };
      const { items, next } = pageOf(reader, about, page, (...of) => snapshotSlice(reader, ...of));
      return { items, next };
    });
  }

  override snapshot(engagementId: string, snapshotId: string, known?: Known): SnapshotView {
    return this.#of(engagementId, known, (reader, prefix) => snapshotOf(reader, prefix, snapshotId));
  }

  override linesInForce(engagementId: string, at: Instant): ReadonlyMap<string, LineInForce> {
    return this.#of(engagementId, undefined, (reader, prefix) => linesInForce(reader, prefix, microsOf(at)));
  }

  override assignmentsFrom(engagementId: string, ref: string, from: Micros) {
    return this.#of(engagementId, undefined, (reader, prefix) => assignmentsFrom(reader, prefix, ref, from));
  }

  override due(until: Instant, { limit, after }: { readonly limit: number; readonly after?: DueMatter }) {
    return this.#ask((reader) => dueMatters(reader, until, { limit, after }, this.#share));
  }

  override command(stream: string, commandId: string): IndexedCommand | undefined {
    return this.#ask((reader) => reader.ledgers.command(stream, commandId));
  }

  override entriesOf(stream: string): number {
    return this.#ask((reader) => reader.ledgers.entriesOf(stream));
  }

  override close(): Promise<void> {
    return this.#live.close();
  }

  #ask<T>(question: (reader: Reader) => T): T {
    const { reader } = this.#live;
    if (reader.texts.outdated()) reader.statements.forget();
    reader.connection.hold();
    return question(reader);
  }

  #of<T>(engagement: string, known: Known | undefined, question: (reader: Reader, prefix: Prefix) => T): T {
    return this.#ask((reader) => question(reader, prefixOf(reader, engagement, known)));
  }
}
