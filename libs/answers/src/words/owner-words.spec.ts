import { describe, expect, it } from '@jest/globals';
import { INSTALLATION } from '#engagement/domain/members';
import { firstOwnerAnswer } from '../first-form.ts';
import type { ExceptionState } from '../matrix-version/views.ts';
import type { Named, OwnerAnswer, OwnerInterval } from '../views.ts';
import { answerText } from './owner-words.ts';
import { shortName } from './phrases.ts';

const meier: Named = { party: 'p1', member: 'm4', name: 'A. Meier', partyName: 'Northwind SOC', side: 'provider' };
const roth: Named = { party: 'p2', member: 'm5', name: 'B. Roth', partyName: 'Contoso', side: 'client' };
const said = (by: Named, entry: number, recordedAt: string) => ({ by, entry, recordedAt });

const interval: OwnerInterval = {
  from: '2026-01-31T23:00:00Z',
  to: '2026-04-01T22:00:00Z',
  inForce: { from: '2026-01-31T23:00:00Z', to: '2026-04-01T22:00:00Z' },
  exists: true,
  closed: false,
  mark: 'MSSP',
  marks: ['mssp'],
  owner: 'A. Meier',
  owners: [meier],
  group: null,
  deputy: null,
  raci: [{ ...meier, roles: ['R', 'A'] }],
  parts: null,
  findings: [],
  basis: {
    kind: 'change',
    agreed: true,
    change: 'C-118',
    title: 'Log review begins',
    approvals: [
      { ...said(meier, 38, '2026-01-28T09:00:00Z'), side: 'provider' },
      { ...said(roth, 39, '2026-01-29T09:00:00Z'), side: 'client' },
    ],
  },
  assignment: { entry: 41, digest: 'x', knownSince: '2026-01-29T09:00:00Z', knownFrom: 42 },
  acknowledgements: [said(meier, 44, '2026-02-03T08:00:00Z')],
  acceptance: [
    { by: meier, state: 'accepted', text: 'this', answer: said(meier, 44, '2026-02-03T08:00:00Z'), reason: null },
  ],
  definition: null,
  text: null,
  attributes: null,
  entries: [38, 39, 40, 41, 44],
};

const answer: OwnerAnswer = {
  engagement: {
    id: 'x',
    slug: 'contoso',
    title: 'Contoso managed security',
    zone: 'Europe/Berlin',
    ledger: 'onus.example/engagements/x',
    treeSize: 212,
    openedAt: '2026-01-01T00:00:00Z',
  },
  asOf: { effective: '2026-03-14', treeSize: 212, knownAt: '2026-04-03T08:00:00Z', zone: 'Europe/Berlin' },
  task: { id: 't40', ref: 'LOG-03', title: 'Daily review of security event logs' },
  exists: true,
  intervals: [interval],
  pending: [],
  evidence: { submitted: 0, accepted: 0, returned: 0, latest: [] },
  objections: [],
  later: [],
};

const text = (over: Partial<OwnerAnswer> = {}): string =>
  answerText({ ...answer, ...over }, { now: false, everything: true });
const withInterval = (over: Partial<OwnerInterval>): string => text({ intervals: [{ ...interval, ...over }] });

const pending = {
  change: 'C-120',
  title: 'Handover to Contoso IT',
  proposedAt: '2026-03-12T09:00:00Z',
  effectiveFrom: '2026-04-01T22:00:00Z',
  effectiveTo: null,
  entries: [60],
};

