import type { Actor } from '#kernel/event';
import { instantOf, type Instant } from '#kernel/instant';
import type { MemberId } from '#engagement/domain/members';
import { member } from '#engagement/domain/engagement.state';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import type { EventStore } from '#ledger-store/event-store';
import { Ledgers } from '#ledger-store/ledgers';
import type { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import { hashesOfEntries } from '#ledger-store/receipts/stored-tree';
import { acceptedFromStore, type Accepted, type AcceptedEntry } from '#ledger-store/submission';
import type { Share } from '#ledger-store/shares/share';
import { NotThereYet, type ReadModels } from '#read-models/read-models';
import { bytesOf } from '#rulebook/state-bytes';
import type { OnusCommand, OnusEvent, OnusState } from '#rulebook/rulebook';
import { rulesOfToday } from '#rulebook/rules-of-today';
import { AuditFault } from '#sealing/audit/audit-fault';
import type { AuditSourceInThread } from '#sealing/audit/audit-source';
import { SealDamaged } from '#sealing/seals/seal-stream';
import { SealContradicted } from '#sealing/seals/sealer';
import type { AfterFailure } from '#sealing/seals/sealing-rounds';
import { toBase64 } from '#transparency/bytes';
import type { SubtreeHashes } from '#transparency/merkle/proof';
import type { LedgerReceipt } from '#transparency/receipt';
import type { Asking, OnusSubmission } from './asking.ts';
import type { CurrentKey } from './current-key.ts';
import { Demonstrations } from './engagements/demonstrations.ts';
import { founder, ledgerName, PARTIES, STREAM_PREFIX, streamOf } from './engagements/names.ts';
import { OwnEngagements } from './engagements/own-engagements.ts';
import { LogSealing } from './log-sealing.ts';
import type { OnusParts } from './parts/onus-parts.ts';

export type { Asking, OnusSubmission };
export { founder, ledgerName, PARTIES, streamOf };

/** The running product without any surface: what the HTTP service and the command line have in common. */
export class Onus {
  readonly origin: string;
  /** The engagements that are looked after here. */
  readonly own: OwnEngagements;
  readonly store: EventStore;
  readonly read: ReadModels;
  readonly now: () => Instant;
  /** Bytes that can still be recorded: what the disk of the data folder and the quota leave. */
  readonly room: () => Promise<number>;
  readonly audited: AuditSourceInThread;
  readonly mostLag: number;
  readonly recordedBefore: number;
  /** The key that signs for every ledger now: Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Checkpoints of the ledgers that witnesses have cosigned. */
  readonly sealing: LogSealing;
  private readonly currentKey: CurrentKey | undefined;
  private readonly demonstrations: Demonstrations;
  private readonly ledgers: Ledgers<OnusState, OnusCommand, OnusEvent>;
  private readonly namespace: Uint8Array;
  private readonly stopped = new Map<string, AuditFault>();
  private readonly onTrouble: (what: string) => void;
  private readonly release: () => Promise<void>;

  constructor(parts: OnusParts) {
    const { origin, store, read, snapshots, signer, room, release, now = systemClock } = parts;
    const { witnesses = [], onTrouble = () => {} } = parts;
    this.origin = origin;
    this.store = store;
    this.read = read;
    this.now = now;
    this.room = room;
    this.audited = parts.audited;
    this.mostLag = parts.mostLag;
    this.recordedBefore = parts.recordedBefore;
    this.own = new OwnEngagements(parts.share, read, parts.recordedBefore);
    this.publicKey = signer.publicKey;
    this.currentKey = parts.currentKey;
    this.namespace = ledgerNamespace(origin);
    this.release = release;
    this.onTrouble = onTrouble;
    this.demonstrations = new Demonstrations(store);
    this.ledgers = new Ledgers({
      store,
      decider: rulesOfToday,
      bytesOf,
      commands: read,
      snapshots,
      trees: read.trees,
      signer,
      now: (stream) => this.demonstrations.timeIn(stream) ?? now(),
      nameOf: (stream) => ledgerName(origin, stream.slice(STREAM_PREFIX.length)),
      onLost: ({ message }) => this.onTrouble(message),
      ...parts.inMemory,
    });
    this.sealing = new LogSealing({
      store,
      read,
      signer,
      witnesses,
      streamOf,
      nameOf: (engagement) => ledgerName(origin, engagement),
      positionOf: (engagement) => this.sealablePosition(engagement),
      rootOf: (engagement, size) => this.ledgers.of(streamOf(engagement)).rootAt(size),
      onFailure: (engagement, error) => this.notSealed(engagement, error),
    });
  }

  /** The id that an engagement of this slug has or would have: UUIDv5, so that two can never share a slug. */
  engagementId(slug: string): string {
    return uuid5(this.namespace, slug);
  }

  /** Name of an engagement's ledger, as every entry of it has it. */
  ledgerName(engagementId: string): string {
    return ledgerName(this.origin, engagementId);
  }

  /** The share of the engagements that is looked after here; without one, all of them. */
  get share(): Share | undefined {
    return this.own.share;
  }

  /** Decides and records a command in an engagement's ledger. @throws OtherShare, Refusal, or the store's error */
  submit(engagementId: string, command: OnusSubmission, asking: Asking): Promise<Accepted> {
    const stream = streamOf(engagementId);
    const story = this.demonstrations.waitFor(stream, asking.actor);
    if (story !== undefined) return story.then(() => this.submit(engagementId, command, asking));
    const reason = this.halted(engagementId);
    if (reason !== undefined) return Promise.reject(reason);
    this.sealing.rounds.note(engagementId);
    return this.ledgers.of(stream).submit({ ...asking, command });
  }

  /** Records and signs nothing more in a ledger: what is stored of it is not what was signed. */
  stop(engagementId: string, reason: string): AuditFault {
    const fault = new AuditFault(ledgerName(this.origin, engagementId), reason);
    this.stopped.set(engagementId, fault);
    this.onTrouble(fault.message);
    return fault;
  }

  /** Why nothing is recorded or signed in a ledger; undefined while all is well. */
  private halted(engagementId: string): Error | undefined {
    return this.own.refusal(engagementId) ?? this.currentKey?.retired ?? this.stopped.get(engagementId);
  }

  /** Where a ledger ends that may be sealed. @throws AuditFault for one that was stopped, KeyRetired */
  private async sealablePosition(engagementId: string): Promise<number> {
    const reason = this.halted(engagementId);
    if (reason !== undefined) throw reason;
    return (await this.state(engagementId)).position;
  }

  private notSealed(engagementId: string, error: Error): AfterFailure {
    // The tree is derived, and comes: whoever derives says so where it does not.
    if (error instanceof NotThereYet) return 'in-next-round';
    // That it was stopped, or can sign nothing, has been said.
    if (error instanceof AuditFault || this.currentKey?.retired !== undefined) return 'with-news';
    if (error instanceof SealContradicted || error instanceof SealDamaged) this.stop(engagementId, error.message);
    else this.onTrouble(`The ledger of engagement ${engagementId} could not be sealed: ${error.message}`);
    return 'with-news';
  }

  /**
   * Runs a demonstration: while `story` runs, what it records in this engagement carries the time of `clock`. Only for an
   * engagement that does not exist yet, or that an earlier demonstration began. @throws Refusal
   */
  async demonstrate<T>(engagementId: string, clock: () => Instant, story: () => Promise<T>): Promise<T> {
    this.own.check(engagementId);
    return this.demonstrations.tell(streamOf(engagementId), clock, story);
  }

  /** What the rules know of an engagement now. Not to be changed. @throws OtherShare, or the store's error */
  async state(
    engagementId: string,
  ): Promise<{ readonly state: OnusState; readonly size: number; readonly position: number }> {
    this.own.check(engagementId);
    return this.ledgers.of(streamOf(engagementId)).state();
  }

  /** A member as an actor. `auth` says how the caller was known. @throws Refusal for an unknown member */
  async actor(engagementId: string, id: MemberId, auth: string): Promise<Actor> {
    const { state } = await this.state(engagementId);
    const { party, kind } = member(state.engagement, id);
    return { member: id, party, kind: kind === 'person' ? 'person' : 'service', onBehalfOf: null, auth };
  }

  /** A receipt of the newest entry, or of the one of an index. @throws RangeError where there is none, or the store's error */
  receiptOf(engagementId: string, index?: number): Promise<LedgerReceipt | null> {
    const reason = this.halted(engagementId);
    if (reason !== undefined) return Promise.reject(reason);
    return this.ledgers.of(streamOf(engagementId)).receiptOf(index);
  }

  /**
   * Root of the tree of an engagement's first `treeSize` entries (RFC 6962), consistent with the ledger as it is: base64.
   * @throws RangeError where there are not so many. ReceiptFault, or the store's error
   */
  async rootAt(engagementId: string, treeSize: number): Promise<string> {
    this.own.check(engagementId);
    return toBase64(await this.ledgers.of(streamOf(engagementId)).rootAt(treeSize));
  }

  /** What a command recorded in an engagement; undefined where none of that id is derived. See `read.reach`. */
  async recorded(engagementId: string, commandId: string): Promise<readonly AcceptedEntry[] | undefined> {
    this.own.check(engagementId);
    const stream = streamOf(engagementId);
    const known = this.read.command(stream, commandId);
    if (known === undefined) return undefined;
    const entries = await this.store.readStream(stream, known.firstIndex, known.count);
    return entries.map(({ bytes }) => acceptedFromStore(bytes));
  }

  /** The whole tree of an engagement's ledger, from its entries alone: as slow as reading them, and exact whatever is kept. */
  async treeOf(engagementId: string): Promise<{ readonly size: number; readonly hashes: SubtreeHashes }> {
    const stream = streamOf(engagementId);
    const size = (await this.store.lastRevision(stream)) + 1;
    return { size, hashes: await hashesOfEntries({ stream, store: this.store }, size) };
  }

  /** Why a ledger was stopped: a receipt of it does not hold, or an audit found it changed. Null while all is well. */
  get fault(): ReceiptFault | AuditFault | null {
    return this.stopped.values().next().value ?? this.ledgers.fault;
  }

  /** Whether this process may sign, as the event store has it now. @throws KeyRetired, or the store's error */
  async checkKey(): Promise<void> {
    await this.currentKey?.check();
  }

  /** How often commands were decided again, because another replica wrote first. */
  get conflicts(): number {
    return this.ledgers.conflicts;
  }

  /** Finishes what was accepted, seals it if it is to, keeps snapshots, and closes the data folder. */
  async close({ seal = true } = {}): Promise<void> {
    if (seal) await this.sealing.rounds.end();
    this.ledgers.saveSnapshots();
    await this.release();
  }
}

const systemClock = (): Instant => instantOf(Date.now() * 1000);
