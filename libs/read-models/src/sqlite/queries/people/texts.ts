import { hash } from 'node:crypto';
import { opens, type Disclosure, type Sealed, type Sha256 } from '#kernel/sealed';
import type { Share } from '#ledger-store/shares/share';
import { BoundedCache } from '../../storage/bounded-cache.ts';

/** Where sealed texts are opened: beside the ledger, where they can be erased. */
export interface DisclosureSource {
  /** The disclosures of a stream that open the given commitments; what was erased or never stored is left out. */
  read(stream: string, commitments: readonly string[]): readonly Disclosure[];
  /**
   * Whether texts were erased, or came later than their entries, since this was last asked: then nothing that was read before counts.
   * Left out where whoever erases calls `forget`.
   */
  changed?(): boolean;
}

/** Where they are opened, whoever asks; or for each share of the engagements, where they lie apart. */
export type Disclosures = DisclosureSource | ((share: Share | undefined) => DisclosureSource);

const sha256: Sha256 = (text, encoding) => hash('sha256', text, encoding);

/** Opens sealed texts, and remembers what it found until it is told that something was erased. */
export class SealedTexts {
  readonly #source: DisclosureSource;
  /** Null where there is nothing to open it with: a disclosure is stored with its entry or never. */
  readonly #opened = new BoundedCache<string, string | null>(20_000);

  constructor(source: DisclosureSource) {
    this.#source = source;
  }

  /** The text behind a commitment; null where it was erased or is not to be had. */
  open(stream: string, { sealed }: Sealed): string | null {
    const known = this.#opened.get(sealed);
    return known === undefined ? (this.#read(stream, [sealed]).get(sealed) ?? null) : known;
  }

  /** The texts behind commitments; what was erased or is not to be had is left out. */
  openAll(stream: string, commitments: readonly string[]): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const missing: string[] = [];
    for (const commitment of commitments) {
      const known = this.#opened.get(commitment);
      if (known === undefined) missing.push(commitment);
      else if (known !== null) texts.set(commitment, known);
    }
    if (missing.length > 0) for (const [commitment, text] of this.#read(stream, missing)) texts.set(commitment, text);
    return texts;
  }

  /** Whether what was opened so far counts for nothing any more. It is forgotten then. */
  outdated(): boolean {
    if (this.#source.changed?.() !== true) return false;
    this.#opened.clear();
    return true;
  }

  /** Drops texts that were erased. */
  forget(commitments: readonly string[]): void {
    for (const commitment of commitments) this.#opened.delete(commitment);
  }

  /** A disclosure is not believed before it is seen to open its commitment. */
  #read(stream: string, commitments: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map(
      this.#source
        .read(stream, commitments)
        .filter((disclosure) => opens(sha256, disclosure))
        .map(({ commitment, value }) => [commitment, value]),
    );
    for (const commitment of commitments) this.#opened.set(commitment, found.get(commitment) ?? null);
    return found;
  }
}

/** The texts beside what was derived of a share, each time with nothing remembered. */
export const textsIn =
  (disclosures: Disclosures) =>
  (share: Share | undefined): SealedTexts =>
    new SealedTexts(typeof disclosures === 'function' ? disclosures(share) : disclosures);
