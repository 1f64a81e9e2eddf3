import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#test/until';
import { Random, runSeed } from '../random.ts';
import { openEngagement } from '../service/writing/acts.ts';
import type { Keys } from '../service/writing/http-door.ts';
import { anywhere, FailoverDoor } from './failover-door.ts';
import { type Replica, ReplicaSet } from './replica-set.ts';
import { WritingCrowd } from './writing-crowd.ts';

const PATIENCE = 900_000;

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly [name: string]: unknown };
}

describe('Replicas of the service on one event store', () => {
  let set: ReplicaSet;
  let keys: Keys;
  let engagement: string;
  const random = new Random(runSeed());

  beforeAll(async () => {
    set = await ReplicaSet.begin(2);
    engagement = await openEngagement(set.onus, 'contoso');
    keys = await set.makeKeys([engagement]);
  }, PATIENCE);
  afterAll(() => set.end(), PATIENCE);

  async function ask(
    replica: Replica,
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answered> {
    const response = await fetch(`${replica.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${keys.nora}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answered['body'] };
  }
  const at = '/v1/engagements/contoso';
  /** A question that is asked again while the replica has not come as far as it names: then it says so after a while. */
  async function askAt(replica: Replica, position: string): Promise<Answered> {
    let answer: Answered;
    do answer = await ask(replica, 'GET', `${at}/parties`, { headers: { 'if-position-at-least': position } });
    while (answer.body['code'] === 'http/not-there-yet');
    return answer;
  }
  const addParty = (replica: Replica, name: string, id: string = randomUUID()): Promise<Answered> =>
    ask(replica, 'POST', `${at}/parties`, { body: { side: 'third', name }, headers: { 'idempotency-key': id } });
  const namesIn = ({ body }: Answered): readonly string[] =>
    (body['items'] as readonly { name: string }[]).map(({ name }) => name);

  it('show on one what was written on another to whoever names its position, every time', async () => {
    for (let i = 0; i < 25; i++) {
      const [written, read] = [set.replicas[i % 2]!, set.replicas[(i + 1) % 2]!];
      const answer = await addParty(written, `Party ${i}`);
      expect(answer.status).toBe(201);
      const seen = await askAt(read, answer.headers.get('onus-position')!);
      expect(namesIn(seen)).toContain(`Party ${i}`);
    }
  });

  it('say after a while that they have not come so far, for a position that nobody has', async () => {
    const answer = await ask(set.replicas[0]!, 'GET', `${at}/parties`, {
      headers: { 'if-position-at-least': '9007199254740000' },
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'http/not-there-yet', lag: expect.any(Number) } });
  });

  it('record a request once, whichever of them it is sent to, also at the same time', async () => {
    for (let i = 0; i < 10; i++) {
      const id = randomUUID();
      const answers = await Promise.all([0, 1, 0, 1].map((n) => addParty(set.replicas[n]!, `Once ${i}`, id)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body['entries']))).size).toBe(1);
      const other = await addParty(set.replicas[i % 2]!, 'Somebody else', id);
      expect(other).toMatchObject({ status: 422, body: { code: 'ledger/command-id-reused' } });
    }
    const { position } = await set.onus.state(engagement);
    const parties = await askAt(set.replicas[0]!, String(position));
    expect(namesIn(parties).filter((name) => name.startsWith('Once'))).toHaveLength(10);
  });

  it('know a key that another one made, and shut out one that another one revoked', async () => {
    const [one, two] = set.replicas as [Replica, Replica];
    const idempotent = () => ({ 'idempotency-key': randomUUID() });
    const made = await ask(one, 'POST', `${at}/members/m5/keys`, { body: { label: 'Ben' }, headers: idempotent() });
    const asBen = { authorization: `Bearer ${String(made.body['key'])}` };
    expect((await ask(two, 'GET', `${at}/parties`, { headers: asBen })).status).toBe(200);
    const removed = await ask(one, 'DELETE', `${at}/members/m5/keys/${String(made.body['id'])}`, {
      headers: idempotent(),
    });
    expect(removed.status).toBe(200);
    await until(async () => (await ask(two, 'GET', `${at}/parties`, { headers: asBen })).status === 401);
  });

  it(
    'lose and double nothing while 16 write at once to whichever comes, and are restarted one after the other',
    async () => {
      const door = new FailoverDoor(
        set.replicas,
        keys,
        anywhere(() => random.next()),
      );
      const crowd = new WritingCrowd(door, [engagement], 16, random);
      // A restart of each comes while everybody writes.
      const more = (): Promise<void> => {
        const known = crowd.journal.acknowledged.size;
        return until(() => crowd.journal.acknowledged.size >= known + 20);
      };
      for (const replica of set.replicas) {
        await more();
        expect(await replica.stop()).toMatchObject({ code: 0, errors: '' });
        await replica.start();
      }
      await more();
      await crowd.stop();
      expect(await crowd.findings(set.onus, door)).toEqual([]);
      // Nobody was told that anything had failed: all there is to say is yes or no.
      expect(crowd.failed).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'are joined by one that knows nothing: it records at once, and says that it is not there yet, never that there is nothing',
    async () => {
      const replica = await set.add();
      // The new one is told nothing of the log until it is let go: as if there were very much of it.
      let silent = true;
      set.server.plan = ({ method }) => (method === 'subscribe' && silent ? 'silent' : undefined);
      await replica.start();
      const written = await addParty(replica, 'From the newcomer');
      expect(written.status).toBe(201);
      const lagging = await ask(replica, 'GET', '/readyz');
      const unseen = await ask(replica, 'GET', `${at}/parties`);
      silent = false;
      replica.line.cut();
      for (const { status, body } of [lagging, unseen]) {
        expect([status, body['code']]).toEqual([503, 'http/not-there-yet']);
      }
      const position = written.headers.get('onus-position')!;
      let seen = unseen;
      while (seen.status !== 200) {
        seen = await ask(replica, 'GET', `${at}/parties`, { headers: { 'if-position-at-least': position } });
      }
      expect(namesIn(seen)).toContain('From the newcomer');
      expect((await ask(replica, 'GET', '/readyz')).status).toBe(200);
    },
    PATIENCE,
  );
});
