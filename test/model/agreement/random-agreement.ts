import fc from 'fast-check';
import {
  approve,
  askForChanges,
  askToOverride,
  confirmIt,
  draftOf,
  lines,
  openIt,
  put,
  reject,
  reviseIt,
  withdraw,
} from '#approval/domain/approval.examples';
import type { ApproveChange } from '#approval/domain/approval.commands';
import { STRICTER } from '#approval/domain/examples/drafting-events';
import { emergency } from '#approval/domain/examples/scenes';
import { DEFAULT_POLICY, type ApprovalPolicy } from '#approval/domain/policy';
import { cast } from '#engagement/domain/engagement.examples';
import { INSTALLATION, PROVIDER } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import type { OnusCommand } from '#rulebook/rulebook';
import { approvalSignature, nonceOf, registrationOf } from '#test/passkeys/signing';
import { SoftwareAuthenticator } from '#test/passkeys/software-authenticator';
import { dayOf, type RandomLedger } from '../random-ledger.ts';

const PEOPLE = ['meier', 'keller', 'ruiz', 'okafor', 'jansen', 'lindqvist', 'robot', 'fabrikam'] as const;
export const REFS = ['LOG-03', 'LOG-04', 'PAT-01'] as const;
const POLICIES: readonly ApprovalPolicy[] = [
  DEFAULT_POLICY,
  STRICTER,
  { ...DEFAULT_POLICY, quorum: { p1: { atLeast: 1 }, p2: { atLeast: 2 } }, expiresAfterDays: 2 },
  { ...DEFAULT_POLICY, sequence: ['p2', 'p1'], bearersMayNotApprove: true, remindAfterDays: 1 },
  { ...DEFAULT_POLICY, quorum: { p1: { atLeast: 1 }, p2: { percent: 60 }, p13: { atLeast: 1 } } },
  { ...DEFAULT_POLICY, passkeys: true },
  { ...DEFAULT_POLICY, deemed: { party: 'p2', afterDays: 1 }, escalation: { afterDays: 1, to: 'contributor' } },
];
const SYSTEM: Actor = { member: INSTALLATION, party: PROVIDER, kind: 'system', onBehalfOf: null, auth: 'clockwork' };

const ACTS = [
  'put',
  'put',
  'draft',
  'open',
  'revise',
  'policy',
  'emergency',
  'reject',
  'withdraw',
  'request',
  'override',
  'confirm',
  'due',
  'silence',
  'roles',
  'remove',
  'supersede',
  'define',
  'wait',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'agree',
  'agree',
] as const;

