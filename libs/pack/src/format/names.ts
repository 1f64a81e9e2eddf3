/** Names of the files of a pack, format version 1. */
export const MANIFEST = 'manifest.json';
export const ENTRIES = 'entries.ndjson';
export const CHECKPOINT = 'checkpoint';
export const DISCLOSURES = 'disclosures.ndjson';
export const REPORT = 'report.html';
export const INSTRUCTIONS = 'VERIFY.md';

/** What every pack has. */
export const ALWAYS = [MANIFEST, ENTRIES, CHECKPOINT, DISCLOSURES, REPORT, INSTRUCTIONS] as const;

const PROOF = /^proofs\/(0|[1-9][0-9]{0,15})\.tlog-proof$/;
/** Names that the format keeps for what a pack of this version does not hold yet: evidence by digest, and RFC 3161 tokens. */
const RESERVED = /^(?:evidence\/[0-9a-f]{64}|timestamps\/[0-9a-z-]{1,64}\.tsr|report\.pdf)$/;

/** The proof that an entry stands in the ledger. */
export const proofName = (index: number): string => `proofs/${index}.tlog-proof`;

/** The entry that a file is the proof of; undefined for a file that is no proof. */
export function provenIndex(name: string): number | undefined {
  const digits = PROOF.exec(name)?.[1];
  const index = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(index) ? index : undefined;
}

/** Whether the format knows such a file. */
export const isReserved = (name: string): boolean => RESERVED.test(name);

export const isKnownName = (name: string): boolean =>
  (ALWAYS as readonly string[]).includes(name) || provenIndex(name) !== undefined || isReserved(name);
