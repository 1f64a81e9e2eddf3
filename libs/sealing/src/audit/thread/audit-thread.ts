import { Worker } from 'node:worker_threads';
import type { AuditProgress } from '../audit.ts';
import type { AuditStart, FromAudit } from './audit-worker.ts';
import type { AuditReport } from '../findings.ts';

/** An audit could not be carried to its end: nothing is known of what was not looked at. */
export class AuditNotDone extends Error {
  constructor(reason: string) {
    super(`The audit could not be finished: ${reason}`);
    this.name = 'AuditNotDone';
  }
}

/** Audits on a thread of its own. @throws AuditNotDone, also when it is told to end */
export async function auditOnThread(
  start: AuditStart,
  { onProgress = () => {}, signal }: { readonly onProgress?: AuditProgress; readonly signal?: AbortSignal } = {},
): Promise<AuditReport> {
  // The thread's file has this file's ending: .ts when run from sources, .js when built.
  const code = new URL(`./audit-worker${import.meta.url.slice(-3)}`, import.meta.url);
  const worker = new Worker(code, { workerData: start, name: 'audit' });
  const end = (): void => void worker.terminate();
  signal?.addEventListener('abort', end);
  if (signal?.aborted === true) end();
  let report: AuditReport | undefined;
  let reason = 'its thread ended early';
  worker.on('message', (message: FromAudit) => {
    if (message.is === 'progress') onProgress(message.done, message.of);
    else if (message.is === 'done') report = message.report;
    else reason = message.reason;
  });
  worker.on('error', (error) => (reason = (error as Error).message));
  await new Promise<void>((exited) => worker.on('exit', () => exited()));
  signal?.removeEventListener('abort', end);
  if (report === undefined) throw new AuditNotDone(reason);
  return report;
}
