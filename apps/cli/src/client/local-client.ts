import type { Actor } from '#kernel/event';
import { FOUNDER } from '#engagement/domain/members';
import type { RequestedQuestion } from '#pack/make-pack';
import type { ImportProgress, ImportTarget } from '#intake/recording/import-file';
import type { Accepted } from '#ledger-store/submission';
import type { Known, MatrixQuestion, PointInTime } from '#answers/point-in-time';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { consistencyProof, rootAt } from '#transparency/merkle/proof';
import { NotFound, type ReadModels } from '#read-models/read-models';
import type { ChangeStatus, MatrixLine, MatrixView, ShortAnswer } from '#answers/views';
import { founder, type Onus, type OnusSubmission } from '#apps/ledger/src/runtime/onus';
import type {
  FileToImport,
  Growth,
  Imported,
  OnusClient,
  Opening,
  PasskeyClient,
  Question,
  Recorded,
  Submission,
  TimelineFilter,
} from './onus-client.ts';
import { everyPage, PAGE } from './pages/every-page.ts';
import { passkeysIn } from './passkeys/passkeys.ts';
import { LocalAgreement } from './agreement/local-agreement.ts';
import { LocalObjections } from './objections/local-objections.ts';
import { LocalPeople } from './people/local-people.ts';
import { LocalMatrix } from './matrix/local-matrix.ts';
import { LocalSnapshots } from './snapshots/local-snapshots.ts';

/** How the actor was known: by being able to write to the data folder. */
const AUTH = 'local';

/** How long a read waits for what was written before it, in milliseconds. */
const PATIENCE = 60_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In whose name and right commands are given. */
interface Acting {
  readonly actAs?: string | undefined;
  readonly onBehalfOf?: string | undefined;
}

/** The product on a data folder of this machine. Whoever may write to the folder acts as any member of it. */
export class LocalClient implements OnusClient {
  readonly snapshots: LocalSnapshots;
  readonly matrixWide: LocalMatrix;
  readonly objections: LocalObjections;
  readonly passkeys: PasskeyClient;
  readonly agreement: LocalAgreement;
  readonly people: LocalPeople;
  readonly #onus: Onus;
  readonly #member: string;
  readonly #onBehalfOf: string | null;
  #position = 0;

  /** Commands are given in the name of `actAs`, without it of the one who opened the engagement; and in the right of `onBehalfOf`. */
  constructor(onus: Onus, { actAs = FOUNDER, onBehalfOf }: Acting) {
    this.#onus = onus;
    this.#member = actAs;
    this.#onBehalfOf = onBehalfOf ?? null;
    const at = (slug: string) => this.#at(slug);
    const actor = (id: string) => this.#actor(id);
    const recorded = (accepted: Accepted) => this.#recorded(accepted);
    this.agreement = new LocalAgreement({ onus, at, actor });
    this.people = new LocalPeople({ member: actAs, at });
    this.objections = new LocalObjections({ at, everyPage });
    this.passkeys = passkeysIn(at);
    this.matrixWide = new LocalMatrix({ onus, at, actor, recorded, everyPage });
    this.snapshots = new LocalSnapshots({
      onus,
      at,
      actor,
      recorded,
      everySnapshot: (read, id) => Promise.resolve(everyPage((page) => read.snapshots(id, {}, page))),
    });
  }

  async engagements() {
    const read = await this.#read();
    return everyPage((page) => read.engagements(page));
  }

  async engagement(slug: string) {
    const { read, id } = await this.#at(slug);
    return read.engagement(id);
  }

  async owner(slug: string, ref: string, point: PointInTime) {
    const { read, id } = await this.#at(slug);
    return read.owner(id, ref, point);
  }

  async answers(slug: string, questions: readonly Question[], known?: Known) {
    const { read, id } = await this.#at(slug);
    const answers: ShortAnswer[] = [];
    // The first answer says how far the asked knowledge reaches; the others are held to it.
    let size: Known | undefined = known ?? { treeSize: read.engagement(id).treeSize };
    for (const { item, at } of questions) {
      const answer = read.ownerAt(id, item, at, size);
      size = { treeSize: answer.treeSize };
      answers.push(answer);
    }
    return answers;
  }

  async matrix(slug: string, question: MatrixQuestion): Promise<MatrixView> {
    const { read, id } = await this.#at(slug);
    const lines: MatrixLine[] = [];
    for (let after: string | null = null; ;) {
      const view: MatrixView = read.matrix(id, question, { limit: PAGE, ...(after !== null && { after }) });
      lines.push(...view.lines);
      after = view.next;
      if (after === null) return { ...view, lines };
    }
  }

  async diff(slug: string, before: PointInTime, after: PointInTime) {
    const { read, id } = await this.#at(slug);
    return read.diff(id, before, after);
  }

