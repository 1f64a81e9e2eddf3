import { parseArgs } from 'node:util';
import { rotateSigningKey } from '#apps/ledger/src/runtime/rotate-signing-key';

/** Rotates the signing key of a data folder, or of replicas that share an event store, and is killed after so many steps of it. */
const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { folder: option, steps: option, shared: option, key: option } });
const { folder, shared, key: signingKeyFile } = values;

let steps = 0;
await rotateSigningKey({
  folder: folder!,
  ...(shared !== undefined && { shared }),
  ...(signingKeyFile !== undefined && { signingKeyFile }),
  onStep: (step) => {
    process.stdout.write(`${step}\n`);
    if (++steps === Number(values.steps)) process.kill(process.pid, 'SIGKILL');
  },
});
