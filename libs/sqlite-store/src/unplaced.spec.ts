import { mkdtempSync, rmSync } from 'node:fs';
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
    fc.assert(
      fc.property(steps, fc.nat(8), fc.integer({ min: 1, max: 9 }), (course: Step[], from, limit) => {
        rmSync(file, { force: true });
        let writer = new EntryWriter(openForWriting(file), file);
        const old = new SqliteEventReader(file);
        const expected = new Map<string, number>();
        for (const step of course) {
          if (step.kind === 'append') {
            const next = expected.get(step.stream) ?? 0;
            const { conflicts } = writer.append(pack([appendOf(step.stream, next, step.count)]));
            expect(conflicts.size).toBe(0);
            expected.set(step.stream, next + step.count);
          } else if (step.kind === 'place') {
            writer.place(1);
          } else if (step.kind === 'reopen') {
            writer.close();
            writer = new EntryWriter(openForWriting(file), file);
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
      }),
      { numRuns: 60 },
    );
  });

  it('can be erased before and after they are placed', () => {
    const writer = new EntryWriter(openForWriting(file), file);
    const reader = new SqliteEventReader(file);
    writer.append(pack([appendOf('a', 0, 1), appendOf('b', 0, 1)]));
    const [a, b] = [disclosureOf('a', 0), disclosureOf('b', 0)];
    expect(writer.erase('a', [a.commitment])).toBe(1);
    expect(reader.readDisclosures('a', [a.commitment])).toEqual([]);
    writer.place(1);
    expect(writer.erase('b', [b.commitment])).toBe(1);
    expect(reader.readDisclosures('b', [b.commitment])).toEqual([]);
    reader.close();
    writer.close();
  });
});