  async timeline(slug: string, { after, limit, ...of }: TimelineFilter) {
    const { read, id } = await this.#at(slug);
    return read.timeline(id, of, { limit, ...(after !== undefined && { after }) });
  }

  async changes(slug: string, status?: ChangeStatus) {
    const { read, id } = await this.#at(slug);
    return everyPage((page) => read.changes(id, status === undefined ? {} : { status }, page));
  }

  async change(slug: string, changeId: string) {
    const { read, id } = await this.#at(slug);
    return read.change(id, changeId);
  }

  async evidence(slug: string, ref?: string) {
    const { read, id } = await this.#at(slug);
    return everyPage((page) => read.evidence(id, ref === undefined ? {} : { ref }, page));
  }

  async pack(slug: string, asked: RequestedQuestion) {
    const { evidencePack } = await import('#apps/ledger/src/packing/evidence-packs');
    const { id } = await this.#at(slug);
    return evidencePack(this.#onus, id, asked);
  }

  /** From the entries themselves: what is kept of the tree may be as wrong as what it is to prove. */
  async growth(slug: string, oldSize: number, newSize: number): Promise<Growth | undefined> {
    const { id } = await this.#at(slug);
    const { size, hashes } = await this.#onus.treeOf(id);
    if (newSize > size) return undefined;
    const [oldRoot, newRoot] = [rootAt(nodeSha256, hashes, oldSize), rootAt(nodeSha256, hashes, newSize)];
    return { oldRoot, newRoot, proof: consistencyProof(nodeSha256, hashes, oldSize, newSize) };
  }

  async openEngagement(terms: Opening, commandId: string) {
    const id = this.#onus.engagementId(terms.slug);
    return this.#submit(id, { type: 'OpenEngagement', data: terms }, { commandId, actor: founder(AUTH) });
  }

  async submit(slug: string, command: Submission, commandId: string) {
    const { id } = await this.#at(slug);
    return this.#submit(id, command, { commandId, actor: await this.#actor(id) });
  }

  async importFile(terms: Opening, request: FileToImport, onProgress: ImportProgress): Promise<Imported> {
    const { importFile } = await import('#intake/recording/import-file');
    const id = this.#onus.engagementId(terms.slug);
    const correlation = crypto.randomUUID();
    let opened = false;
    let actor = founder(AUTH);
    const target: ImportTarget = {
      read: this.#onus.read,
      state: () => this.#onus.state(id),
      submit: (command, receipt) => {
        const asking = { commandId: crypto.randomUUID(), actor, correlation };
        return this.#onus.submit(id, command, { ...asking, ...(receipt && { receipt }) });
      },
      begin: async () => {
        const { state } = await this.#onus.state(id);
        opened = state.engagement.slug === null;
        if (opened) await this.openEngagement(terms, correlation);
        actor = await this.#actor(id);
      },
    };
    const report = await importFile(target, { engagementId: id, ...request }, onProgress);
    this.#position = Math.max(this.#position, report.position);
    await this.#read();
    return { report, opened };
  }

  /** Waits for the read models, so that the next command answers at once, and gives the folder free. */
  async close(): Promise<void> {
    try {
      await this.#read();
    } finally {
      await this.#onus.close();
    }
  }

  /** The read models, with everything in them that was written here. */
  async #read(): Promise<ReadModels> {
    await this.#onus.read.reach(this.#position, PATIENCE);
    return this.#onus.read;
  }

  /** @throws OtherShare, NotFound where there is no such engagement */
  async #at(slug: string): Promise<{ readonly read: ReadModels; readonly id: string }> {
    const read = await this.#read();
    this.#onus.own.check(UUID.test(slug) ? slug.toLowerCase() : this.#onus.engagementId(slug));
    return { read, id: read.engagement(slug).id };
  }

  async #actor(engagementId: string): Promise<Actor> {
    const { state } = await this.#onus.state(engagementId);
    if (!state.engagement.members.has(this.#member)) throw new NotFound('member', this.#member);
    const actor = await this.#onus.actor(engagementId, this.#member, AUTH);
    return { ...actor, onBehalfOf: this.#onBehalfOf };
  }

  async #submit(
    engagementId: string,
    command: OnusSubmission,
    asking: { readonly commandId: string; readonly actor: Actor },
  ): Promise<Recorded> {
    return this.#recorded(await this.#onus.submit(engagementId, command, { ...asking, receipt: true }));
  }

  /** Takes note of what was written, so that the next read has it. */
  #recorded(accepted: Accepted): Recorded {
    const { entries, position, replayed } = accepted;
    this.#position = Math.max(this.#position, position);
    const { ledger: _, entries: proven, ...covered } = accepted.receipt!;
    const told = entries.map(({ data: _, ...entry }, i) => ({ ...entry, proof: proven[i]!.proof }));
    return { entries: told, ...covered, position, replayed };
  }
}
