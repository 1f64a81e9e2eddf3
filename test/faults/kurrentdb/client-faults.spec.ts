import { afterEach, describe, expect, it } from '@jest/globals';
import { KurrentDbEventStore } from '#kurrentdb-store/kurrentdb-event-store';
import { NO_STREAM, OutcomeUnknown, type StoredEntry, StoreUnavailable } from '#ledger-store/event-store';
import { KurrentTestServer, type TestServerOptions } from '#test/kurrentdb-server/server';
import { until } from '#test/until';
import { entries, followed, namesOf, textOf } from '../../contract/store-samples.ts';

/** Each fault that the client is known for, and that the adapter is safe against it. */
describe('The distributed event store, and the faults of its client', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  const serve = async (options: TestServerOptions = {}): Promise<KurrentTestServer> => {
    const server = await KurrentTestServer.start(options);
    opened.push({ close: () => server.stop() });
    return server;
  };
  /** Gives no call up, but where a test wants to see that. */
  const open = ({ url }: KurrentTestServer, deadline = 120_000): KurrentDbEventStore => {
    const store = new KurrentDbEventStore({ url, deadline, stallAfter: 200 });
    opened.push(store);
    return store;
  };

  it('never shares a call among appends, and never asks what the server is able to do', async () => {
    const server = await serve({ plan: ({ method }) => (method === 'features' ? 'drop-before-commit' : undefined) });
    const store = open(server);
    await Promise.all(['a', 'b', 'c'].map((stream) => store.append(stream, NO_STREAM, entries(0, 2))));
    expect(new Set(server.calls.map(({ method }) => method))).toEqual(new Set(['append', 'read']));
  });

  it('reads where an entry stands only if the answer does not say so', async () => {
    const server = await serve();
    const store = open(server);
    const alone = await store.append('s', NO_STREAM, entries(0, 1));
    expect(server.calls.map(({ method }) => method)).toEqual(['append']);
    server.plan = ({ method }) => (method === 'append' ? 'no-position' : undefined);
    const untold = await store.append('s', 0, entries(1, 1));
    const several = await store.append('s', 1, entries(2, 2));
    const positions = (await store.readAll(0, 10)).map(({ position }) => position);
    expect([alone, untold, several].map(({ position }) => position)).toEqual([
      positions[0],
      positions[1],
      positions[3],
    ]);
  });

  it('does not ask without end for entries that somebody cut off a stream', async () => {
    let calls = 0;
    const server = await serve({ plan: () => (++calls > 100 ? 'drop-before-commit' : undefined) });
    const store = open(server);
    await store.append('s', NO_STREAM, entries(0, 3));
    server.log.delete('onus-s-s', 2);
    await store.append('s', NO_STREAM, entries(3, 1)).catch(() => undefined);
    await expect(store.readStream('s', 0, 10)).rejects.toThrow(/entry 0 of .* cannot be read/);
    expect(calls).toBeLessThan(100);
  });

  it('depends on no clock: a server that is a day ahead takes every append', async () => {
    const store = open(await serve({ clockSkew: 86_400_000 }));
    await expect(store.append('s', NO_STREAM, entries(0, 2))).resolves.toMatchObject({ firstRevision: 0 });
  });

  it('stores the very bytes, and never as JSON', async () => {
    const server = await serve();
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await open(server).append('s', NO_STREAM, [{ id: 'e', bytes }]);
    const [stored] = server.log.read('onus-s-s')!;
    expect(stored).toMatchObject({ contentType: 'application/octet-stream', revision: 0 });
    expect(Buffer.compare(stored!.data, bytes)).toBe(0);
  });

  it('follows a node that does not lead to the one that does', async () => {
    const leader = await serve();
    const server = await serve({ log: leader.log, plan: () => 'not-leader' });
    server.leader = leader;
    await open(server).append('s', NO_STREAM, entries(0, 1));
    expect(leader.calls.map(({ method }) => method)).toContain('append');
  });

  it('says that it does not know when nobody answers, and recognises the same append afterwards', async () => {
    const server = await serve({ plan: ({ method }) => (method === 'append' ? 'commit-then-silent' : undefined) });
    const impatient = open(server, 100);
    await expect(impatient.append('s', NO_STREAM, entries(0, 2))).rejects.toBeInstanceOf(OutcomeUnknown);
    server.plan = () => undefined;
    const store = open(server);
    await expect(store.append('s', NO_STREAM, entries(0, 2))).resolves.toMatchObject({ firstRevision: 0 });
    expect(await store.lastRevision('s')).toBe(1);
  });

  it('says how to mend a server that takes too little at once', async () => {
    const store = open(await serve({ maxAppendSize: 100 }));
    const refused = store.append('s', NO_STREAM, entries(0, 1, 200));
    await expect(refused).rejects.toThrow(StoreUnavailable);
    await expect(refused).rejects.toThrow('MaxAppendSize to 4194304');
  });

  it('says that nothing can be read where there is no server', async () => {
    const server = await serve();
    await server.stop();
    await expect(open(server).lastRevision('s')).rejects.toThrow(StoreUnavailable);
  });

  it('goes on following when the server dies and comes back, and gives nothing twice', async () => {
    const server = await serve();
    const store = open(server);
    await store.append('s', NO_STREAM, entries(0, 5));
    const seen: StoredEntry[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const batch of store.follow(0, stop.signal)) seen.push(...batch);
    })();
    await until(() => seen.length >= 5);
    await server.stop();
    await server.listen();
    await store.append('s', 4, entries(5, 5));
    await until(() => seen.length >= 10);
    stop.abort();
    await following;
    expect(seen.map(textOf)).toEqual(namesOf(entries(0, 10)));
  });

  it('removes erased texts from the log when it is scavenged, and never takes them again', async () => {
    const server = await serve();
    const store = open(server);
    const text = { commitment: 'c', salt: 's', name: '/name', value: 'Anna Meier', subject: 'm_1' };
    await store.append('s', NO_STREAM, entries(0, 1), [text]);
    expect(await store.eraseDisclosures('s', ['c'])).toBe(1);
    server.log.scavenge();
    expect(server.log.all.some(({ data }) => Buffer.from(data).includes('Anna'))).toBe(false);
    await store.append('s', NO_STREAM, entries(0, 1), [text]);
    expect(await store.readDisclosures('s', ['c'])).toEqual([]);
    expect((await followed(store, 0, 1)).map(textOf)).toEqual(['entry 0']);
  });
});
