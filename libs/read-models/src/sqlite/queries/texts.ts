import { hash } from 'node:crypto';
import { opens, type Disclosure, type Sealed, type Sha256 } from '#kernel/sealed';
import { BoundedCache } from '../storage/bounded-cache.ts';

/** Where sealed texts are opened: beside the ledger, where they can be erased. */
export interface DisclosureSource {
  /** The disclosures of a stream that open the given commitments; what was erased or never stored is left out. */
  read(stream: string, commitments: readonly string[]): readonly Disclosure[];
}

const sha256: Sha256 = (text, encoding) => hash('sha256', text, encoding);

/** Opens sealed texts, and remembers those it opened until they are erased. */
export class SealedTexts {
  readonly #source: DisclosureSource;
  readonly #opened = new BoundedCache<string, string>(20_000);

  constructor(source: DisclosureSource) {
    this.#source = source;
  }

  /** The text behind a commitment; null where it was erased or is not to be had. */
  open(stream: string, { sealed }: Sealed): string | null {
    return this.#opened.get(sealed) ?? this.openAll(stream, [sealed]).get(sealed) ?? null;
  }

  /** The texts behind commitments. A disclosure is not believed before it is seen to open its commitment. */
  openAll(stream: string, commitments: readonly string[]): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const missing: string[] = [];
    for (const commitment of commitments) {
      const text = this.#opened.get(commitment);
      if (text === undefined) missing.push(commitment);
      else texts.set(commitment, text);
    }
    if (missing.length === 0) return texts;
    const asked = new Set(missing);
    for (const disclosure of this.#source.read(stream, missing)) {
      const { commitment, value } = disclosure;
      if (asked.has(commitment) && opens(sha256, disclosure))
        texts.set(commitment, this.#opened.set(commitment, value));
    }
    return texts;
  }

  /** Drops texts that were erased. */
  forget(commitments: readonly string[]): void {
    for (const commitment of commitments) this.#opened.delete(commitment);
  }
}
