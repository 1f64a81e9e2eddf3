import { Refusal } from '#kernel/refusal';
import type { Context } from '../../context.ts';
import { openFolder } from '../../client/open-folder.ts';
import { ProgressBar } from '../../print/progress.ts';
import { count } from '../../print/words.ts';

/** Builds the demonstration: a year of one engagement, always the same. */
export async function demo(context: Context): Promise<void> {
  const folder = context.folder('onus demo');
  const { buildDemo } = await import('#apps/ledger/src/demo/build-demo');
  const { NotADemonstration } = await import('#apps/ledger/src/runtime/demonstrations');
  const onus = await openFolder(context.io, folder);
  const bar = new ProgressBar(context.io, 'building the demonstration');
  try {
    const demonstration = await buildDemo(onus, { onProgress: bar.update });
    bar.clear();
    const { built, engagement, entries } = demonstration;
    context.answer(demonstration, () => {
      const done = built ? 'Built' : 'There already';
      return `${done}: engagement ${engagement}, ${count(entries, 'entry', 'entries')}. Ask it: onus matrix --engagement ${engagement}\n`;
    });
  } catch (error) {
    if (error instanceof NotADemonstration) throw realLedger(folder);
    throw error;
  } finally {
    bar.clear();
    await onus.close();
  }
}

function realLedger(folder: string): Refusal {
  const mend = 'Build it in a folder of its own: onus demo --data ./demo';
  const detail = `${folder} has a real engagement under the name of the demonstration. ${mend}`;
  return new Refusal('cli/not-a-demonstration', 'conflict', detail);
}