const act = fc.record({
  act: fc.constantFrom(...ACTS),
  who: fc.constantFrom(...PEOPLE),
  which: fc.nat({ max: 3 }),
  ref: fc.constantFrom(...REFS),
  bears: fc.constantFrom('northwind', 'contoso', 'shared' as const),
  kind: fc.nat({ max: 6 }),
  /** Who has a passkey at hand. */
  signs: fc.constantFrom('everybody', 'provider', 'nobody'),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
export type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** The policy by which one party accepts by saying nothing. */
export const SILENCE_ACCEPTS = POLICIES.findIndex(({ deemed }) => deemed !== undefined);

/** What people try around changes, and the policy that they agreed on before: most of it makes sense, some of it is refused. */
export const agreementActs = fc.record({
  policy: fc.nat({ max: POLICIES.length - 1 }),
  acts: fc.array(act, { minLength: 10, maxLength: 60 }),
});

/** Passkeys of those who approve, one of each algorithm. They outlive their ledgers: a key takes a while to be made. */
const PHONES = new Map(
  (['ES256', 'EdDSA', 'RS256'] as const).map((algorithm, i) => [
    [cast.keller, cast.okafor, cast.lindqvist][i]!.member,
    new SoftwareAuthenticator(algorithm),
  ]),
);

/** Two tasks are in the matrix, some have passkeys, and the parties have agreed on a policy. */
export function begin(ledger: RandomLedger, policy: number): void {
  for (const ref of REFS.slice(0, 2)) ledger.attempt(defineTask(ref, dayOf(0)), cast.ruiz);
  // A further approver of the provider, whom no assignment names: without, every bearer would make a change impossible.
  const members = [{ party: PROVIDER, kind: 'person', name: toSeal('I. Novak'), roles: ['approver'] }] as const;
  ledger.attempt({ type: 'AddMembers', data: { members } }, cast.meier);
  for (const by of [cast.keller, cast.okafor, cast.lindqvist]) {
    ledger.attempt(registrationOf(PHONES.get(by.member)!), by);
  }
  ledger.attempt(put({ effectiveFrom: dayOf(0), terms: { policy: POLICIES[policy]! } }), cast.ruiz);
  for (const by of [cast.keller, cast.okafor]) {
    ledger.attempt(approve('C-1', ledger.state.approval.open.get('C-1')?.text.digest ?? ''), by);
  }
}

/** Tries one act on a ledger. */
export function attempt(ledger: RandomLedger, { act: what, who, which, ref, bears, kind, signs, stale }: Act): void {
  if (what === 'wait') return ledger.wait(1 + kind * 24);
  const open = [...ledger.state.approval.open.values()];
  const change = open[which % Math.max(1, open.length)];
  const id = change?.id ?? `C-${which + 1}`;
  const digest = stale ? 'f'.repeat(64) : (change?.text.digest ?? '');
  const by = cast[who];
  const text = { effectiveFrom: dayOf(kind) };
  const drafted = lines.assign(ref, bears);
  const give = (command: Unsealed<OnusCommand>, actor: Actor = by) => ledger.attempt(command, actor);
  const approveIt = (actor: Actor = by) => {
    const hasIt = signs === 'everybody' || (signs === 'provider' && actor.party === PROVIDER);
    const phone = hasIt ? PHONES.get(actor.member) : undefined;
    give(phone === undefined ? approve(id, digest) : signedApproval(id, digest, phone, ledger.size), actor);
  };
  switch (what) {
    case 'define':
      return void give(defineTask(ref, dayOf(0)));
    case 'put':
      return void give(put(text, drafted));
    case 'draft':
      return void give(draftOf(text, drafted));
    case 'supersede': {
      const { type, data } = put(text, drafted);
      return void give({ type, data: { ...data, supersedes: id } });
    }
    case 'policy':
      return void give(put({ ...text, terms: { policy: POLICIES[kind]! } }));
    case 'emergency':
      return void give(emergency(dayOf(0), drafted, stale ? undefined : beforeOf(ledger, ref)));
    case 'open':
      return void give(openIt(id, digest), stale ? by : writerOf(change?.contributors[0]));
    case 'revise':
      return void give(reviseIt(id, text, drafted));
    case 'approve':
      return approveIt();
    case 'agree':
      for (const each of [cast.okafor, cast.lindqvist, cast.keller, cast.fabrikam]) approveIt(each);
      return;
    case 'reject':
      return void give(reject(id));
    case 'withdraw':
      return void give(withdraw(id), stale ? by : writerOf(change?.contributors[0]));
    case 'request':
      return void give(askForChanges(id, digest));
    case 'override':
      give(askToOverride(id, digest), stale ? by : cast.meier);
      return void (kind > 2 && give(confirmIt(id, digest)));
    case 'confirm':
      return void give(confirmIt(id, digest));
    case 'silence':
      give(approve(id, digest), cast.keller);
      ledger.wait(26);
      return void give({ type: 'DeemAccepted', data: { change: id } }, SYSTEM);
    case 'due':
      for (const type of ['RemindApprovers', 'EscalateChange', 'DeemAccepted', 'ExpireChange'] as const) {
        give({ type, data: { change: id } }, SYSTEM);
      }
      return;
    case 'roles':
      return void give(
        { type: 'ChangeRoles', data: { member: by.member, roles: kind > 0 ? ['approver', 'contributor'] : ['owner'] } },
        cast.meier,
      );
    case 'remove':
      return void (stale && give({ type: 'RemoveMember', data: { member: by.member } }, cast.meier));
  }
}

function signedApproval(change: string, digest: string, phone: SoftwareAuthenticator, n: number): ApproveChange {
  return {
    type: 'ApproveChange',
    data: { change, digest, signature: approvalSignature(phone, digest, {}, nonceOf(n)) },
  };
}

const writerOf = (member: string | undefined): Actor =>
  Object.values(cast).find((each) => each.member === member) ?? cast.ruiz;

/** Who bears a task at the beginning of the year, as an emergency says it. */
function beforeOf(ledger: RandomLedger, ref: string) {
  const id = ledger.model.taskOf(ref, ledger.size);
  const assigned = id === undefined ? undefined : ledger.model.answer(id, dayOf(0), ledger.size).assignment;
  const event = ledger.model.entries[assigned ?? -1]?.event;
  return event?.type === 'ResponsibilityAssigned' ? event.data.assignment : undefined;
}
