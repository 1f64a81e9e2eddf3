import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { drive } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import type { Filling } from './fill-folder.ts';
import { submitter, slugOf } from '../write/ledgers-to-write.ts';
import { evidence, TASK } from '../write/payload.ts';

interface Settings {
  readonly folder: string;
  readonly filling: Filling;
}

export interface WorkJob {
  readonly callers: number;
  readonly milliseconds: number;
}

export interface Worked {
  /** Resident memory in MiB. */
  readonly memory: number;
  readonly perSecond: number;
}

/** A process that answers and records over all of its ledgers. */
export const open: Open<Settings, WorkJob, Worked> = async ({ folder, filling }) => {
  const onus = await openOnus({ folder });
  const submit = submitter(onus);
  // No evidence that the folder has already.
  const first = Date.now() * 1_000;
  let calls = 0;
  const work = async (): Promise<void> => {
    const call = calls++;
    const ledger = call % filling.ledgers;
    onus.read.ownerAt(onus.engagementId(slugOf(ledger)), TASK, '2026-03-14T09:30:00Z');
    await submit(ledger, evidence(first + call));
  };
  // Every ledger has been read and written in before anything is measured.
  const beginners = Array.from({ length: Math.min(64, filling.ledgers) }, async () => {
    while (calls < filling.ledgers) await work();
  });
  await Promise.all(beginners);
  return {
    setup: `${filling.entries} entries in ${filling.ledgers} ledgers`,
    run: async ({ callers, milliseconds }) => {
      const { perSecond } = await drive(callers, milliseconds, work);
      return { memory: process.memoryUsage.rss() / 2 ** 20, perSecond };
    },
    close: () => onus.close(),
  };
};
