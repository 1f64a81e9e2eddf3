import type { PackAnswer, PackFormat } from './manifest.ts';

/** What stands for the text behind a commitment; null where it is not opened. */
type Opener = (commitment: string) => string | null;

/** Opens the texts that an answer is made of, and finds out which of them it shows: those, and no others, belong into a pack. */
export class ShownTexts {
  readonly #format: PackFormat;
  #opener: Opener;

  /** `opener` knows the texts themselves. */
  constructor(format: PackFormat, opener: Opener) {
    this.#format = format;
    this.#opener = opener;
  }

  /** To be given to whoever answers. */
  readonly open: Opener = (commitment) => this.#opener(commitment);

  /**
   * The commitments of the texts that this answer shows, were all of them opened. What is made of texts and then left out, for example
   * who stands behind a number, is not among them. A pack of the first format holds whatever was opened on the way to its answer.
   */
  in(answer: () => PackAnswer): ReadonlySet<string> {
    const asked = new Set<string>();
    const closed = this.#answered(answer, (commitment) => {
      asked.add(commitment);
      return null;
    });
    if (this.#format === 'onus-pack/1') return asked;
    // A commitment in the place of its text. What differs then can be nothing else, whatever people wrote elsewhere.
    const shown = new Set<string>();
    gatherDifferent(
      closed,
      this.#answered(answer, (commitment) => commitment),
      shown,
    );
    return shown;
  }

  #answered(answer: () => PackAnswer, opener: Opener): PackAnswer {
    const before = this.#opener;
    this.#opener = opener;
    try {
      return answer();
    } finally {
      this.#opener = before;
    }
  }
}

/** The texts of `value` that are not in the same place of `other`. */
function gatherDifferent(other: unknown, value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (value !== other) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    const others = (other ?? {}) as Readonly<Record<string, unknown>>;
    for (const [name, each] of Object.entries(value)) gatherDifferent(others[name], each, found);
  }
}
