import { parentPort, workerData } from 'node:worker_threads';
import type { PackDisclosure } from '#pack/format/disclosures';
import { PackTooLarge } from '#pack/pack-too-large';
import { Packing, type PackOrder } from './packing.ts';

/** What the thread that makes a pack says. */
export type FromPackWorker =
  | { readonly is: 'drafted'; readonly wanted: readonly string[]; readonly hasSubject: boolean }
  | { readonly is: 'packed'; readonly pack: Uint8Array<ArrayBuffer> }
  | { readonly is: 'too-large'; readonly entries: number; readonly most: number }
  | { readonly is: 'failed'; readonly reason: string };

const port = parentPort!;
const say = (message: FromPackWorker, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

/** What goes wrong is told, not thrown: the one who waits for the pack must hear of it. */
function telling(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof PackTooLarge) say({ is: 'too-large', entries: error.entries, most: error.most });
    else say({ is: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

telling(() => {
  const packing = new Packing(workerData as PackOrder);
  port.once('message', (disclosures: readonly PackDisclosure[]) =>
    telling(() => {
      const pack = packing.pack(disclosures) as Uint8Array<ArrayBuffer>;
      say({ is: 'packed', pack }, [pack.buffer]);
    }),
  );
  say({ is: 'drafted', wanted: packing.wanted(), hasSubject: packing.hasSubject });
});
