import { describe, expect, it } from '@jest/globals';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { emptyRoot } from '#transparency/merkle/hashing';
import { SampleLog } from '#test/conformance/witness/sample-log';
import { beginning, contradicts, judge, type Objection, type Tree } from './judgement.ts';

const log = new SampleLog('a.example').growTo(20);
const fork = log.forkAt(5).growTo(20, 'branch');

const tree = (size: number, of = log): Tree => ({ size, root: of.root(size) });
const judged = (
  oldSize: number,
  to: Tree,
  stored: Tree,
  proof: readonly Uint8Array[] = oldSize <= to.size ? log.proof(oldSize, to.size) : [],
): Objection | undefined => {
  const checkpoint = { ...to, origin: log.origin };
  return judge(nodeSha256, { oldSize, proof, checkpoint, note: new Uint8Array() }, stored)?.code;
};

describe('What a witness says to a checkpoint', () => {
  it('has nothing against growth from what is stored, from any size to any other', () => {
    for (let from = 0; from <= 20; from++) {
      for (let to = from; to <= 20; to++) {
        const stored = from === 0 ? beginning() : tree(from);
        expect(judged(from, to === 0 ? beginning() : tree(to), stored)).toBeUndefined();
      }
    }
  });

  it('has something against every fork', () => {
    for (let from = 1; from <= 20; from++) {
      for (let to = Math.max(from, 6); to <= 20; to++) {
        for (const proof of [log.proof(from, to), fork.proof(from, to), []]) {
          // Up to size 5 both are one, and the proof of the fork is a good one.
          const good =
            from <= 5 && proof.every((hash, i) => hash.every((byte, j) => byte === fork.proof(from, to)[i]?.[j]));
          const said = judged(from, tree(to, fork), tree(from), proof);
          if (good && proof.length > 0) expect(said).toBeUndefined();
          else expect(said).toMatch(/^(?:two-roots|proof-fails)$/);
        }
      }
    }
  });

  it('checks in the order of the specification', () => {
    // The old size is too large, and not the stored one.
    expect(judged(9, tree(8), tree(7))).toBe('old-beyond-checkpoint');
    // Not the stored one, and the root is another.
    expect(judged(7, tree(7, fork), tree(8))).toBe('not-the-stored-size');
    expect(judged(0, { size: 0, root: log.root(3) }, tree(8))).toBe('not-the-stored-size');
    expect(judged(0, { size: 0, root: log.root(3) }, beginning())).toBe('not-the-empty-root');
    expect(judged(0, { size: 0, root: emptyRoot() }, beginning(), [log.root(3)])).toBe('proof-fails');
    expect(judged(0, tree(3), beginning(), [log.root(3)])).toBe('proof-fails');
    expect(judged(7, tree(7, fork), tree(7))).toBe('two-roots');
    expect(judged(7, tree(7), tree(7), [log.root(3)])).toBe('proof-fails');
    expect(judged(7, tree(9, fork), tree(7))).toBe('proof-fails');
  });

  it('calls only another root of the same size a contradiction', () => {
    expect(contradicts(tree(9, fork), tree(9))).toBe(true);
    expect(contradicts(tree(9), tree(9))).toBe(false);
    expect(contradicts(tree(9, fork), tree(8))).toBe(false);
    expect(contradicts({ size: 0, root: log.root(1) }, beginning())).toBe(true);
  });
});
