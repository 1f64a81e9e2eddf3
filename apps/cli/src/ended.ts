import type { ExitCode } from './exit-codes.ts';

/** A command said all that there is to say, and ends with this code. */
export class Ended extends Error {
  readonly exit: ExitCode;

  constructor(exit: ExitCode) {
    super(`ended with ${exit}`);
    this.name = 'Ended';
    this.exit = exit;
  }
}
