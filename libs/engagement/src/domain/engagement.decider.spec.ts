import { describe, expect, it } from '@jest/globals';
import { toSeal } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { addMembers, cast, CLOUD, everybodyJoined, openContoso } from './engagement.examples.ts';
import { INSTALLATION, PROVIDER, type MemberId, type Role } from './members.ts';

const given = specificationOf(rulebook, sha256);
const { meier, keller, ruiz, okafor, jansen, robot, auditor, viewer, fabrikam, stranger } = cast;

const opening = (change: Partial<typeof openContoso.data>) => ({
  ...openContoso,
  data: { ...openContoso.data, ...change },
});
const changeRoles = (member: MemberId, ...roles: readonly Role[]) =>
  ({ type: 'ChangeRoles', data: { member, roles } }) as const;
const remove = (member: MemberId) => ({ type: 'RemoveMember', data: { member } }) as const;
const addParty = (side: 'provider' | 'client' | 'third') =>
  ({ type: 'AddParty', data: { side, name: 'Adatum Counsel' } }) as const;

describe('Opening an engagement', () => {
  it('begins the ledger with its terms, its two parties and its first owner', () => {
    const { slug, title, zone, contract } = openContoso.data;
    given()
      .when(openContoso, { by: meier })
      .records(
        { type: 'EngagementOpened', schema: 1, data: { slug, title, zone, ...(contract && { contract }) } },
        { type: 'PartyAdded', schema: 1, data: { partyId: 'p1', side: 'provider', name: 'Northwind SOC' } },
        { type: 'PartyAdded', schema: 1, data: { partyId: 'p2', side: 'client', name: 'Contoso' } },
        {
          type: 'MemberAdded',
          schema: 1,
          data: { memberId: 'm3', partyId: 'p1', kind: 'person', name: toSeal('A. Meier'), roles: ['owner'] },
        },
      );
  });

  it('writes no person’s name in the clear', () => {
    const { events } = given().when(openContoso, { by: meier });
    expect(JSON.stringify(events)).not.toContain('Meier');
  });

  it('is refused a second time', () => {
    given(...everybodyJoined)
      .when(openContoso, { by: meier })
      .refuses('engagement/already-open');
  });

  it.each(['', 'Contoso', 'con toso', '-contoso', 'contoso_de', 'köln', 'contoso/../x', 'c'.repeat(65)])(
    'refuses "%s" as a slug',
    (slug) => {
      given().when(opening({ slug }), { by: meier }).refuses('engagement/bad-slug');
    },
  );

  it.each(['c', '2026', 'contoso-de-1', 'c'.repeat(64)])('takes "%s" as a slug', (slug) => {
    given()
      .when(opening({ slug }), { by: meier })
      .recordsTypes('EngagementOpened', 'PartyAdded', 'PartyAdded', 'MemberAdded');
  });

  it.each(['', 'Berlin', 'Europe/Nowhere', '+01:00', 'Z', 'UTC+1', '2026-01-01T00:00:00Z'])(
    'refuses "%s" as the contract’s time zone',
    (zone) => {
      given().when(opening({ zone }), { by: meier }).refuses('engagement/bad-zone');
    },
  );

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'])(
    'takes "%s" as the contract’s time zone',
    (zone) => {
      const { state } = given().when(opening({ zone }), { by: meier }).accepted();
      expect(state.engagement.zone).toBe(zone);
    },
  );

  it('comes before everything else', () => {
    given().when(addMembers, { by: meier }).refuses('engagement/not-open');
    given()
      .when({ type: 'WithdrawChange', data: { change: 'C-1' } }, { by: meier })
      .refuses('engagement/not-open');
  });
});

