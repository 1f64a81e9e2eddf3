import { count } from '#answers/words/phrases';
import type { AuditResult } from '#apps/ledger/src/auditing/audit-folder';
import type { Context } from '../../context.ts';
import { Ended } from '../../ended.ts';
import { ProgressBar } from '../../print/progress.ts';

export interface AuditOptions {
  readonly engagement?: string;
}

/** What the process ends with where something is wrong, as `onus verify` does for what it refutes. Described in docs/cli.md. */
const FOUND = 1;

/** Reads everything that is stored, and holds it to what was sealed. */
export async function audit(context: Context, { engagement: slug }: AuditOptions): Promise<void> {
  const where = context.existingFolder('onus audit');
  const { openFolder } = await import('../../client/open-folder.ts');
  const { auditFolder } = await import('#apps/ledger/src/auditing/audit-folder');
  const onus = await openFolder(context.io, where);
  const bar = new ProgressBar(context.io, 'auditing');
  let result: AuditResult;
  try {
    const engagement = slug === undefined ? undefined : onus.read.engagement(slug).id;
    const onProgress = (done: number, of: number): void => bar.update(done, of);
    const start = performance.now();
    result = await auditFolder(onus, where.folder, { onProgress, ...(engagement !== undefined && { engagement }) });
    const seconds = Math.round(performance.now() - start) / 1_000;
    bar.clear();
    context.answer({ ...result, seconds }, () => auditText(result));
  } finally {
    bar.clear();
    await onus.close();
  }
  if (result.findings.length > 0) throw new Ended(FOUND);
}

function auditText({ ledgers, entries, seals, texts, findings }: AuditResult): string {
  const looked =
    `${count(ledgers, 'ledger', 'ledgers')}, ${count(entries, 'entry', 'entries')}, ` +
    `${count(seals, 'sealed checkpoint', 'sealed checkpoints')}, ${count(texts, 'text', 'texts')}`;
  if (findings.length === 0) return `Everything is as it was sealed: ${looked}.\n`;
  const lines = findings.map(({ engagement, code, detail }) => `${code}: engagement ${engagement}: ${detail}\n`);
  return `${lines.join('')}${count(findings.length, 'thing is', 'things are')} wrong, in ${looked}.\n`;
}
