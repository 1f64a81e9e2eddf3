import { setUpProcess } from '#apps/ledger/src/process-settings';
import type { Ask, Contender, Open, Told } from './contender.ts';

/** The process of one contender: `node contender-process.ts MODULE SETTINGS [service]`. */
const [, , module, settings, kind] = process.argv;
if (kind === 'service') setUpProcess(process.env);
const tell = (told: Told): boolean | undefined => process.send?.(told);
const reason = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

let contender: Contender<unknown, unknown> | undefined;
try {
  const { open } = (await import(module!)) as { open: Open<unknown, unknown, unknown> };
  contender = await open(JSON.parse(settings!));
  tell({ ready: contender.setup });
} catch (error) {
  tell({ failed: reason(error) });
}

process.on('message', (ask: Ask) => void answer(ask));
// Whoever measured is gone: so is what was measured.
process.on('disconnect', () => process.exit());

async function answer(ask: Ask): Promise<void> {
  try {
    if (ask === 'close') {
      await contender?.close();
      tell({ result: null });
      process.disconnect?.();
      return;
    }
    tell({ result: await contender!.run(ask.run) });
  } catch (error) {
    tell({ failed: reason(error) });
  }
}
