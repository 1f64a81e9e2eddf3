import { readConfig } from '#apps/witness/src/config';
import { openWitness } from '#apps/witness/src/open-witness';
import { createService } from '#apps/witness/src/service';
import type { Witness } from '#apps/witness/src/witnessing/witness';

/**
 * A witness that kills itself (SIGKILL), in the n-th request that it would cosign, at the moment that its first argument names: `before-stored`,
 * with the transaction open, or `before-answered`, with the checkpoint stored and the answer not sent. Says where it listens.
 */
const [moment, count] = process.argv.slice(2);
let left = Number(count);

const die = (when: string): void => {
  if (when === moment && --left === 0) process.kill(process.pid, 'SIGKILL');
};

const config = readConfig();
const { witness, alarms } = await openWitness(config, {
  // It is asked for the time when everything is judged, and nothing is written yet.
  now: () => {
    die('before-stored');
    return Date.now();
  },
  tell: (what) => console.error(what),
});
const dying: Pick<Witness, 'add' | 'latest'> = {
  add: (body) => {
    const answer = witness.add(body);
    if (answer.kind === 'cosigned') die('before-answered');
    return answer;
  },
  latest: (hash) => witness.latest(hash),
};
const log = (error: unknown): void => console.error(error);
const service = await createService({ witness: dying as Witness, alarms, prefix: '', log });
await service.listen(config.port, config.host);
console.log(await service.getUrl());
