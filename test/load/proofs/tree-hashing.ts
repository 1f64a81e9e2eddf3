import { hash, randomBytes } from 'node:crypto';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { TreeFrontier } from '#transparency/merkle/frontier';
import type { Open } from '../harness/contender.ts';

interface Settings {
  readonly entries: number;
}

/** All entries hashed as they are; or as leaves, and the tree above them. */
export type HashingJob = 'bare' | 'tree';

/** As many bytes as an entry has that shows evidence, with the byte that stands before a leaf. */
const ENTRY_BYTES = 600;
/** So many different entries, one after the other, again and again: more would measure the memory. */
const DIFFERENT = 1_000;

/** Hashes a second, of entries of 600 bytes: SHA-256 alone, and everything up to the root of their tree. */
export const open: Open<Settings, HashingJob, number> = async ({ entries }) => {
  const samples = Array.from({ length: DIFFERENT }, () => randomBytes(ENTRY_BYTES));
  const bare = (): void => {
    for (let i = 0; i < entries; i++) hash('sha256', samples[i % DIFFERENT]!, 'hex');
  };
  const tree = (): void => {
    const frontier = new TreeFrontier(nodeSha256);
    for (let i = 0; i < entries; i++) frontier.appendEntry(samples[i % DIFFERENT]!);
    frontier.root();
  };
  return {
    setup: `${entries} entries of ${ENTRY_BYTES} bytes`,
    run: async (job) => {
      const start = performance.now();
      if (job === 'bare') bare();
      else tree();
      return (entries * 1_000) / (performance.now() - start);
    },
    close: async () => {},
  };
};
