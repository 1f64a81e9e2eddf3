import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '#kernel/event';
import { instantOf, microsOf } from '#kernel/instant';
import { canonicalize, pointerTo } from '#kernel/json';
import { randomHistory } from '../random-acts.ts';
import { RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { entriesOf, verdictOn } from './entries-of.ts';
import { story } from './story.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;

/**
 * What rules cannot see, and the README of libs/replay tells: what no rule asks about and no other entry repeats, commitments to
 * texts, and an instant of recording that stays between its neighbours. Only the leaf hashes hold these.
 */
const UNSEEN: readonly RegExp[] = [
  /^\/actor\/(?:auth|onBehalfOf)$/,
  /^\/command\/(?:correlation|causation)$/,
  /^\/recordedAt$/,
  /\/sealed$/,
];

interface Leaf {
  readonly pointer: string;
  readonly replaceWith: (value: unknown) => Entry;
  readonly value: unknown;
}

/** Every value in an entry that is not an object or a list, and how to have another in its place. */
function leavesOf(entry: Entry): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) visit(each, [...path, name]);
      return;
    }
    const replaceWith = (other: unknown): Entry => {
      const copy = JSON.parse(JSON.stringify(entry)) as Record<string, unknown>;
      let holder = copy;
      for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
      const last = path.at(-1)!;
      if (other !== undefined) holder[last] = other;
      else if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else delete holder[last];
      return copy as unknown as Entry;
    };
    leaves.push({ pointer: path.reduce(pointerTo, ''), replaceWith, value });
  };
  visit(entry, []);
  return leaves;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** Something else of the same kind: what a forger would write rather than what a machine would garble. */
function otherThan(value: unknown, how: number): unknown {
  if (how % 5 === 0) return undefined;
  if (typeof value === 'number') return value + (how % 2 === 0 ? 1 : -1);
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  const text = value as string;
  if (INSTANT.test(text)) return instantOf(microsOf(text) + ((how % 7) - 3 || 1) * 3_600_000_000);
  if (how % 3 === 0) return `${text}x`;
  const at = how % Math.max(1, text.length);
  return text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1);
}

describe('Another value in one field of one entry', () => {
  it(
    'is found, wherever it is and whatever it is, but where no rule looks',
    () => {
      const unseen = new Map<string, number>();
      let altered = 0;
      const fates = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 12, maxLength: 12 });
      fc.assert(
        fc.property(fc.option(randomHistory, { freq: 4 }), fc.noBias(fates), (steps, picks) => {
          const ledger = steps === null ? story().ledger : new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps ?? []) people.perform(step);
          const entries = entriesOf(ledger.appends);
          for (const [which, where, how] of picks) {
            const index = which % entries.length;
            const leaves = leavesOf(entries[index]!);
            const leaf = leaves[where % leaves.length]!;
            const other = leaf.replaceWith(otherThan(leaf.value, how));
            if (canonicalize(other) === canonicalize(entries[index])) continue;
            altered++;
            const verdict = verdictOn(entries.with(index, other as (typeof entries)[number]));
            if (verdict.verdict === 'contradicted') continue;
            unseen.set(leaf.pointer, (unseen.get(leaf.pointer) ?? 0) + 1);
            expect(UNSEEN.some((pattern) => pattern.test(leaf.pointer)) ? '' : leaf.pointer).toBe('');
          }
        }),
        { numRuns: 600 },
      );
      expect(altered).toBeGreaterThan(5_000);
      // What is said not to be seen is not: the list is no longer than it must be.
      for (const pattern of UNSEEN) expect([...unseen.keys()].some((pointer) => pattern.test(pointer))).toBe(true);
    },
    PATIENCE,
  );
});
