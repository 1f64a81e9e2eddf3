import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { FEBRUARY, JANUARY, MARCH } from '#responsibility/domain/examples/duties';
import type { OnusCommand } from '#rulebook/rulebook';
import { dayOf, RandomLedger } from '../random-ledger.ts';
import { entriesOf, verdictOn } from './entries-of.ts';
import { forced, specify } from './forging.ts';
import { allowed, event, HANDOVER_DIGEST, type Forgery } from './story.ts';

const { meier, keller, ruiz, okafor, jansen, lindqvist, fabrikam } = cast;
const forAnother = (actor: Actor, { member }: Actor): Actor => ({ ...actor, onBehalfOf: member });
const grant = (delegate: Actor, reason?: string): Unsealed<OnusCommand> => ({
  type: 'GrantDelegation',
  data: {
    delegate: delegate.member,
    from: JANUARY,
    to: FEBRUARY,
    scope: {},
    ...(reason !== undefined && { reason: toSeal(reason) }),
  },
});
/** What stands behind the story has index 35. */
const granted = (delegator: Actor, delegate: Actor, change: object = {}) =>
  event('DelegationGranted', {
    delegationId: 'd35',
    delegator: delegator.member,
    delegate: delegate.member,
    from: JANUARY,
    to: FEBRUARY,
    scope: {},
    ...change,
  });
const approval = event('ApprovalGranted', { changeId: 'C-2', digest: HANDOVER_DIGEST, side: 'client' });
const roles = event('MemberRolesChanged', { memberId: 'm7', roles: ['owner'] });
const period = (member: Actor, data: object) => event('MemberPeriodSet', { memberId: member.member, ...data });
const contact = (member: Actor, data: object = {}) => event('ContactChanged', { memberId: member.member, ...data });

/** Behind honest commands, one that the rules would not have allowed. */
const after =
  (honest: readonly (readonly [Unsealed<OnusCommand>, Actor])[], forge: (forgery: Forgery) => number) =>
  (forgery: Forgery): number => {
    for (const [command, by] of honest) forgery.honestly(command, by);
    return forge(forgery);
  };

specify('delegations', [
  ['a right that somebody else delegates', forced(jansen, [granted(okafor, lindqvist)]), 'other-events'],
  ['a delegation under another id', forced(okafor, [granted(okafor, jansen, { delegationId: 'd7' })]), 'other-events'],
  ['one to oneself', forced(okafor, [granted(okafor, okafor)]), 'refused', 'engagement/delegation-to-self'],
  ['one to the other side', forced(okafor, [granted(okafor, keller)]), 'refused', 'engagement/delegation-other-party'],
  ['one to a team', forced(keller, [granted(keller, cast.tier1)]), 'refused', 'engagement/delegate-no-person'],
  [
    'one by whoever only reads',
    forced(cast.viewer, [granted(cast.viewer, jansen)]),
    'refused',
    'engagement/nothing-to-delegate',
  ],
  ['one for no time', forced(okafor, [granted(okafor, jansen, { to: JANUARY })]), 'refused', 'engagement/empty-period'],
  [
    'one that was over already',
    forced(okafor, [granted(okafor, jansen, { to: dayOf(1) })]),
    'refused',
    'engagement/delegation-over',
  ],
  [
    'one that goes round',
    after([[grant(jansen), okafor]], forced(jansen, [granted(jansen, okafor, { delegationId: 'd36' })])),
    'refused',
    'engagement/delegation-cycle',
  ],
  [
    'one that is passed on',
    after(
      [[grant(jansen), okafor]],
      forced(forAnother(jansen, okafor), [granted(okafor, lindqvist, { delegationId: 'd36' })]),
    ),
    'refused',
    'engagement/on-behalf-not-here',
  ],
  [
    'a revocation by somebody else',
    after([[grant(jansen), okafor]], forced(lindqvist, [event('DelegationRevoked', { delegationId: 'd35' })])),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'a revocation of what nobody granted',
    forced(okafor, [event('DelegationRevoked', { delegationId: 'd7' })]),
    'refused',
    'engagement/unknown-delegation',
  ],
]);

