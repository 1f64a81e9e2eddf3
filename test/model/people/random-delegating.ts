import fc from 'fast-check';
import {
  approve,
  askForChanges,
  draftOf,
  lines,
  openIt,
  put,
  reject,
  reviseIt,
  withdraw,
} from '#approval/domain/approval.examples';
import { cast } from '#engagement/domain/engagement.examples';
import type { DelegationScope } from '#engagement/domain/engagement.events';
import { PROVIDER, type Role } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { acknowledge, decline, defineTask } from '#responsibility/domain/responsibility.examples';
import type { OnusCommand } from '#rulebook/rulebook';
import { dayOf, type RandomLedger } from '../random-ledger.ts';

const PROVIDERS = ['meier', 'keller', 'ruiz', 'robot'] as const;
const CLIENTS = ['okafor', 'jansen', 'lindqvist', 'viewer'] as const;
const REFS = ['LOG-03', 'LOG-04'] as const;
const HOUR = 3_600_000_000;
const ROLES: readonly (readonly Role[])[] = [['approver'], ['contributor'], ['approver', 'contributor'], ['viewer']];

const ACTS = [
  'grant',
  'grant',
  'grant',
  'revoke',
  'wait',
  'wait',
  'put',
  'put',
  'put',
  'draft',
  'open',
  'revise',
  'approve',
  'approve',
  'approve',
  'approve',
  'agree',
  'agree',
  'agree',
  'request',
  'request',
  'reject',
  'withdraw',
  'acknowledge',
  'decline',
  'roles',
  'period',
  'remove',
] as const;

const DECIDING: ReadonlySet<string> = new Set(['open', 'revise', 'approve', 'agree', 'request', 'reject', 'withdraw']);

const act = fc.record({
  act: fc.constantFrom(...ACTS),
  /** Two of one party, mostly: who acts, and for whom. */
  pair: fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...PROVIDERS), fc.constantFrom(...PROVIDERS)) },
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...CLIENTS), fc.constantFrom(...CLIENTS)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...PROVIDERS), fc.constantFrom(...CLIENTS)) },
  ),
  /** Whether it is done for the other of the two. */
  forAnother: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  which: fc.nat({ max: 2 }),
  ref: fc.constantFrom(...REFS),
  from: fc.integer({ min: -4, max: 2 }),
  hours: fc.integer({ min: 1, max: 48 }),
  scope: fc.nat({ max: 5 }),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** What people try with rights that others let them use. */
export const delegatingActs = fc.array(act, { minLength: 50, maxLength: 90 });

/** A second approver of the provider, whom the beginning adds. */
const novak: Actor = { ...cast.keller, member: 'm15' };

/** Two tasks are in the matrix, and each side has two approvers. */
export function begin(ledger: RandomLedger): void {
  const members = [{ party: PROVIDER, kind: 'person', name: toSeal('I. Novak'), roles: ['approver'] }] as const;
  ledger.attempt({ type: 'AddMembers', data: { members } }, cast.meier);
  for (const ref of REFS) ledger.attempt(defineTask(ref, dayOf(0)), cast.ruiz);
}

