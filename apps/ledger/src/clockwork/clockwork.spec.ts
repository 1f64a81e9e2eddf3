import { describe, expect, it } from '@jest/globals';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import type { DueMatter } from '#read-models/due-matter';
import { AuditFault } from '#sealing/audit/audit-fault';
import { Clockwork } from './clockwork.ts';

const NOON = '2026-04-08T12:00:00Z';
const MINUTE = 60_000_000;

/** A table of what is due, and a clock that is set by hand. What was recorded is due no more. */
class Setting {
  now: Instant = NOON;
  due: DueMatter[] = [];
  readonly recorded: string[] = [];
  readonly tried: string[] = [];
  readonly troubles: string[] = [];
  /** Pages that were asked for. */
  looks = 0;
  unreadable: Error | null = null;
  readonly failing = new Map<string, Error>();
  /** What is to happen before something is recorded. */
  before: (matter: DueMatter) => Promise<void> = () => Promise.resolve();
  ticks: (() => void)[] = [];

  readonly clockwork = new Clockwork({
    read: {
      due: (until, { limit, after }) => {
        this.looks++;
        if (this.unreadable !== null) throw this.unreadable;
        const start = after === undefined ? 0 : this.due.indexOf(after) + 1;
        return this.due.filter(({ at }, i) => i >= start && at <= until).slice(0, limit);
      },
    },
    record: async (matter) => {
      this.tried.push(nameOf(matter));
      await this.before(matter);
      const error = this.failing.get(matter.engagement) ?? this.failing.get(nameOf(matter));
      if (error !== undefined) throw error;
      this.recorded.push(nameOf(matter));
      this.due = this.due.filter((each) => each !== matter);
    },
    now: () => this.now,
    every: (_milliseconds, work) => {
      this.ticks = [work];
      return () => (this.ticks = []);
    },
    onTrouble: (what) => this.troubles.push(what),
  });

  add(engagement: string, change: string, command: DueMatter['command'] = 'RemindApprovers', at: Instant = NOON): void {
    this.due.push({ engagement, slug: engagement, change, command, at });
  }

  wait(minutes: number): void {
    this.now = instantOf(microsOf(this.now) + minutes * MINUTE);
  }
}

const nameOf = ({ engagement, change, command }: DueMatter): string => `${engagement}/${change}/${command}`;
const no = new Refusal('approval/base-moved', 'conflict', 'LOG-03 was altered.');

