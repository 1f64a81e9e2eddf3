import { describe, expect, it } from '@jest/globals';
import type { Entry } from '#kernel/event';
import { canonicalize } from '#kernel/json';
import { uuid5, uuidBytes } from '#ledger-store/entry-codec';
import type { FindingCode } from '#replay/verdict';
import { commandId, entriesOf, LEDGER, verdictOn } from './entries-of.ts';
import { Forgery, story } from './story.ts';

type Fed = Entry | string | Uint8Array;
type Forged = readonly [sentence: string, forge: (entries: Fed[]) => Fed[], index: number, code: FindingCode];

/** Has one entry read otherwise. */
const edited =
  (index: number, change: (entry: Entry) => object) =>
  (entries: Fed[]): Fed[] =>
    entries.map((entry, i) => (i === index ? { ...(entry as Entry), ...change(entry as Entry) } : entry));

/** Has the bytes of one entry be others. */
const rewritten =
  (index: number, change: (text: string) => Fed) =>
  (entries: Fed[]): Fed[] =>
    entries.map((entry, i) => (i === index ? change(canonicalize(entry)) : entry));

const swapped = (entries: Fed[]): Fed[] => [...entries.slice(0, 17), entries[18]!, entries[17]!, ...entries.slice(19)];
const big = { definition: { title: 'x'.repeat(70_000) } };

const forgeries: readonly Forged[] = [
  ['bytes that are not UTF-8', rewritten(20, () => Uint8Array.of(0x7b, 0xff, 0x7d)), 20, 'not-an-entry'],
  [
    'bytes that begin with a byte order mark',
    rewritten(20, (text) => new TextEncoder().encode(`\uFEFF${text}`)),
    20,
    'not-an-entry',
  ],
  ['a text that is not JSON', rewritten(20, (text) => text.slice(0, -1)), 20, 'not-an-entry'],
  ['a property that is there twice', rewritten(20, (text) => text.replace('{', '{"v":1,')), 20, 'not-an-entry'],
  ['a lone surrogate', rewritten(20, (text) => text.replace('C-1', '\\ud800')), 20, 'not-an-entry'],
  [
    'containers without end',
    rewritten(20, (text) => text.replace('"v":1', `"v":${'['.repeat(900)}${']'.repeat(900)}`)),
    20,
    'not-an-entry',
  ],
  ['white space', rewritten(20, (text) => text.replace(':', ': ')), 20, 'not-canonical'],
  ['a number in another form', rewritten(20, (text) => text.replace('"v":1', '"v":1.0')), 20, 'not-canonical'],
  [
    'properties in another order',
    rewritten(20, (text) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed())),
    ),
    20,
    'not-canonical',
  ],
  [
    'more bytes than an entry may have',
    edited(20, ({ data }) => ({ data: { ...(data as object), ...big } })),
    20,
    'too-large',
  ],
  ['an event that is not known', edited(20, () => ({ type: 'LegalHoldPlaced' })), 20, 'unknown-event'],
  ['a name that every object has for an event', edited(20, () => ({ type: 'toString' })), 20, 'unknown-event'],
  ['a newer version of an event', edited(20, () => ({ schema: 3 })), 20, 'unknown-event'],
  ['a newer version of entries', edited(20, () => ({ v: 2 })), 20, 'unknown-event'],
  ['a property that no entry has', edited(20, () => ({ note: 'x' })), 20, 'not-an-entry'],
  ['no actor', edited(20, () => ({ actor: undefined })), 20, 'not-an-entry'],
  [
    'a property that no such event has',
    edited(15, ({ data }) => ({ data: { ...(data as object), note: 'x' } })),
    15,
    'not-an-event',
  ],
  [
    'roles in one word',
    edited(4, ({ data }) => ({ data: { ...(data as object), roles: 'approver' } })),
    4,
    'not-an-event',
  ],
  [
    'a day that no calendar has',
    edited(15, ({ data }) => ({ data: { ...(data as object), effectiveFrom: '2026-02-30T00:00:00Z' } })),
    15,
    'not-an-event',
  ],
  [
    'an instant that is written in another zone',
    edited(15, () => ({ recordedAt: '2026-01-05T12:00:00+01:00' })),
    15,
    'not-an-entry',
  ],
  [
    'an instant with a zero too many',
    edited(15, () => ({ recordedAt: '2026-01-05T12:00:00.100Z' })),
    15,
    'not-an-entry',
  ],
  ['another ledger', edited(22, () => ({ ledger: `${LEDGER}0` })), 22, 'wrong-ledger'],
  ['another index', edited(22, () => ({ index: 23 })), 22, 'wrong-index'],
  ['two entries in each other’s place', swapped, 17, 'wrong-index'],
  ['that an entry was left out', (entries) => entries.toSpliced(22, 1), 22, 'wrong-index'],
  ['that the first entry was left out', (entries) => entries.slice(1), 0, 'wrong-index'],
  ['that an entry was put in', (entries) => entries.toSpliced(22, 0, entries[22]!), 23, 'wrong-index'],
  ['time that goes back', edited(22, () => ({ recordedAt: '2026-01-05T08:00:00Z' })), 22, 'time-goes-back'],
  ['time that runs ahead', edited(22, () => ({ recordedAt: '2026-09-05T08:00:00Z' })), 23, 'time-goes-back'],
  ['one time in two for one command', edited(20, () => ({ recordedAt: '2026-09-05T08:00:00Z' })), 20, 'command-mixed'],
  [
    'one command of two actors',
    edited(20, ({ actor }) => ({ actor: { ...actor, member: 'm4' } })),
    20,
    'command-mixed',
  ],
  [
    'one command with two reasons',
    edited(20, ({ command }) => ({ command: { ...command, causation: 'x' } })),
    20,
    'command-mixed',
  ],
  ['another id', edited(22, () => ({ id: commandId(0) })), 22, 'wrong-id'],
  [
    'the id of another ledger',
    edited(22, ({ command }) => ({ id: uuid5(uuidBytes(commandId(0)), `${command.id}/0`) })),
    22,
    'wrong-id',
  ],
  [
    'the id of another command',
    edited(22, ({ command }) => ({ command: { ...command, id: commandId(99) } })),
    22,
    'wrong-id',
  ],
  [
    'another command than the entries name',
    edited(22, ({ command }) => ({ command: { ...command, body: '0'.repeat(64) } })),
    22,
    'other-command',
  ],
];

