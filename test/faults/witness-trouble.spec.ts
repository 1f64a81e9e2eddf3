import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openWitness } from '#apps/witness/src/open-witness';
import { RunningWitness } from '#test/conformance/witness/running-witness';
import { SampleLog } from '#test/conformance/witness/sample-log';

describe('A witness that cannot store anything', () => {
  const log = new SampleLog('onus.example/a').growTo(10);
  let witness: RunningWitness;

  beforeEach(async () => {
    witness = await RunningWitness.start([`log ${log.vkey}`]);
    expect(await witness.post(log.request(0, 4))).toMatchObject({ status: 200 });
  });
  afterEach(() => witness.stop());

  it('cosigns nothing, says that it will pass, and goes on when it has passed', async () => {
    const other = new DatabaseSync(join(witness.folder, 'witness.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    expect(await witness.post(log.request(4, 7))).toMatchObject({
      status: 503,
      text: expect.stringMatching(/^Nothing can/),
    });
    expect(witness.faults).toHaveLength(1);
    // What it has it shows.
    expect((await witness.latest(log.origin)).text).toMatch(/\n4\n/);
    other.exec('ROLLBACK');
    other.close();
    expect(await witness.post(log.request(4, 7))).toMatchObject({ status: 200 });
  });

  it('shares its folder with no other witness', async () => {
    await expect(openWitness(witness.config)).rejects.toThrow('is in use by another witness; stop that one first');
    expect(await witness.post(log.request(4, 7))).toMatchObject({ status: 200 });
  });
});
