import type { ExamplesOf } from '#kernel/event';
import type { PeopleEvent } from '../engagement.events.ts';

const sealed = { sealed: 'KQp18e3huWx3C7zlwWHvcvCDE_nLQj4dfMjMiAZTz8Y' };

/** What is recorded about terms, contacts, times and delegations. */
export const peopleExamples: ExamplesOf<PeopleEvent> = {
  TermsAmended: [
    {
      type: 'TermsAmended',
      schema: 1,
      data: {
        contract: { reference: 'NW-2026-017/2', start: '2026-01-01', end: '2029-01-01' },
        deadlines: [{ of: 'personal data breach', hours: 24 }],
      },
    },
  ],
  ContactChanged: [
    {
      type: 'ContactChanged',
      schema: 1,
      data: {
        memberId: 'm6',
        deputy: 'm8',
        zone: 'Europe/Berlin',
        hours: sealed,
        channels: sealed,
        verifiedOn: '2026-03-02',
      },
    },
    { type: 'ContactChanged', schema: 1, data: { memberId: 'm6' } },
  ],
  MemberPeriodSet: [
    {
      type: 'MemberPeriodSet',
      schema: 1,
      data: { memberId: 'm7', from: '2026-02-01T00:00:00Z', to: '2026-08-01T00:00:00Z' },
    },
    { type: 'MemberPeriodSet', schema: 1, data: { memberId: 'm7' } },
  ],
  DelegationGranted: [
    {
      type: 'DelegationGranted',
      schema: 1,
      data: {
        delegationId: 'd15',
        delegator: 'm6',
        delegate: 'm8',
        from: '2026-04-01T00:00:00Z',
        to: '2026-04-15T00:00:00Z',
        scope: { changes: ['C-3'], refs: ['LOG-03'] },
        reason: sealed,
      },
    },
    {
      type: 'DelegationGranted',
      schema: 1,
      data: {
        delegationId: 'd15',
        delegator: 'm6',
        delegate: 'm8',
        from: '2026-04-01T00:00:00Z',
        to: '2026-04-15T00:00:00Z',
        scope: {},
      },
    },
  ],
  DelegationRevoked: [
    { type: 'DelegationRevoked', schema: 1, data: { delegationId: 'd15', reason: sealed } },
    { type: 'DelegationRevoked', schema: 1, data: { delegationId: 'd15' } },
  ],
};
