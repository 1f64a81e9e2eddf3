/**
 * A receipt that was about to be handed out does not hold: what is in memory, in the store or in the signing key is not what it
 * was. The ledger answers and records nothing more until the process was started anew, and somebody should look first.
 */
export class ReceiptFault extends Error {
  readonly ledger: string;

  constructor(ledger: string, reason: string) {
    super(`A receipt of ${ledger} does not hold, so the ledger was stopped: ${reason}.`);
    this.name = 'ReceiptFault';
    this.ledger = ledger;
  }
}
