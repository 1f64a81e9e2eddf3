import { describe, it } from '@jest/globals';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import type { AddMembers } from '../engagement.commands.ts';
import type { TermsAmended } from '../engagement.events.ts';
import { cast, everybodyJoined, openContoso } from '../engagement.examples.ts';
import { CLIENT, PROVIDER, type PartyId, type Role } from '../members.ts';
import type { SetContact } from './people.commands.ts';

const given = specificationOf(rulebook, sha256);
const { meier, ruiz, okafor, jansen, lindqvist, keller, fabrikam, stranger } = cast;

const remove = (member: string, apart?: true) =>
  ({ type: 'RemoveMember', data: { member, ...(apart && { apart }) } }) as const;
const roles = (member: string, held: readonly Role[], apart?: true) =>
  ({ type: 'ChangeRoles', data: { member, roles: held, ...(apart && { apart }) } }) as const;
const period = (member: string, from?: string, to?: string) =>
  ({
    type: 'SetMemberPeriod',
    data: { member, ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  }) as const;
const add = (party: PartyId, held: readonly Role[], apart?: true): Unsealed<AddMembers> => ({
  type: 'AddMembers',
  data: { members: [{ party, kind: 'person', name: toSeal('X. Example'), roles: held }], ...(apart && { apart }) },
});
const addParty = { type: 'AddParty', data: { side: 'third', name: 'Adatum Counsel' } } as const;

describe('The time in which a member takes part', () => {
  const FROM = '2026-04-01T00:00:00Z';
  const TO = '2026-05-01T00:00:00Z';
  const bounded = [
    ...everybodyJoined,
    { command: roles(lindqvist.member, ['owner', 'approver']), by: okafor },
    { command: period(okafor.member, FROM, TO), by: okafor },
  ];

  it('is said by an owner of the same party', () => {
    given(...everybodyJoined)
      .when(period(jansen.member, FROM, TO), { by: okafor })
      .records({ type: 'MemberPeriodSet', schema: 1, data: { memberId: 'm7', from: FROM, to: TO } });
    given(...everybodyJoined)
      .when(period(jansen.member, FROM, TO), { by: meier })
      .refuses('engagement/other-side');
    given(...everybodyJoined)
      .when(period(jansen.member, FROM, TO), { by: jansen })
      .refuses('engagement/not-allowed');
  });

  it('is half-open: nothing before it, everything at its beginning, nothing at its end', () => {
    given(...bounded)
      .when(addParty, { by: okafor, at: '2026-03-31T23:59:59.999999Z' })
      .refuses('engagement/outside-period');
    given(...bounded)
      .when(addParty, { by: okafor, at: FROM })
      .recordsTypes('PartyAdded');
    given(...bounded)
      .when(addParty, { by: okafor, at: '2026-04-30T23:59:59.999999Z' })
      .recordsTypes('PartyAdded');
    given(...bounded)
      .when(addParty, { by: okafor, at: TO })
      .refuses('engagement/outside-period');
  });

  it('can be said anew, and taken away', () => {
    given(...bounded, { command: period(okafor.member), by: okafor, at: FROM })
      .when(addParty, { by: okafor, at: TO })
      .recordsTypes('PartyAdded');
  });

  it('is refused where it is empty, and for whom nobody added or who left', () => {
    given(...everybodyJoined)
      .when(period(jansen.member, TO, TO), { by: okafor })
      .refuses('engagement/empty-period');
    given(...everybodyJoined)
      .when(period(stranger.member), { by: okafor })
      .refuses('engagement/unknown-member');
    given(...everybodyJoined, { command: remove(jansen.member), by: okafor })
      .when(period(jansen.member), { by: okafor })
      .refuses('engagement/unknown-member');
  });

  it('leaves each side an owner without an end, whoever else is one', () => {
    for (const command of [
      period(okafor.member, undefined, TO),
      remove(okafor.member, true),
      roles(okafor.member, ['approver'], true),
    ]) {
      given(...everybodyJoined)
        .when(command, { by: okafor })
        .refuses('engagement/last-owner');
    }
    given(...everybodyJoined)
      .when(period(meier.member, undefined, TO), { by: meier })
      .refuses('engagement/last-owner');
    given(...everybodyJoined)
      .when(period(jansen.member, undefined, TO), { by: okafor })
      .recordsTypes('MemberPeriodSet');
    // The first rules asked for one of any side.
    given(...everybodyJoined)
      .when(remove(okafor.member), { by: meier })
      .recordsTypes('MemberRemoved');
  });
});

describe('Each side keeps its own members', () => {
  const opened = [{ command: openContoso, by: meier }];

  it('lets the founder bring in the client’s first owner', () => {
    given(...opened)
      .when(add(CLIENT, ['owner'], true), { by: meier })
      .records({
        type: 'MemberAdded',
        schema: 2,
        data: { memberId: 'm4', partyId: 'p2', kind: 'person', name: toSeal('X. Example'), roles: ['owner'] },
      });
  });

  it('refuses an owner who adds an approver to the other side, gives a role there, or removes one', () => {
    for (const command of [
      add(CLIENT, ['approver'], true),
      roles(jansen.member, ['approver'], true),
      remove(jansen.member, true),
    ]) {
      given(...everybodyJoined)
        .when(command, { by: meier })
        .refuses('engagement/other-side');
    }
    for (const command of [add(PROVIDER, ['approver'], true), roles(ruiz.member, ['approver'], true)]) {
      given(...everybodyJoined)
        .when(command, { by: okafor })
        .refuses('engagement/other-side');
    }
  });

  it('lets an owner keep the own side', () => {
    given(...everybodyJoined)
      .when(roles(jansen.member, ['approver'], true), { by: okafor })
      .records({ type: 'MemberRolesChanged', schema: 2, data: { memberId: 'm7', roles: ['approver'] } });
    given(...everybodyJoined)
      .when(remove(jansen.member, true), { by: okafor })
      .records({ type: 'MemberRemoved', schema: 2, data: { memberId: 'm7' } });
  });

  it('lets any owner keep a third party that has no owner', () => {
    given(...everybodyJoined)
      .when(roles(fabrikam.member, ['viewer'], true), { by: okafor })
      .recordsTypes('MemberRolesChanged');
  });

  it('lets every owner bring names without a role, to which duties can be given', () => {
    given(...everybodyJoined)
      .when(add(CLIENT, [], true), { by: meier })
      .recordsTypes('MemberAdded');
  });

  it('holds for ever once it was said: a command of the first rules is refused from there on', () => {
    const apart = [...everybodyJoined, { command: add(PROVIDER, ['viewer'], true), by: meier }];
    for (const command of [
      add(CLIENT, ['approver']),
      roles(jansen.member, ['approver']),
      remove(jansen.member),
      add(PROVIDER, ['viewer']),
    ]) {
      given(...apart)
        .when(command, { by: meier })
        .refuses('engagement/sides-apart');
    }
  });
});

describe('Amending the terms', () => {
  const amend = (data: TermsAmended['data']) => ({ type: 'AmendTerms', data }) as const;

  it.each([
    ['provider', meier],
    ['client', okafor],
  ] as const)('is for an owner of the %s', (_side, by) => {
    const data = { contract: { start: '2026-01-01', end: '2029-01-01' }, deadlines: [{ of: 'breach', hours: 24 }] };
    given(...everybodyJoined)
      .when(amend(data), { by })
      .records({ type: 'TermsAmended', schema: 1, data });
  });

  it('is refused to everybody else', () => {
    for (const by of [keller, jansen, stranger]) {
      given(...everybodyJoined)
        .when(amend({ deadlines: [] }), { by })
        .refuses('engagement/not-allowed');
    }
  });

  it.each([
    ['nothing', {}, 'engagement/nothing-amended'],
    [
      'an end that is not after the start',
      { contract: { start: '2026-01-01', end: '2026-01-01' } },
      'engagement/bad-terms',
    ],
    [
      'two deadlines for one thing',
      {
        deadlines: [
          { of: 'breach', hours: 24 },
          { of: 'breach', hours: 48 },
        ],
      },
      'engagement/bad-terms',
    ],
    ['a deadline of no time', { deadlines: [{ of: 'breach', hours: 0 }] }, 'engagement/bad-terms'],
    ['a deadline of half an hour', { deadlines: [{ of: 'breach', hours: 0.5 }] }, 'engagement/bad-terms'],
    ['a day that there is not', { contract: { end: '2026-02-30' } }, 'engagement/bad-day'],
  ])('is refused with %s', (_what, data, code) => {
    given(...everybodyJoined)
      .when(amend(data), { by: meier })
      .refuses(code);
  });
});

describe('Saying how a member is reached', () => {
  const contact = (data: Unsealed<SetContact['data']>) => ({ type: 'SetContact', data }) as const;

  it('is for the member itself, whatever its role, and for an owner of its party', () => {
    const data = { deputy: 'm8', zone: 'Europe/Berlin', hours: toSeal('9 to 5'), channels: toSeal('mail') };
    for (const by of [jansen, okafor]) {
      given(...everybodyJoined)
        .when(contact({ member: jansen.member, ...data }), { by })
        .records({ type: 'ContactChanged', schema: 1, data: { memberId: 'm7', ...data } });
    }
  });

  it.each([
    ['an owner of the other side', meier, 'engagement/other-side'],
    ['a colleague', keller, 'engagement/not-allowed'],
  ] as const)('is refused to %s', (_who, by, code) => {
    given(...everybodyJoined)
      .when(contact({ member: jansen.member }), { by })
      .refuses(code);
  });

  it.each([
    ['oneself as deputy', { deputy: 'm7' }, 'engagement/bad-deputy'],
    ['a deputy of the other side', { deputy: 'm4' }, 'engagement/bad-deputy'],
    ['a deputy whom nobody added', { deputy: 'm99' }, 'engagement/bad-deputy'],
    ['a zone that is none', { zone: 'Berlin' }, 'engagement/bad-zone'],
    ['a day that there is not', { verifiedOn: '2026-13-01' }, 'engagement/bad-day'],
  ])('is refused with %s', (_what, data, code) => {
    given(...everybodyJoined)
      .when(contact({ member: jansen.member, ...data }), { by: jansen })
      .refuses(code);
  });

  it('is refused for whom nobody added, or who left', () => {
    given(...everybodyJoined)
      .when(contact({ member: stranger.member }), { by: okafor })
      .refuses('engagement/unknown-member');
    given(...everybodyJoined, { command: remove(jansen.member), by: okafor })
      .when(contact({ member: jansen.member }), { by: okafor })
      .refuses('engagement/unknown-member');
  });
});
