import { parseArgs } from 'node:util';
import { rotateSigningKey } from '#apps/ledger/src/runtime/rotate-signing-key';

/** Rotates the signing key of a data folder, and is killed after so many steps of it. */
const { values } = parseArgs({ options: { folder: { type: 'string' }, steps: { type: 'string' } } });

let steps = 0;
await rotateSigningKey({
  folder: values.folder!,
  onStep: (step) => {
    process.stdout.write(`${step}\n`);
    if (++steps === Number(values.steps)) process.kill(process.pid, 'SIGKILL');
  },
});
