import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { noteVerifier } from '#transparency/note/signing';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { verifyConsistency } from '#transparency/merkle/verification';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';

const RUNS = 1_000;
const BRANCHES = 3;
/** A file system in memory, where there is one: ten thousand commits need not wait for a disk to show what they commit. */
const IN_MEMORY = '/dev/shm';

/** One request: who asks, how much the branch has grown before, from which size it asks, and with which proof. */
interface Step {
  readonly branch: number;
  readonly growth: number;
  readonly old: 'believed' | 'nothing' | 'its own size' | 'the stored size';
  readonly proof: 'right' | 'of another branch' | 'none';
  /** Share of the branch that is submitted, in eighths: a submitter may be late. */
  readonly share: number;
  /** Seconds that the clock moves, in either direction. */
  readonly clock: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    branch: fc.nat(BRANCHES - 1),
    growth: fc.nat(4),
    old: fc.constantFrom('believed', 'believed', 'the stored size', 'its own size', 'nothing'),
    proof: fc.constantFrom('right', 'right', 'right', 'of another branch', 'none'),
    share: fc.constantFrom(8, 8, 8, 7, 5, 2, 0),
    clock: fc.integer({ min: -60, max: 60 }),
  }),
  { minLength: 5, maxLength: 20 },
);

interface Cosigned {
  readonly size: number;
  readonly root: string;
  readonly branch: SampleLog;
  readonly time: number;
}

const rootOf = (branch: SampleLog, size: number): string => Buffer.from(branch.root(size)).toString('hex');

describe('Honest and forked submitters of one log', () => {
  let witness: RunningWitness;
  let run = 0;
  const origin = (n: number): string => `log.example/${n}`;

  beforeAll(async () => {
    const logs = Array.from({ length: RUNS * 2 }, (_, n) => `log ${new SampleLog(origin(n)).vkey}`);
    witness = await RunningWitness.start(logs, {}, existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir());
  });
  afterAll(() => witness.stop());

  /** Plays the steps against a log of its own. Gives what was cosigned, and every checkpoint that was submitted. */
  function play(forks: readonly number[], played: readonly Step[]): { cosigned: Cosigned[]; submitted: Cosigned[] } {
    const trunk = new SampleLog(origin(run++)).growTo(1);
    const branches = [trunk, ...forks.map((at, i) => new SampleLog(trunk.origin).growTo(at).growTo(at + 1, `${i}`))];
    const believed = branches.map(() => 0);
    let stored = 0;
    const cosigned: Cosigned[] = [];
    const submitted: Cosigned[] = [];
    for (const { branch: b, growth, old, proof, share, clock } of played) {
      const branch = branches[b]!;
      branch.growTo(branch.size + growth, b === 0 ? 'trunk' : `${b - 1}`);
      witness.now += clock * 1000;
      const size = Math.floor((branch.size * share) / 8);
      const oldSize = { believed: believed[b]!, nothing: 0, 'its own size': size, 'the stored size': stored }[old];
      const prover = proof === 'right' ? branch : branches[(b + 1) % BRANCHES]!.growTo(size, 'late');
      const hashes = proof === 'none' || oldSize > size ? [] : prover.proof(oldSize, size);
      const body = formatAddCheckpoint({ oldSize, proof: hashes, note: branch.checkpoint(size) });
      const answer = witness.open.witness.add(body);
      const root = rootOf(branch, size);
      submitted.push({ size, root, branch, time: 0 });
      if (answer.kind === 'another-size') {
        expect(answer.stored).toBe(stored);
        believed[b] = answer.stored;
      }
      if (answer.kind === 'cosigned') {
        believed[b] = stored = size;
        cosigned.push({ size, root, branch, time: witness.timeOf(branch.checkpoint(size), answer.line) });
      }
    }
    return { cosigned, submitted };
  }

  it(`never get two checkpoints cosigned that contradict each other, in ${RUNS} histories`, () => {
    let alarms = 0;
    let total = 0;
    const forks = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(forks, steps, (at, played) => {
        const { cosigned, submitted } = play(at, played);
        cosigned.slice(1).forEach((later, i) => {
          const earlier = cosigned[i]!;
          expect(later.time).toBeGreaterThanOrEqual(earlier.time);
          expect(later.size).toBeGreaterThanOrEqual(earlier.size);
          expect(rootOf(later.branch, earlier.size)).toBe(earlier.root);
        });
        // Whatever contradicts something that was cosigned is in an alarm, and nothing else is.
        const raised = witness.open.alarms.open().map(({ id, size, root }) => {
          witness.open.alarms.acknowledge(id, 'now', 'test', '');
          return `${size} ${Buffer.from(root).toString('hex')}`;
        });
        const liable = submitted.filter(({ size, root }) =>
          cosigned.some((one) => one.size === size && one.root !== root),
        );
        const named = liable.map(({ size, root }) => `${size} ${root}`);
        expect(raised.toSorted()).toEqual([...new Set(named)].toSorted());
        alarms += raised.length;
        total += cosigned.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // The histories are such that something happens in them.
    expect(total).toBeGreaterThan(RUNS);
    expect(alarms).toBeGreaterThan(RUNS / 10);
  });

  it('leave evidence that convicts the log before anybody, from two notes alone', () => {
    const evidence = witness.open.alarms.all();
    expect(evidence.length).toBeGreaterThan(RUNS / 10);
    for (const { origin: name, held, shown } of evidence) {
      const keys = [noteVerifier(new SampleLog(name).key, verifyEd25519)];
      const [had, got] = [held!, shown].map((note) => {
        const opened = openCheckpoint(note, keys);
        if (!opened.ok) throw new Error(opened.detail);
        return opened.checkpoint;
      }) as [Checkpoint, Checkpoint];
      const { size, root } = got;
      const claim = { oldSize: had.size, oldRoot: had.root, newSize: size, newRoot: root, proof: [] };
      expect(verifyConsistency(nodeSha256, claim)).toMatchObject({ ok: false, code: 'wrong-root' });
    }
  });
});