describe('Adding parties', () => {
  it('lets an owner of either side add any number of third parties', () => {
    given(...everybodyJoined)
      .when(addParty('third'), { by: okafor })
      .records({ type: 'PartyAdded', schema: 1, data: { partyId: 'p15', side: 'third', name: 'Adatum Counsel' } });
  });

  it.each(['provider', 'client'] as const)('refuses a second %s', (side) => {
    given(...everybodyJoined)
      .when(addParty(side), { by: meier })
      .refuses('engagement/second-of-a-side');
  });
});

describe('Adding members', () => {
  it('names each after the entry that introduces it, whatever stands in the ledger before', () => {
    const [first, second] = addMembers.data.members;
    given({ command: openContoso, by: meier }, { command: addParty('third'), by: meier })
      .when({ type: 'AddMembers', data: { members: [first!, second!] } }, { by: meier })
      .records(
        {
          type: 'MemberAdded',
          schema: 1,
          data: { memberId: 'm5', partyId: 'p1', kind: 'person', name: toSeal('C. Keller'), roles: ['approver'] },
        },
        {
          type: 'MemberAdded',
          schema: 1,
          data: { memberId: 'm6', partyId: 'p1', kind: 'person', name: toSeal('T. Ruiz'), roles: ['contributor'] },
        },
      );
  });

  it('adds all of them or none: one unknown party refuses the whole list', () => {
    const [known] = addMembers.data.members;
    given({ command: openContoso, by: meier })
      .when({ type: 'AddMembers', data: { members: [known!, { ...known!, party: CLOUD }] } }, { by: meier })
      .refuses('engagement/unknown-party');
  });

  it('refuses an empty list', () => {
    given(...everybodyJoined)
      .when({ type: 'AddMembers', data: { members: [] } }, { by: meier })
      .refuses('engagement/no-members');
  });
});

describe('Changing roles', () => {
  it('replaces all roles of a member', () => {
    given(...everybodyJoined)
      .when(changeRoles(ruiz.member, 'viewer'), { by: meier })
      .records({ type: 'MemberRolesChanged', schema: 1, data: { memberId: 'm5', roles: ['viewer'] } });
  });

  it('holds at once: who was made an owner may act as one, who is none any more may not', () => {
    const roles = [
      { command: changeRoles(jansen.member, 'owner'), by: meier },
      { command: changeRoles(meier.member, 'viewer'), by: jansen },
    ];
    given(...everybodyJoined, ...roles)
      .when(addParty('third'), { by: jansen })
      .recordsTypes('PartyAdded');
    given(...everybodyJoined, ...roles)
      .when(addParty('third'), { by: meier })
      .refuses('engagement/not-allowed');
  });

  it('refuses a member whom nobody added, and one who was removed', () => {
    given(...everybodyJoined)
      .when(changeRoles(stranger.member, 'owner'), { by: meier })
      .refuses('engagement/unknown-member');
    given(...everybodyJoined, { command: remove(ruiz.member), by: meier })
      .when(changeRoles(ruiz.member, 'owner'), { by: meier })
      .refuses('engagement/unknown-member');
  });
});

describe('Removing a member', () => {
  it('records that it takes no further part', () => {
    given(...everybodyJoined)
      .when(remove(ruiz.member), { by: okafor })
      .records({ type: 'MemberRemoved', schema: 1, data: { memberId: 'm5' } });
  });

  it('takes every right away', () => {
    given(...everybodyJoined, { command: remove(okafor.member), by: meier })
      .when(addParty('third'), { by: okafor })
      .refuses('engagement/not-allowed');
  });

  it('is refused for a member whom nobody added, and a second time', () => {
    given(...everybodyJoined)
      .when(remove(stranger.member), { by: meier })
      .refuses('engagement/unknown-member');
    given(...everybodyJoined, { command: remove(ruiz.member), by: meier })
      .when(remove(ruiz.member), { by: meier })
      .refuses('engagement/unknown-member');
  });
});

