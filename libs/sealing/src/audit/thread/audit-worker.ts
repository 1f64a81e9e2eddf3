import { parentPort, workerData } from 'node:worker_threads';
import { audit, type AuditOrder } from '../audit.ts';
import type { AuditSourceInThread, AuditSourceModule } from '../audit-source.ts';
import type { AuditReport } from '../findings.ts';

/** The thread of an audit: it reads everything, and nobody waits for it. */

export interface AuditStart {
  readonly source: AuditSourceInThread;
  readonly order: AuditOrder;
}

export type FromAudit =
  | { readonly is: 'progress'; readonly done: number; readonly of: number }
  | { readonly is: 'done'; readonly report: AuditReport }
  | { readonly is: 'failed'; readonly reason: string };

const port = parentPort!;
const say = (message: FromAudit): void => port.postMessage(message);

try {
  const { source: from, order } = workerData as AuditStart;
  const module = (await import(from.module)) as AuditSourceModule;
  const source = await module.openAuditSource(from.data);
  try {
    const report = await audit(source, order, (done, of) => say({ is: 'progress', done, of }));
    say({ is: 'done', report });
  } finally {
    await source.close();
  }
} catch (error) {
  say({ is: 'failed', reason: (error as Error).message });
}
