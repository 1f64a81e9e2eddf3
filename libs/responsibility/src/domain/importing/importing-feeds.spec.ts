import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { instantOf } from '#kernel/instant';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { assignments, definitions, FEBRUARY, JANUARY, MARCH } from '../examples/duties.ts';
import type { ImportLine } from '../responsibility.commands.ts';
import { feedHeader, matrixHeader, recordImport } from '../responsibility.examples.ts';
import { taskByRef } from '../responsibility.state.ts';

const given = specificationOf(rulebook, sha256);
const { meier } = cast;

const defines = (ref: string, at: string): ImportLine => ({ ref, at, act: 'define', definition: definitions.imported });
const assigns = (ref: string, at: string): ImportLine => ({ ref, at, act: 'assign', assignment: assignments.provider });

/** BKP-04 in a matrix of February, in one part: entries 15 to 17. */
const february = {
  command: recordImport({ header: matrixHeader(15, FEBRUARY), part: 1, lines: [defines('BKP-04', FEBRUARY)] }),
  by: meier,
};

describe('Importing an assignment feed', () => {
  const feed = (against: number, change: Parameters<typeof feedHeader>[1] = {}) =>
    recordImport({
      header: feedHeader(against, change),
      part: 1,
      lines: [
        { ...defines('INC0001', JANUARY), line: 1 },
        { ref: 'INC0001', at: JANUARY, act: 'fact', fact: 'evidence', what: 'document', evidence: 'KB0012', line: 2 },
        { ...assigns('INC0001', FEBRUARY), line: 3 },
        { ref: 'INC0001', at: MARCH, act: 'close', line: 4, by: 'm5' },
      ],
    });
  const imported = { command: feed(15), by: meier };

  it('records each event at its own time, and how owners follow one another', () => {
    const { events } = given(...everybodyJoined).when(feed(15), { by: meier });
    expect(events.map(({ type }) => type)).toEqual([
      'ImportStarted',
      'TaskDefined',
      'FactImported',
      'ResponsibilityAssigned',
      'TaskClosed',
      'ImportCompleted',
    ]);
    expect(events[0]).toHaveProperty('data.mode', 'replace');
    expect(events[2]).toHaveProperty('data', {
      taskId: 't16',
      effectiveFrom: JANUARY,
      import: 'i15',
      line: 2,
      fact: 'evidence',
      what: 'document',
      ref: 'KB0012',
    });
  });

  it('is refused when the same file comes again with the same settings', () => {
    given(...everybodyJoined, imported)
      .when(feed(21), { by: meier })
      .refuses('import/already-recorded');
  });

  it('is taken again with other settings, as another file, or where its last part never came', () => {
    const types = ['ImportStarted', 'TaskDefined', 'FactImported', 'ResponsibilityAssigned', 'TaskClosed'] as const;
    for (const change of [
      { onClose: 'clear' } as const,
      { mode: 'set' } as const,
      { source: { ...feedHeader(0).source, digest: `sha256:${'c3'.repeat(32)}` } },
    ]) {
      given(...everybodyJoined, imported)
        .when(feed(21, change), { by: meier })
        .recordsTypes(...types, 'ImportCompleted');
    }
    given(...everybodyJoined, { command: feed(15, { parts: 2 }), by: meier })
      .when(feed(21), { by: meier })
      .recordsTypes(...types, 'ImportCompleted');
  });

  it('takes thousands of shifts of one task that are still to come', () => {
    const begins = Date.parse('2027-01-01T00:00:00Z');
    const shift = (i: number): ImportLine => {
      const at = instantOf((begins + 8 * 3_600_000 * i) * 1_000);
      return i % 2 === 0
        ? assigns('INC0001', at)
        : { ref: 'INC0001', at, act: 'revise', definition: { ...definitions.imported, title: `Shift ${i}` } };
    };
    const lines = [defines('INC0001', JANUARY), ...Array.from({ length: 6_000 }, (_, i) => shift(i))];
    const rota = recordImport({ header: feedHeader(15), part: 1, lines });
    const { state } = given(...everybodyJoined, { command: rota, by: meier });
    expect(taskByRef(state.responsibility, 'INC0001').named).toHaveLength(3_000);
  });

  it('is not bounded by versions of the matrix, for it says itself what follows', () => {
    const { events } = given(...everybodyJoined, february).when(feed(18), { by: meier });
    expect(events.find(({ type }) => type === 'TaskDefined')).not.toHaveProperty('data.effectiveTo');
  });
});
