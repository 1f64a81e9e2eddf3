import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random, runSeed } from '../random.ts';
import { openEngagement } from '../service/writing/acts.ts';
import { HttpDoor, type Keys } from '../service/writing/http-door.ts';
import { anywhere, FailoverDoor } from './failover-door.ts';
import { type Replica, ReplicaSet } from './replica-set.ts';
import { WritingCrowd } from './writing-crowd.ts';

/** How long it goes on: half a minute in every run, `ONUS_CHAOS_SECONDS=600` before a release. */
const SECONDS = Number(process.env['ONUS_CHAOS_SECONDS'] ?? 30);
const REPLICAS = 3;
const WRITERS = 16;
const COLD = 200;
const PATIENCE = 180_000;

/** What a replica said that nothing here explains. That its audit has to begin again, where the event store was gone, is no more than true. */
const amiss = (errors: string): readonly string[] =>
  errors.split('\n').filter((line) => line !== '' && !line.startsWith('The audit could not be finished: '));

describe('Three replicas that are killed, and cut off, at random', () => {
  let set: ReplicaSet;
  let keys: Keys;
  let hot: string;
  let cold: readonly string[];
  const random = new Random(runSeed());

  beforeAll(async () => {
    set = await ReplicaSet.begin(REPLICAS);
    hot = await openEngagement(set.onus, 'hot');
    const opened: string[] = [];
    for (let i = 0; i < COLD; i += 20) {
      const slugs = Array.from({ length: 20 }, (_, j) => `cold-${i + j}`);
      opened.push(...(await Promise.all(slugs.map((slug) => openEngagement(set.onus, slug)))));
    }
    cold = opened;
    keys = await set.makeKeys([hot, ...cold]);
  }, PATIENCE);
  afterAll(() => set.end(), PATIENCE);

  /** Something that happens to the replicas: each sort once, then by chance. Gives what it was. */
  const strike = async (nth: number): Promise<'killed' | 'cut' | 'cut off'> => {
    const replica = set.replicas[random.between(0, REPLICAS - 1)]!;
    switch ([3, 0, 1][nth] ?? random.between(0, 4)) {
      case 0:
        // The event store itself loses everybody at once, and is back on the same port.
        await set.server.stop();
        await set.server.listen();
        return 'cut off';
      case 1:
      case 2:
        replica.line.cut();
        return 'cut';
      default:
        expect(amiss(await replica.kill())).toEqual([]);
        await pause(random.between(0, 500));
        await replica.start();
        return 'killed';
    }
  };

  /** What it answers at that size: it is asked again while it says that it has not come so far. */
  const answersOf = async (replica: Replica, engagement: string): Promise<string> => {
    const { url } = replica;
    const { position, size } = await set.onus.state(engagement);
    const answer = await fetch(
      `${url}/v1/engagements/${engagement}/matrix?effective=2026-06-01&known=${size}&limit=200`,
      {
        headers: { authorization: `Bearer ${keys.nora}`, 'if-position-at-least': String(position) },
      },
    );
    const text = await answer.text();
    if (answer.status === 503 && text.includes('http/not-there-yet')) return answersOf(replica, engagement);
    expect(answer.status).toBe(200);
    return text;
  };

  /** Each of them records one more thing; the roots that they sign are those of the one ledger. */
  const expectSameRoots = async (engagement: string): Promise<void> => {
    for (const { url } of set.replicas) {
      const act = { kind: 'members', names: ['One More'] } as const;
      const { treeSize, rootHash } = await new HttpDoor(url!, keys).submit(engagement, randomUUID(), act);
      const root = Buffer.from(await set.onus.rootAt(engagement, treeSize), 'base64').toString('hex');
      expect([treeSize, rootHash]).toEqual([treeSize, root]);
    }
  };

  it(
    `lose and double nothing that ${WRITERS} writers were told, and end with the same ledgers and answers, after ${SECONDS} seconds`,
    async () => {
      const door = new FailoverDoor(
        set.replicas,
        keys,
        anywhere(() => random.next()),
      );
      // Half of everything happens in one engagement.
      const crowd = new WritingCrowd(door, [...cold, ...cold.map(() => hot)], WRITERS, random);
      const until = performance.now() + SECONDS * 1_000;
      const strikes = { killed: 0, cut: 0, 'cut off': 0 };
      // On a busy machine it takes longer until there is something that could have been lost.
      const isEnough = (): boolean => performance.now() >= until && crowd.journal.acknowledged.size > SECONDS;
      for (let nth = 0; nth < 3 || !isEnough(); nth++) {
        await pause(random.between(200, 1_500));
        strikes[await strike(nth)]++;
        // What is kept of every call would grow for as long as this goes on.
        set.server.calls.length = 0;
      }
      await crowd.stop();
      expect(await crowd.findings(set.onus, door)).toEqual([]);
      expect(crowd.failed).toEqual([]);
      for (const engagement of [hot, ...cold]) {
        const answers = await Promise.all(set.replicas.map((replica) => answersOf(replica, engagement)));
        expect(new Set(answers).size).toBe(1);
      }
      for (const engagement of [hot, ...cold.slice(0, 10)]) await expectSameRoots(engagement);
      const entries = [...crowd.audit.ledgers.values()].reduce((sum, { leaves }) => sum + leaves.length, 0);
      const hotEntries = crowd.audit.ofEngagement(hot)!.leaves.length;
      process.stdout.write(
        `chaos: ${SECONDS} s, ${JSON.stringify(strikes)}, ${crowd.journal.acknowledged.size} acknowledged commands, ` +
          `${door.sentAgain} sent again, ${crowd.journal.refused.size} refused, ${entries} entries, ` +
          `${hotEntries} of them in one ledger (ONUS_SEED=${runSeed()})\n`,
      );
    },
    SECONDS * 1_000 + 4 * PATIENCE,
  );
});
