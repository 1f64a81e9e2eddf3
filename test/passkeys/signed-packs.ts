import type { AskedQuestion } from '#pack/make-pack';
import { MAY } from '#responsibility/domain/examples/duties';
import { ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { subjectOf, type Subject } from '#test/conformance/packs/mutants/subject';
import { bytesOf, packOf, policyOf, signersOf, type PackedLedger } from '#test/conformance/packs/sample-packs';
import { LEDGER } from '#test/model/replaying/entries-of';
import type { Forgery } from '#test/model/replaying/story';

const WITNESSES = ['ben.contoso.example'];
const signers = signersOf(LEDGER, WITNESSES);

/** The policy of whoever verifies: it trusts the key of the ledger, and a witness. */
export const POLICY = policyOf(signers);

/** Who bore LOG-03 after the changes that passkeys signed. */
const ABOUT_LOG_03: AskedQuestion = { about: 'task', task: 'LOG-03', effective: { at: MAY } };

const ledgerBehind = (ledger: Forgery): PackedLedger => ({
  name: LEDGER,
  entries: bytesOf(ledger.entries()),
  disclosures: ledgerOf([]).disclosures,
});

/**
 * The pack that the operator of a ledger hands out. He has its key, and a witness cosigns whatever grows without reading it: the pack
 * of a forged ledger is signed like any other.
 */
export const packedBy = (ledger: Forgery): Uint8Array => packOf(ledgerBehind(ledger), ABOUT_LOG_03, signers);

/** The same with its parts, for whoever changes one of them. */
export const subjectBy = (ledger: Forgery): Subject => subjectOf(ledgerBehind(ledger), ABOUT_LOG_03, WITNESSES);
