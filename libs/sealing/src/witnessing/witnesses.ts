import type { SignatureLine } from '#transparency/note/note';
import type { TrustedWitness } from '#transparency/policy/policy';
import { askWitness, NotCosigned, type Witnessable } from './witness-client.ts';

/** What a ledger knows of one of its witnesses. */
export interface WitnessState {
  /** Its name in the file that lists witnesses. */
  readonly witness: string;
  /** Name of its key. */
  readonly key: string;
  readonly url: string | null;
  /** The largest tree of the ledger that it cosigned; 0 for none. */
  readonly cosignedSize: number;
  /** When it says that it cosigned that, in seconds since 1970; null for never. */
  readonly cosignedAt: number | null;
  /** Why it did not cosign when it was asked last; null while all is well. */
  readonly error: string | null;
}

/** How long a witness may take over one checkpoint, in milliseconds. */
const TIMEOUT = 5_000;
/** One that failed is left in peace for so long, each time for twice as long, up to the second: nobody waits for it meanwhile. */
const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 600_000;

/** Ledgers of which it is remembered who cosigned what. */
const REMEMBERED = 20_000;

interface Known {
  readonly size: number;
  readonly at: number | null;
  readonly error: string | null;
}

const NOTHING: Known = { size: 0, at: null, error: null };

interface WitnessesParts {
  readonly witnesses: readonly TrustedWitness[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** The witnesses of an installation, and what each of them has cosigned of each ledger. */
export class Witnesses {
  readonly #parts: WitnessesParts;
  /** By ledger, then by the name of the witness. */
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #resting = new Map<string, { readonly until: number; readonly pause: number; readonly error: string }>();

  constructor(parts: WitnessesParts) {
    this.#parts = parts;
  }

  get list(): readonly TrustedWitness[] {
    return this.#parts.witnesses;
  }

  /** What a stored seal tells of a ledger's witnesses, as after a restart. */
  recall(
    ledger: string,
    size: number,
    cosigned: readonly { readonly name: string; readonly timestamp: number }[],
  ): void {
    for (const { name } of this.list.map(({ key }) => key)) {
      const timestamp = cosigned.find((each) => each.name === name)?.timestamp;
      if (timestamp !== undefined && this.#of(ledger, name).size < size) {
        this.#keep(ledger, name, { size, at: timestamp, error: null });
      }
    }
  }

  /** Asks all of them at once. Whoever is down or slow is left out: gives the signatures that came. Never rejects. */
  async cosignaturesOf(ledger: string, asked: Witnessable): Promise<readonly SignatureLine[]> {
    const answers = await Promise.all(this.list.map((witness) => this.#ask(witness, ledger, asked)));
    return answers.flat();
  }

  /** How many have not cosigned so many entries of a ledger, and can be asked now: those that rest are left in peace. */
  lacking(ledger: string, size: number): number {
    const now = this.#parts.now();
    const lacks = ({ name }: TrustedWitness['key']): boolean =>
      this.#of(ledger, name).size < size && now >= (this.#resting.get(name)?.until ?? 0);
    return this.list.filter(({ key }) => lacks(key)).length;
  }

  states(ledger: string): readonly WitnessState[] {
    return this.list.map(({ name, key, url }) => {
      const { size, at, error } = this.#of(ledger, key.name);
      return { witness: name, key: key.name, url: url ?? null, cosignedSize: size, cosignedAt: at, error };
    });
  }

  async #ask(witness: TrustedWitness, ledger: string, asked: Witnessable): Promise<readonly SignatureLine[]> {
    const { name } = witness.key;
    const { now, timeoutMs = TIMEOUT, fetch } = this.#parts;
    const before = this.#of(ledger, name);
    const resting = this.#resting.get(name);
    if (resting !== undefined && now() < resting.until) {
      this.#keep(ledger, name, { ...before, error: resting.error });
      return [];
    }
    try {
      const { line, timestamp } = await askWitness(witness, asked, before.size, { timeoutMs, ...(fetch && { fetch }) });
      this.#resting.delete(name);
      this.#keep(ledger, name, { size: asked.size, at: timestamp, error: null });
      return [line];
    } catch (error) {
      const { message } = error as Error;
      const pause = Math.min(2 * (resting?.pause ?? FIRST_PAUSE / 2), LONGEST_PAUSE);
      // A refusal is about this ledger; the next may be cosigned at once.
      if (error instanceof NotCosigned && error.unreachable) {
        this.#resting.set(name, { until: now() + pause, pause, error: message });
      }
      this.#keep(ledger, name, { ...before, error: message });
      return [];
    }
  }

  #of(ledger: string, witness: string): Known {
    return this.#known.get(ledger)?.get(witness) ?? NOTHING;
  }

  #keep(ledger: string, witness: string, known: Known): void {
    // What is forgotten is in the newest seal.
    if (this.#known.size >= REMEMBERED && !this.#known.has(ledger)) this.#known.clear();
    const ofLedger = this.#known.get(ledger) ?? new Map<string, Known>();
    this.#known.set(ledger, ofLedger.set(witness, known));
  }
}
