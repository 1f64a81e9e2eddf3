import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { StoreLocked } from '#ledger-store/event-store';
import { Trial } from './service/auditing/trial.ts';
import { makeKeys, ServedProduct } from './service/programs/served-product.ts';
import { HttpDoor } from './service/writing/http-door.ts';

describe('A second service on the same data folder', () => {
  let trial: Trial;
  let first: ServedProduct;
  beforeEach(async () => {
    trial = await Trial.begin(1);
    first = new ServedProduct(trial.product, trial.data);
  });
  afterEach(async () => {
    await first.child.kill();
    trial.end();
  });

  it('ends at once, and says which folder is held, by which process, and what to do', async () => {
    const door = new HttpDoor(await first.address(), await makeKeys(trial.data, trial.engagements));
    const second = new ServedProduct(trial.product, trial.data);
    const { code, signal, errors } = await second.child.ended;
    expect({ code, signal, lines: second.child.lines }).toEqual({ code: 1, signal: null, lines: [] });
    expect(errors).toContain(`the data folder ${trial.data} is held by process ${first.child.pid}`);
    expect(errors).toContain('stop that process, or talk to it with --server URL');
    expect(errors).not.toMatch(/^\s+at /m);
    await expect(openOnus({ folder: trial.data })).rejects.toBeInstanceOf(StoreLocked);
    // The first has not noticed anything.
    const act = { kind: 'members', names: ['Ada'] } as const;
    expect((await door.submit(trial.engagements[0]!, crypto.randomUUID(), act)).entries).toHaveLength(1);
  });

  it('starts as soon as the first was killed, and answers with what that had acknowledged', async () => {
    const keys = await makeKeys(trial.data, trial.engagements);
    const id = crypto.randomUUID();
    const act = { kind: 'members', names: ['Ada', 'Ben'] } as const;
    const told = await new HttpDoor(await first.address(), keys).submit(trial.engagements[0]!, id, act);
    await first.child.kill();

    first = new ServedProduct(trial.product, trial.data);
    const again = await new HttpDoor(await first.address(), keys).submit(trial.engagements[0]!, id, act);
    expect(again.entries).toEqual(told.entries);
    expect(await first.stop()).toEqual({ code: 0, signal: null, errors: '' });
  });
});
