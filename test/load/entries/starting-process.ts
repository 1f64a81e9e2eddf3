import { randomUUID } from 'node:crypto';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { slugOf } from '../write/ledgers-to-write.ts';
import { ACTOR, evidence, TASK } from '../write/payload.ts';

/**
 * A process that has just been started: `node cold-start.ts FOLDER LEDGER`. Says when it has given its first answer, when its
 * first command was accepted, and how much memory it holds then.
 */
export interface Said {
  readonly is: 'answered' | 'accepted';
  /** Resident memory in bytes. */
  readonly memory: number;
}

const say = (is: Said['is']): boolean | undefined =>
  process.send?.({ is, memory: process.memoryUsage.rss() } satisfies Said);

const [, , folder, ledger] = process.argv;
const onus = await openOnus({ folder: folder! });
const engagement = onus.engagementId(slugOf(Number(ledger)));
onus.read.ownerAt(engagement, TASK, '2026-03-14T09:30:00Z');
say('answered');
// A number that no evidence has yet, whoever was here before.
const number = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
await onus.submit(engagement, evidence(number), { commandId: randomUUID(), actor: ACTOR });
say('accepted');
process.once('message', () => void onus.close().then(() => process.disconnect?.()));
