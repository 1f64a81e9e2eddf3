import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { AcknowledgementJournal } from '../../acknowledgement-journal.ts';
import { Random, runSeed } from '../../random.ts';
import { BuiltProduct } from '../programs/built-product.ts';
import { openEngagement } from '../writing/acts.ts';
import { Journal, type Note } from '../writing/journal.ts';
import { ProductDoor } from '../writing/product-door.ts';
import { Audit } from './audit.ts';
import { sendAgain } from './sending-again.ts';

/** Questions about each ledger after a round, and commands of known outcome that are sent again. */
const QUESTIONS = 4;
const SENT_AGAIN = 5;

/** A data folder whose programs are killed, round after round, and everything that those who wrote were told. */
export class Trial {
  readonly folder: string;
  /** The data folder. */
  readonly data: string;
  readonly random = new Random(runSeed());
  readonly product: BuiltProduct;
  journal = new Journal();
  audit = new Audit();
  engagements: readonly string[] = [];
  readonly #file: AcknowledgementJournal;
  readonly #start = performance.now();

  private constructor(folder: string, product: BuiltProduct) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.product = product;
    this.#file = new AcknowledgementJournal(join(folder, 'journal'));
  }

  /** Begins with so many engagements, the people in them, and nothing else. */
  static async begin(engagements: number): Promise<Trial> {
    const folder = mkdtempSync(join(tmpdir(), 'onus-killed-'));
    const trial = new Trial(folder, await BuiltProduct.build(join(folder, 'built')));
    const onus = await openOnus({ folder: trial.data });
    const slugs = Array.from({ length: engagements }, (_, i) => `engagement-${i + 1}`);
    trial.engagements = await Promise.all(slugs.map((slug) => openEngagement(onus, slug)));
    await onus.close();
    return trial;
  }

  /** Writes down what somebody was told, on disk first. */
  note(notes: readonly Note[]): void {
    this.#file.note(notes.map((each) => JSON.stringify(each)));
    for (const each of notes) this.journal.take(each);
  }

  /**
   * Opens the folder again, and says what is wrong with it; nothing, when the list is empty. With `sending` commands are then
   * sent again, above all those of which nobody knows the outcome, and everything is looked at once more.
   */
  async findings({ sending }: { readonly sending: boolean }): Promise<string[]> {
    const { audit, journal, random } = this;
    const onus = await openOnus({ folder: this.data });
    const views = { store: onus.store, read: onus.read, state: (engagement: string) => onus.state(engagement) };
    try {
      const found = await audit.ledgerFindings(onus.store, journal);
      if (found.length > 0) return found;
      if (sending) {
        const again = await sendAgain(new ProductDoor(onus), journal, audit, random, SENT_AGAIN);
        this.note(again.notes);
        found.push(...again.findings, ...(await audit.ledgerFindings(onus.store, journal)));
      }
      return [...found, ...(await audit.derivedFindings(views, random, QUESTIONS))];
    } finally {
      await onus.close();
    }
  }

  /** Forgets everything but the ledgers and the journal on disk: what is known is read anew, what is derived is derived anew. */
  forget(): void {
    this.journal = Journal.of(this.#file.lines());
    this.audit = new Audit();
    for (const name of readdirSync(this.data)) {
      if (/^(?:read-models|snapshots)/.test(name)) rmSync(join(this.data, name));
    }
  }

  /** Prints what was audited: the figures in docs/reliability.md are these. */
  report(what: string, rounds: number): void {
    const seconds = ((performance.now() - this.#start) / 1_000).toFixed(0);
    const entries = [...this.audit.ledgers.values()].reduce((sum, { leaves }) => sum + leaves.length, 0);
    process.stdout.write(
      `kill -9, ${what}: ${rounds} rounds in ${seconds} s, ${this.journal.acknowledged.size} acknowledged commands, ` +
        `${entries} entries (ONUS_SEED=${runSeed()})\n`,
    );
  }

  end(): void {
    this.#file.close();
    rmSync(this.folder, { recursive: true });
  }
}
