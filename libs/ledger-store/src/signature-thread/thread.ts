import { parentPort } from 'node:worker_threads';
import { doLot, type Job } from './lots.ts';

parentPort!.on('message', (jobs: readonly Job[]) => parentPort!.postMessage(doLot(jobs)));
