/** Looks in a row that find nothing, after which nobody looks any more. */
const QUIET_LOOKS = 4;

/**
 * Whether a replica looks at the end of a ledger before it decides. Where all commands of a ledger come to one replica that would be a
 * read for nothing each time, so it begins with the first conflict: whoever met one will meet more. It goes on for as long as others write
 * between, and stops when they have left.
 */
export class Looking {
  #left = 0;
  #size = 0;

  /** Others wrote first. */
  start(): void {
    this.#left = QUIET_LOOKS;
  }

  get isDue(): boolean {
    return this.#left > 0;
  }

  /** A look begins, on a copy of so many entries. */
  from(size: number): void {
    this.#size = size;
  }

  /** The copy has so many entries now. */
  found(size: number): void {
    if (!this.isDue) return;
    this.#left = size > this.#size ? QUIET_LOOKS : this.#left - 1;
    this.#size = size;
  }
}
