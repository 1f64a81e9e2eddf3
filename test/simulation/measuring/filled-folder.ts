import { closeSync, fsyncSync, globSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { openStorage } from '#apps/ledger/src/runtime/storage';
import { fillFolder } from '#test/load/entries/fill-folder';
import type { Open } from '#test/load/harness/contender';

interface Settings {
  readonly folder: string;
  readonly ledgers: number;
  readonly entries: number;
}

export interface FolderFigures {
  /** Bytes on disk for an entry. */
  readonly events: number;
  readonly readModels: number;
  /** Seconds of the processor for an entry, on all threads. */
  readonly projection: number;
  readonly audit: number;
  /** Bytes a second, by the clock. */
  readonly copied: number;
}

/** A data folder as robots leave it: how large it is, and how long it takes to derive it anew, to audit it and to copy it. */
export const open: Open<Settings, null, FolderFigures> = async ({ folder, ledgers, entries }) => {
  await fillFolder(folder, { ledgers, entries });
  return {
    setup: `${entries} entries in ${ledgers} ledgers`,
    run: async () => {
      const projection = await rebuilt(folder, entries);
      const audit = await audited(folder);
      // Both have been closed: what was in a log beside a file is in the file.
      const events = bytesOf(folder, 'events.sqlite*');
      return {
        events: events / entries,
        readModels: bytesOf(folder, 'read-models-v*') / entries,
        projection,
        audit,
        copied: copied(folder, events),
      };
    },
    close: async () => {},
  };
};

/** Seconds of the processor that work takes, on all threads. */
async function processor(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function rebuilt(folder: string, entries: number): Promise<number> {
  const { read, close } = await openStorage({ folder });
  const seconds = await processor(() => read.rebuild());
  await close();
  return seconds / entries;
}

async function audited(folder: string): Promise<number> {
  const onus = await openOnus({ folder });
  let count = 0;
  const seconds = await processor(async () => {
    const { entries, findings } = await auditFolder(onus, folder);
    if (findings.length > 0) throw new Error(`the audit finds: ${findings[0]!.detail}`);
    count = entries;
  });
  await onus.close();
  return seconds / count;
}

const bytesOf = (folder: string, pattern: string): number =>
  globSync(pattern, { cwd: folder }).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Bytes a second, until they are on the disk. Byte for byte: some file systems would only write down that there is a copy. */
function copied(folder: string, bytes: number): number {
  const copy = join(folder, 'copy.sqlite');
  const piece = Buffer.alloc(2 ** 20);
  const start = performance.now();
  const from = openSync(join(folder, 'events.sqlite'), 'r');
  const to = openSync(copy, 'w');
  for (let read = readSync(from, piece); read > 0; read = readSync(from, piece)) writeSync(to, piece, 0, read);
  fsyncSync(to);
  const seconds = (performance.now() - start) / 1_000;
  closeSync(to);
  closeSync(from);
  rmSync(copy);
  return bytes / seconds;
}
