import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningWitness } from './running-witness.ts';
import { SampleLog } from './sample-log.ts';

describe('Two submitters at once', () => {
  const log = new SampleLog('onus.example/a').growTo(60);
  let witness: RunningWitness;

  beforeEach(async () => {
    witness = await RunningWitness.start([`log ${log.vkey}`]);
  });
  afterEach(() => witness.stop());

  /** Submits as the protocol says: where another size is stored, from that one. Gives the statuses on the way. */
  const insist = async (from: number, to: number): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let old = from; ;) {
      const { status, text } = await witness.post(log.request(old, to));
      statuses.push(status);
      if (status !== 409) return statuses;
      old = Number(text);
    }
  };

  it('are one after the other: one wins each size, and the other is cosigned as well when it asks again', async () => {
    for (let size = 1; size <= 30; size++) {
      const both = await Promise.all([insist(size - 1, size), insist(size - 1, size)]);
      expect(both.toSorted((a, b) => a.length - b.length)).toEqual([[200], [409, 200]]);
    }
    expect(witness.told).toEqual([]);
  });

  it('do not roll each other back, whoever is ahead', async () => {
    for (let size = 0; size < 50; size += 2) {
      const [near, far] = await Promise.all([insist(size, size + 1), insist(size, size + 2)]);
      // Who was overtaken asks for less than is stored, and is told so.
      expect([
        [[200], [409, 200]],
        [[409, 400], [200]],
      ]).toContainEqual([near, far]);
      expect((await witness.latest(log.origin)).text).toMatch(new RegExp(`\\n${size + 2}\\n`));
    }
  });

  it('may be many', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => insist(0, i + 21).catch(() => [])));
    expect((await witness.latest(log.origin)).text).toMatch(/\n60\n/);
    expect(witness.faults).toEqual([]);
  });
});
