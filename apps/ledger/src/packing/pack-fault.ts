import { StoreUnavailable } from '#ledger-store/event-store';

/** A pack that was about to be handed out does not hold: what is stored, or the program, is not what it should be. */
export class PackFault extends StoreUnavailable {
  constructor(ledger: string, reason: string) {
    super(`a pack of ${ledger} does not hold, and was not handed out: ${reason}; run "onus audit"`);
    this.name = 'PackFault';
  }
}
