import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEntry } from '#ledger-store/entry-codec';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const at = '/v1/engagements/contoso';
const party = { side: 'third', name: 'Fabrikam' };

interface Message {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string | undefined;
  readonly comment: boolean;
}

function messageOf(block: string): Message {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  return { id: field('id'), event: field('event'), data: field('data'), comment: block.startsWith(':') };
}

/** A reader of a feed: messages one after the other, as an EventSource would see them. */
class Listener {
  readonly #controller = new AbortController();
  #messages!: AsyncGenerator<Message, undefined>;

  static async open(service: RunningService, key: string, path = '', headers: Record<string, string> = {}) {
    const listener = new Listener();
    const response = await fetch(`${service.url}${at}/feed${path}`, {
      headers: { authorization: `Bearer ${key}`, ...headers },
      signal: listener.#controller.signal,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    listener.#messages = listener.read(response);
    return listener;
  }

  /** The next messages that are no signs of life. */
  async next(count: number): Promise<Message[]> {
    const found: Message[] = [];
    while (found.length < count) {
      const step: IteratorResult<Message, undefined> = await this.#messages.next();
      if (step.done === true) break;
      if (!step.value.comment) found.push(step.value);
    }
    return found;
  }

  async heartbeat(): Promise<boolean> {
    for (;;) {
      const step: IteratorResult<Message, undefined> = await this.#messages.next();
      if (step.done === true) return false;
      if (step.value.comment) return true;
    }
  }

  close(): void {
    this.#controller.abort();
  }

  private async *read(response: Response): AsyncGenerator<Message, undefined> {
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      yield* blocks.filter((block) => !block.startsWith('retry:') || block.includes('\nevent:')).map(messageOf);
    }
  }
}

describe('The feed of entries', () => {
  let service: RunningService;
  let cast: Cast;
  const open: Listener[] = [];

  const listen = async (path = '', headers: Record<string, string> = {}, key = cast.vera): Promise<Listener> => {
    const listener = await Listener.open(service, key, path, headers);
    open.push(listener);
    return listener;
  };
  const ids = (messages: readonly Message[]): unknown[] => messages.map(({ id }) => Number(id));
  const size = async (): Promise<number> => (await service.onus.store.lastRevision(streamOf(id()))) + 1;
  const id = (): string => service.onus.engagementId('contoso');

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
  });
  afterAll(async () => {
    for (const listener of open) listener.close();
    await service.stop();
  });

  it('gives every entry from the first on, as the very bytes that were hashed', async () => {
    const listener = await listen();
    const messages = await listener.next(8);
    expect(ids(messages)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const stored = await service.onus.store.readStream(streamOf(id()), 0, 8);
    expect(messages.map(({ data }) => data)).toEqual(stored.map(({ bytes }) => Buffer.from(bytes).toString()));
    const receipt = await service.post(`${at}/parties`, cast.owner, party);
    const [live] = await listener.next(1);
    expect(Number(live!.id)).toBe(receipt.body.entries[0]!.index);
    const leaf = createHash('sha256')
      .update(Buffer.concat([Uint8Array.of(0), Buffer.from(live!.data!)]))
      .digest('hex');
    expect(receipt.body.entries).toMatchObject([{ leafHash: leaf, id: decodeEntry(Buffer.from(live!.data!)).id }]);
  });

  it('goes on where a reader stopped, without a gap, and the last id beats the address', async () => {
    const first = await listen();
    const [, , third] = await first.next(3);
    first.close();
    expect(ids(await (await listen('?after=4')).next(2))).toEqual([5, 6]);
    const again = await listen('?after=0', { 'last-event-id': third!.id! });
    expect(ids(await again.next(3))).toEqual([3, 4, 5]);
  });

  it('gives what comes while nobody hears a thing, in order and once', async () => {
    const from = await size();
    const listener = await listen(`?after=${from - 1}`);
    await Promise.all(Array.from({ length: 40 }, () => service.post(`${at}/parties`, cast.owner, party)));
    expect(ids(await listener.next(40))).toEqual(Array.from({ length: 40 }, (_, i) => from + i));
  });

  it('tells a reader who asks for more than there is how much there is', async () => {
    const entries = await size();
    const listener = await listen(`?after=${entries + 100}`);
    const [resync] = await listener.next(1);
    expect(resync).toMatchObject({ event: 'resync', data: JSON.stringify({ treeSize: entries }) });
    await service.post(`${at}/parties`, cast.owner, party);
    expect(ids(await listener.next(1))).toEqual([entries]);
  });

  it('shows signs of life while nothing happens', async () => {
    const listener = await listen(`?after=${(await size()) - 1}`);
    expect(await listener.heartbeat()).toBe(true);
    expect(await listener.heartbeat()).toBe(true);
  });

  it('gives nothing of another engagement', async () => {
    await service.post('/v1/engagements', cast.owner, {
      slug: 'other',
      title: 'Other',
      zone: 'UTC',
      provider: 'P',
      client: 'C',
      founder: { kind: 'person', name: 'F' },
    });
    const from = await size();
    const listener = await listen(`?after=${from - 1}`);
    await service.post('/v1/engagements/other/parties', cast.owner, { side: 'third', name: 'elsewhere' });
    await service.post(`${at}/parties`, cast.owner, { side: 'third', name: 'here' });
    const [message] = await listener.next(1);
    expect(message!.data).toContain('"here"');
    expect(Number(message!.id)).toBe(from);
  });

  it('ends for a member who was removed, and for a key that was revoked, before the next entry', async () => {
    const from = await size();
    const revoked = await service.keys.create({ label: 'r', bindings: [{ engagement: id(), member: 'm6' }] });
    const listeners = [await listen(`?after=${from - 1}`), await listen(`?after=${from - 1}`, {}, revoked.key)];
    await service.keys.revoke(revoked.id);
    await service.remove(`${at}/members/m7`, cast.owner);
    for (const listener of listeners) expect(await listener.next(1)).toEqual([]);
  });

  it('goes on for others while one reader takes nothing', async () => {
    const { hostname, port } = new URL(service.url);
    const socket: Socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.pause();
    socket.write(`GET ${at}/feed HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${cast.owner}\r\n\r\n`);
    const before = await size();
    await Promise.all(
      Array.from({ length: 30 }, () =>
        service.post(`${at}/parties`, cast.owner, { side: 'third', name: 'x'.repeat(200) }),
      ),
    );
    const others = await listen(`?after=${before - 1}`, {}, cast.owner);
    expect(ids(await others.next(30))).toHaveLength(30);
    socket.destroy();
  });

  it('is refused for an index that is none', async () => {
    const headers = { 'last-event-id': 'x' };
    expect(await service.get(`${at}/feed`, cast.owner, headers)).toMatchObject({ status: 400 });
    expect(await service.get(`${at}/feed?after=1.5`, cast.owner)).toMatchObject({ status: 400 });
  });

  it('ends when the service closes, and goes on after it', async () => {
    const from = await size();
    const listener = await listen(`?after=${from - 1}`, {}, cast.owner);
    await service.restart();
    expect(await listener.next(1)).toEqual([]);
    await service.post(`${at}/parties`, cast.owner, party);
    expect(ids(await (await listen(`?after=${from - 1}`, {}, cast.owner)).next(1))).toEqual([from]);
    expect(service.faults).toEqual([]);
  });
});
