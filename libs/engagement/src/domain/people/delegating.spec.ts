import { describe, it } from '@jest/globals';
import { toSeal, type Unsealed } from '#kernel/sealed';
import type { Actor } from '#kernel/event';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook, type OnusCommand } from '#rulebook/rulebook';
import { cast, everybodyJoined } from '../engagement.examples.ts';
import { CLIENT } from '../members.ts';
import type { DelegationScope } from '../engagement.events.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, lindqvist, tier1, robot, auditor, viewer, stranger } = cast;

const FROM = '2026-04-01T00:00:00Z';
const WITHIN = '2026-04-07T12:00:00Z';
const TO = '2026-04-15T00:00:00Z';

const grant = (delegate: string, scope: DelegationScope = {}, from = FROM, to = TO) =>
  ({ type: 'GrantDelegation', data: { delegate, from, to, scope } }) as const;
const revoke = (delegation: string) => ({ type: 'RevokeDelegation', data: { delegation } }) as const;
const roles = (member: string, ...held: readonly ('owner' | 'approver' | 'viewer')[]) =>
  ({ type: 'ChangeRoles', data: { member, roles: held } }) as const;
const remove = (member: string) => ({ type: 'RemoveMember', data: { member } }) as const;
const period = (member: string, from?: string, to?: string) =>
  ({
    type: 'SetMemberPeriod',
    data: { member, ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  }) as const;
const by = (actor: Actor, principal: Actor): Actor => ({ ...actor, onBehalfOf: principal.member });

/** A change about one task, written by the client’s administrator. */
const draft = (ref = 'LOG-03', open = true): Unsealed<OnusCommand> => ({
  type: 'DraftChange',
  data: {
    title: toSeal('Collect the logs'),
    kind: 'ordinary',
    effectiveFrom: '2026-05-01T00:00:00Z',
    lines: [{ drafted: { act: 'define', ref, definition: definitions.patching, assignment: assignments.northwind } }],
    open,
  },
});
/** The client’s security manager lets Jansen, who is no approver, decide in his right. Entry 15. */
const granted = (scope: DelegationScope = {}) => [
  ...everybodyJoined,
  { command: grant(jansen.member, scope), by: okafor, at: '2026-03-20T00:00:00Z' },
];
/** Behind it stands change C-1, written and opened by an analyst of the provider. */
const proposed = (scope: DelegationScope = {}) => [
  ...granted(scope),
  { command: draft(), by: ruiz, at: '2026-03-21T00:00:00Z' },
];
const reject: Unsealed<OnusCommand> = { type: 'RejectChange', data: { change: 'C-1', reason: toSeal('Not so') } };

describe('Granting a delegation', () => {
  it('records who lets whom act, for which time and in what', () => {
    given(...everybodyJoined)
      .when(grant(jansen.member, { changes: ['C-3'], refs: ['LOG-03'] }), { by: okafor })
      .records({
        type: 'DelegationGranted',
        schema: 1,
        data: {
          delegationId: 'd15',
          delegator: 'm6',
          delegate: 'm7',
          from: FROM,
          to: TO,
          scope: { changes: ['C-3'], refs: ['LOG-03'] },
        },
      });
  });

  it.each([
    ['to oneself', grant(okafor.member), okafor, 'engagement/delegation-to-self'],
    ['across parties', grant(keller.member), okafor, 'engagement/delegation-other-party'],
    ['to whom nobody added', grant(stranger.member), okafor, 'engagement/unknown-member'],
    ['by whom nobody added', grant(jansen.member), stranger, 'engagement/unknown-member'],
    ['to a team', grant(tier1.member), keller, 'engagement/delegate-no-person'],
    ['to a service', grant(robot.member), keller, 'engagement/delegate-no-person'],
    ['by a service', grant(keller.member), robot, 'engagement/delegate-no-person'],
    ['by whoever only reads', grant(okafor.member), auditor, 'engagement/nothing-to-delegate'],
    ['by a viewer', grant(okafor.member), viewer, 'engagement/nothing-to-delegate'],
    ['for no time', grant(jansen.member, {}, FROM, FROM), okafor, 'engagement/empty-period'],
    ['for no task', grant(jansen.member, { refs: [] }), okafor, 'engagement/empty-scope'],
    ['for no change', grant(jansen.member, { changes: [] }), okafor, 'engagement/empty-scope'],
  ] as const)('is refused %s', (_what, command, actor, code) => {
    given(...everybodyJoined)
      .when(command, { by: actor })
      .refuses(code);
  });

  it('is refused to a member who was removed', () => {
    given(...everybodyJoined, { command: remove(jansen.member), by: okafor })
      .when(grant(jansen.member), { by: okafor })
      .refuses('engagement/unknown-member');
  });

  it('is refused for a time that is over, at its very end as well', () => {
    given(...everybodyJoined)
      .when(grant(jansen.member), { by: okafor, at: TO })
      .refuses('engagement/delegation-over');
  });

  it('passes nothing on that was delegated: nobody grants for another', () => {
    given(...granted())
      .when(grant(lindqvist.member), { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/on-behalf-not-here');
  });

  it('is refused back, directly or through others, where both hold at one moment', () => {
    given(...granted())
      .when(grant(okafor.member), { by: jansen })
      .refuses('engagement/delegation-cycle');
    given(...granted(), { command: grant(lindqvist.member), by: jansen })
      .when(grant(okafor.member), { by: lindqvist })
      .refuses('engagement/delegation-cycle');
  });

  it('is allowed back for another time, beginning where the first ends', () => {
    given(...granted())
      .when(grant(okafor.member, {}, TO, '2026-05-01T00:00:00Z'), { by: jansen })
      .recordsTypes('DelegationGranted');
  });

  it('is allowed back after the first was revoked', () => {
    given(...granted(), { command: revoke('d15'), by: okafor })
      .when(grant(okafor.member), { by: jansen })
      .recordsTypes('DelegationGranted');
  });
});

describe('Revoking a delegation', () => {
  it.each([
    ['whoever granted it', okafor],
    ['an owner of the same party', { ...lindqvist, party: CLIENT }],
  ])('is for %s', (_who, actor) => {
    given(...granted(), { command: roles(lindqvist.member, 'owner'), by: okafor })
      .when(revoke('d15'), { by: actor })
      .records({ type: 'DelegationRevoked', schema: 1, data: { delegationId: 'd15' } });
  });

  it.each([
    ['an owner of the other party', meier, 'engagement/not-delegator'],
    ['a member without that role', jansen, 'engagement/not-allowed'],
    ['a stranger', stranger, 'engagement/not-delegator'],
  ] as const)('is refused to %s', (_who, actor, code) => {
    given(...granted())
      .when(revoke('d15'), { by: actor })
      .refuses(code);
  });

  it('is refused where there is none, and a second time', () => {
    given(...granted())
      .when(revoke('d99'), { by: okafor })
      .refuses('engagement/unknown-delegation');
    given(...granted(), { command: revoke('d15'), by: okafor })
      .when(revoke('d15'), { by: okafor })
      .refuses('engagement/delegation-revoked');
  });
});

describe('Acting for another', () => {
  it('decides in the right of the delegator, whatever the own roles are', () => {
    given(...proposed())
      .when(reject, { by: jansen, at: WITHIN })
      .refuses('approval/not-approver');
    given(...proposed())
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .recordsTypes('ChangeRejected');
  });

  it('holds from the first instant on, and not before', () => {
    given(...proposed())
      .when(reject, { by: by(jansen, okafor), at: '2026-03-31T23:59:59.999999Z' })
      .refuses('engagement/delegation-not-begun');
    given(...proposed())
      .when(reject, { by: by(jansen, okafor), at: FROM })
      .recordsTypes('ChangeRejected');
  });

  it('holds until the end, and not at it', () => {
    given(...proposed())
      .when(reject, { by: by(jansen, okafor), at: '2026-04-14T23:59:59.999999Z' })
      .recordsTypes('ChangeRejected');
    given(...proposed())
      .when(reject, { by: by(jansen, okafor), at: TO })
      .refuses('engagement/delegation-expired');
  });

  it('is refused without a delegation: the other way round, in the own name, for whom nobody added', () => {
    const at = WITHIN;
    given(...proposed())
      .when(reject, { by: by(lindqvist, okafor), at })
      .refuses('engagement/no-delegation');
    given(...proposed())
      .when(reject, { by: by(okafor, jansen), at })
      .refuses('engagement/no-delegation');
    given(...proposed())
      .when(reject, { by: by(okafor, okafor), at })
      .refuses('engagement/no-delegation');
    given(...proposed())
      .when(reject, { by: by(okafor, stranger), at })
      .refuses('engagement/unknown-member');
    given(...proposed())
      .when(reject, { by: by(stranger, okafor), at })
      .refuses('engagement/unknown-member');
    given(...proposed())
      .when(reject, { by: by(keller, okafor), at })
      .refuses('engagement/delegation-other-party');
  });

  it('does not reach through: who was let act by a delegate acts in the delegate’s own right alone', () => {
    const chain = [...proposed(), { command: grant(lindqvist.member), by: jansen, at: '2026-03-22T00:00:00Z' }];
    given(...chain)
      .when(reject, { by: by(lindqvist, okafor), at: WITHIN })
      .refuses('engagement/no-delegation');
    given(...chain)
      .when(reject, { by: by(lindqvist, jansen), at: WITHIN })
      .refuses('approval/not-approver');
  });

  it('is refused once the delegation was revoked', () => {
    given(...proposed(), { command: revoke('d15'), by: okafor, at: '2026-04-05T00:00:00Z' })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegation-revoked');
  });

  it('is refused for the reason that comes closest: one that would hold was revoked, whatever else is over', () => {
    const over = { command: grant(jansen.member, {}, '2026-03-20T00:00:00Z', '2026-03-25T00:00:00Z'), by: okafor };
    given(...proposed(), over, { command: revoke('d15'), by: okafor, at: '2026-04-05T00:00:00Z' })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegation-revoked');
  });

  it('ends with the delegator: removed, outside of his time, or without the role', () => {
    const at = '2026-04-02T00:00:00Z';
    given(...proposed(), { command: remove(okafor.member), by: meier, at })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegator-gone');
    given(
      ...proposed(),
      { command: roles(lindqvist.member, 'owner'), by: okafor, at },
      { command: period(okafor.member, undefined, '2026-04-03T00:00:00Z'), by: okafor, at },
    )
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegator-gone');
    given(...proposed(), { command: roles(okafor.member, 'owner'), by: okafor, at })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('approval/not-approver');
  });

  it('ends with the delegate: removed, or outside of his time', () => {
    const at = '2026-04-02T00:00:00Z';
    given(...proposed(), { command: remove(jansen.member), by: okafor, at })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/unknown-member');
    given(...proposed(), { command: period(jansen.member, undefined, '2026-04-03T00:00:00Z'), by: okafor, at })
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/outside-period');
  });

  it.each([
    ['another change', { changes: ['C-2'] }],
    ['another task', { refs: ['LOG-04'] }],
    ['the change, but another task', { changes: ['C-1'], refs: ['LOG-04'] }],
    ['the task, but another change', { changes: ['C-2'], refs: ['LOG-03'] }],
  ])('is refused where the delegation covers %s', (_what, scope) => {
    given(...proposed(scope))
      .when(reject, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegation-scope');
  });

  it.each([{ changes: ['C-1'] }, { refs: ['LOG-03'] }, { changes: ['C-1', 'C-2'], refs: ['LOG-03', 'LOG-04'] }])(
    'is allowed within %j',
    (scope) => {
      given(...proposed(scope))
        .when(reject, { by: by(jansen, okafor), at: WITHIN })
        .recordsTypes('ChangeRejected');
    },
  );

  it('drafts within the tasks that are covered, in the right of the delegator', () => {
    const scoped = granted({ refs: ['LOG-03'] });
    given(...scoped)
      .when(draft('LOG-03'), { by: by(jansen, okafor), at: WITHIN })
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted', 'ChangeOpened');
    given(...scoped)
      .when(draft('LOG-04'), { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegation-scope');
  });

  it('takes no change outside of the scope out of the way', () => {
    const { type, data } = draft('LOG-03') as Extract<Unsealed<OnusCommand>, { readonly type: 'DraftChange' }>;
    const superseding: Unsealed<OnusCommand> = { type, data: { ...data, supersedes: 'C-1' } };
    const about = (ref: string) => [
      ...granted({ refs: ['LOG-03'] }),
      { command: draft(ref), by: okafor, at: '2026-03-21T00:00:00Z' },
    ];
    given(...about('LOG-04'))
      .when(superseding, { by: by(jansen, okafor), at: WITHIN })
      .refuses('engagement/delegation-scope');
    given(...about('LOG-03'))
      .when(superseding, { by: by(jansen, okafor), at: WITHIN })
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted', 'ChangeOpened', 'ChangeSuperseded');
  });

  it('is taken back by the one who wrote, and by the one for whom it was written', () => {
    const written = [
      ...everybodyJoined,
      { command: grant(ruiz.member), by: keller, at: '2026-03-20T00:00:00Z' },
      { command: draft('LOG-03', false), by: by(ruiz, keller), at: WITHIN },
    ];
    for (const each of [ruiz, keller]) {
      given(...written)
        .when({ type: 'WithdrawChange', data: { change: 'C-1' } }, { by: each, at: TO })
        .recordsTypes('ChangeWithdrawn');
    }
    given(...written)
      .when({ type: 'WithdrawChange', data: { change: 'C-1' } }, { by: robot, at: TO })
      .refuses('approval/not-author');
  });

  it('leaves neither of the two able to approve what was written so', () => {
    const { state } = given(...granted())
      .when(draft('LOG-03'), { by: by(jansen, okafor), at: WITHIN })
      .accepted();
    const { digest } = state.approval.open.get('C-1')!.text;
    const approve: Unsealed<OnusCommand> = { type: 'ApproveChange', data: { change: 'C-1', digest } };
    const written = [...granted(), { command: draft('LOG-03'), by: by(jansen, okafor), at: WITHIN }];
    given(...written)
      .when(approve, { by: okafor })
      .refuses('approval/own-change');
    given(...written)
      .when(approve, { by: by(jansen, okafor) })
      .refuses('approval/own-change');
  });

  it('is refused for everything else', () => {
    const everythingElse: readonly Unsealed<OnusCommand>[] = [
      { type: 'AddParty', data: { side: 'third', name: 'Adatum' } },
      roles(jansen.member, 'owner'),
      period(jansen.member),
      { type: 'WithdrawChange', data: { change: 'C-1' } },
      { type: 'DefineTask', data: { ref: 'X', definition: { title: 'X' }, effectiveFrom: FROM } },
    ];
    for (const command of everythingElse) {
      given(...proposed())
        .when(command, { by: by(jansen, okafor), at: WITHIN })
        .refuses('engagement/on-behalf-not-here');
    }
  });
});

describe('A service that writes for a person', () => {
  it('drafts under its own roles, and needs no delegation', () => {
    given(...everybodyJoined)
      .when(draft('LOG-03', false), { by: by(robot, keller) })
      .recordsTypes('ChangeDrafted', 'ChangeLineDrafted');
  });

  it('decides nothing, and opens nothing', () => {
    given(...proposed())
      .when(reject, { by: by(robot, keller), at: WITHIN })
      .refuses('engagement/delegate-no-person');
    const drafted = given(...everybodyJoined, { command: draft('LOG-03', false), by: by(robot, keller) });
    const { digest } = drafted.state.approval.open.get('C-1')!.text;
    drafted
      .when({ type: 'OpenChange', data: { change: 'C-1', digest } }, { by: by(robot, keller) })
      .refuses('engagement/delegate-no-person');
  });

  it('writes for persons of its own party alone', () => {
    given(...everybodyJoined)
      .when(draft('LOG-03', false), { by: by(robot, okafor) })
      .refuses('engagement/delegation-other-party');
    given(...everybodyJoined)
      .when(draft('LOG-03', false), { by: by(robot, tier1) })
      .refuses('engagement/delegate-no-person');
  });
});