/** Tries one act on a ledger. */
export function attempt(
  ledger: RandomLedger,
  { act: what, pair, forAnother, which, ref, from, hours, scope }: Act,
): void {
  if (what === 'wait') return ledger.wait(hours / 4);
  const [who, other] = [cast[pair[0]], cast[pair[1]]];
  const delegations = [...ledger.state.engagement.delegations.values()];
  // Mostly in a right that somebody delegated at some time; now and then in any other.
  const under = scope > 0 ? delegations.at(-1 - which) : undefined;
  const acting = under === undefined ? who : actorOf(under.delegate);
  const by: Actor = forAnother ? { ...acting, onBehalfOf: under?.delegator ?? other.member } : acting;
  const open = [...ledger.state.approval.open.values()];
  const change = open[which % Math.max(1, open.length)];
  const id = change?.id ?? `C-${which + 1}`;
  const digest = change?.text.digest ?? '';
  const text = { effectiveFrom: dayOf(0) };
  const line = lines.assign(ref, which === 0 ? 'contoso' : 'northwind');
  // About what nobody wrote nothing can be decided: somebody who approves nothing writes it first.
  if (change === undefined && DECIDING.has(what)) return void ledger.attempt(put(text, line), cast.ruiz);
  const give = (command: Unsealed<OnusCommand>, actor = by): void => void ledger.attempt(command, actor);
  const at = (offset: number): Instant => instantOf(nowIn(ledger) + offset * HOUR);
  switch (what) {
    case 'grant': {
      const data = { delegate: other.member, from: at(from), to: at(from + hours), scope: scopeOf(scope, ref) };
      // Now and then in the right of a third: that is nobody’s to do.
      return give({ type: 'GrantDelegation', data }, scope === 0 ? by : who);
    }
    case 'revoke':
      return give({ type: 'RevokeDelegation', data: { delegation: newestDelegation(ledger, which) } }, who);
    case 'put':
      return give(put(text, line));
    case 'draft':
      return give(draftOf(text, line));
    case 'open':
      return give(openIt(id, digest));
    case 'revise':
      return give(reviseIt(id, text, line));
    case 'approve':
      return give(approve(id, digest));
    case 'agree':
      for (const each of [cast.keller, novak, cast.okafor, cast.lindqvist])
        if (each.party !== by.party) give(approve(id, digest), each);
      return give(approve(id, digest));
    case 'request':
      return give(askForChanges(id, digest));
    case 'reject':
      return hours < 8 ? give(reject(id)) : undefined;
    case 'withdraw':
      return give(withdraw(id), who);
    case 'acknowledge':
    case 'decline': {
      const { task, assignment, bearers } = newestAssignment(ledger);
      const named = delegations.findLast(({ delegator, revoked }) => bearers.includes(delegator) && !revoked);
      const deputy = named === undefined ? by : { ...actorOf(named.delegate), onBehalfOf: named.delegator };
      return give(what === 'decline' ? decline(task, assignment) : acknowledge(task, assignment), deputy);
    }
    case 'roles':
      return give({ type: 'ChangeRoles', data: { member: other.member, roles: ROLES[which]! } }, cast.meier);
    case 'period': {
      const data = {
        member: other.member,
        ...(scope > 4 && { from: at(from) }),
        ...(scope > 2 && { to: at(6 + hours) }),
      };
      return give({ type: 'SetMemberPeriod', data }, other.party === cast.meier.party ? cast.meier : cast.okafor);
    }
    case 'remove':
      return hours < 5 ? give({ type: 'RemoveMember', data: { member: other.member } }, cast.meier) : undefined;
  }
}

/** When the last entry was recorded. Time that has gone by since counts with the next. */
const nowIn = ({ model }: RandomLedger): number => microsOf(model.entries.at(-1)!.recordedAt);

function scopeOf(kind: number, ref: string): DelegationScope {
  if (kind === 1) return { refs: [ref] };
  if (kind === 2) return { changes: ['C-1', 'C-2', 'C-3'] };
  return kind === 3 ? { changes: ['C-1', 'C-2'], refs: [ref] } : {};
}

const newestDelegation = ({ state }: RandomLedger, which: number): string =>
  [...state.engagement.delegations.keys()].at(-1 - which) ?? 'd0';

/** Who is named by what was assigned last. */
function newestAssignment({ model: { entries } }: RandomLedger) {
  const last = entries.findLast(({ event }) => event.type === 'ResponsibilityAssigned');
  if (last?.event.type !== 'ResponsibilityAssigned') return { task: REFS[0], assignment: 0, bearers: [] };
  const { taskId, assignment } = last.event.data;
  const defined = entries.find(({ event }) => event.type === 'TaskDefined' && event.data.taskId === taskId)!.event;
  return {
    task: (defined.data as { readonly ref: string }).ref,
    assignment: last.index,
    bearers: [...assignment.raci.map(({ member }) => member), assignment.deputy].filter((each) => each !== undefined),
  };
}

const actorOf = (member: string): Actor =>
  Object.values(cast).find((each) => each.member === member) ?? { ...cast.keller, member };