const told = (): Fed[] => new Forgery().entries();

describe('A ledger whose entries were tampered with shows', () => {
  it.each(forgeries)('%s', (_sentence, forge, index, code) => {
    expect(verdictOn(forge(told()))).toEqual({ verdict: 'contradicted', index, code, why: expect.any(String) });
  });

  it('a command that goes on behind another one', () => {
    const { appends } = new Forgery();
    const entries = entriesOf(appends);
    const first = entries[15]!.command;
    const torn = entries.map((entry, i) => {
      if (i !== 22) return entry;
      return { ...entry, command: { ...entry.command, id: first.id } };
    });
    expect(verdictOn(torn, { sha1: undefined as never })).toMatchObject({ index: 22, code: 'command-torn' });
  });

  it('a command larger than one append', () => {
    const forgery = new Forgery();
    const { imported } = forgery.told;
    const attributes = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`column ${i}`, 'x'.repeat(1_000)]));
    forgery.alter(imported, ({ events }) => {
      const [started, defined, ...rest] = events;
      const large = { ...defined!, data: { ...defined!.data, attributes } } as NonNullable<typeof defined>;
      return { events: [started!, ...Array.from({ length: 20 }, () => large), ...rest] };
    });
    const verdict = verdictOn(forgery.entries());
    expect(verdict).toMatchObject({ verdict: 'contradicted', code: 'command-too-large', index: imported + 17 });
  });

  it('that it is not the ledger which was asked for', () => {
    expect(verdictOn(told(), { ledger: 'onus.example/engagements/another' })).toMatchObject({
      index: 0,
      code: 'wrong-ledger',
    });
    expect(verdictOn(told(), { ledger: LEDGER })).toMatchObject({ verdict: 'consistent' });
  });

  it('that it does not begin with an engagement', () => {
    const forgery = new Forgery();
    const [, second] = forgery.appends;
    expect(verdictOn(entriesOf([second!]))).toMatchObject({ index: 0, code: 'wrong-actor' });
  });

  it('the first thing that is wrong, where there are two', () => {
    const both = edited(22, () => ({ index: 7 }))(
      edited(19, ({ data }) => ({ data: { ...(data as object), side: 'provider' } }))(told()),
    );
    expect(verdictOn(both)).toMatchObject({ index: 19, code: 'other-events' });
    const cut = edited(20, () => ({ index: 7 }))(told());
    expect(verdictOn(cut)).toMatchObject({ index: 20, code: 'wrong-index' });
  });
});

describe('A range of entries', () => {
  const { ledger } = story();
  const ends: number[] = [];
  for (const { events } of ledger.appends) ends.push((ends.at(-1) ?? 0) + events.length);

  it('that ends with a command is consistent, and one that ends inside of one is not', () => {
    for (let size = 1; size <= ledger.size; size++) {
      const verdict = verdictOn(told().slice(0, size));
      const begins = ends.findLast((end) => end < size) ?? 0;
      if (ends.includes(size)) expect(verdict).toMatchObject({ verdict: 'consistent', entries: size, unfinished: 0 });
      else expect(verdict).toMatchObject({ verdict: 'contradicted', index: begins, code: 'unfinished-command' });
    }
  });

  it('may be wanted as a prefix: then what was cut off is counted, and nothing is said of it', () => {
    for (let size = 0; size <= ledger.size; size++) {
      const begins = ends.findLast((end) => end <= size) ?? 0;
      const verdict = verdictOn(told().slice(0, size), { prefix: true });
      expect(verdict).toMatchObject({ verdict: 'consistent', entries: begins, unfinished: size - begins });
    }
  });

  it('tells of its entries in order, each once its command is known to be allowed', () => {
    const heard: number[] = [];
    const wrong = edited(22, () => ({ index: 7 }))(told());
    verdictOn(wrong, { onAllowed: ({ index }, entry) => heard.push(index === entry.index ? index : -1) });
    expect(heard).toEqual(Array.from({ length: 22 }, (_, i) => i));
  });
});
