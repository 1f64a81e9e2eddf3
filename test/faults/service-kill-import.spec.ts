import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import type { Entry } from '#kernel/event';
import { openEngagement } from './service/writing/acts.ts';
import { dayInstant } from './service/writing/writer.ts';
import type { AuditedLedger } from './service/auditing/audited-ledger.ts';
import { linesByDefinition } from './service/auditing/answers-audit.ts';
import { Audit } from './service/auditing/audit.ts';
import { Trial } from './service/auditing/trial.ts';
import { importInto, type FileToImport } from './service/programs/importer.ts';
import { Journal } from './service/writing/journal.ts';

const PROGRAM = 'test/faults/service/programs/importer.ts';
const ROUNDS = 15;
/** Two files in turn: a dated version of a matrix, and a feed. */
const KILLS_A_FILE = 4;
const LINES = 1_200;

describe('A large import, killed at any moment', () => {
  let trial: Trial;
  const files: FileToImport[] = [];
  /** Kills that left an import behind with some of its parts. */
  let interrupted = 0;
  beforeEach(async () => {
    trial = await Trial.begin(1);
  });
  afterEach(() => trial.end());

  const ledger = (): AuditedLedger => trial.audit.ofEngagement(trial.engagements[0]!)!;
  const completed = (): number => ledger().entries.filter(({ type }) => type === 'ImportCompleted').length;
  /** The whole matrix on some days, as the definition has it; read models are held equal to it by the audit. */
  const inForce = (): unknown =>
    [0, 150, 400].map((day) => linesByDefinition(ledger(), dayInstant(day), ledger().leaves.length));

  /** Starts the import of a file and kills it at a random moment before its end; gives whether it ended all the same. */
  const importAndKill = async ({ path, effective }: FileToImport): Promise<boolean> => {
    const { product, data, engagements, random } = trial;
    const when = effective === undefined ? [] : ['--effective', effective];
    // The very first stands still after its first part, and is left in between whatever else the machine does.
    const still = interrupted === 0 && files.length === 1 ? ['--parts', '1'] : [];
    const args = ['--folder', data, '--engagement', engagements[0]!, '--path', path, ...when, ...still];
    const child = product.start(PROGRAM, args);
    // One in five before the first part is acknowledged, the others after one, two or three.
    const parts = still.length > 0 ? 1 : random.between(1, 5) === 1 ? 0 : random.between(1, 3);
    await child.until(parts);
    await pause(random.between(0, parts === 0 ? 800 : 30));
    expect(await child.kill()).toMatchObject({ errors: '' });
    return child.lines.some((line) => line.startsWith('ended'));
  };

  /** One round: what was recorded is sound, and nothing of an import is in force before all of it is. */
  const round = async (file: FileToImport, imports: number): Promise<boolean> => {
    const before = inForce();
    const ended = await importAndKill(file);
    expect(await trial.findings({ sending: false })).toEqual([]);
    expect(ledger().entries.filter(({ type }) => type === 'ImportStarted').length).toBeLessThanOrEqual(imports + 1);
    if (ledger().state.responsibility.openImports.size > 0) interrupted++;
    if (completed() === imports) expect(inForce()).toEqual(before);
    else expect(inForce()).not.toEqual(before);
    return ended || completed() > imports;
  };

  it(`is in force as a whole or not at all, goes on, and ends as if undisturbed, in ${ROUNDS} rounds`, async () => {
    expect(await trial.findings({ sending: false })).toEqual([]);
    for (let rounds = 0; rounds < ROUNDS;) {
      const file = writeFile(trial.folder, files.length);
      files.push(file);
      let ended = false;
      for (let kills = 0; kills < KILLS_A_FILE && rounds < ROUNDS && !ended; kills++) {
        ended = await round(file, files.length - 1);
        rounds++;
      }
      const onus = await openOnus({ folder: trial.data });
      await importInto(onus, trial.engagements[0]!, file);
      await onus.close();
      expect(await trial.findings({ sending: false })).toEqual([]);
      expect(completed()).toBe(files.length);
    }
    trial.forget();
    expect(await trial.findings({ sending: false })).toEqual([]);
    expect(said(ledger())).toEqual(said(await undisturbed(trial.folder, files)));
    expect(interrupted).toBeGreaterThan(0);
    trial.report(`large imports in parts, ${interrupted} of them left in between`, ROUNDS);
  }, 600_000);
});

/** The ledger of the same imports in another folder, without any disturbance. */
async function undisturbed(folder: string, files: readonly FileToImport[]): Promise<AuditedLedger> {
  const onus = await openOnus({ folder: join(folder, 'undisturbed') });
  const engagement = await openEngagement(onus, 'engagement-1');
  for (const file of files) await importInto(onus, engagement, file);
  const audit = new Audit();
  expect(await audit.ledgerFindings(onus.store, new Journal())).toEqual([]);
  await onus.close();
  return audit.ofEngagement(engagement)!;
}

/** What entries say, in order, without the salts that differ from run to run. */
const said = ({ entries }: AuditedLedger): readonly string[] =>
  entries.map(
    ({ type, data }: Entry) =>
      `${type} ${JSON.stringify(data, (name, value: unknown) => (name === 'sealed' ? '' : value))}`,
  );

/** Makes the nth file: even ones are versions of a matrix, odd ones feeds. */
function writeFile(folder: string, nth: number): FileToImport {
  const path = join(folder, `file-${nth}`);
  const text = (words: string): string => `${words} `.repeat(20).trim();
  if (nth % 2 === 0) {
    const rows = Array.from({ length: LINES - 10 * nth }, (_, i) => {
      const owner = ['Client', 'MSSP'][(i + nth) % 2]!;
      return `LINE-${i},${text(`duty ${i} of version ${nth % 4}`)},${owner},${text('as agreed')}`;
    });
    writeFileSync(path, `ref,title,owner,remark\n${rows.join('\n')}\n`);
    return { path, effective: dayInstant(40 * nth) };
  }
  const events = Array.from({ length: 3 * LINES }, (_, i) =>
    JSON.stringify({
      item: `LINE-${i % LINES}`,
      at: dayInstant((i % 300) + nth),
      kind: ['assigned', 'assigned', 'closed', 'reopened', 'evidence'][i % 5],
      owner: `Person ${i % 40}`,
      group: `Team ${i % 7}`,
      remark: text(`event ${i}`),
    }),
  );
  writeFileSync(path, `${events.join('\n')}\n`);
  return { path };
}
