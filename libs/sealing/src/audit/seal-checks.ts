import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { fromBase64 } from '#transparency/bytes';
import { openCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { verifierKey } from '#transparency/note/key';
import type { Verifier } from '#transparency/note/opening';
import { noteVerifier } from '#transparency/note/signing';
import { sealStream } from '../seals/seal-stream.ts';
import type { AuditSource } from './audit-source.ts';
import type { Finding } from './findings.ts';

type Found = Omit<Finding, 'engagement'>;

const READ_AT_ONCE = 200;

/** The sealed checkpoints of a ledger, one after the other, each opened with the keys of the installation. */
export class SealChecks {
  /** What was found wrong with the seals themselves. */
  readonly found: Found[] = [];
  /** How many were looked at. */
  count = 0;
  readonly #source: AuditSource;
  readonly #stream: string;
  readonly #name: string;
  readonly #verifiers: readonly Verifier[];
  readonly #until: number;
  #page: readonly { readonly revision: number; readonly bytes: Uint8Array; readonly position: number }[] = [];
  #at = 0;
  #read = 0;
  #size = 0;
  #next: Checkpoint | undefined;

  /** Seals that were stored after position `until` are passed over: what they cover may not have been looked at. */
  constructor(source: AuditSource, engagement: string, name: string, keys: readonly string[], until: number) {
    this.#source = source;
    this.#stream = sealStream(engagement);
    this.#name = name;
    this.#until = until;
    this.#verifiers = keys.map((key) =>
      noteVerifier(verifierKey(nodeSha256, name, 'ed25519', fromBase64(key)), verifyEd25519),
    );
  }

  /** The seal that comes next; undefined before the first step, and after the last seal. */
  get next(): Checkpoint | undefined {
    return this.#next;
  }

  /** Goes on to the next seal that can be read. */
  async step(): Promise<void> {
    for (;;) {
      if (this.#at === this.#page.length) await this.#turn();
      const stored = this.#page[this.#at++];
      if (stored === undefined || stored.position > this.#until) {
        this.#next = undefined;
        return;
      }
      if (stored.revision !== this.#read) this.#broken(`sealed checkpoint ${this.#read} is missing`);
      this.#read = stored.revision + 1;
      this.count++;
      this.#next = this.#opened(stored.revision, stored.bytes);
      if (this.#next !== undefined) return;
    }
  }

  async #turn(): Promise<void> {
    this.#page = await this.#source.readStream(this.#stream, this.#read, READ_AT_ONCE);
    this.#at = 0;
  }

  #opened(revision: number, bytes: Uint8Array): Checkpoint | undefined {
    const opened = openCheckpoint(bytes, this.#verifiers);
    if (!opened.ok) this.#broken(`sealed checkpoint ${revision} does not open: ${opened.detail}`);
    else if (opened.checkpoint.origin !== this.#name) {
      this.#broken(`sealed checkpoint ${revision} is one of ${opened.checkpoint.origin}`);
    } else if (opened.checkpoint.size < this.#size) {
      this.#broken(`sealed checkpoint ${revision} covers less than the one before`);
    } else {
      this.#size = opened.checkpoint.size;
      return opened.checkpoint;
    }
    return undefined;
  }

  #broken(detail: string): void {
    this.found.push({ code: 'seal-broken', index: null, detail });
  }
}
