import { describe, expect, it } from '@jest/globals';
import { KurrentDbEventStore } from '#kurrentdb-store/kurrentdb-event-store';
import type { StoredEntry } from '#ledger-store/event-store';
import type { Call, Fault } from '#test/kurrentdb-server/faults';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { until } from '#test/until';
import { Random, runSeed } from '../random.ts';
import { type Acknowledged, auditStore } from '../store-audit.ts';
import { manyAtOnce, runSchedule } from './schedule.ts';

/** Schedules for each fault, in all a thousand: ONUS_SCHEDULES=1000 for a thousand of each, which takes some minutes. */
const SCHEDULES = Number(process.env['ONUS_SCHEDULES'] ?? 100);
const AT_ONCE = 20;
/** Milliseconds after which a call counts as unanswered. */
const DEADLINE = 1_000;

const APPENDING: readonly Call['method'][] = ['append'];
const READING: readonly Call['method'][] = ['append', 'read', 'subscribe'];
const SUBSCRIBING: readonly Call['method'][] = ['subscribe'];

/** Where each fault strikes, and how often. */
const KNOBS: readonly (readonly [Fault, readonly Call['method'][], number])[] = [
  ['commit-then-drop', READING, 0.15],
  ['drop-before-commit', READING, 0.15],
  ['commit-then-silent', APPENDING, 0.08],
  ['silent', READING, 0.05],
  ['clean-end', READING, 0.15],
  ['not-leader', READING, 0.15],
  ['no-position', APPENDING, 0.5],
  ['duplicate', SUBSCRIBING, 1],
  ['slow-consumer', SUBSCRIBING, 0.9],
  ['stall', SUBSCRIBING, 0.5],
];

describe('The distributed event store, through random faults', () => {
  it.each(KNOBS)(
    `keeps everything that it acknowledged, once and in order: ${SCHEDULES} schedules with %s`,
    async (fault, methods, share) => {
      const random = new Random(runSeed());
      let struck = 0;
      const server = await KurrentTestServer.start({
        plan: ({ method }) => {
          // The first of them always: a fault that never strikes shows nothing.
          if (!methods.includes(method) || (struck > 0 && random.next() >= share)) return undefined;
          struck++;
          return fault;
        },
      });
      const open = () => new KurrentDbEventStore({ url: server.url, deadline: DEADLINE, stallAfter: 200 });
      const [stores, follower] = [[open(), open()], open()];
      const stop = new AbortController();
      const followed: StoredEntry[] = [];
      const following = follow(follower, stop.signal, followed);
      const acknowledged: Acknowledged[] = [];
      const wrong: string[] = [];
      await manyAtOnce(SCHEDULES, AT_ONCE, async (nth) => {
        const done = await runSchedule(stores, `${fault} ${nth}`, new Random(runSeed() + nth));
        acknowledged.push(...done.acknowledged);
        wrong.push(...done.wrong);
      });
      const calm = server.plan;
      server.plan = (call) => (call.method === 'subscribe' ? calm(call) : undefined);
      await until(() => followed.length >= acknowledged.length);
      stop.abort();
      await following;
      server.plan = () => undefined;
      expect(wrong).toEqual([]);
      expect(await auditStore(stores[0]!, acknowledged)).toEqual([]);
      // Each entry once, in order of position: the same that reading everything gives.
      expect(followed).toEqual(await stores[1]!.readAll(0, acknowledged.length + 1));
      expect(followed).toHaveLength(acknowledged.length);
      expect(struck).toBeGreaterThan(methods === SUBSCRIBING ? 0 : SCHEDULES / 50);
      await Promise.all([...stores, follower].map((store) => store.close()));
      await server.stop();
    },
    // A thousand take a minute or two on a machine that has nothing else to do.
    Math.max(300_000, SCHEDULES * 600),
  );
});

async function follow(store: KurrentDbEventStore, signal: AbortSignal, into: StoredEntry[]): Promise<void> {
  for await (const entries of store.follow(0, signal)) into.push(...entries);
}
