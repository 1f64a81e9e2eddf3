import { Moments } from '#answers/words/moments';
import type { Role } from '#engagement/domain/members';
import { toSeal } from '#kernel/sealed';
import type { Recorded, Submission } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { readEffective } from '../../input/points.ts';
import { instantIn } from '../matrix/reviews.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

/** Adds a third party. */
export async function addParty(context: Context, name: string, options: WriteOptions): Promise<void> {
  const recorded = await record(context, options, () => ({ type: 'AddParty', data: { side: 'third', name } }));
  // A party is named after the entry that adds it.
  const party = `p${recorded.entries[0]!.index}`;
  told(context, recorded, { party }, 'Added', `${party} ${name}, a third party`);
}

export interface RolesOptions extends WriteOptions {
  readonly role: readonly Role[];
}

/** Says all roles that a member has from now on. */
export async function changeRoles(context: Context, member: string, options: RolesOptions): Promise<void> {
  const { role: roles } = options;
  const data = { member, roles, apart: true } as const;
  const recorded = await record(context, options, () => ({ type: 'ChangeRoles', data }));
  told(context, recorded, { member }, 'Changed', `${member} has ${roles.length === 0 ? 'no role' : roles.join(', ')}`);
}

/** Removes a member. What it did stands. */
export async function removeMember(context: Context, member: string, options: WriteOptions): Promise<void> {
  const data = { member, apart: true } as const;
  const recorded = await record(context, options, () => ({ type: 'RemoveMember', data }));
  told(context, recorded, { member }, 'Removed', member);
}

export interface PeriodOptions extends WriteOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Says from when to when a member takes part; always, where neither is given. */
export async function setPeriod(context: Context, member: string, options: PeriodOptions): Promise<void> {
  const from = options.from === undefined ? undefined : readEffective('--from', options.from);
  const to = options.to === undefined ? undefined : readEffective('--to', options.to);
  let span = '';
  const recorded = await record(context, options, (zone) => {
    const period = {
      ...(from !== undefined && { from: instantIn(from, zone) }),
      ...(to !== undefined && { to: instantIn(to, zone) }),
    };
    span = new Moments(zone).span(period.from ?? null, period.to ?? null);
    return { type: 'SetMemberPeriod', data: { member, ...period } };
  });
  told(context, recorded, { member }, 'Written down', `${member} takes part ${span}`);
}

export interface ContactOptions extends WriteOptions {
  readonly deputy?: string;
  readonly zone?: string;
  readonly hours?: string;
  readonly channels?: string;
  readonly verifiedOn?: string;
}

/** Says how a member is reached. It takes the place of what was known, whole. */
export async function setContact(context: Context, member: string, options: ContactOptions): Promise<void> {
  const { deputy, zone, hours, channels, verifiedOn } = options;
  const data = {
    member,
    ...(deputy !== undefined && { deputy }),
    ...(zone !== undefined && { zone }),
    ...(hours !== undefined && { hours: toSeal(hours) }),
    ...(channels !== undefined && { channels: toSeal(channels) }),
    ...(verifiedOn !== undefined && { verifiedOn }),
  };
  const recorded = await record(context, options, () => ({ type: 'SetContact', data }));
  told(context, recorded, { member }, 'Written down', `how ${member} is reached`);
}

/** Records a command, which may depend on the contract's zone. */
export async function record(
  context: Context,
  options: WriteOptions,
  command: (zone: string) => Submission,
): Promise<Recorded> {
  const commandId = commandIdOf(options);
  const { engagement } = options;
  const recorded = await context.withClient(async (client) => {
    const { zone } = await client.engagement(engagement);
    return client.submit(engagement, command(zone), commandId);
  }, actingAs(options));
  await keepReceipt(options, recorded);
  return recorded;
}

/** Answers with what was recorded, in one line: `Removed: m7 (entry 12).` */
export function told(context: Context, recorded: Recorded, made: object, done: string, what: string): void {
  const did = recorded.replayed ? `${done} before` : done;
  context.answer({ ...made, ...recorded }, () => `${did}: ${what} (entry ${recorded.entries[0]!.index}).\n`);
}
