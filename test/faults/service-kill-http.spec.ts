import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';
import { sendAgain } from './service/auditing/sending-again.ts';
import { Trial } from './service/auditing/trial.ts';
import { makeKeys, ServedProduct } from './service/programs/served-product.ts';
import { HttpDoor, type Keys } from './service/writing/http-door.ts';
import type { Note } from './service/writing/journal.ts';
import { Writer } from './service/writing/writer.ts';

const ROUNDS = 15;
const WRITERS = 16;

describe('The HTTP service, killed at any moment', () => {
  let trial: Trial;
  let keys: Keys;
  beforeEach(async () => {
    trial = await Trial.begin(4);
    keys = await makeKeys(trial.data, trial.engagements);
  });
  afterEach(() => trial.end());

  /** Sends again what the round before left open, each with its Idempotency-Key. */
  const sendOpenAgain = async (door: HttpDoor): Promise<void> => {
    const { findings, notes } = await sendAgain(door, trial.journal, trial.audit, trial.random, 5);
    expect(findings).toEqual([]);
    trial.note(notes);
    expect(trial.journal.open).toEqual(new Set());
  };

  /** Lets 16 callers write over HTTP until so many of their commands were answered, and kills the service. */
  const writeAndKill = async (door: HttpDoor, { child }: ServedProduct): Promise<void> => {
    const { random, engagements } = trial;
    const notes: Note[] = [];
    const enough = Promise.withResolvers<void>();
    const most = random.between(1, 400);
    const say = (note: Note): void => {
      notes.push(note);
      if (notes.length === most) enough.resolve();
    };
    const writers = Array.from({ length: WRITERS }, () => new Random(random.between(0, 1e9)));
    const written = Promise.all(writers.map((each) => new Writer(door, engagements, each, say).writeOn(() => false)));
    // Whoever was not answered writes no more: where that is everybody, nothing more is to come.
    await Promise.race([enough.promise, written]);
    await pause(random.between(0, 8));
    expect(await child.kill()).toMatchObject({ signal: 'SIGKILL', errors: '' });
    await written;
    trial.note(notes);
  };

  it(`loses, changes and doubles nothing that was acknowledged, in ${ROUNDS} rounds; what is derived is the fold`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const service = new ServedProduct(trial.product, trial.data);
      // One in eight is killed while it starts.
      if (trial.random.between(1, 8) === 1) {
        await pause(trial.random.between(0, 1_500));
        expect(await service.child.kill()).toMatchObject({ signal: 'SIGKILL', errors: '' });
      } else {
        const door = new HttpDoor(await service.address(), keys);
        await sendOpenAgain(door);
        await writeAndKill(door, service);
      }
      expect(await trial.findings({ sending: false })).toEqual([]);
    }
    const last = new ServedProduct(trial.product, trial.data);
    await sendOpenAgain(new HttpDoor(await last.address(), keys));
    expect(await last.stop()).toMatchObject({ code: 0, errors: '' });
    trial.forget();
    expect(await trial.findings({ sending: true })).toEqual([]);
    expect(trial.journal.acknowledged.size).toBeGreaterThan(ROUNDS * 20);
    trial.report('16 callers of the HTTP service', ROUNDS);
  }, 600_000);
});
