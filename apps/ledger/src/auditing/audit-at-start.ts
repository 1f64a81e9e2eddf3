import { AuditNotDone } from '#sealing/audit/thread/audit-thread';
import type { Finding } from '#sealing/audit/findings';
import type { Onus } from '../runtime/onus.ts';
import { auditFolder } from './audit-folder.ts';

/**
 * Audits everything while the service answers. A ledger that is not what it was is stopped, and the service says that it is not ready.
 * Gives how to end it early.
 */
export function auditAtStart(onus: Onus, folder: string, tell: (what: string) => void): () => Promise<void> {
  const ending = new AbortController();
  const auditing = auditFolder(onus, folder, { signal: ending.signal }).then(
    ({ findings }) => findings.forEach((finding) => tell(findingText(finding))),
    (error: unknown) => {
      if (!ending.signal.aborted) tell(error instanceof AuditNotDone ? error.message : String(error));
    },
  );
  return async () => {
    ending.abort();
    await auditing;
  };
}

/** A finding on one line. */
export const findingText = ({ engagement, code, detail }: Finding): string =>
  `AUDIT: engagement ${engagement}: ${code}: ${detail}`;