specify('acting for another', [
  [
    'an approval without a delegation',
    forced(forAnother(jansen, okafor), [approval]),
    'refused',
    'engagement/no-delegation',
  ],
  [
    'an approval after it was revoked',
    after(
      [
        [grant(jansen), okafor],
        [{ type: 'RevokeDelegation', data: { delegation: 'd35' } }, okafor],
      ],
      forced(forAnother(jansen, okafor), [approval]),
    ),
    'refused',
    'engagement/delegation-revoked',
  ],
  [
    'an approval for the author, who could not give it',
    after([[grant(jansen), lindqvist]], forced(forAnother(jansen, lindqvist), [approval])),
    'refused',
    'approval/own-change',
  ],
  [
    'what is nobody’s to do for another',
    after([[grant(jansen), okafor]], forced(forAnother(jansen, okafor), [roles])),
    'refused',
    'engagement/on-behalf-not-here',
  ],
  [
    'that somebody acted for another who acted for himself',
    after([[{ type: 'ApproveChange', data: { change: 'C-2', digest: HANDOVER_DIGEST } }, okafor]], (forgery) => {
      const { index, actor } = { index: forgery.size - 1, actor: forAnother(okafor, jansen) };
      forgery.alter(index, () => ({ actor }));
      return index;
    }),
    'refused',
    'engagement/no-delegation',
  ],
]);

specify('when and how people take part', [
  [
    'a time that the other side sets',
    forced(meier, [period(jansen, { to: MARCH })]),
    'refused',
    'engagement/other-side',
  ],
  ['a time that a colleague sets', forced(ruiz, [period(keller, { to: MARCH })]), 'refused', 'engagement/not-allowed'],
  [
    'a time that is none',
    forced(okafor, [period(jansen, { from: MARCH, to: MARCH })]),
    'refused',
    'engagement/empty-period',
  ],
  [
    'something done after one’s time',
    after(
      [[{ type: 'SetMemberPeriod', data: { member: 'm4', to: dayOf(1) } }, meier]],
      forced(keller, [event('ApprovalGranted', { changeId: 'C-2', digest: HANDOVER_DIGEST, side: 'provider' })]),
    ),
    'refused',
    'engagement/outside-period',
  ],
  ['a contact that a colleague writes down', forced(lindqvist, [contact(jansen)]), 'refused', 'engagement/not-allowed'],
  [
    'somebody of the other side who stands in',
    forced(jansen, [contact(jansen, { deputy: 'm4' })]),
    'refused',
    'engagement/bad-deputy',
  ],
  [
    'terms that a contributor amends',
    forced(ruiz, [event('TermsAmended', { deadlines: [] })]),
    'refused',
    'engagement/not-allowed',
  ],
  [
    'terms that a third party amends',
    forced(fabrikam, [event('TermsAmended', { deadlines: [] })]),
    'refused',
    'engagement/not-allowed',
  ],
  ['terms that amend nothing', forced(meier, [event('TermsAmended', {})]), 'refused', 'engagement/nothing-amended'],
]);

describe('What is recorded about people', () => {
  it.each<[string, Unsealed<OnusCommand>, Actor]>([
    ['a delegation', grant(jansen), okafor],
    ['a delegation with a reason', grant(jansen, 'On leave'), okafor],
    [
      'a delegation within a scope',
      {
        type: 'GrantDelegation',
        data: { delegate: 'm7', from: JANUARY, to: FEBRUARY, scope: { changes: ['C-3'], refs: ['LOG-03'] } },
      },
      okafor,
    ],
    ['a revocation', { type: 'RevokeDelegation', data: { delegation: 'd15' } }, okafor],
    [
      'a revocation with a reason',
      { type: 'RevokeDelegation', data: { delegation: 'd15', reason: toSeal('Back') } },
      okafor,
    ],
    ['a time', { type: 'SetMemberPeriod', data: { member: 'm7', from: JANUARY, to: MARCH } }, okafor],
    ['that there is none any more', { type: 'SetMemberPeriod', data: { member: 'm7' } }, okafor],
    [
      'a contact',
      {
        type: 'SetContact',
        data: {
          member: 'm7',
          deputy: 'm8',
          zone: 'UTC',
          hours: toSeal('9 to 5'),
          channels: toSeal('Mail'),
          verifiedOn: '2026-01-05',
        },
      },
      jansen,
    ],
    ['a contact that says nothing', { type: 'SetContact', data: { member: 'm7' } }, okafor],
    [
      'terms',
      { type: 'AmendTerms', data: { contract: { start: '2026-01-01' }, deadlines: [{ of: 'breach', hours: 24 }] } },
      meier,
    ],
    ['deadlines alone', { type: 'AmendTerms', data: { deadlines: [] } }, okafor],
  ])('is found consistent: %s', (_what, command, by) => {
    const ledger = new RandomLedger();
    if (command.type === 'RevokeDelegation') allowed(ledger, grant(jansen), okafor);
    allowed(ledger, command, by);
    const { state, size: entries } = ledger;
    expect(verdictOn(entriesOf(ledger.appends))).toEqual({ verdict: 'consistent', state, entries, unfinished: 0 });
  });
});
