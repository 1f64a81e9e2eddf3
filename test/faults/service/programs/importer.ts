import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { importFile, type ImportProgress, type ImportReport } from '#intake/recording/import-file';
import { actorFor } from '../writing/acts.ts';

/** A file to import: a dated matrix where it has an effective time, else an assignment feed. */
export interface FileToImport {
  readonly path: string;
  readonly effective?: string;
}

/** Imports a file as the engagement's founder. */
export function importInto(
  onus: Onus,
  engagementId: string,
  { path, effective }: FileToImport,
  onProgress?: ImportProgress,
): Promise<ImportReport> {
  const asking = { actor: actorFor('nora'), correlation: randomUUID() };
  const target = {
    read: onus.read,
    state: () => onus.state(engagementId),
    submit: (command: Parameters<Onus['submit']>[1]) =>
      onus.submit(engagementId, command, { ...asking, commandId: randomUUID() }),
  };
  const settings =
    effective === undefined
      ? ({ format: 'assignments', mode: 'replace', onClose: 'keep' } as const)
      : ({ format: 'matrix-csv', effective } as const);
  return importFile(target, { engagementId, bytes: readFileSync(path), name: 'large', settings }, onProgress);
}

/** As a program: prints `recorded <lines> <of>` after each part, and `ended` with the report. It stands still after so many parts. */
if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      engagement: { type: 'string' },
      path: { type: 'string' },
      effective: { type: 'string' },
      parts: { type: 'string' },
    },
  });
  const { folder, engagement, path, effective } = values;
  const onus = await openOnus({ folder: folder! });
  flushCompileCache();
  const file = { path: path!, ...(effective !== undefined && { effective }) };
  let parts = 0;
  const report = await importInto(onus, engagement!, file, (done, of) => {
    process.stdout.write(`recorded ${done} ${of}\n`);
    if (++parts === Number(values.parts)) process.kill(process.pid, 'SIGSTOP');
  });
  process.stdout.write(`ended ${report.entries}\n`);
  await onus.close();
}
