import { Worker } from 'node:worker_threads';
import type { PackDisclosure } from '#pack/format/disclosures';
import { PackTooLarge } from '#pack/pack-too-large';
import { PackFault } from './pack-fault.ts';
import type { FromPackWorker } from './pack-worker.ts';
import type { PackOrder } from './packing.ts';

/** What the answer needs before it can be packed. */
export interface Drafted {
  /** The commitments of which the answer shows the text. */
  readonly wanted: readonly string[];
  /** Whether there is anything to answer. */
  readonly hasSubject: boolean;
}

/** A pack in the making on a thread of its own. */
export class PackThread {
  /** Rejects with a PackFault where it cannot be made. */
  readonly drafted: Promise<Drafted>;
  readonly #packed: Promise<Uint8Array>;
  readonly #worker: Worker;

  constructor(order: PackOrder) {
    const drafted = Promise.withResolvers<Drafted>();
    const packed = Promise.withResolvers<Uint8Array>();
    const fail = (error: Error): void => {
      drafted.reject(error);
      packed.reject(error);
    };
    this.drafted = drafted.promise;
    this.#packed = packed.promise;
    // Whoever is not waited for any more may fail in silence.
    this.drafted.catch(() => undefined);
    this.#packed.catch(() => undefined);
    this.#worker = startThread(order);
    this.#worker.on('message', (message: FromPackWorker) => {
      if (message.is === 'drafted') drafted.resolve(message);
      else if (message.is === 'packed') packed.resolve(message.pack);
      else if (message.is === 'too-large') fail(new PackTooLarge(message.entries, message.most));
      else fail(new PackFault(order.ledger, message.reason));
    });
    this.#worker.on('error', (error) => fail(error as Error));
    this.#worker.on('exit', () => fail(new PackFault(order.ledger, 'the thread that makes it ended early')));
  }

  /** The bytes of the pack, which our own verifier has proven. Rejects with a PackFault where it has not, or with PackTooLarge. */
  pack(disclosures: readonly PackDisclosure[]): Promise<Uint8Array> {
    this.#worker.postMessage(disclosures);
    return this.#packed;
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The thread's file has this file's ending: .ts when run from sources, .js when built. */
function startThread(order: PackOrder): Worker {
  const code = new URL(`./pack-worker${import.meta.url.slice(-3)}`, import.meta.url);
  return new Worker(code, { workerData: order, name: 'packing' });
}
