import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { instantOf } from '#kernel/instant';
import { Ledgers } from '#ledger-store/ledgers';
import { generateEd25519 } from '#ledger-store/node-crypto';
import type { Accepted } from '#ledger-store/submission';
import { rulebook, type OnusCommand, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { bytesOf } from '#rulebook/state-bytes';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import type { OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { drive } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { openLedger } from '../write/ledgers-to-write.ts';
import { ACTOR, evidence } from '../write/payload.ts';

interface Settings {
  readonly folder: string;
}

export interface ReceiptedJob {
  /** Who wants a receipt. Of one caller: then each batch has its checkpoint, and hardly anything else. */
  readonly receipts: 'nobody' | 'one caller' | 'everybody';
  readonly callers: number;
  readonly milliseconds: number;
}

/** Commands a second in one ledger, with receipts or without. */
export const open: Open<Settings, ReceiptedJob, number> = async ({ folder }) => {
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const { publicKey, signOnThread } = generateEd25519();
  const ledgers = new Ledgers<OnusState, OnusCommand, OnusEvent>({
    store,
    decider: rulebook,
    bytesOf,
    commands: { position: () => Number.MAX_SAFE_INTEGER, entriesOf: () => 0, command: () => undefined },
    signer: { publicKey, sign: signOnThread },
    now: () => instantOf(Date.now() * 1_000),
    nameOf: (stream) => `bench.onus.example/${stream}`,
  });
  const submit = (ledger: number, command: OnusSubmission, receipt: boolean): Promise<Accepted> =>
    ledgers.of(`engagement-${ledger}`).submit({ commandId: randomUUID(), actor: ACTOR, command, receipt });
  await openLedger((ledger, command) => submit(ledger, command, false), 0);
  let number = 0;
  return {
    setup: 'one ledger',
    run: async ({ receipts, callers, milliseconds }) => {
      const { perSecond } = await drive(callers, milliseconds, async (caller) => {
        const wanted = receipts === 'everybody' || (receipts === 'one caller' && caller === 0);
        const { receipt } = await submit(0, evidence(number++), wanted);
        if ((receipt !== null) !== wanted) throw new Error('a receipt is missing, or was not asked for');
      });
      return perSecond;
    },
    close: () => store.close(),
  };
};
