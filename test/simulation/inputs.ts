import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was measured, on which machine and when. Times in seconds, sizes in bytes. */
export interface Inputs {
  readonly date: string;
  readonly machine: string;
  /** Processes that wanted a processor, on average over the five minutes before: what else the machine had to do. */
  readonly busy: number;
  /** On disk, for one entry. */
  readonly entry: { readonly events: number; readonly readModels: number };
  /** Of the processor. */
  readonly work: {
    /** An entry over HTTP with its receipt, on the thread that decides. */
    readonly command: number;
    /** The same, on all threads of the process together; with what the projector does. */
    readonly commandAllThreads: number;
    /** From the decision to the durable answer, without HTTP and without a receipt, on the thread that decides. */
    readonly decision: number;
    /** An entry, when read models are built anew: on one thread, but for little. */
    readonly projection: number;
    /** An entry, when a folder is audited: the same. */
    readonly audit: number;
    /** An inclusion proof in a ledger of 100,000 entries. */
    readonly proof: number;
  };
  /** By the clock: an append of one entry, and what each further one adds that is committed with it. */
  readonly append: { readonly alone: number; readonly further: number };
  /** Of the thread that decides, in a process that has read many: a ledger of 10,000 entries that is not in memory. */
  readonly load: { readonly withSnapshot: number; readonly without: number };
  /** A ledger in memory, with a hundred tasks and a thousand entries; everything that a ledger adds to the heap. */
  readonly ledgerInMemory: number;
  /** Bytes a second, from memory to the disk. */
  readonly copied: number;
}

export const INPUTS_FILE = join(import.meta.dirname, 'inputs.json');

export const readInputs = (): Inputs => JSON.parse(readFileSync(INPUTS_FILE, 'utf8')) as Inputs;
