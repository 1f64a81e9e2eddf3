import { hash } from 'node:crypto';
import { join } from 'node:path';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { SqliteEventReader } from '#sqlite-store/sqlite-event-reader';
import { fillFolder } from '../entries/fill-folder.ts';
import type { Open } from '../harness/contender.ts';

interface Settings {
  readonly folder: string;
  readonly entries: number;
}

/** The audit of a data folder; or only reading and hashing each entry, which nobody gets around. */
export type AuditingJob = 'audit' | 'read and hash';

const READ_AT_ONCE = 1_000;

/** Entries a second: everything that `onus audit` looks at in one ledger, on the thread that it has for that. */
export const open: Open<Settings, AuditingJob, number> = async ({ folder, entries }) => {
  await fillFolder(folder, { ledgers: 1, entries });
  const onus = await openOnus({ folder });
  const audited = async (): Promise<number> => {
    const { entries: read, findings } = await auditFolder(onus, folder);
    if (findings.length > 0) throw new Error(`the audit finds: ${findings[0]!.detail}`);
    return read;
  };
  const hashed = (): number => {
    const reader = new SqliteEventReader(join(folder, 'events.sqlite'));
    let read = 0;
    for (let page = reader.readAll(0, READ_AT_ONCE); page.length > 0;) {
      for (const { bytes } of page) hash('sha256', bytes, 'hex');
      read += page.length;
      page = reader.readAll(page.at(-1)!.position, READ_AT_ONCE);
    }
    reader.close();
    return read;
  };
  return {
    setup: `${entries} entries`,
    run: async (job) => {
      const start = performance.now();
      const read = job === 'audit' ? await audited() : hashed();
      return (read * 1_000) / (performance.now() - start);
    },
    close: () => onus.close(),
  };
};
