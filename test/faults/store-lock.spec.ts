import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreLocked } from '#ledger-store/event-store';
import { SqliteEventReader } from '#sqlite-store/sqlite-event-reader';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { ChildProgram, programOf } from './child-program.ts';

const appender = (file: string): ChildProgram =>
  new ChildProgram(process.execPath, [
    ...programOf('appender.ts'),
    '--file',
    file,
    '--run',
    '1',
    '--seed',
    '1',
    '--writers',
    '2',
  ]);

describe('A data folder that another process holds', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-held-'));
    file = join(folder, 'events.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused with its name, who holds it, since when, and what to do', async () => {
    const holder = appender(file);
    expect(await holder.until(1)).toBe(true);
    const refused = SqliteEventStore.open({ file });
    await expect(refused).rejects.toBeInstanceOf(StoreLocked);
    await expect(refused).rejects.toThrow(folder);
    await expect(refused).rejects.toThrow(new RegExp(`process ${holder.pid} \\(since \\d{4}-\\d\\d-\\d\\dT[^)]+Z\\)`));
    await expect(refused).rejects.toThrow('stop that process, or talk to it with --server');
    await holder.kill();
  });

  it('refuses another process in the same words, while this one holds it', async () => {
    const store = await SqliteEventStore.open({ file });
    const { code, errors } = await appender(file).ended;
    expect(code).not.toBe(0);
    expect(errors).toContain(`StoreLocked: the data folder ${folder} is held by process ${process.pid}`);
    await store.close();
  });

  it('is not disturbed by those who are refused, nor by those who only read', async () => {
    const holder = appender(file);
    await holder.until(10);
    for (let i = 0; i < 5; i++) await expect(SqliteEventStore.open({ file })).rejects.toBeInstanceOf(StoreLocked);
    const reader = new SqliteEventReader(file);
    expect(reader.lastPosition()).toBeGreaterThan(0);
    reader.close();
    const before = holder.lines.length;
    expect(await holder.until(before + 50)).toBe(true);
    await expect(SqliteEventStore.open({ file })).rejects.toBeInstanceOf(StoreLocked);
    await holder.kill();
  });

  it('is free as soon as that process was killed', async () => {
    const holder = appender(file);
    await holder.until(20);
    await holder.kill();
    const store = await SqliteEventStore.open({ file });
    expect(await store.lastPosition()).toBeGreaterThan(0);
    await store.close();
  });
});
