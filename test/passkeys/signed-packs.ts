import type { AskedQuestion } from '#pack/make-pack';
import { MAY } from '#responsibility/domain/examples/duties';
import { ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { bytesOf, packOf, policyOf, signersOf } from '#test/conformance/packs/sample-packs';
import { LEDGER } from '#test/model/replaying/entries-of';
import type { Forgery } from '#test/model/replaying/story';

const signers = signersOf(LEDGER, ['ben.contoso.example']);

/** The policy of whoever verifies: it trusts the key of the ledger, and a witness. */
export const POLICY = policyOf(signers);

/** Who bore LOG-03 after the changes that passkeys signed. */
export const ABOUT_LOG_03: AskedQuestion = { about: 'task', task: 'LOG-03', effective: { at: MAY } };

/**
 * The pack that the operator of a ledger hands out. He has its key, and a witness cosigns whatever grows without reading it: the pack
 * of a forged ledger is signed like any other.
 */
export function packedBy(ledger: Forgery, asked = ABOUT_LOG_03): Uint8Array {
  const { disclosures } = ledgerOf([]);
  return packOf({ name: LEDGER, entries: bytesOf(ledger.entries()), disclosures }, asked, signers);
}
