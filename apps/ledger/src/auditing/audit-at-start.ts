import { setTimeout as pause } from 'node:timers/promises';
import { AuditNotDone } from '#sealing/audit/thread/audit-thread';
import type { Finding } from '#sealing/audit/findings';
import type { Onus } from '../runtime/onus.ts';
import { auditFolder } from './audit-folder.ts';

/** Milliseconds until an audit that could not be finished is begun again; doubled each time, up to the longest. */
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Audits everything while the service answers. A ledger that is not what it was is stopped, and the service says that it is not ready.
 * Where the event store is on other machines, an audit that they did not answer to its end is begun again until it is finished: it is
 * the one look that nobody else takes. Gives how to end it early.
 */
export function auditAtStart(
  onus: Onus,
  folder: string,
  tell: (what: string) => void,
  firstPause = FIRST_PAUSE,
): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  /** Whether it came to its end, well or not. */
  const auditOnce = async (): Promise<boolean> => {
    try {
      const { findings } = await auditFolder(onus, folder, { signal });
      for (const finding of findings) tell(findingText(finding));
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      tell(error instanceof AuditNotDone ? error.message : String(error));
      return !(error instanceof AuditNotDone && onus.store.shared);
    }
  };
  const audit = async (): Promise<void> => {
    for (let wait = firstPause; !(await auditOnce()); wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
    }
  };
  const auditing = audit();
  return async () => {
    ending.abort();
    await auditing;
  };
}

/** A finding on one line. */
export const findingText = ({ engagement, code, detail }: Finding): string =>
  `AUDIT: engagement ${engagement}: ${code}: ${detail}`;
