import type { Onus } from '#apps/ledger/src/runtime/onus';
import { Random } from '../random.ts';
import { Audit } from '../service/auditing/audit.ts';
import { sendAgain } from '../service/auditing/sending-again.ts';
import { Journal, type Note } from '../service/writing/journal.ts';
import { type Door, Writer } from '../service/writing/writer.ts';
import { REFUSED_AT_LAST } from './failover-door.ts';

/** Commands of known outcome that are sent again in the end, and questions about each ledger. */
const SENT_AGAIN = 20;
const QUESTIONS = 2;

/** Many who write at the same time until they are told to stop, and everything that they were told. */
export class WritingCrowd {
  readonly journal = new Journal();
  readonly audit = new Audit();
  /** Of which commands nobody answered. */
  readonly failed: string[] = [];
  readonly #random: Random;
  readonly #writing: Promise<unknown>;
  #ended = false;

  constructor(door: Door, engagements: readonly string[], writers: number, random: Random) {
    this.#random = random;
    const seeds = Array.from({ length: writers }, () => new Random(random.between(0, 1e9)));
    this.#writing = Promise.all(seeds.map((seed) => this.#write(door, engagements, seed)));
  }

  /** Lets everybody finish what they began. */
  async stop(): Promise<void> {
    this.#ended = true;
    await this.#writing;
  }

  /**
   * What is wrong with the ledgers, by what the crowd was told and by definition; nothing, where the list is empty. What is open is
   * sent again first: nothing may be under way any more.
   */
  async findings(onlooker: Onus, door: Door): Promise<readonly string[]> {
    const { audit, journal } = this;
    const found = await audit.ledgerFindings(onlooker.store, journal);
    const again = await sendAgain(door, journal, audit, this.#random, SENT_AGAIN);
    for (const note of again.notes) journal.take(note);
    found.push(...again.findings, ...(await audit.ledgerFindings(onlooker.store, journal)));
    if (journal.open.size > 0) found.push(`${journal.open.size} commands are still open`);
    const views = {
      store: onlooker.store,
      read: onlooker.read,
      state: (engagement: string) => onlooker.state(engagement),
    };
    return [...found, ...(await audit.derivedFindings(views, this.#random, QUESTIONS))];
  }

  /** One who does not know what became of a command goes on with another. */
  async #write(door: Door, engagements: readonly string[], random: Random): Promise<void> {
    const say = (note: Note): void => {
      this.journal.take(note);
      if (note.is === 'failed' && !note.error.startsWith(REFUSED_AT_LAST)) this.failed.push(note.error);
    };
    while (!this.#ended) await new Writer(door, engagements, random, say).writeOn(() => this.#ended);
  }
}
