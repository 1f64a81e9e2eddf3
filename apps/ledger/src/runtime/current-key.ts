import { type EventStore, StoreUnavailable } from '#ledger-store/event-store';
import { LastRevision } from '#ledger-store/last-revision';
import type { Signer } from '#ledger-store/ports';
import { INSTALLATION_STREAM, type Installation } from './installation.ts';

/** The installation signs with another key than the one that this replica was given. It signs nothing, and records nothing. */
export class KeyRetired extends StoreUnavailable {
  constructor() {
    super(
      'the signing key was replaced by another one since: give this replica the new key, and start it again; nothing is recorded or signed with the old one',
    );
    this.name = 'KeyRetired';
  }
}

/**
 * Whether the key that a replica was given is the one with which its installation signs: every rotation is stated in the event store,
 * and no statement is anything else.
 */
export class CurrentKey {
  readonly #last: LastRevision;
  readonly #stated: number;
  readonly #onRetired: (reason: KeyRetired) => void;
  #retired: KeyRetired | undefined;

  /** `known` names the key last that the replica was given. `onRetired` is told once. */
  constructor(store: EventStore, { signingKeys }: Installation, onRetired: (reason: KeyRetired) => void) {
    this.#last = new LastRevision({ store, stream: INSTALLATION_STREAM });
    this.#stated = signingKeys.length;
    this.#onRetired = onRetired;
  }

  /** Why nothing is signed any more, as far as it was noticed; undefined while all is well. */
  get retired(): KeyRetired | undefined {
    return this.#retired;
  }

  /** Asks the event store, once for all who ask meanwhile. @throws KeyRetired, or the store's error */
  async check(): Promise<void> {
    if (this.#retired === undefined && (await this.#last.ask()) >= this.#stated) this.#retire();
    if (this.#retired !== undefined) throw this.#retired;
  }

  /**
   * The same signer, which gives no signature away that it may have made after a rotation was recorded: the event store is asked when the
   * signature is there, and not before, so whatever it says the key counted when it signed.
   */
  guard(signer: Signer): Signer {
    return {
      publicKey: signer.publicKey,
      sign: async (message) => {
        if (this.#retired !== undefined) throw this.#retired;
        const signature = await signer.sign(message);
        await this.check();
        return signature;
      },
    };
  }

  #retire(): void {
    // Others may have asked at the same time.
    if (this.#retired !== undefined) return;
    this.#retired = new KeyRetired();
    this.#onRetired(this.#retired);
  }
}
