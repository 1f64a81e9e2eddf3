import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import type { PackVerdict } from '#pack/verify/verdict';
import { verifyPack } from '#pack/verify/verify-pack';
import { wordsOf } from '#pack/verify/words';
import type { Context } from '../../context.ts';
import { Ended } from '../../ended.ts';
import { readInput } from '../../input/files.ts';
import { ProgressBar } from '../../print/progress.ts';

export interface VerifyOptions {
  readonly policy: string;
}

/** What the process ends with. Scripts rely on it; described in docs/cli.md. */
const EXIT_OF = { refuted: 1, unreadable: 2 } as const;

/** Verifies an evidence pack by a policy that came another way: no server, no network, no data folder. */
export async function verify(context: Context, file: string, { policy }: VerifyOptions): Promise<void> {
  const pack = await readInput(context.io, file);
  const trusted = await readInput(context.io, policy);
  const bar = new ProgressBar(context.io, 'verifying');
  let verdict: PackVerdict;
  try {
    const onProgress = (done: number, of: number): void => bar.update(done, of);
    verdict = verifyPack(pack.bytes, trusted.bytes, nodePackCrypto, { onProgress });
  } finally {
    bar.clear();
  }
  context.answer(verdict, () => wordsOf(verdict));
  if (verdict.verdict !== 'proven') throw new Ended(EXIT_OF[verdict.verdict]);
}