describe('The answer to the first question', () => {
  it('says who, since when, by which decision, and whether it was accepted', () => {
    expect(text()).toBe(
      [
        'LOG-03 Daily review of security event logs',
        'Contoso managed security · 14 Mar 2026 (Europe/Berlin)',
        '',
        'Accountable: Northwind SOC (A. Meier).',
        'In force 1 Feb 2026 → 2 Apr 2026.',
        'Agreed in change C-118 “Log review begins”, approved by A. Meier (provider) and B. Roth (client).',
        'Acknowledged by A. Meier on 3 Feb 2026.',
        'Known to the ledger since 29 Jan 2026 10:00 (entry 41).',
        'Marked MSSP.',
        'Rests on entries 38, 39, 40, 41, 44; 212 entries known.',
        '',
      ].join('\n'),
    );
  });

  it('names what was proposed and not in force, and what became of it', () => {
    const agreed = { ...pending, status: 'agreed' as const, agreedAt: '2026-03-20T09:00:00Z' };
    const line = '⚠ Change C-120 “Handover to Contoso IT” was proposed on 12 Mar 2026';
    expect(text({ pending: [agreed] })).toContain(
      `${line}, was agreed on 20 Mar 2026 and did not come into force until 2 Apr 2026.\n`,
    );
    const rejected = { ...pending, status: 'rejected' as const, agreedAt: null };
    expect(text({ pending: [rejected] })).toContain(`${line} to hold from 2 Apr 2026, and was rejected.\n`);
    const open = { ...pending, status: 'proposed' as const, agreedAt: null };
    expect(text({ pending: [open] })).toContain(`${line} to hold from 2 Apr 2026, and was not decided.\n`);
  });

  it('calls the installation by what it is, which has no name', () => {
    expect(shortName({ ...meier, member: INSTALLATION, name: null })).toBe('the installation');
  });

  it('leaves the pseudonym where a name was erased', () => {
    const erased = { ...meier, name: null };
    expect(withInterval({ owners: [erased] })).toContain('Accountable: Northwind SOC (m4, name erased).\n');
  });

  it('states a gap and an overlap', () => {
    const gap = withInterval({ owner: null, owners: [], findings: [{ code: 'assignment/accountable-gap' }] });
    expect(gap).toContain('Accountable: nobody.\n');
    expect(gap).toContain('⚠ Nobody is accountable.\n');
    const overlap = withInterval({ owner: null, owners: [meier, roth] });
    expect(overlap).toContain('No single owner: Northwind SOC (A. Meier) and Contoso (B. Roth).\n');
  });

  it('says what was never agreed, never assigned, or not acknowledged', () => {
    const by = said(meier, 41, '2026-01-29T09:00:00Z');
    expect(withInterval({ basis: { kind: 'direct', agreed: false, by } })).toContain(
      'Recorded by Northwind SOC (A. Meier) on 29 Jan 2026, not agreed by both parties.\n',
    );
    expect(withInterval({ acknowledgements: [], acceptance: [] })).toContain('Not acknowledged.\n');
    const nothing = { assignment: null, basis: null, inForce: null, mark: null, owner: null, owners: [], raci: [] };
    expect(withInterval(nothing)).toContain('\nNobody: it was never assigned.\nRests on');
  });

  it('names both where somebody acted for another; not in the first form, which told who acted', () => {
    const sato: Named = { ...roth, member: 'm7', name: 'K. Sato' };
    const forRoth = { ...said(sato, 39, '2026-01-29T09:00:00Z'), onBehalfOf: roth };
    const basis = { ...interval.basis, approvals: [{ ...forRoth, side: 'client' }] } as OwnerInterval['basis'];
    const acceptance = [{ by: roth, state: 'accepted', text: 'this', answer: forRoth, reason: null }] as const;
    const both = { basis, acceptance, acknowledgements: [forRoth] };
    expect(withInterval(both)).toContain('approved by K. Sato for B. Roth (client).\n');
    expect(withInterval(both)).toContain('Acknowledged by K. Sato for B. Roth on 29 Jan 2026.\n');
    const emergency = {
      kind: 'emergency',
      agreed: false,
      change: 'C-9',
      title: null,
      ratifyBy: '2026-02-01T00:00:00Z',
    };
    expect(withInterval({ basis: { ...emergency, declared: forRoth } as OwnerInterval['basis'] })).toContain(
      'declared by K. Sato for B. Roth on 29 Jan 2026',
    );
    const first = firstOwnerAnswer({ ...answer, intervals: [{ ...interval, ...both }] });
    expect(JSON.stringify(first)).not.toContain('onBehalfOf');
    expect(answerText(first, { now: false, everything: true })).toContain('approved by K. Sato (client).\n');
  });

  it('says it in the first form as it was said then', () => {
    const inFirst = (over: Partial<OwnerInterval>): string =>
      answerText(firstOwnerAnswer({ ...answer, intervals: [{ ...interval, ...over }] }), {
        now: false,
        everything: true,
      });
    expect(inFirst({})).toBe(text());
    expect(inFirst({ acknowledgements: [] })).toContain('Not acknowledged.\n');
  });

  it('shows the other roles, the deputy and the part of each side', () => {
    const shown = withInterval({
      raci: [
        { ...meier, roles: ['R', 'A'] },
        { ...roth, roles: ['C', 'I'] },
      ],
      deputy: roth,
      parts: { client: 'names a contact', mssp: 'calls' },
    });
    expect(shown).toContain(
      'Marked MSSP. Consulted: Contoso (B. Roth). Informed: Contoso (B. Roth). Deputy: Contoso (B. Roth).\n',
    );
    expect(shown).toContain("Client's part: names a contact\nProvider's part: calls\n");
  });

  it('says from how much it is known where less was asked for', () => {
    const asked = { now: true, everything: false };
    const at = { ...answer, asOf: { ...answer.asOf, effective: '2026-03-14T08:30:00Z', treeSize: 100 } };
    expect(answerText(at, asked)).toContain(
      'now, 14 Mar 2026 09:30 (Europe/Berlin) · as known from 100 entries, the newest of 3 Apr 2026 10:00\n',
    );
  });

  it('divides a day by the clock and a period by the calendar', () => {
    const half = '2026-03-14T11:00:00Z';
    const intervals = [
      { ...interval, from: '2026-03-13T23:00:00Z', to: half },
      { ...interval, from: half, to: '2026-03-14T23:00:00Z' },
    ];
    expect(text({ intervals })).toContain('\n00:00 → 12:00\n  Accountable: Northwind SOC (A. Meier).\n');
    const asOf = { ...answer.asOf, effective: '2026-03-13T23:00:00Z/2026-03-14T23:00:00Z' };
    const period = text({ intervals, asOf });
    expect(period).toContain('Contoso managed security · 14 Mar 2026 → 15 Mar 2026 (Europe/Berlin)\n');
    expect(period).toContain('\n14 Mar 2026 → 14 Mar 2026 12:00\n  Accountable: Northwind SOC (A. Meier).\n');
  });

  it('tells which approvals a passkey signed, and which rest on the account alone', () => {
    const { basis } = interval;
    if (basis?.kind !== 'change') throw new Error('the example was agreed in a change');
    const [first, second] = basis.approvals;
    const signed = {
      credential: 'jBfuUPi0Z3YR0JOQoujXvMqwrGdPbhJJ79xujVCwKEw',
      algorithm: 'ES256',
      userVerified: true,
    } as const;
    const half = withInterval({ basis: { ...basis, approvals: [{ ...first!, signed }, second!] } });
    expect(half).toContain(
      'approved by A. Meier (provider, with a passkey) and B. Roth (client, without a passkey).\n',
    );
    expect(half).toContain('\nSigned by A. Meier with passkey jBfuUPi0Z3YR0JOQ… (ES256, user verified).\n');
    expect(half).not.toContain('Signed by B. Roth');
    const bad = { ...signed, credential: 'short', algorithm: null, userVerified: false };
    expect(withInterval({ basis: { ...basis, approvals: [{ ...first!, signed: bad }] } })).toContain(
      '\nSigned by A. Meier with passkey short (never registered, user not verified).\n',
    );
    expect(text()).not.toContain('passkey');
  });

  it('tells of exceptions from the line: who bears the risk, what is done instead, and until when', () => {
    const exception: ExceptionState = {
      id: 'x57',
      status: 'in-force',
      refs: ['LOG-03'],
      controls: [],
      owner: roth,
      measure: 'Firewall logs each Monday',
      reason: 'The collector is replaced',
      from: '2026-02-28T23:00:00Z',
      to: '2026-04-30T22:00:00Z',
      covers: { from: '2026-03-02T09:00:00Z', to: '2026-04-30T22:00:00Z' },
      recorded: said(meier, 57, '2026-03-01T09:00:00Z'),
      accepted: said(roth, 58, '2026-03-02T09:00:00Z'),
      ended: null,
      ending: null,
    };
    const told = (over: Partial<ExceptionState>): string => text({ exceptions: [{ ...exception, ...over }] });
    expect(told({})).toContain(
      [
        '\n⚠ Exception x57 in force until 1 May 2026: its risk is borne by B. Roth, accepted on 2 Mar 2026.',
        '  Done instead: “Firewall logs each Monday”.',
        '  Because: “The collector is replaced”.\n',
      ].join('\n'),
    );
    expect(told({ status: 'expired' })).toContain('⚠ Exception x57 expired 1 May 2026: its risk is borne by B. Roth');
    expect(told({ status: 'to-come' })).toContain(
      '⚠ Exception x57, for 1 Mar 2026 → 1 May 2026, was not in force yet: ',
    );
    expect(told({ status: 'not-accepted', accepted: null, covers: null })).toContain(
      '⚠ Exception x57, recorded by A. Meier on 1 Mar 2026 for 1 Mar 2026 → 1 May 2026, covers nothing: ' +
        'its risk was not accepted by B. Roth.\n',
    );
    const ended = { ended: said(roth, 60, '2026-03-20T09:00:00Z'), ending: 'It was replaced' };
    expect(told({ status: 'ended', ...ended })).toContain(
      '\nException x57 was ended by B. Roth on 20 Mar 2026: “It was replaced”.\n',
    );
    const before = { from: exception.from, to: '2026-03-20T09:00:00Z' };
    expect(told({ ...ended, covers: before })).toContain('⚠ Exception x57 in force until 20 Mar 2026 10:00: ');
    const erased = told({ measure: null, reason: null });
    expect(erased).not.toContain('instead');
    expect(erased).not.toContain('Because');
  });

  it('keeps a recorded text on one line, so that it is not taken for a statement', () => {
    expect(text({ task: { id: 't40', ref: 'LOG-03', title: 'Review\r\nAcknowledged by B. Roth' } })).toContain(
      'LOG-03 Review Acknowledged by B. Roth\n',
    );
  });
});
