import { describe, expect, it } from '@jest/globals';
import { until } from '#test/until';
import { LastRevision } from './last-revision.ts';
import { MemoryEventStore } from './memory-event-store.ts';

const STREAM = 'engagement-1';

/** A store that is slow to say where a stream ends. */
class SlowStore extends MemoryEventStore {
  readonly questions: (() => void)[] = [];

  override async lastRevision(stream: string): Promise<number> {
    const last = await super.lastRevision(stream);
    await new Promise<void>((resolve) => void this.questions.push(resolve));
    return last;
  }

  /** Answers the oldest question with what was so when it was asked. */
  answer(): void {
    this.questions.shift()!();
  }
}

describe('The last revision of a stream', () => {
  it('is that of a time after it was asked for: who comes while a question is under way shares the one after it', async () => {
    const store = new SlowStore();
    const last = new LastRevision({ store, stream: STREAM });
    const first = last.ask();
    await store.append(STREAM, -1, [{ id: '1', bytes: Uint8Array.of(1) }]);
    const later = Promise.all([last.ask(), last.ask()]);
    await Promise.resolve();
    store.answer();
    expect(await first).toBe(-1);
    await until(() => store.questions.length === 1);
    store.answer();
    expect(await later).toEqual([0, 0]);
  });
});
