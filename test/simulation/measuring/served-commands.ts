import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { createService } from '#apps/ledger/src/service';
import type { Open } from '#test/load/harness/contender';
import { openLedger, slugOf, submitter } from '#test/load/write/ledgers-to-write';
import { TASK } from '#test/load/write/payload';

interface Settings {
  readonly folder: string;
  readonly ledgers: number;
}

/** Whether to begin counting, or to tell what was counted since. */
export type CountJob = 'begin' | 'tell';

/** Seconds of the processor. */
export interface Counted {
  readonly thread: number;
  readonly process: number;
}

/** What a request needs to know of the service. */
export interface Served {
  readonly port: number;
  readonly authorization: string;
  readonly paths: readonly string[];
}

/** The HTTP service as it is built, in a process that counts what the processor does for it. `setup` is a `Served` as JSON. */
export const open: Open<Settings, CountJob, Counted> = async ({ folder, ledgers }) => {
  const onus = await openOnus({ folder });
  const submit = submitter(onus);
  await Promise.all(Array.from({ length: ledgers }, (_, ledger) => openLedger(submit, ledger)));
  const keys = KeyRing.open(folder);
  const { key } = await keys.create({ label: 'load', owner: true });
  const service = await createService(onus, keys);
  await service.listen(0, '127.0.0.1');
  const served: Served = {
    port: Number(new URL(await service.getUrl()).port),
    authorization: `Bearer ${key}`,
    paths: Array.from(
      { length: ledgers },
      (_, ledger) => `/v1/engagements/${onus.engagementId(slugOf(ledger))}/tasks/${TASK}/evidence`,
    ),
  };
  let thread = process.threadCpuUsage();
  let all = process.cpuUsage();
  return {
    setup: JSON.stringify(served),
    run: async () => {
      const ofThread = process.threadCpuUsage(thread);
      const ofAll = process.cpuUsage(all);
      thread = process.threadCpuUsage();
      all = process.cpuUsage();
      return { thread: (ofThread.user + ofThread.system) / 1e6, process: (ofAll.user + ofAll.system) / 1e6 };
    },
    close: async () => {
      await service.close();
      await onus.close();
    },
  };
};
