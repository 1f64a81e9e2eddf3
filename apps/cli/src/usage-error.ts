/** The command was not understood, or cannot be carried out as it was given. Nothing was done. */
export class UsageError extends Error {
  /** What is wrong. */
  readonly detail: string;
  /** What to do about it. */
  readonly mend: string;

  constructor(detail: string, mend: string) {
    super(`${detail}. ${mend}.`);
    this.name = 'UsageError';
    this.detail = detail;
    this.mend = mend;
  }
}
