import type { Context } from '../../context.ts';
import { openFolder } from '../../client/open-folder.ts';
import { ProgressBar } from '../../print/progress.ts';
import { keepReceipt, type ReceiptOption } from '../writing/keep-receipt.ts';
import { count } from '#answers/words/phrases';

/** Builds the demonstration: a year of one engagement, always the same. */
export async function demo(context: Context, options: ReceiptOption): Promise<void> {
  const where = context.folder('onus demo');
  const { buildDemo } = await import('#apps/ledger/src/demo/build-demo');
  const onus = await openFolder(context.io, where);
  const bar = new ProgressBar(context.io, 'building the demonstration');
  try {
    const demonstration = await buildDemo(onus, { onProgress: bar.update });
    bar.clear();
    await keepReceipt(options, demonstration);
    const { built, engagement, entries } = demonstration;
    context.answer(demonstration, () => {
      const done = built ? 'Built' : 'There already';
      return `${done}: engagement ${engagement}, ${count(entries, 'entry', 'entries')}. Ask it: onus matrix --engagement ${engagement}\n`;
    });
  } finally {
    bar.clear();
    await onus.close();
  }
}