describe('The clockwork', () => {
  it('records what is due, and nothing before its time', async () => {
    const setting = new Setting();
    setting.add('a', 'C-1');
    setting.add('a', 'C-2', 'ExpireChange', '2026-04-08T12:01:00Z');
    expect(await setting.clockwork.tick()).toMatchObject({ recorded: [{ change: 'C-1' }], refused: [], more: false });
    setting.wait(1);
    await setting.clockwork.tick();
    expect(setting.recorded).toEqual(['a/C-1/RemindApprovers', 'a/C-2/ExpireChange']);
  });

  it('ends a change before anything else is said of it, and then says nothing else', async () => {
    const setting = new Setting();
    for (const command of ['RemindApprovers', 'EscalateChange', 'ExpireChange'] as const)
      setting.add('a', 'C-1', command);
    for (const command of ['RemindApprovers', 'EscalateChange'] as const) setting.add('a', 'C-2', command);
    await setting.clockwork.tick();
    expect(setting.tried).toEqual(['a/C-1/ExpireChange', 'a/C-2/EscalateChange', 'a/C-2/RemindApprovers']);
  });

  it('takes a thousand at once, and goes round: what is stuck at the front holds up nothing behind it', async () => {
    const setting = new Setting();
    for (let i = 1; i <= 1_000; i++) {
      setting.add(`stuck-${i % 3}`, `C-${i}`);
      setting.failing.set(`stuck-${i % 3}/C-${i}/RemindApprovers`, no);
    }
    setting.add('free', 'C-1');
    expect(await setting.clockwork.tick()).toMatchObject({ more: true, recorded: [] });
    expect(setting.tried).toHaveLength(1_000);
    expect(await setting.clockwork.tick()).toMatchObject({ more: false, recorded: [{ engagement: 'free' }] });
  });

  it('leaves alone what the rules refuse, twice as long each time, up to an hour', async () => {
    const setting = new Setting();
    setting.add('a', 'C-1', 'DeemAccepted');
    setting.add('a', 'C-2');
    setting.failing.set('a/C-1/DeemAccepted', no);
    const tries: number[] = [];
    for (let minute = 0; minute < 400; minute++) {
      const before = setting.tried.length;
      await setting.clockwork.tick();
      if (setting.tried.slice(before).includes('a/C-1/DeemAccepted')) tries.push(minute);
      setting.wait(1);
    }
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]);
    expect(setting.recorded).toEqual(['a/C-2/RemindApprovers']);
    expect(setting.troubles).toEqual([]);
    setting.failing.clear();
    setting.wait(60);
    await setting.clockwork.tick();
    expect(setting.recorded).toContain('a/C-1/DeemAccepted');
  });

  it('leaves a ledger alone that cannot be written, says so once, and goes on with the others', async () => {
    const setting = new Setting();
    for (const change of ['C-1', 'C-2']) setting.add('broken', change);
    setting.add('stopped', 'C-1');
    setting.add('sound', 'C-1');
    setting.failing.set('broken', new Error('the disk says no'));
    setting.failing.set('stopped', new AuditFault('onus.example/stopped', 'it was changed'));
    expect(await setting.clockwork.tick()).toMatchObject({ failed: 2, recorded: [{ engagement: 'sound' }] });
    await setting.clockwork.tick();
    expect(setting.tried.filter((name) => name.startsWith('broken'))).toEqual(['broken/C-1/RemindApprovers']);
    setting.wait(1);
    await setting.clockwork.tick();
    expect(setting.troubles).toEqual(['What is due in engagement broken could not be recorded: the disk says no']);
    setting.failing.clear();
    setting.wait(2);
    await setting.clockwork.tick();
    expect(setting.due).toEqual([]);
  });

  it('does not try every ledger where none can be written', async () => {
    const setting = new Setting();
    for (let i = 0; i < 100; i++) {
      setting.add(`ledger-${i}`, 'C-1');
      setting.failing.set(`ledger-${i}`, new Error('the disk is full'));
    }
    await setting.clockwork.tick();
    expect(setting.tried.length).toBeLessThanOrEqual(12);
    await setting.clockwork.tick();
    expect(setting.looks).toBe(1);
    setting.failing.clear();
    setting.wait(1);
    await setting.clockwork.tick();
    setting.wait(1);
    await setting.clockwork.tick();
    expect(setting.recorded).toHaveLength(100);
  });

  it('says once that it cannot be told what is due, and asks again later', async () => {
    const setting = new Setting();
    setting.add('a', 'C-1');
    setting.unreadable = new Error('The read models have stopped');
    for (let minute = 0; minute < 10; minute++) {
      await setting.clockwork.tick();
      setting.wait(1);
    }
    expect(setting.troubles).toEqual(['It cannot be told what is due: The read models have stopped']);
    expect(setting.looks).toBe(4);
    setting.unreadable = null;
    setting.wait(60);
    await setting.clockwork.tick();
    expect(setting.recorded).toEqual(['a/C-1/RemindApprovers']);
  });

  it('looks at once when it begins, then again and again, and never twice at a time', async () => {
    const setting = new Setting();
    const { promise, resolve } = Promise.withResolvers<void>();
    setting.before = () => promise;
    setting.add('a', 'C-1');
    setting.clockwork.begin();
    setting.ticks[0]!();
    const running = setting.clockwork.tick();
    expect(setting.looks).toBe(1);
    resolve();
    await running;
    setting.ticks[0]!();
    expect(setting.looks).toBe(2);
  });

  it('ends after what it is recording, and begins nothing more', async () => {
    const setting = new Setting();
    const { promise, resolve } = Promise.withResolvers<void>();
    setting.before = () => promise;
    for (const change of ['C-1', 'C-2']) setting.add('a', change);
    setting.clockwork.begin();
    const ending = setting.clockwork.end();
    resolve();
    await ending;
    expect(setting.recorded).toEqual(['a/C-1/RemindApprovers']);
    expect(setting.ticks).toEqual([]);
    await setting.clockwork.tick();
    expect(setting.looks).toBe(1);
  });
});
