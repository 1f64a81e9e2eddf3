import { join } from 'node:path';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { makeKeyFile } from '#sealing/key/key-file';
import { drive } from '../harness/callers.ts';
import type { Open } from '../harness/contender.ts';
import { openLedger, submitter } from '../write/ledgers-to-write.ts';
import { evidence } from '../write/payload.ts';
import { streamOfCall } from '../write/writing.ts';
import type { SharedJob, SharedPace, SharedSettings } from './writing.ts';

/** Replicas in one process, with everything that each of them does: rules, sealed texts, read models that follow on threads. */
export const open: Open<SharedSettings, SharedJob, SharedPace> = async ({ url, ledgers, folder, replicas: count }) => {
  const signingKeyFile = join(folder, 'key.pem');
  makeKeyFile(signingKeyFile);
  const opening = { shared: url, signingKeyFile, origin: 'bench.onus.example' };
  const replicas = [await openOnus({ folder: join(folder, '0'), ...opening })];
  for (let i = 1; i < count; i++) replicas.push(await openOnus({ folder: join(folder, String(i)), ...opening }));
  const submits = replicas.map(submitter);
  for (let ledger = 0; ledger < ledgers; ledger++) await openLedger(submits[ledger % count]!, ledger);
  const conflicts = (): number => replicas.reduce((sum, each) => sum + each.conflicts, 0);
  let calls = 0;
  return {
    setup: `${count} in one process`,
    run: async ({ callers, where, sticky, milliseconds }) => {
      const [before, first] = [conflicts(), calls];
      const pace = await drive(callers, milliseconds, async () => {
        const call = calls++;
        const ledger = streamOfCall(call, where, ledgers);
        await submits[(sticky ? ledger : call) % count]!(ledger, evidence(call));
      });
      return { ...pace, conflicts: (1_000 * (conflicts() - before)) / Math.max(1, calls - first) };
    },
    close: async () => void (await Promise.all(replicas.map((each) => each.close()))),
  };
};
