import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { Product } from '#http/product';
import { StoreUnavailable } from '#ledger-store/event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { LedgerTicks } from './ledger-ticks.ts';

describe('What tells that ledgers have grown', () => {
  it('follows the store again for whoever comes after the store failed under it', async () => {
    const store = new MemoryEventStore();
    const follow = store.follow.bind(store);
    store.follow = () => {
      store.follow = follow;
      throw new StoreUnavailable('planned');
    };
    const ticks = new LedgerTicks({ store } as unknown as Product);
    await expect(firstValueFrom(ticks.of('a'))).rejects.toThrow('planned');
    const grown = firstValueFrom(ticks.of('a'));
    await store.lastPosition();
    await store.append('a', -1, [{ id: '1', bytes: Buffer.from('{}') }]);
    expect(await grown).toBe('a');
    ticks.onModuleDestroy();
    await store.close();
  });
});
