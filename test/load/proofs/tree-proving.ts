import { nodeSha256 } from '#ledger-store/node-crypto';
import { inclusionProof } from '#transparency/merkle/proof';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { fillFolder } from '../entries/fill-folder.ts';
import { slugOf } from '../write/ledgers-to-write.ts';
import type { Open } from '../harness/contender.ts';

interface Settings {
  readonly folder: string;
  readonly entries: number;
}

/** How many proofs are to be made. */
export type ProvingJob = number;

/** Microseconds for the proof of a random entry of one ledger, from the tiles that are stored. */
export const open: Open<Settings, ProvingJob, number> = async ({ folder, entries }) => {
  await fillFolder(folder, { ledgers: 1, entries });
  const onus = await openOnus({ folder });
  const stream = streamOf(onus.engagementId(slugOf(0)));
  const hashes = (level: number, index: number): Uint8Array => onus.read.trees.hash(stream, level, index);
  return {
    setup: `${entries} entries`,
    run: async (proofs) => {
      const start = performance.now();
      for (let i = 0; i < proofs; i++) {
        // A turn of the event loop for each, as a request has: what is kept within one is asked for again in the next.
        await new Promise((resolve) => setImmediate(resolve));
        inclusionProof(nodeSha256, hashes, Math.floor(Math.random() * entries), entries);
      }
      return ((performance.now() - start) * 1_000) / proofs;
    },
    close: () => onus.close(),
  };
};
