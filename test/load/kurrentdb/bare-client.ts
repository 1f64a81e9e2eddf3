import { randomUUID } from 'node:crypto';
import { type AppendExpectedRevision, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { drive } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { TITLE, evidenceEvent } from '../write/payload.ts';
import { streamOfCall } from '../write/writing.ts';
import type { BareSettings, SharedJob, SharedPace } from './writing.ts';

/** Selects one call for each append, as the adapter has it. */
const CREDENTIALS = { username: 'nobody', password: 'nobody' };

interface Fact {
  readonly number: number;
  readonly written: () => void;
  readonly failed: (reason: unknown) => void;
}

/**
 * The client of the event store as somebody careful uses it: JSON events of the length of our entries, appended at the revision that the
 * stream is known to have, by one queue for each stream. What came while an append was under way goes into the next one together, as it
 * does with us. A text that can be erased one day has a stream of its own, which is written first.
 */
export const open: Open<BareSettings, SharedJob, SharedPace> = async ({ url, ledgers, texts }) => {
  const client = EventStoreDBClient.connectionString(url);
  const lines = new Map<number, Line>();
  let calls = 0;
  const write = (stream: number, number: number): Promise<void> => {
    const line = lines.get(stream) ?? new Line(client, `bare-${texts}-${stream}`, texts === 'beside');
    lines.set(stream, line);
    return line.write(number);
  };
  return {
    setup: texts === 'beside' ? 'each text in a stream of its own' : 'texts within the events, never to be erased',
    run: async ({ callers, where, milliseconds }) => {
      const pace = await drive(callers, milliseconds, () => {
        const call = calls++;
        return write(streamOfCall(call, where, ledgers), call);
      });
      return { ...pace, conflicts: 0 };
    },
    close: () => client.dispose(),
  };
};

/** The queue of a stream. */
class Line {
  readonly #client: EventStoreDBClient;
  readonly #stream: string;
  readonly #textsBeside: boolean;
  #revision: AppendExpectedRevision = 'no_stream';
  #waiting: Fact[] = [];
  #working = false;

  constructor(client: EventStoreDBClient, stream: string, textsBeside: boolean) {
    this.#client = client;
    this.#stream = stream;
    this.#textsBeside = textsBeside;
  }

  write(number: number): Promise<void> {
    return new Promise((written, failed) => {
      this.#waiting.push({ number, written, failed });
      if (!this.#working) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    // Callers who were answered together come back together.
    await Promise.resolve();
    for (let facts = this.#take(); facts.length > 0; facts = this.#take()) {
      try {
        await this.#append(facts);
        for (const { written } of facts) written();
      } catch (error) {
        for (const { failed } of facts) failed(error);
      }
    }
    this.#working = false;
  }

  #take(): Fact[] {
    return this.#waiting.splice(0);
  }

  async #append(facts: readonly Fact[]): Promise<void> {
    if (this.#textsBeside) await Promise.all(facts.map(() => this.#writeText()));
    const events = facts.map(({ number }) => {
      const { type, data, metadata } = evidenceEvent(number);
      return jsonEvent({ type, data: this.#textsBeside ? data : { ...data, title: TITLE }, metadata });
    });
    const { nextExpectedRevision } = await this.#client.appendToStream(this.#stream, events, {
      expectedRevision: this.#revision,
      credentials: CREDENTIALS,
    });
    this.#revision = nextExpectedRevision;
  }

  async #writeText(): Promise<void> {
    const commitment = 'WTgV3Zf3TQf8yWyyjIksHT2bDAjQXHQfv2Zc-1y4l3k';
    const disclosure = { commitment, salt: 'DAjQXHQfv2Zc-1y4l3kWTg', name: '/title', value: TITLE, subject: 'm3' };
    const event = jsonEvent({ type: 'text', data: { stream: this.#stream, disclosure } });
    await this.#client.appendToStream(`bare-text-${randomUUID()}`, event, {
      expectedRevision: 'no_stream',
      credentials: CREDENTIALS,
    });
  }
}
