import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, microsOf, NotAnInstant, type Micros } from '#kernel/instant';
import type { OwnerInterval } from '#answers/views';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

const HOUR = 3_600_000_000;
const DIGEST = '0'.repeat(64);

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

const defined = (effectiveFrom: string): StatementEvent => ({
  type: 'TaskDefined',
  schema: 1,
  data: { taskId: 't4', ref: 'LOG-03', definition: { title: 'Daily review' }, digest: DIGEST, effectiveFrom },
});

const assigned = (mark: 'client' | 'mssp', effectiveFrom: string, effectiveTo?: string): StatementEvent => ({
  type: 'ResponsibilityAssigned',
  schema: 1,
  data: {
    taskId: 't4',
    assignment: { marks: [mark], raci: [] },
    digest: DIGEST,
    effectiveFrom,
    ...(effectiveTo !== undefined && { effectiveTo }),
  },
});

async function dayOf(zone: string, day: string, ...events: readonly StatementEvent[]) {
  const writer = new HistoryWriter();
  await writer.open(zone);
  if (events.length > 0) await writer.record(events);
  const models = await readModelsOf(folder, writer);
  try {
    return models.owner('contoso', 'LOG-03', { effective: { day } });
  } finally {
    await models.close();
  }
}

/** First and last instant of intervals that follow one another without a hole. */
function span(intervals: readonly OwnerInterval[]): readonly [Micros, Micros] {
  for (const [i, { from }] of intervals.entries()) if (i > 0) expect(from).toBe(intervals[i - 1]!.to);
  return [microsOf(intervals[0]!.from!), microsOf(intervals.at(-1)!.to!)];
}

describe('A calendar day of the contract', () => {
  const days: readonly (readonly [zone: string, day: string, from: string, hours: number])[] = [
    ['Europe/Berlin', '2026-03-28', '2026-03-27T23:00:00Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    ['Asia/Kathmandu', '2026-05-01', '2026-04-30T18:15:00Z', 24],
    ['UTC', '2026-03-29', '2026-03-29T00:00:00Z', 24],
  ];
  for (const [zone, day, from, hours] of days) {
    it(`${day} in ${zone} begins at ${from} and has ${hours} hours`, async () => {
      const { intervals, asOf } = await dayOf(zone, day, defined('2010-01-01T00:00:00Z'));
      expect(asOf).toMatchObject({ effective: day, zone });
      expect(span(intervals)).toEqual([microsOf(from), microsOf(from) + hours * HOUR]);
    });
  }

  it('that the zone left out has no intervals', async () => {
    const answer = await dayOf('Pacific/Apia', '2011-12-30', defined('2010-01-01T00:00:00Z'));
    expect(answer).toMatchObject({ exists: false, intervals: [] });
  });

  it('is refused when no calendar has it', async () => {
    await expect(dayOf('UTC', '2026-02-30')).rejects.toThrow(NotAnInstant);
    await expect(dayOf('UTC', '14.03.2026')).rejects.toThrow(NotAnInstant);
  });

  it('is answered by the intervals that it had, gaps and beginnings stated', async () => {
    const { exists, intervals } = await dayOf(
      'UTC',
      '2026-05-12',
      defined('2026-05-12T06:00:00Z'),
      assigned('mssp', '2026-05-12T06:00:00Z', '2026-05-12T09:00:00Z'),
      assigned('client', '2026-05-12T15:00:00Z', '2026-05-20T00:00:00Z'),
    );
    expect(exists).toBe(true);
    const hour = (text: string | null) => text!.slice(11, 13);
    expect(intervals.map(({ from, to, exists: is, owner }) => [hour(from), hour(to), is, owner])).toEqual([
      ['00', '06', false, null],
      ['06', '09', true, 'Northwind SOC'],
      ['09', '15', true, null],
      ['15', '00', true, 'Contoso IT'],
    ]);
    // Clipped to the day; what the assignment itself was stated for is not.
    expect(intervals[3]).toMatchObject({
      to: '2026-05-13T00:00:00Z',
      inForce: { from: '2026-05-12T15:00:00Z', to: '2026-05-20T00:00:00Z' },
    });
  });

  it('does not fall apart where nothing changes: an assignment of a task that is not there says nothing', async () => {
    const { intervals } = await dayOf(
      'UTC',
      '2026-05-12',
      defined('2026-06-01T00:00:00Z'),
      assigned('mssp', '2026-05-12T06:00:00Z', '2026-05-12T09:00:00Z'),
    );
    expect(intervals).toMatchObject([{ exists: false, owner: null, inForce: null, basis: null, entries: [] }]);
  });

  it('has no holes and no overlaps, and agrees with every instant in it', async () => {
    const zone = 'Europe/Berlin';
    const day = '2026-03-29';
    const begin = microsOf('2026-03-28T20:00:00Z');
    const instant = fc.nat(60).map((half) => instantOf(begin + half * (HOUR / 2)));
    const statement = fc.oneof(
      fc.tuple(instant, fc.option(instant, { nil: undefined })).map(([from, to]) => assigned('mssp', from, to)),
      fc.tuple(instant, fc.option(instant, { nil: undefined })).map(([from, to]) => assigned('client', from, to)),
      instant.map((from): StatementEvent => ({
        type: 'TaskRetired',
        schema: 1,
        data: { taskId: 't4', effectiveFrom: from },
      })),
      instant.map(defined),
      instant.map((from): StatementEvent => ({
        type: 'TaskClosed',
        schema: 1,
        data: { taskId: 't4', effectiveFrom: from },
      })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { maxLength: 8 }), async (statements) => {
        const own = new TemporaryFolder();
        const writer = new HistoryWriter();
        await writer.open(zone);
        await writer.record([defined('2026-03-29T02:00:00Z'), ...statements]);
        const models = await readModelsOf(own, writer);
        try {
          const { intervals } = models.owner('contoso', 'LOG-03', { effective: { day } });
          expect(span(intervals)).toEqual([microsOf('2026-03-28T23:00:00Z'), microsOf('2026-03-29T22:00:00Z')]);
          for (const interval of intervals) {
            const { from, to, ...rest } = interval;
            for (const at of [microsOf(from!), microsOf(to!) - 1]) {
              const effective = { at: instantOf(at) };
              const [there] = models.owner('contoso', 'LOG-03', { effective }).intervals;
              expect(there).toMatchObject(rest);
            }
          }
        } finally {
          await models.close();
          own.remove();
        }
      }),
      { numRuns: 100 },
    );
  });
});
