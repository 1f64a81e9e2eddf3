import { randomUUID } from 'node:crypto';
import { toSeal } from '#kernel/sealed';
import type { Accepted } from '#ledger-store/submission';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import type { Onus, OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { ACTOR, TASK } from './payload.ts';

/** Records a command in the ledger of this number. */
export type Submit = (ledger: number, command: OnusSubmission) => Promise<Accepted>;

/** The slug of the ledger of this number. */
export const slugOf = (ledger: number): string => `engagement-${ledger}`;

/** Submits to the running product. */
export function submitter(onus: Onus): Submit {
  const ids = new Map<number, string>();
  return (ledger, command) => {
    const id = ids.get(ledger) ?? onus.engagementId(slugOf(ledger));
    ids.set(ledger, id);
    return onus.submit(id, command, { commandId: randomUUID(), actor: ACTOR });
  };
}

/** An engagement with one task. */
export async function openLedger(submit: Submit, ledger: number): Promise<void> {
  const founder = { kind: 'person' as const, name: toSeal('A. Meier') };
  await submit(ledger, {
    type: 'OpenEngagement',
    data: {
      slug: slugOf(ledger),
      title: `Engagement ${ledger}`,
      zone: 'Europe/Zurich',
      provider: 'Northwind',
      client: 'Contoso',
      founder,
    },
  });
  const definition = { title: 'Daily review of security event logs' };
  await submit(ledger, { type: 'DefineTask', data: { ref: TASK, definition, effectiveFrom: '2026-01-01T00:00:00Z' } });
}

/** Lines of an import that, with its header and its end, is one command of 100 entries. */
const LINES = 98;
const refOf = (line: number): string => `AC-${line + 1}`;

/** Imports of 100 entries, one behind the other in a ledger of each caller, like the parts of a large matrix or feed. */
export class BulkImports {
  readonly #submit: Submit;
  readonly #first: number;
  /** For each caller: size of its ledger, and how many imports it has recorded. */
  readonly #callers: { against: number; recorded: number }[] = [];

  /** Ledgers from `first` on are opened for imports. */
  constructor(submit: Submit, first: number) {
    this.#submit = submit;
    this.#first = first;
  }

  async prepare(callers: number): Promise<void> {
    const added = Array.from({ length: Math.max(0, callers - this.#callers.length) }, () => {
      this.#callers.push({ against: 5, recorded: 0 });
      return this.#callers.length - 1;
    });
    await Promise.all(added.map((caller) => this.#begin(caller)));
  }

  async #begin(caller: number): Promise<void> {
    await openLedger(this.#submit, this.#first + caller);
    await this.#import(caller, (line) => ({
      ref: refOf(line),
      at: '2020-01-01T00:00:00Z',
      act: 'define',
      definition: { title: `Control ${line}` },
    }));
  }

  /** Every line is assigned anew, a second later than the last time. */
  async record(caller: number): Promise<void> {
    const at = new Date(Date.UTC(2021, 0, 1) + this.#callers[caller]!.recorded * 1_000).toISOString();
    await this.#import(caller, (line) => ({
      ref: refOf(line),
      at: at.replace('.000Z', 'Z'),
      act: 'assign',
      line,
      assignment: {
        marks: ['mssp'],
        raci: [{ party: 'p1', member: 'm3', roles: ['A'] }],
        rationale: 'as agreed in the statement of work',
      },
    }));
  }

  async #import(caller: number, lineOf: (line: number) => ImportLine): Promise<void> {
    const state = this.#callers[caller]!;
    const digest = `sha256:${state.recorded.toString(16).padStart(64, '0')}`;
    const source = { digest, name: toSeal('feed.ndjson'), lines: LINES };
    const { entries } = await this.#submit(this.#first + caller, {
      type: 'RecordImport',
      data: {
        header: { format: 'assignments', source, parts: 1, against: state.against, mode: 'replace', onClose: 'keep' },
        part: 1,
        lines: Array.from({ length: LINES }, (_, line) => lineOf(line)),
      },
    });
    state.against = entries.at(-1)!.index + 1;
    state.recorded++;
  }
}
