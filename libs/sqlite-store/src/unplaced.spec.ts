import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commit } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { openForWriting } from './database.ts';
import { SqliteEventReader } from './sqlite-event-reader.ts';
import { EntryWriter } from './writer/entry-writer.ts';
import { pack, type Append } from './writer/messages.ts';

describe('Entries whose places are not written down yet', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-places-'));
    file = join(folder, 'events.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const disclosureOf = (stream: string, revision: number) => {
    const [salt, name, value] = ['salt', '/name', `${stream} ${revision}`] as const;
    return { commitment: commit(sha256, salt, name, value), salt, name, value, subject: 'm1' };
  };
  const appendOf = (stream: string, next: number, count: number): Append => ({
    stream,
    expectedRevision: next - 1,
    entries: Array.from({ length: count }, (_, i) => ({
      id: '',
      bytes: new TextEncoder().encode(`${stream} ${next + i}`),
    })),
    disclosures: [disclosureOf(stream, next)],
  });

  type Step =
    | { readonly kind: 'append'; readonly stream: string; readonly count: number }
    | { readonly kind: 'place' | 'reopen' | 'roll back' };
  const steps = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('append' as const),
          stream: fc.constantFrom('a', 'b', 'c'),
          count: fc.integer({ min: 1, max: 4 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constantFrom('place' as const, 'reopen' as const, 'roll back' as const) }),
      },
    ),
    { maxLength: 30 },
  );

  it('are read like all others, whatever is placed in between, by readers new and old', () => {
    const placings = fc.constantFrom(
      { from: 1, atOnce: 1 },
      { from: 3, atOnce: 2 },
      { from: 3, atOnce: 64 },
      { from: 20, atOnce: 64 },
    );
    // A writer that knows one head at most looks up where nearly every stream stands.
    const heads = fc.constantFrom(1, 50_000);
    fc.assert(
      fc.property(
        steps,
        placings,
        heads,
        fc.nat(8),
        fc.integer({ min: 1, max: 9 }),
        (course: Step[], placing, knownHeads, from, limit) => {
          rmSync(file, { force: true });
          const open = (): EntryWriter => new EntryWriter(openForWriting(file), file, placing, knownHeads);
          let writer = open();
          const old = new SqliteEventReader(file);
          const expected = new Map<string, number>();
          for (const step of course) {
            if (step.kind === 'append') {
              const next = expected.get(step.stream) ?? 0;
              const { conflicts } = writer.append(pack([appendOf(step.stream, next, step.count)]));
              expect(conflicts.size).toBe(0);
              expected.set(step.stream, next + step.count);
            } else if (step.kind === 'place') {
              writer.place();
            } else if (step.kind === 'reopen') {
              writer.close();
              writer = open();
            } else {
              // The second append of the group cannot be written: the first is rolled back with it.
              const next = expected.get('a') ?? 0;
              const whole = pack([appendOf('a', next, 1), appendOf('b', expected.get('b') ?? 0, 1)]);
              expect(() => writer.append({ ...whole, bytes: null as never })).toThrow('cannot be written');
            }
            const fresh = new SqliteEventReader(file);
            for (const reader of [old, fresh]) {
              for (const stream of ['a', 'b', 'c']) {
                const size = expected.get(stream) ?? 0;
                const texts = reader
                  .readStream(stream, from, limit)
                  .map(({ revision, bytes }) => [revision, Buffer.from(bytes).toString()]);
                const wanted = Array.from({ length: Math.max(0, Math.min(limit, size - from)) }, (_, i) => [
                  from + i,
                  `${stream} ${from + i}`,
                ]);
                expect(texts).toEqual(wanted);
                expect(reader.lastRevision(stream)).toBe(size - 1);
                if (size > 0) {
                  const first = disclosureOf(stream, 0);
                  expect(reader.readDisclosures(stream, [first.commitment])).toEqual([first]);
                }
              }
            }
            fresh.close();
          }
          old.close();
          writer.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  /** One append of so many entries, each with a disclosure. */
  const many = (next: number, count: number): Append => ({
    ...appendOf('a', next, count),
    disclosures: Array.from({ length: count }, (_, i) => disclosureOf('a', next + i)),
  });

  describe('are placed with the appends that follow', () => {
    let writer: EntryWriter;
    let reader: DatabaseSync;
    beforeEach(() => {
      writer = new EntryWriter(openForWriting(file), file, { from: 100, atOnce: 64 });
      reader = new DatabaseSync(file, { readOnly: true });
      writer.append(pack([many(0, 150)]));
    });
    afterEach(() => {
      reader.close();
      writer.close();
    });
    const one = (sql: string): number => Number(Object.values(reader.prepare(sql).get()!)[0]);
    const places = (): number =>
      one('SELECT (SELECT count(*) FROM entry_places) + (SELECT count(*) FROM disclosure_places)');
    const placed = (): number => one('SELECT position FROM placed');

    it('a few with each, and no entry waits for all of them', () => {
      const seen: number[] = [];
      for (let next = 150; placed() === 0; next += 30) {
        writer.append(pack([many(next, 30)]));
        seen.push(places());
      }
      // Those of the append that begins are placed as well.
      expect(seen).toEqual([90, 180, 270, 360]);
      expect(placed()).toBe(180);
    });

    it('where each entry is an append of its own, now and then', () => {
      const seen = new Set<number>();
      for (let next = 150; placed() === 0; next++) {
        writer.append(pack([many(next, 1)]));
        seen.add(places());
      }
      expect([...seen]).toEqual([0, 66, 132, 198, 264, 302]);
    });

    it('also by a writer that comes after, and looks through no disclosure again that is placed', () => {
      writer.place();
      writer.close();
      writer = new EntryWriter(openForWriting(file), file, { from: 100, atOnce: 64 });
      writer.append(pack([{ ...many(150, 120), disclosures: [] }]));
      writer.append(pack([{ ...many(270, 100), disclosures: [] }]));
      expect([placed(), one('SELECT disclosure FROM placed')]).toEqual([370, 150]);
    });

    it('and keep no entry from being written for which there is room', () => {
      writer.close();
      writer = new EntryWriter(openForWriting(file), file, { from: 400, atOnce: 64 });
      writer.append(pack([many(150, 400)]));
      writer.limitPages(one('PRAGMA page_count') + 2);
      writer.append(pack([{ ...many(550, 200), disclosures: [] }]));
      expect([one('SELECT max(position) FROM entries'), places()]).toEqual([750, 0]);
      // Nor is it tried again with the very next entries.
      writer.limitPages(1_000_000);
      writer.append(pack([many(750, 300)]));
      expect(places()).toBe(0);
      writer.append(pack([many(1_050, 600)]));
      expect([placed(), places()]).toEqual([0, 1_800]);
    });
  });

  it('can be erased before and after they are placed', () => {
    const writer = new EntryWriter(openForWriting(file), file);
    const reader = new SqliteEventReader(file);
    writer.append(pack([appendOf('a', 0, 1), appendOf('b', 0, 1)]));
    const [a, b] = [disclosureOf('a', 0), disclosureOf('b', 0)];
    expect(writer.erase('a', [a.commitment])).toBe(1);
    expect(reader.readDisclosures('a', [a.commitment])).toEqual([]);
    writer.place();
    expect(writer.erase('b', [b.commitment])).toBe(1);
    expect(reader.readDisclosures('b', [b.commitment])).toEqual([]);
    reader.close();
    writer.close();
  });
});
