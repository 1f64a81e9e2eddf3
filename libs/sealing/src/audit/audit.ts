import { sealStream } from '../seals/seal-stream.ts';
import type { AuditSource } from './audit-source.ts';
import type { AuditReport, Finding } from './findings.ts';
import { LedgerAudit } from './ledger-audit.ts';
import { auditTexts, type AuditedTexts } from './text-audit.ts';

const LEDGERS = 'engagement-';
const SEALS = sealStream('');
const READ_AT_ONCE = 1_000;

export interface AuditOrder {
  /** Scheme-less URL under which the ledgers of the installation are named. */
  readonly origin: string;
  /** The keys that the installation has signed with, base64. */
  readonly keys: readonly string[];
  /** One ledger only. */
  readonly engagement?: string;
}

/** Told how far an audit has come. */
export type AuditProgress = (done: number, of: number) => void;

/**
 * Reads everything that is stored, in its order, and holds each ledger to what was sealed of it. Entries that come while it reads are
 * left for the next time.
 */
export async function audit(source: AuditSource, order: AuditOrder, report: AuditProgress): Promise<AuditReport> {
  const until = await source.lastPosition();
  const ledgers = new Map<string, LedgerAudit>();
  const sealed = new Set<string>();
  const of = (engagement: string): LedgerAudit => {
    const known = ledgers.get(engagement);
    if (known !== undefined) return known;
    const name = `${order.origin}/engagements/${engagement}`;
    const fresh = new LedgerAudit(source, engagement, name, order.keys, until);
    ledgers.set(engagement, fresh);
    return fresh;
  };
  let entries = 0;
  for await (const page of pagesOf(source, order, until)) {
    for (const stored of page) {
      const { stream } = stored;
      if (stream.startsWith(SEALS)) sealed.add(stream.slice(SEALS.length));
      if (!stream.startsWith(LEDGERS)) continue;
      const turning = of(stream.slice(LEDGERS.length)).take(stored);
      if (turning !== undefined) await turning;
      entries++;
    }
    report(page.at(-1)!.position, until);
  }
  // A ledger that is gone altogether is missed where it was sealed.
  if (order.engagement !== undefined) sealed.add(order.engagement);
  for (const engagement of sealed) of(engagement);
  return summary([...ledgers.values()], entries, await auditTexts(source, order.engagement));
}

async function summary(audits: readonly LedgerAudit[], entries: number, texts: AuditedTexts): Promise<AuditReport> {
  const done: Awaited<ReturnType<LedgerAudit['finish']>>[] = [];
  for (const each of audits) done.push(await each.finish());
  return {
    ledgers: done.map(({ ledger }) => ledger),
    entries,
    seals: done.reduce((sum, { seals }) => sum + seals, 0),
    texts: texts.count,
    findings: [...done.flatMap(({ findings }): readonly Finding[] => findings), ...texts.findings],
    contradicted: done.flatMap(({ contradicted }) => contradicted ?? []),
  };
}

async function* pagesOf(source: AuditSource, { engagement }: AuditOrder, until: number) {
  let [position, revision] = [0, 0];
  for (;;) {
    const page =
      engagement === undefined
        ? await source.readAll(position, READ_AT_ONCE)
        : await source.readStream(LEDGERS + engagement, revision, READ_AT_ONCE);
    const within = page.filter((entry) => entry.position <= until);
    if (within.length > 0) yield within;
    if (within.length < READ_AT_ONCE) return;
    position = page.at(-1)!.position;
    revision = page.at(-1)!.revision + 1;
  }
}
