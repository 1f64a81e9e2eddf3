import type { Known } from '#answers/point-in-time';
import type { Prefix, Reader } from '../queries/reader.ts';

/** What is asked about, on the second clock: a ledger as known to so many entries. @throws NotFound @throws NotYetKnown */
export function prefixOf(reader: Reader, engagement: string, known: Known | undefined): Prefix {
  const ledger = reader.ledgers.ledger(engagement);
  const { size, spoken } = reader.ledgers.extent(ledger);
  return { ledger, treeSize: reader.ledgers.treeSize(ledger, size, known), size, spoken };
}
