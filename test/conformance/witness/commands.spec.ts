import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '#apps/witness/src/commands/program';
import { readConfig } from '#apps/witness/src/config';
import { formatAddCheckpoint } from '#witness/add-checkpoint';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';
import { ServedLog } from './served-log.ts';

describe('The commands of a witness that runs', () => {
  let log: SampleLog;
  let served: ServedLog;
  let witness: RunningWitness;

  beforeEach(async () => {
    log = new SampleLog('onus.example/a').growTo(300);
    served = await ServedLog.start(log);
    witness = await RunningWitness.start([`log ${log.vkey} ${served.url}`], { URL: 'https://witness.client.example/' });
    await witness.look(log.origin);
  });
  afterEach(async () => {
    await witness.stop();
    await served.stop();
  });

  /** Runs a command. Gives what it printed, and its exit code where that is not 0. */
  const type = async (...args: string[]): Promise<string> => {
    const printed: Uint8Array[] = [];
    const print = async (text: string | Uint8Array): Promise<void> => void printed.push(Buffer.from(text));
    const code = await run(args, () => witness.config, print);
    return Buffer.concat(printed).toString() + (code === 0 ? '' : `[exit ${code}]`);
  };

  it('say who it is', async () => {
    const { vkey } = witness.open;
    expect(await type('vkey')).toBe(`${vkey}\nwitness witness.client.example ${vkey} https://witness.client.example\n`);
  });

  it('show alarms with their evidence until somebody acknowledges them', async () => {
    expect(await type('alarms')).toBe('No alarm is open.\n');
    expect(await type('alarms', '--all')).toBe('There was never an alarm.\n');
    const other = log.forkAt(5).growTo(10, 'other').checkpoint();
    await witness.post(formatAddCheckpoint({ oldSize: 0, proof: [], note: other }));
    const shown = await type('alarms');
    expect(shown).toContain('ALARM 1 (forked) 2026-03-02T00:00:00.000Z: the log onus.example/a contradicts itself.\n');
    expect(shown).toContain(Buffer.from(other).toString());
    expect(shown).toContain(Buffer.from(log.checkpoint()).toString());
    expect(shown).toContain('npm run witness -- acknowledge 1 --by "…"');
    await expect(type('acknowledge', '1', '--by', ' ')).rejects.toThrow('Say who has looked');
    await expect(type('acknowledge', '2', '--by', 'Ada')).rejects.toThrow('No alarm 2 is open');
    await expect(type('acknowledge', '1e0', '--by', 'Ada')).rejects.toThrow('No alarm 1e0 is open');
    expect(await witness.get('/readyz')).toMatchObject({ status: 503 });
    expect(await type('acknowledge', '1', '--by', 'Ada', '--remark', 'asked the operator')).toBe(
      'Alarm 1 is acknowledged by Ada. None is open.\n',
    );
    expect(await witness.get('/readyz')).toMatchObject({ status: 200 });
    await expect(type('acknowledge', '1', '--by', 'Ben')).rejects.toThrow('No alarm 1 is open');
    expect(await type('alarms')).toBe('No alarm is open.\n');
    expect(await type('alarms', '--all')).toMatch(/Acknowledged by Ada at \S+Z: asked the operator\n/);
  });

  it('hand out the copied entries, and hash them again', async () => {
    expect(await type('entries', log.origin)).toBe(
      log.entries.map((entry) => `${Buffer.from(entry).toString()}\n`).join(''),
    );
    expect(await type('check')).toBe(
      `onus.example/a: 300 entries with the root ${Buffer.from(log.root()).toString('hex')}, as signed\n`,
    );
    await expect(type('entries', 'onus.example/b')).rejects.toThrow('There is no copy of onus.example/b');
  });

  it('find an entry that was changed in the copy, past everything that guards it', async () => {
    const file = new DatabaseSync(join(witness.folder, 'copies.sqlite'));
    expect(() => file.exec("UPDATE entries SET bytes = x'00' WHERE position = 7")).toThrow('never changed');
    expect(() => file.exec('DELETE FROM entries WHERE position = 7')).toThrow('what was verified stays');
    file.exec("DROP TRIGGER entries_keep; UPDATE entries SET bytes = x'00' WHERE position = 7");
    file.close();
    expect(await type('check')).toMatch(/^onus\.example\/a: DAMAGED, 300 entries .*\n\[exit 1\]$/);
  });

  it('are told from what is no command', async () => {
    expect(await type('alarm')).toBe('[exit 2]');
    expect(await type('acknowledge', '1')).toBe('[exit 2]');
    expect(await type('--help')).toContain('acknowledge [options] <id>');
  });
});

describe('The commands of a witness', () => {
  it('begin nothing where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onus-witness-none-'));
    const config = readConfig({ ONUS_WITNESS_DATA: folder });
    const print = async (): Promise<void> => {};
    for (const args of [['vkey'], ['alarms'], ['check'], ['acknowledge', '1', '--by', 'Ada'], ['entries', 'a']]) {
      await expect(run(args, () => config, print)).rejects.toThrow(`There is no witness in ${folder}`);
    }
    writeFileSync(join(folder, 'logs.txt'), 'log nonsense\n');
    await expect(run([], () => ({ ...config, name: 'w' }), print)).rejects.toThrow(`${config.logsFile}, line 1: `);
    rmSync(folder, { recursive: true });
  });
});
