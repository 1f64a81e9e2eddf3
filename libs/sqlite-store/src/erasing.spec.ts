import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Disclosure } from '#kernel/sealed';
import { NO_STREAM, OutcomeUnknown } from '#ledger-store/event-store';
import { SqliteEventReader } from './sqlite-event-reader.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

const PEOPLE = 40;
const EACH = 50;

/** Texts of many lengths, some of them longer than a page, by people who take turns. */
const disclosures: Disclosure[] = Array.from({ length: PEOPLE * EACH }, (_, i) => ({
  commitment: `commitment-${(i * 7_919) % (PEOPLE * EACH)}`,
  salt: `salt-${i}`,
  name: '/reason',
  value: `secret-of-${i % PEOPLE}-`.repeat(1 + ((i * 31) % 700)),
  subject: `m_${i % PEOPLE}`,
}));
const commitmentsOf = (person: number): string[] =>
  disclosures.filter(({ subject }) => subject === `m_${person}`).map(({ commitment }) => commitment);

describe('Erasing disclosures', () => {
  let folder: string;
  let store: SqliteEventStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-erasing-'));
    store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    for (let i = 0; i < disclosures.length; i += 20) {
      const bytes = new TextEncoder().encode(`entry ${i}`);
      await store.append('s', i / 20 + NO_STREAM, [{ id: `${i}`, bytes }], disclosures.slice(i, i + 20));
    }
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** People whose texts are found anywhere in the bytes of any file of the folder. */
  const found = (): number[] => {
    const bytes = readdirSync(folder)
      // A handle on lock.sqlite that is closed here would drop the store's lock.
      .filter((name) => name !== 'lock.sqlite')
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n');
    return Array.from({ length: PEOPLE }, (_, person) => person).filter((person) =>
      bytes.includes(`secret-of-${person}-`),
    );
  };
  const everybody = Array.from({ length: PEOPLE }, (_, person) => person);

  it('leaves no copy in any file, neither in the file nor in its log, while the store is open', async () => {
    expect(found()).toEqual(everybody);
    for (let person = 0; person < PEOPLE; person += 2) {
      expect(await store.eraseDisclosures('s', commitmentsOf(person))).toBe(EACH);
    }
    const others = everybody.filter((person) => person % 2 === 1);
    expect(found()).toEqual(others);
    for (const person of others) {
      expect(await store.readDisclosures('s', commitmentsOf(person))).toHaveLength(EACH);
    }
    expect(await store.readDisclosures('s', commitmentsOf(0))).toEqual([]);
  });

  it('leaves all others to whoever goes through the texts, a page at a time', async () => {
    await store.eraseDisclosures('s', commitmentsOf(3));
    const reader = new SqliteEventReader(join(folder, 'events.sqlite'));
    const subjects: (string | undefined)[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const { next, texts } = reader.allDisclosures(after, 250);
      subjects.push(...texts.map(({ disclosure }) => disclosure?.subject));
      after = next;
    }
    reader.close();
    expect(subjects).toEqual(disclosures.map(({ subject }) => subject).filter((subject) => subject !== 'm_3'));
  });

  it('says when old copies remain because somebody still reads an old state, and removes them the next time', async () => {
    const reader = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM disclosures').get();
    await expect(store.eraseDisclosures('s', commitmentsOf(3))).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(store.eraseDisclosures('s', commitmentsOf(3))).rejects.toThrow('erase the same again');
    expect(await store.readDisclosures('s', commitmentsOf(3))).toEqual([]);
    reader.close();
    expect(await store.eraseDisclosures('s', commitmentsOf(3))).toBe(0);
    expect(found()).not.toContain(3);
  });
});