describe('The last owner', () => {
  const oneLeft = [...everybodyJoined, { command: remove(okafor.member), by: meier }];

  it('can neither leave nor lose the role', () => {
    given(...oneLeft)
      .when(remove(meier.member), { by: meier })
      .refuses('engagement/last-owner');
    given(...oneLeft)
      .when(changeRoles(meier.member, 'viewer', 'approver'), { by: meier })
      .refuses('engagement/last-owner');
  });

  it('may take further roles', () => {
    given(...oneLeft)
      .when(changeRoles(meier.member, 'owner', 'contributor'), { by: meier })
      .recordsTypes('MemberRolesChanged');
  });

  it('is not the last while there is another one', () => {
    given(...everybodyJoined)
      .when(remove(meier.member), { by: meier })
      .recordsTypes('MemberRemoved');
  });
});

describe('Rotating the signing key', () => {
  /** Public keys: any 32 bytes will do here. */
  const [first, second, third] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
    string,
    string,
    string,
  ];
  const installation = { ...meier, member: INSTALLATION, kind: 'system' } as const;
  const rotate = (previous: string, publicKey: string) =>
    ({ type: 'RotateSigningKey', data: { publicKey, previous } }) as const;

  it.each([
    ['the installation', installation],
    ['an owner of either side', okafor],
  ])('lets %s name the next key', (_who, by) => {
    given(...everybodyJoined)
      .when(rotate(first, second), { by })
      .records({ type: 'SigningKeyRotated', schema: 1, data: { publicKey: second, previous: first } });
  });

  it('follows the key that the ledger knows, once it knows one', () => {
    const once = [...everybodyJoined, { command: rotate(first, second), by: installation }];
    given(...once)
      .when(rotate(second, third), { by: installation })
      .recordsTypes('SigningKeyRotated');
    given(...once)
      .when(rotate(first, third), { by: installation })
      .refuses('engagement/not-the-signing-key');
  });

  it('refuses a key that signed before, also the one that signs now', () => {
    given(...everybodyJoined)
      .when(rotate(first, first), { by: installation })
      .refuses('engagement/signing-key-used');
    given(...everybodyJoined, { command: rotate(first, second), by: installation })
      .when(rotate(second, first), { by: installation })
      .refuses('engagement/signing-key-used');
  });

  it.each([
    '',
    'AAAA',
    `${first}\n`,
    first.replace('=', ''),
    `${first.slice(0, 42)}B=`,
    Buffer.alloc(33).toString('base64'),
  ])('refuses "%s", which is no key', (key) => {
    given(...everybodyJoined)
      .when(rotate(first, key), { by: installation })
      .refuses('engagement/bad-signing-key');
    given(...everybodyJoined)
      .when(rotate(key, first), { by: installation })
      .refuses('engagement/bad-signing-key');
  });

  it('is all that the installation may say: members keep members', () => {
    given(...everybodyJoined)
      .when(addParty('third'), { by: installation })
      .refuses('engagement/not-allowed');
  });
});

describe('Whoever is no owner', () => {
  const others = { keller, ruiz, jansen, robot, auditor, viewer, fabrikam, stranger };

  it.each(Object.keys(others) as (keyof typeof others)[])('may not keep parties and members: %s', (name) => {
    const by = others[name];
    const [member] = addMembers.data.members;
    for (const command of [
      addParty('third'),
      { type: 'AddMembers', data: { members: [member!] } } as const,
      changeRoles(by.member, 'owner'),
      remove(meier.member),
      {
        type: 'RotateSigningKey',
        data: { publicKey: Buffer.alloc(32, 2).toString('base64'), previous: Buffer.alloc(32, 1).toString('base64') },
      } as const,
    ]) {
      given(...everybodyJoined)
        .when(command, { by })
        .refuses('engagement/not-allowed');
    }
  });

  it('gains nothing by claiming another party: what counts is what the ledger knows of the member', () => {
    given(...everybodyJoined)
      .when(addParty('third'), { by: { ...jansen, party: PROVIDER } })
      .refuses('engagement/not-allowed');
  });
});
