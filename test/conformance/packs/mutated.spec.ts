import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REFUTED_CODES, UNREADABLE_CODES, type PackVerdict } from '#pack/verify/verdict';
import type { AskedQuestion } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { Random, runSeed } from '#test/faults/random';
import { ARCHIVES, genuineArchive } from './mutants/archives.ts';
import { CONTENTS } from './mutants/contents.ts';
import { CHANGES, inArchive, inFile, inFileUnlisted, inText, TEXT_CHANGES } from './mutants/in-bytes.ts';
import { mixedWith, POLICIES, REWRITTEN, rewritten, SIGNATURES } from './mutants/signed.ts';
import { pick, subjectOf, type Mutate, type Subject } from './mutants/subject.ts';
import { histories, ledgerOf } from './random-packed-ledger.ts';
import { REFS } from '#test/model/random-people';
import { crypto } from './sample-packs.ts';

/** Packs that are read per run, all kinds together. */
const MUTANTS = 10_000;
const PATIENCE = 900_000;
const CODES: ReadonlySet<string> = new Set([...REFUTED_CODES, ...UNREADABLE_CODES]);

const mapped = <T>(from: Readonly<Record<string, T>>, what: string, mutate: (each: T) => Mutate): [string, Mutate][] =>
  Object.entries(from).map(([name, each]) => [`${what}${name}`, mutate(each)]);

/** Subjects to forge: small ledgers, asked about tasks that they know. */
const subjects: Subject[] = [];

/** Every way of forging, with how often of a hundred it is tried. */
const KINDS: readonly { readonly share: number; readonly ways: readonly [string, Mutate][] }[] = [
  { share: 32, ways: mapped(CHANGES, 'in the archive, ', inArchive) },
  { share: 4, ways: mapped(CHANGES, 'in a file that is listed as before, ', inFileUnlisted) },
  { share: 16, ways: mapped(CHANGES, 'in a file, ', inFile) },
  { share: 4, ways: mapped(TEXT_CHANGES, 'in a text, ', inText) },
  { share: 14, ways: Object.entries(ARCHIVES) },
  { share: 16, ways: Object.entries(CONTENTS) },
  { share: 4, ways: mapped(REWRITTEN, 'signed by a thief, an entry is ', (change) => rewritten(change, 'wrong key')) },
  {
    share: 4,
    ways: mapped(REWRITTEN, 'under the old signature, an entry is ', (change) => rewritten(change, 'old signature')),
  },
  { share: 4, ways: Object.entries(SIGNATURES) },
  { share: 1, ways: Object.entries(POLICIES) },
  {
    share: 1,
    ways: [['a file is that of another pack', mixedWith((subject) => subjects.find((each) => each !== subject))]],
  },
];

function makeSubjects(): void {
  const ledgers = fc.sample(histories, { seed: runSeed(), numRuns: 24 }).map((steps) => ledgerOf(steps.slice(0, 9)));
  for (const [i, ledger] of ledgers.entries()) {
    const effective = i % 2 === 0 ? { day: '2026-02-10' } : { at: '2026-03-01T00:00:00Z' };
    const witnesses = i % 3 === 0 ? [] : ['ben.contoso.example', 'other.example'];
    const about = (asked: AskedQuestion): Subject => subjectOf(ledger, asked, witnesses);
    // Of a task that nobody knows every question has the same answer: nothing would be forged by asking about another one.
    const known = REFS.map((task) => about({ about: 'task', task, effective })).find(isKnown);
    subjects.push(i % 4 === 3 || known === undefined ? about({ about: 'matrix', effective }) : known);
  }
}

const isKnown = ({ manifest: { answer } }: Subject): boolean => 'task' in answer && answer.task !== null;

const isGenuine = ({ pack }: Subject, mutant: NonNullable<ReturnType<Mutate>>): boolean =>
  mutant.policy === undefined && Buffer.compare(mutant.pack, pack) === 0;

const verdictOn = (subject: Subject, mutant: NonNullable<ReturnType<Mutate>>): PackVerdict =>
  verifyPack(mutant.pack, mutant.policy ?? subject.policy, crypto);

describe('A pack that somebody tampered with', () => {
  beforeAll(makeSubjects);

  it('was genuine before', () => {
    for (const { pack, policy } of subjects)
      expect(verifyPack(pack, policy, crypto)).toMatchObject({ verdict: 'proven' });
    // The lax archiver writes what ours writes, where nothing is changed: what it changes is what is refused.
    for (const subject of subjects) expect(Buffer.compare(genuineArchive(subject), subject.pack)).toBe(0);
  });

  it(
    `is never proven, in ${MUTANTS} tries`,
    () => {
      const random = new Random(runSeed());
      const tried = new Map<string, number>();
      const codes = new Map<string, number>();
      const ways = KINDS.flatMap(({ share, ways: all }) => Array.from({ length: share }, () => all));
      for (let read = 0; read < MUTANTS;) {
        const [name, mutate] = pick(random, pick(random, ways));
        const subject = pick(random, subjects);
        const mutant = mutate(subject, random);
        // What was changed into itself is genuine.
        if (mutant === undefined || isGenuine(subject, mutant)) continue;
        read++;
        const verdict = verdictOn(subject, mutant);
        if (verdict.verdict === 'proven') throw new Error(`proven, though ${name} (mutant ${read}, seed ${runSeed()})`);
        if (!CODES.has(verdict.code) || verdict.code === 'verifier-fault')
          throw new Error(`${verdict.code}: ${verdict.why}, where ${name}`);
        tried.set(name, (tried.get(name) ?? 0) + 1);
        codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1);
      }
      // Each way was tried, and each code was given for something.
      const names = KINDS.flatMap(({ ways: all }) => all.map(([name]) => name));
      expect(names.filter((name) => !tried.has(name))).toEqual([]);
      const never = [...CODES].filter((code) => !codes.has(code));
      expect(never).toEqual(['wrong-entry', 'wrong-snapshot', 'unknown-event', 'verifier-fault']);
    },
    PATIENCE,
  );
});
