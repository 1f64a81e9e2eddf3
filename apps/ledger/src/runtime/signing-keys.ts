import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { nextPublicKey } from '#sealing/key/signing-key';
import { fromBase64 } from '#transparency/bytes';
import { formatVerifierKey } from '#transparency/note/key';
import { keyPlace, type Placed } from './open-onus.ts';
import { folderSettings } from './settings.ts';

/** What a key of a data folder does: it signs, it did before it was replaced, or it will once a rotation is finished. */
export type KeyState = 'signs' | 'signed before' | 'signs next';

export interface KeyView {
  /** Verifier key (C2SP signed-note): the name of the ledger, the key id, and the public key. */
  readonly vkey: string;
  readonly state: KeyState;
}

/**
 * The keys of a data folder under the name of one of its ledgers, in the order of their use. Reads no ledger: it may be open in
 * another process.
 */
export function signingKeys(placed: Placed, ledger: string): readonly KeyView[] {
  const { signingKeys: keys } = folderSettings(placed.folder);
  const next = nextPublicKey(keyPlace(placed));
  const signing = keys.length - 1 - (next !== undefined && next === keys.at(-1) ? 1 : 0);
  return keys.map((key, i) => ({
    vkey: formatVerifierKey(ledgerKey(ledger, fromBase64(key))),
    state: i < signing ? 'signed before' : i === signing ? 'signs' : 'signs next',
  }));
}
