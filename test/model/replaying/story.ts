import { agree, digestOfChange, lines, propose } from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import { submit } from '#evidence/domain/evidence.examples';
import type { Actor } from '#kernel/event';
import type { Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { APRIL, assignments, definitions, FEBRUARY, MARCH } from '#responsibility/domain/examples/duties';
import {
  acknowledge,
  defineTask,
  feedHeader,
  matrixHeader,
  recordImport,
} from '#responsibility/domain/responsibility.examples';
import type { OnusCommand, OnusEvent } from '#rulebook/rulebook';
import { RandomLedger, type Append } from '../random-ledger.ts';
import { entriesOf } from './entries-of.ts';

/** What is proposed about LOG-03 and not agreed when the story ends. */
export const HANDOVER = { effectiveFrom: APRIL } as const;
export const handover = lines.assign('LOG-03', 'contoso');
export const HANDOVER_DIGEST = digestOfChange(sha256, HANDOVER, handover);

/** Records a command that the rules must allow. Gives the index of its first entry. */
export function allowed(ledger: RandomLedger, command: Unsealed<OnusCommand>, by: Actor): number {
  const index = ledger.size;
  ledger.wait(1);
  if (ledger.attempt(command, by) === undefined) throw new Error(`refused: ${ledger.refusals.at(-1)}`);
  return index;
}

/**
 * A little of everything that can happen. Entries 0 to 14 open the engagement; LOG-03 is defined, and its assignment agreed as
 * C-1 and acknowledged; evidence is shown; a matrix is imported at once, and a feed in two parts; C-2, a handover, is open.
 */
export function story() {
  const ledger = new RandomLedger();
  const defined = allowed(ledger, defineTask('LOG-03', FEBRUARY), cast.ruiz);
  const [proposal, first, second] = agree(sha256, 'C-1', { effectiveFrom: MARCH }, lines.assign('LOG-03'));
  const proposed = allowed(ledger, proposal!.command, proposal!.by);
  const approved = allowed(ledger, first!.command, first!.by);
  const agreed = allowed(ledger, second!.command, second!.by);
  const acknowledged = allowed(ledger, acknowledge('LOG-03', agreed + 2), cast.ruiz);
  const shown = allowed(ledger, submit(), cast.ruiz);
  const imported = allowed(ledger, matrixImport(ledger.size), cast.meier);
  const feed = feedHeader(ledger.size, { parts: 2 });
  const at = MARCH;
  const started = allowed(
    ledger,
    recordImport({
      header: feed,
      part: 1,
      lines: [{ ref: 'BKP-04', at, line: 1, act: 'assign', assignment: assignments.client }],
    }),
    cast.meier,
  );
  const completed = allowed(
    ledger,
    recordImport({
      import: `i${started}`,
      part: 2,
      lines: [{ ref: 'BKP-04', at: APRIL, line: 2, by: 'm5', act: 'close' }],
    }),
    cast.meier,
  );
  const open = allowed(ledger, propose(HANDOVER, handover), cast.lindqvist);
  return { ledger, defined, proposed, approved, agreed, acknowledged, shown, imported, started, completed, open };
}

const matrixImport = (size: number) =>
  recordImport({
    header: matrixHeader(size, FEBRUARY),
    part: 1,
    lines: [
      { ref: 'BKP-04', at: FEBRUARY, line: 2, act: 'define', definition: definitions.imported },
      { ref: 'BKP-04', at: FEBRUARY, line: 2, act: 'assign', assignment: assignments.nobody },
    ],
  });

/** A story that somebody tampers with. Envelopes are written as the write path would: only what is said is false. */
export class Forgery {
  readonly told = story();
  readonly appends: Append[] = [...this.told.ledger.appends];

  get size(): number {
    return this.appends.reduce((size, { events }) => size + events.length, 0);
  }

  /** Appends events past the rules. */
  force(by: Actor, ...events: readonly OnusEvent[]): this {
    this.appends.push({ events, actor: by, at: this.appends.at(-1)!.at, body: '0'.repeat(64) });
    return this;
  }

  /** Lets the rules write on, as in an honest ledger. */
  honestly(command: Unsealed<OnusCommand>, by: Actor): this {
    allowed(this.told.ledger, command, by);
    this.appends.push(this.told.ledger.appends.at(-1)!);
    return this;
  }

  /** Has the command that begins with entry `index` record something else. */
  alter(index: number, change: (append: Append) => Partial<Append>): this {
    let first = 0;
    for (const [place, append] of this.appends.entries()) {
      if (first === index) {
        this.appends[place] = { ...append, ...change(append) };
        return this;
      }
      first += append.events.length;
    }
    throw new Error(`no command begins with entry ${index}`);
  }

  /** Has one event of it say something else. */
  retell(index: number, ordinal: number, change: (data: OnusEvent['data']) => object): this {
    return this.alter(index, ({ events }) => ({
      events: events.map((event, i) => (i === ordinal ? ({ ...event, data: change(event.data) } as OnusEvent) : event)),
    }));
  }

  entries() {
    return entriesOf(this.appends);
  }
}

/** An event of version 1. */
export const event = <T extends OnusEvent['type']>(type: T, data: Extract<OnusEvent, { type: T }>['data']): OnusEvent =>
  ({ type, schema: 1, data }) as OnusEvent;
