import { parseArgs } from 'node:util';
import { Clockwork } from '#apps/ledger/src/clockwork/clockwork';
import { recordDue } from '#apps/ledger/src/clockwork/recording';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';

/** Records what is due in a data folder until nothing is, and tells each time. It stands still after so many matters: whoever waits may kill it. */
const { values } = parseArgs({ options: { folder: { type: 'string' }, most: { type: 'string' } } });

let told = 0;
const onus = await openOnus({ folder: values.folder! });
const clockwork = new Clockwork({
  read: onus.read,
  record: async (matter) => {
    const { replayed } = await recordDue(onus, matter);
    process.stdout.write(`${matter.slug} ${matter.change} ${matter.command}${replayed ? ' again' : ''}\n`);
    if (++told === Number(values.most)) process.kill(process.pid, 'SIGSTOP');
  },
  now: onus.now,
  onTrouble: (what) => {
    throw new Error(what);
  },
});
do await onus.read.reach(await onus.store.lastPosition(), 300_000);
while ((await clockwork.tick()).recorded.length > 0);
await onus.close();
process.stdout.write('done\n');
