import { randomUUID } from 'node:crypto';
import { calendarOf } from '#approval/domain/deciding/calendar';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { microsOf } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import type { Accepted } from '#ledger-store/submission';
import type { DueMatter } from '#read-models/due-matter';
import { ledgerName, type Onus } from '../runtime/onus.ts';

/** The installation itself, which looks at the clock and decides nothing. */
const ITSELF: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'clockwork' };

/**
 * Records something that is due: once, however often and by however many processes it is tried, because the id of the command follows
 * from what is due and since when. Whether it is due is for the rules to say. @throws Refusal, or the store's error
 */
export async function recordDue(onus: Pick<Onus, 'origin' | 'submit' | 'state'>, matter: DueMatter): Promise<Accepted> {
  const { engagement, change, command: type, at } = matter;
  const command = { type, data: { change } };
  const commandId = uuid5(ledgerNamespace(ledgerName(onus.origin, engagement)), `due/${change}/${type}/${at}`);
  try {
    return await onus.submit(engagement, command, { commandId, actor: ITSELF });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'ledger/command-id-reused') throw error;
    // Anybody can work the id out, and use it up for something else; nothing stays unrecorded by that.
    if (!(await isOnCalendar(onus, matter))) throw error;
    return onus.submit(engagement, command, { commandId: randomUUID(), actor: ITSELF });
  }
}

/** Whether nobody has recorded it yet. */
async function isOnCalendar(onus: Pick<Onus, 'state'>, matter: DueMatter): Promise<boolean> {
  const { approval } = (await onus.state(matter.engagement)).state;
  const change = approval.open.get(matter.change);
  if (change === undefined) return false;
  return calendarOf(change).some(({ command, at }) => command === matter.command && at === microsOf(matter.at));
}
