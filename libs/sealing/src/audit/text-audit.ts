import { opens } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import type { AuditSource } from './audit-source.ts';
import type { Finding } from './findings.ts';

const LEDGERS = 'engagement-';
const READ_AT_ONCE = 1_000;

export interface AuditedTexts {
  readonly count: number;
  readonly findings: readonly Finding[];
}

/**
 * Holds every text beside the ledgers to the commitment under which it lies. One that is not there counts as erased: no entry says so
 * yet, so nobody can tell who took it away.
 */
export async function auditTexts(source: AuditSource, engagement: string | undefined): Promise<AuditedTexts> {
  const findings: Finding[] = [];
  let count = 0;
  for (let after: number | undefined = 0; after !== undefined;) {
    const { next, texts } = await source.allDisclosures(after, READ_AT_ONCE);
    for (const { stream, commitment, disclosure } of texts) {
      if (engagement !== undefined && stream !== LEDGERS + engagement) continue;
      count++;
      if (disclosure !== undefined && opens(sha256, disclosure)) continue;
      const index = await entryOf(source, stream, commitment);
      const where = index === null ? 'no entry' : `entry ${index}`;
      const detail = `a text of ${where} is not the one that was recorded`;
      findings.push({ engagement: stream.slice(LEDGERS.length), code: 'wrong-text', index, detail });
    }
    after = next;
  }
  return { count, findings };
}

/** The entry that holds a commitment: looked for only where something is wrong. */
async function entryOf(source: AuditSource, stream: string, commitment: string): Promise<number | null> {
  for (let from = 0; ;) {
    const page = await source.readStream(stream, from, READ_AT_ONCE);
    const found = page.find(({ bytes }) => Buffer.from(bytes).includes(commitment));
    if (found !== undefined) return found.revision;
    if (page.length < READ_AT_ONCE) return null;
    from += page.length;
  }
}
