import type { CertifiedOutcome } from './views.ts';

export const OUTCOME_TITLES: Readonly<Record<CertifiedOutcome, string>> = {
  agreed: 'Certificate of agreement',
  ratified: 'Certificate of an emergency that was ratified',
  'accepted-by-silence': 'Certificate of acceptance by silence',
  overridden: 'Certificate of an override',
  emergency: 'Certificate of an emergency',
};

export const OUTCOME_WORDS: Readonly<Record<CertifiedOutcome, string>> = {
  agreed: 'Every party that was asked approved exactly this text.',
  ratified: 'It was in force as an emergency first; afterwards every party that was asked ratified exactly this text.',
  'accepted-by-silence':
    'Not every party approved it: one said nothing, and its silence was taken for acceptance, as the approval policy allows.',
  overridden: 'It was put in force without the approvals that it needed, on the word of two people.',
  emergency: 'It was in force at once, as an emergency. Nobody has ratified it.',
};

/** How whoever holds a certificate verifies it. */
export const STEPS: readonly string[] = [
  'The text: the SHA-256 of the characters in "text" (JSON) is the digest that every approval names.',
  'The entries: save the certificate as JSON and run "onus receipt verify certificate.json --policy ledger.policy". The policy says whose signature counts; take it from the other side or from your own records, never from here.',
  'What the entries say: ask for an evidence pack ("onus pack") and run "onus verify". It executes the rules again over the whole ledger.',
];
