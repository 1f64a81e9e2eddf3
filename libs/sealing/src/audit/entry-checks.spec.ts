import { describe, expect, it } from '@jest/globals';
import type { Entry } from '#kernel/event';
import { encodeEntry, ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { EntryChecks } from './entry-checks.ts';

const LEDGER = 'onus.example/engagements/1';
const idOf = (command: string, ordinal: number): string => uuid5(ledgerNamespace(LEDGER), `${command}/${ordinal}`);

function entry(index: number, { command = `c${index}`, ordinal = 0, ...changed }: Record<string, unknown> = {}): Entry {
  return {
    v: 1,
    ledger: LEDGER,
    index,
    id: idOf(String(command), Number(ordinal)),
    type: 'Something',
    schema: 1,
    recordedAt: '2026-03-02T08:15:30Z',
    actor: { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'test' },
    command: { id: command, correlation: command, causation: null, body: '' },
    data: {},
    ...changed,
  } as Entry;
}

/** The codes of what is found in entries that stand one behind the other. */
function codes(...entries: readonly Entry[]): readonly (readonly [string, number | null])[] {
  const checks = new EntryChecks(LEDGER);
  return entries.flatMap((each, revision) =>
    checks
      .look({ position: revision + 1, stream: 's', revision, bytes: encodeEntry(each) })
      .map(({ code, index }) => [code, index] as const),
  );
}

describe('What every entry must be', () => {
  it('finds nothing in entries of several commands, with times with and without a fraction', () => {
    const times = [
      '2026-03-02T08:15:30Z',
      '2026-03-02T08:15:30.000001Z',
      '2026-03-02T08:15:30.1Z',
      '2026-03-02T08:15:31Z',
    ];
    const entries = times.map((recordedAt, index) => entry(index, { recordedAt }));
    expect(codes(...entries, entry(4, { command: 'x', recordedAt: times[3] }))).toEqual([]);
    expect(codes(entry(0, { command: 'x' }), entry(1, { command: 'x', ordinal: 1 }))).toEqual([]);
  });

  it.each([
    ['2026-03-02T08:15:30.1Z', '2026-03-02T08:15:30Z'],
    ['2026-03-02T08:15:30.12Z', '2026-03-02T08:15:30.1199Z'],
    ['2026-03-02T08:15:30Z', '2026-03-02T08:15:29.999999Z'],
  ])('finds that %s comes before %s', (first, second) => {
    expect(codes(entry(0, { recordedAt: first }), entry(1, { recordedAt: second }))).toEqual([['goes-back', 1]]);
  });

  it.each([
    ['another format', { v: 2 }],
    ['no time', { recordedAt: 'yesterday' }],
    ['a time in another zone', { recordedAt: '2026-03-02T08:15:30+01:00' }],
    ['no data', { data: 'none' }],
    ['another ledger', { ledger: 'onus.example/engagements/2' }],
    ['another index', { index: 7 }],
  ])('finds an entry that is none: %s', (_what, changed) => {
    expect(codes(entry(0, changed))).toContainEqual(['not-an-entry', 0]);
  });

  it('finds an id that does not follow from its command, or from its place in it', () => {
    expect(codes(entry(0, { id: idOf('other', 0) }))).toEqual([['wrong-id', 0]]);
    expect(codes(entry(0, { command: 'x' }), entry(1, { command: 'x', ordinal: 2 }))).toEqual([['wrong-id', 1]]);
  });

  it('finds what is missing', () => {
    const checks = new EntryChecks(LEDGER);
    const found = checks.look({ position: 1, stream: 's', revision: 2, bytes: encodeEntry(entry(2)) });
    expect(found).toEqual([expect.objectContaining({ code: 'missing', index: 0 })]);
  });
});
