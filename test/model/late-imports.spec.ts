import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cast } from '#engagement/domain/engagement.examples';
import { microsOf } from '#kernel/instant';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import { matrixHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { digestOf } from '#responsibility/domain/statements';
import type { Facet } from '#responsibility/domain/two-clocks/periods';
import { naiveDifference, type Matrix, type MatrixLine } from './naive-difference.ts';
import { dayOf, RandomLedger } from './random-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const REFS = ['AC-1', 'AC-2', 'AU-6', 'CP-9'];
const TEXTS = [definitions.logReview, definitions.patching, definitions.imported];
const BEARERS = [assignments.provider, assignments.client, assignments.sharedWithoutParts];
const digests = new Map<unknown, string>([...TEXTS, ...BEARERS].map((said) => [said, digestOf(sha256, said)]));
const digest = (said: unknown): string => digests.get(said)!;
const FACETS: readonly Facet[] = ['definition', 'assignment'];

/** A version of the matrix, and the day from which it holds. */
interface Version {
  readonly day: number;
  readonly matrix: Matrix;
  readonly parts: number;
}

const line = fc.record({ definition: fc.constantFrom(...TEXTS), assignment: fc.constantFrom(...BEARERS) });
/** At least one line: a file without lines is no matrix. */
const matrix: fc.Arbitrary<Matrix> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...REFS), line), { selector: ([ref]) => ref, minLength: 1 })
  .map((lines) => new Map<string, MatrixLine>(lines));
/** A matrix in words, so that thousands can be compared quickly: what it says of each line, by digest. */
const inWords = (of: Matrix): string =>
  REFS.flatMap((ref) => {
    const said = of.get(ref);
    return said === undefined ? [] : `${ref} ${digest(said.definition)} ${digest(said.assignment)}`;
  }).join('\n');

/**
 * Two to five versions, no two of them alike, in the order in which they are imported. Alike ones are left out because a version
 * that says what holds already records nothing, and so cannot hold its ground against one that comes in between later.
 */
const imported: fc.Arbitrary<readonly Version[]> = fc
  .uniqueArray(fc.record({ day: fc.nat({ max: 90 }), matrix, parts: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 2,
    maxLength: 5,
    comparator: (a, b) => a.day === b.day || inWords(a.matrix) === inWords(b.matrix),
  })
  .chain((versions) => fc.shuffledSubarray(versions, { minLength: versions.length }));

function importVersion(ledger: RandomLedger, { day, matrix: content, parts }: Version): void {
  const at = dayOf(day);
  const lines = naiveDifference(ledger.model, content, REFS, at);
  const size = Math.ceil(lines.length / parts);
  const importId = `i${ledger.size}`;
  const header = matrixHeader(ledger.size, at, { parts });
  for (let part = 1; part <= parts; part++) {
    const which = part === 1 ? { header } : { import: importId };
    const recorded = ledger.attempt(
      recordImport({ ...which, part, lines: lines.slice((part - 1) * size, part * size) }),
      cast.meier,
    );
    if (recorded === undefined) throw new Error(`part ${part} was refused: ${ledger.refusals.join()}`);
  }
}

/** The whole matrix at an instant as known to a prefix, from the periods, in words. */
function matrixAt({ book, model }: RandomLedger, day: number, known: number): string {
  const at = dayOf(day);
  return REFS.flatMap((ref) => {
    const id = model.taskOf(ref, known) ?? '';
    const [text, bearer = 'nobody'] = FACETS.map((facet): string | undefined => {
      const said = book.at(id, facet, microsOf(at), known)?.said;
      if (said === undefined) return undefined;
      const { data } = model.entries[said]!.event;
      return 'digest' in data ? data.digest : undefined;
    });
    return text === undefined ? [] : `${ref} ${text} ${bearer}`;
  }).join('\n');
}

/** The days on which something could change, the days around them, and one long before and long after. */
const daysAround = (versions: readonly Version[]): readonly number[] => [
  ...new Set([-100, 1000, ...versions.flatMap(({ day }) => [day - 1, day, day + 1])]),
];

describe('Dated versions of a matrix, imported in any order', () => {
  it(
    'give, as known now, at every instant the latest version that holds there',
    () => {
      fc.assert(
        fc.property(imported, (versions) => {
          const ledger = new RandomLedger();
          for (const version of versions) importVersion(ledger, version);
          const byDay = [...versions].sort((a, b) => a.day - b.day);
          const days = daysAround(versions);
          const expected = days.map((day) => [
            day,
            inWords(byDay.findLast((each) => each.day <= day)?.matrix ?? new Map()),
          ]);
          expect(days.map((day) => [day, matrixAt(ledger, day, ledger.size)])).toEqual(expected);
        }),
        { numRuns: 3000 },
      );
    },
    PATIENCE,
  );

  it(
    'leave every answer as then known unchanged',
    () => {
      fc.assert(
        fc.property(imported, (versions) => {
          const ledger = new RandomLedger();
          const days = daysAround(versions);
          const answered = versions.map((version) => {
            importVersion(ledger, version);
            return { known: ledger.size, matrices: days.map((day) => matrixAt(ledger, day, ledger.size)) };
          });
          const now = answered.map(({ known }) => days.map((day) => matrixAt(ledger, day, known)));
          expect(now).toEqual(answered.map(({ matrices }) => matrices));
        }),
        { numRuns: 2000 },
      );
    },
    PATIENCE,
  );

  it('show of a version nothing before its last part, and all of it with that', () => {
    const first: Version = {
      day: 10,
      parts: 1,
      matrix: new Map([['AC-1', { definition: TEXTS[0]!, assignment: BEARERS[0]! }]]),
    };
    const second: Version = {
      day: 5,
      parts: 3,
      matrix: new Map([
        ['AC-1', { definition: TEXTS[1]!, assignment: BEARERS[1]! }],
        ['AC-2', { definition: TEXTS[1]!, assignment: BEARERS[1]! }],
      ]),
    };
    const ledger = new RandomLedger();
    importVersion(ledger, first);
    const before = ledger.size;
    importVersion(ledger, second);
    for (let known = before; known < ledger.size; known++) expect(matrixAt(ledger, 7, known)).toBe('');
    expect(matrixAt(ledger, 7, ledger.size)).toBe(inWords(second.matrix));
    expect(matrixAt(ledger, 10, ledger.size)).toBe(inWords(first.matrix));
  });
});
