import type { PackFormat } from './manifest.ts';

/** Names of the files of a pack. */
export const MANIFEST = 'manifest.json';
export const ENTRIES = 'entries.ndjson';
export const CHECKPOINT = 'checkpoint';
export const DISCLOSURES = 'disclosures.ndjson';
export const REPORT = 'report.html';
export const INSTRUCTIONS = 'VERIFY.md';
/** Since format version 2. */
export const PRINTED_REPORT = 'report.pdf';

const FIRST_FILES: readonly string[] = [MANIFEST, ENTRIES, CHECKPOINT, DISCLOSURES, REPORT, INSTRUCTIONS];

/** What every pack of a format has. */
export const alwaysIn = (format: PackFormat): readonly string[] =>
  format === 'onus-pack/1' ? FIRST_FILES : [...FIRST_FILES, PRINTED_REPORT];

const PROOF = /^proofs\/(0|[1-9][0-9]{0,15})\.tlog-proof$/;
/** Names that the formats keep for what no pack holds yet: evidence by digest, and RFC 3161 tokens. */
const RESERVED = /^(?:evidence\/[0-9a-f]{64}|timestamps\/[0-9a-z-]{1,64}\.tsr)$/;

/** The proof that an entry stands in the ledger. */
export const proofName = (index: number): string => `proofs/${index}.tlog-proof`;

/** The entry that a file is the proof of; undefined for a file that is no proof. */
export function provenIndex(name: string): number | undefined {
  const digits = PROOF.exec(name)?.[1];
  const index = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(index) ? index : undefined;
}

/** Whether a format knows such a file, but cannot say what it would have to be. */
export const isReserved = (name: string, format: PackFormat): boolean =>
  RESERVED.test(name) || (name === PRINTED_REPORT && format === 'onus-pack/1');

/** Whether any format knows such a file. */
export const isKnownName = (name: string): boolean =>
  FIRST_FILES.includes(name) || name === PRINTED_REPORT || provenIndex(name) !== undefined || RESERVED.test(name);
