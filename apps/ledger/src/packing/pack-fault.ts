/** A pack that was about to be handed out does not hold: what is stored, or the program, is not what it should be. */
export class PackFault extends Error {
  readonly code = 'ledger/pack-fault';

  constructor(ledger: string, reason: string) {
    super(`A pack of ${ledger} does not hold, and was not handed out: ${reason}.`);
    this.name = 'PackFault';
  }
}
