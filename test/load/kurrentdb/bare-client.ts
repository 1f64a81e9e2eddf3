import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { drive } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { evidenceEvent } from '../write/payload.ts';
import { streamOfCall } from '../write/writing.ts';
import type { SharedJob, SharedPace, SharedSettings } from './writing.ts';

/** The client of the event store as it comes: one event a call, of the length of our entries, to whatever revision the stream has. */
export const open: Open<SharedSettings, SharedJob, SharedPace> = async ({ url, ledgers }) => {
  const client = EventStoreDBClient.connectionString(url);
  const credentials = { username: 'nobody', password: 'nobody' };
  let calls = 0;
  return {
    setup: 'one call for each append, as the adapter makes them',
    run: async ({ callers, where, milliseconds }) => {
      const pace = await drive(callers, milliseconds, async () => {
        const call = calls++;
        const data = Buffer.from(JSON.stringify(evidenceEvent(call)));
        const event = binaryEvent({ id: randomUUID(), type: 'entry', data });
        await client.appendToStream(`bare-${streamOfCall(call, where, ledgers)}`, event, { credentials });
      });
      return { ...pace, conflicts: 0 };
    },
    close: () => client.dispose(),
  };
};
