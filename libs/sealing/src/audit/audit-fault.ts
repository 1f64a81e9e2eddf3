/**
 * What is stored of a ledger is not what was signed of it. Nothing more is recorded or signed in it until somebody has looked and the
 * process was started anew; what stands there can still be read.
 */
export class AuditFault extends Error {
  readonly code = 'ledger/audit-fault';
  readonly ledger: string;

  constructor(ledger: string, reason: string) {
    super(`The ledger ${ledger} was stopped: ${reason}`);
    this.name = 'AuditFault';
    this.ledger = ledger;
  }
}
