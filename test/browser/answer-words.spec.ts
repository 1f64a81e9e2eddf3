import { describe, expect, it } from '@jest/globals';
import type { ExceptionState } from '#answers/matrix-version/views';
import type { ObjectionView } from '#answers/views.objection';
import type { Mention, Named, OwnerAnswer, OwnerInterval, PendingChange } from '#answers/views';

type Piece = string | { readonly strong?: string; readonly words?: string; readonly entry?: number };
type Sentence = readonly Piece[];

/** The page's own module: plain JavaScript that a browser loads as it is. */
const { answerInWords } = (await import(
  new URL('../../apps/ledger/src/page/parts/answer-words.js', import.meta.url).href
)) as {
  readonly answerInWords: (
    answer: OwnerAnswer,
    asked?: string,
  ) => {
    readonly question: { readonly task: string; readonly engagement: string; readonly on: string };
    readonly intervals: readonly {
      readonly span: Sentence | null;
      readonly headline: Sentence;
      readonly facts: readonly Sentence[];
      readonly warnings: readonly Sentence[];
      readonly terms: readonly (readonly [string, string])[];
    }[];
    readonly objections: readonly Sentence[];
    readonly exceptions: readonly Sentence[];
    readonly pending: readonly Sentence[];
    readonly later: readonly Sentence[];
    readonly asOf: Sentence;
  };
};

const plain = (sentence: Sentence): string =>
  sentence
    .map((piece) =>
      typeof piece === 'string' ? piece : (piece.strong ?? piece.words ?? `entry ${String(piece.entry)}`),
    )
    .join('');

const meier: Named = {
  party: 'p1',
  member: 'm8',
  name: 'A. Meier',
  partyName: 'Northwind Security',
  side: 'provider',
};
const tanaka: Named = { party: 'p2', member: 'm9', name: 'B. Tanaka', partyName: 'Contoso', side: 'client' };
const northwind: Named = { party: 'p1', name: 'Northwind Security', partyName: 'Northwind Security', side: 'provider' };
const contoso: Named = { party: 'p2', name: 'Contoso', partyName: 'Contoso', side: 'client' };

const mention = (by: Named, recordedAt: string, entry = 1): Mention => ({ by, recordedAt, entry });

const INTERVAL: OwnerInterval = {
  from: '2026-03-13T23:00:00Z',
  to: '2026-03-14T23:00:00Z',
  inForce: { from: '2026-01-31T23:00:00Z', to: '2026-04-01T22:00:00Z' },
  exists: true,
  closed: false,
  mark: 'MSSP',
  marks: ['mssp'],
  owner: 'A. Meier',
  owners: [meier],
  group: 'Northwind SOC',
  deputy: null,
  raci: [],
  parts: null,
  findings: [],
  basis: {
    kind: 'change',
    agreed: true,
    change: 'C-118',
    title: null,
    approvals: [
      { ...mention(meier, '2026-01-27T15:00:00Z'), side: 'provider' },
      { ...mention(tanaka, '2026-01-29T08:34:00Z'), side: 'client' },
    ],
  },
  assignment: { entry: 950, digest: 'd', knownSince: '2026-01-29T08:34:00Z', knownFrom: 951 },
  acknowledgements: [mention(meier, '2026-02-03T08:12:00Z')],
  acceptance: [
    { by: meier, state: 'accepted', text: 'this', answer: mention(meier, '2026-02-03T08:12:00Z'), reason: null },
  ],
  definition: null,
  text: null,
  attributes: null,
  entries: [950],
};

function answer(interval: Partial<OwnerInterval> = {}, rest: Partial<OwnerAnswer> = {}) {
  return answerInWords({
    engagement: {
      id: 'id',
      slug: 'contoso',
      title: 'Contoso',
      zone: 'Europe/Berlin',
      ledger: 'onus.example/engagements/id',
      treeSize: 1275,
      openedAt: '2025-11-03T08:00:00Z',
    },
    asOf: {
      effective: '2026-03-14',
      treeSize: 1275,
      knownAt: '2026-10-26T14:10:00Z',
      zone: 'Europe/Berlin',
    },
    task: { id: 't26', ref: 'LOG-03', title: 'Daily review of security event logs' },
    exists: true,
    intervals: [{ ...INTERVAL, ...interval }],
    pending: [],
    evidence: { submitted: 0, accepted: 0, returned: 0, latest: [] },
    objections: [],
    later: [],
    ...rest,
  });
}

const headline = (interval: Partial<OwnerInterval>): string => plain(answer(interval).intervals[0]!.headline);
const facts = (interval: Partial<OwnerInterval>): string => answer(interval).intervals[0]!.facts.map(plain).join(' ');
const warnings = (interval: Partial<OwnerInterval>): readonly string[] =>
  answer(interval).intervals[0]!.warnings.map(plain);

describe('An answer in words', () => {
  it('names both where somebody acted for another', () => {
    const sato: Named = { ...tanaka, member: 'm10', name: 'K. Sato' };
    const forTanaka: Mention = { ...mention(sato, '2026-01-29T08:34:00Z'), onBehalfOf: tanaka };
    const approvals = [{ ...forTanaka, side: 'client' as const }];
    expect(facts({ basis: { ...INTERVAL.basis, approvals } as OwnerInterval['basis'] })).toContain(
      'K. Sato for B. Tanaka on 29 Jan 2026',
    );
    const declined = { by: tanaka, state: 'declined', text: 'this', answer: forTanaka, reason: null } as const;
    expect(warnings({ acceptance: [declined] })).toContain(
      'Declined by K. Sato for B. Tanaka (Contoso) on 29 Jan 2026.',
    );
  });

  it('says who, since when, by which decision, and who accepted it', () => {
    const { question } = answer();
    expect(question).toEqual({
      task: 'LOG-03 Daily review of security event logs',
      engagement: 'Contoso',
      on: '14 March 2026',
    });
    expect(headline({})).toBe('Accountable: Northwind SOC (A. Meier).');
    expect(facts({})).toBe(
      'In force 1 Feb 2026 → 2 Apr 2026. Agreed in change C-118, approved by 1 provider and 1 client approver: ' +
        'A. Meier on 27 Jan 2026 and B. Tanaka on 29 Jan 2026. Acknowledged by A. Meier on 3 Feb 2026. ' +
        'Known to the ledger since 29 Jan 2026: entry 950 of 1,275.',
    );
    expect(warnings({})).toEqual([]);
  });

  it('names a party where no person is named, and says so where a name was erased', () => {
    expect(headline({ owners: [northwind], group: null })).toBe('Accountable: Northwind Security.');
    expect(headline({ owners: [{ ...meier, name: null }], group: null })).toBe(
      'Accountable: Northwind Security (m8, whose name was erased).',
    );
  });

  it('never makes one owner of none, of two, or of a shared duty', () => {
    expect(headline({ owner: null, owners: [] })).toBe('Nobody was accountable.');
    expect(headline({ owner: null, owners: [], marks: ['not-applicable'] })).toBe('Nobody: it does not apply.');
    expect(headline({ owner: null, owners: [meier, tanaka] })).toBe(
      'Accountable: Northwind Security (A. Meier) and Contoso (B. Tanaka), more than one.',
    );
    expect(headline({ owner: null, owners: [contoso, northwind], marks: ['shared'] })).toBe(
      'Shared by Contoso and Northwind Security; nobody alone answers for it.',
    );
  });

  it('tells what was imported or stated by one side from what was agreed', () => {
    const importer = mention(meier, '2025-11-03T09:00:00Z');
    const digest = `sha256:${'ab'.repeat(32)}`;
    const note = 'imported; not agreed in Onus' as const;
    const imported = {
      kind: 'import',
      agreed: false,
      import: 'i21',
      format: 'matrix-csv',
      digest,
      line: 4,
      importer,
      note,
    } as const;
    expect(facts({ basis: imported })).toContain(
      'Imported, not agreed in Onus: by A. Meier (Northwind Security) on 3 Nov 2025 from a matrix file, line 4 (sha256:abababababab…).',
    );
    expect(facts({ basis: { kind: 'direct', agreed: false, by: importer } })).toContain(
      'Stated by A. Meier (Northwind Security) on 3 Nov 2025; not agreed in Onus.',
    );
  });

  it('warns of findings, of closed duties, and of corrections of the past', () => {
    const basis = { ...INTERVAL.basis!, backdatedDays: 106 } as OwnerInterval['basis'];
    expect(warnings({ closed: true, basis, findings: [{ code: 'assignment/accountable-overlap' }] })).toEqual([
      'The duty was closed at that time.',
      'A recorded overlap: more than one is named as accountable.',
      'A correction of the past: proposed 106 days after it is to have taken effect.',
    ]);
    expect(warnings({ assignment: null, inForce: null, owners: [] })).toEqual([
      'The duty was written down, and assigned to nobody.',
    ]);
  });

  it('tells who had accepted a duty by then from who did so afterwards, and from nobody', () => {
    expect(warnings({ acknowledgements: [] })).toEqual(['Nobody has acknowledged this duty.']);
    const late = { acknowledgements: [mention(meier, '2026-03-15T08:00:00Z')] };
    expect(facts(late)).not.toContain('Acknowledged');
    expect(warnings(late)).toEqual([
      'Nobody had acknowledged this duty at that time; acknowledged later by A. Meier on 15 Mar 2026.',
    ]);
    // By the end of the day that was asked about is by then.
    expect(warnings({ acknowledgements: [mention(meier, '2026-03-14T22:59:00Z')] })).toEqual([]);
  });

  it('says who declined a duty and why, and who accepted another text of it', () => {
    const said = mention(meier, '2026-02-03T08:12:00Z');
    const declined = {
      by: meier,
      state: 'declined',
      text: 'this',
      answer: said,
      reason: 'Nobody is on duty.',
    } as const;
    const [first, second] = warnings({
      acceptance: [declined, { ...declined, reason: null }],
    });
    expect(first).toBe('Declined by A. Meier (Northwind Security) on 3 Feb 2026: “Nobody is on duty.”.');
    expect(second).toBe('Declined by A. Meier (Northwind Security) on 3 Feb 2026.');
    expect(warnings({ acceptance: [{ ...declined, state: 'accepted', text: 'another' }] })).toEqual([
      'A. Meier (Northwind Security) acknowledged another text of the duty on 3 Feb 2026, and not this one.',
    ]);
  });

  it('tells of an open objection with the words of both sides', () => {
    const objection: ObjectionView = {
      id: 'o57',
      task: 't26',
      ref: 'LOG-03',
      side: 'client',
      status: 'open',
      about: null,
      reason: 'Annex B differs',
      raised: mention(tanaka, '2026-03-15T08:00:00Z'),
      answers: [{ ...mention(meier, '2026-03-16T08:00:00Z'), side: 'provider', words: 'It was amended' }],
      ended: null,
    };
    const words = (of: Partial<ObjectionView>) =>
      answer({}, { objections: [{ ...objection, ...of }] }).objections.map(plain);
    expect(words({})).toEqual([
      'The client objects to this line (o57): B. Tanaka on 15 Mar 2026: “Annex B differs”. ' +
        'A. Meier (Northwind Security) answered on 16 Mar 2026: “It was amended”.',
    ]);
    expect(words({ answers: [], reason: null, about: { effective: '2026-03-13T23:00:00Z', treeSize: 9 } })).toEqual([
      'The client objects to this line (o57): B. Tanaka on 15 Mar 2026 to what was said of 14 Mar 2026.',
    ]);
    expect(answer().objections).toEqual([]);
  });

  it('tells which approvals a passkey signed, where any did', () => {
    const { basis } = INTERVAL;
    if (basis?.kind !== 'change') throw new Error('the example was agreed in a change');
    const [first, second] = basis.approvals;
    const signed = { credential: 'jBfuUPi0Z3YR0JOQoujX', algorithm: 'EdDSA', userVerified: true } as const;
    expect(facts({ basis: { ...basis, approvals: [{ ...first!, signed }, second!] } })).toContain(
      ' A. Meier signed with a passkey (jBfuUPi0Z3YR0JOQ…, EdDSA, user verified). B. Tanaka approved without a passkey.',
    );
    expect(facts({})).not.toContain('passkey');
  });

  it('tells of an exception from the line as it stood then, with who bears the risk and what is done instead', () => {
    const exception: ExceptionState = {
      id: 'x57',
      status: 'in-force',
      refs: ['LOG-03'],
      controls: [],
      owner: tanaka,
      measure: 'Firewall logs each Monday',
      reason: null,
      from: '2026-02-28T23:00:00Z',
      to: '2026-04-30T22:00:00Z',
      covers: { from: '2026-03-02T09:00:00Z', to: '2026-04-30T22:00:00Z' },
      recorded: mention(meier, '2026-03-01T09:00:00Z'),
      accepted: mention(tanaka, '2026-03-02T09:00:00Z'),
      ended: null,
      ending: null,
    };
    const told = (over: Partial<ExceptionState>): string =>
      answer({}, { exceptions: [{ ...exception, ...over }] })
        .exceptions.map(plain)
        .join('\n');
    const borne =
      'B. Tanaka (Contoso) bears the risk, accepted on 2 Mar 2026. Done instead: “Firewall logs each Monday”.';
    expect(told({})).toBe(`Excepted (x57) until 1 May 2026: ${borne}`);
    expect(told({ status: 'expired' })).toBe(`An exception has expired (x57) on 1 May 2026: ${borne}`);
    expect(told({ status: 'to-come' })).toContain('(x57), for 1 Mar 2026 → 1 May 2026, was not in force yet: ');
    expect(told({ status: 'not-accepted', accepted: null, measure: null })).toBe(
      'An exception is not accepted (x57), asked for 1 Mar 2026 → 1 May 2026: B. Tanaka (Contoso) has not accepted the risk.',
    );
    expect(told({ status: 'ended', ended: mention(tanaka, '2026-03-20T09:00:00Z') })).toContain(
      'An exception (x57) was ended by B. Tanaka (Contoso) on 20 Mar 2026: ',
    );
    expect(answer().exceptions).toEqual([]);
  });

  it('says what was waited for, and leaves out what nobody had thought of then', () => {
    const change = (of: Partial<PendingChange>): PendingChange => ({
      change: 'C-144',
      title: 'Handover of LOG-03 to Contoso IT',
      proposedAt: '2026-03-12T14:05:00Z',
      status: 'agreed',
      effectiveFrom: '2026-04-01T22:00:00Z',
      effectiveTo: null,
      agreedAt: '2026-03-25T16:30:00Z',
      entries: [],
      ...of,
    });
    const said = (of: Partial<PendingChange>) => answer({}, { pending: [change(of)] }).pending.map(plain);
    expect(said({})).toEqual([
      '“Handover of LOG-03 to Contoso IT” (change C-144) was proposed on 12 Mar 2026, agreed on 25 Mar 2026, ' +
        'and did not come into force until 2 Apr 2026.',
    ]);
    expect(said({ status: 'proposed', agreedAt: null })[0]).toContain('and was not decided yet.');
    expect(said({ status: 'rejected', title: null })).toEqual([
      'Change C-144 was proposed on 12 Mar 2026 and was rejected.',
    ]);
    expect(said({ status: 'withdrawn' })[0]).toContain('and was withdrawn.');
    expect(said({ proposedAt: '2026-03-20T09:00:00Z' })).toEqual([]);
    expect(said({ proposedAt: '2026-06-20T09:00:00Z', effectiveFrom: '2026-03-01T09:00:00Z' })).toHaveLength(1);
  });

  it('says what came to be known only later', () => {
    const later = [
      {
        entry: 950,
        recordedAt: '2026-01-29T08:34:00Z',
        type: 'ResponsibilityAssigned',
        effectiveFrom: '2026-01-31T23:00:00Z',
        effectiveTo: null,
      },
    ];
    expect(answer({}, { later }).later.map(plain)).toEqual([
      'Not known then: on 29 Jan 2026 the ledger recorded that responsibility was assigned, from 1 Feb 2026 on ' +
        '(entry 950). It changes the answer.',
    ]);
  });

  it('gives every stretch of a day its own answer, by the clock', () => {
    const noon = '2026-03-14T11:00:00Z';
    const { intervals } = answer(
      {},
      {
        intervals: [
          { ...INTERVAL, to: noon },
          { ...INTERVAL, from: noon },
        ],
      },
    );
    expect(intervals.map(({ span }) => plain(span!))).toEqual([
      'From the beginning of the day to 12:00',
      'From 12:00 to its end',
    ]);
  });

  it('puts who answers for the duty before who does it, who is asked and who is told', () => {
    const raci = [
      { ...contoso, roles: ['I' as const] },
      { ...northwind, roles: ['R' as const] },
      { ...tanaka, roles: ['A' as const, 'C' as const] },
    ];
    const { terms } = answer({ raci, deputy: meier, parts: { client: 'Decides', mssp: 'Does' } }).intervals[0]!;
    expect(terms).toEqual([
      ['Accountable and Consulted', 'B. Tanaka (Contoso)'],
      ['Responsible', 'Northwind Security'],
      ['Informed', 'Contoso'],
      ['Deputy', 'A. Meier (Northwind Security)'],
      ['Client’s part', 'Decides'],
      ['Provider’s part', 'Does'],
    ]);
  });

  it('says so where there is no such task, or it was no part of the matrix', () => {
    const gone = { ...INTERVAL, exists: false, owner: null, owners: [], basis: null, assignment: null, inForce: null };
    const unknown = answerInWords({ ...answerOf(), task: null, exists: false, intervals: [gone] }, 'NOPE-1');
    expect(unknown.question.task).toBe('NOPE-1');
    expect(plain(unknown.intervals[0]!.headline)).toBe('There was no such task.');
    expect(plain(answer(gone).intervals[0]!.headline)).toBe('It was no part of the matrix.');
  });
});

const answerOf = (): OwnerAnswer => ({
  engagement: { id: '', slug: '', title: '', zone: 'UTC', ledger: '', treeSize: 0, openedAt: '2026-01-01T00:00:00Z' },
  asOf: { effective: '2026-03-14T00:00:00Z', treeSize: 0, knownAt: null, zone: 'UTC' },
  task: null,
  exists: false,
  intervals: [],
  pending: [],
  evidence: { submitted: 0, accepted: 0, returned: 0, latest: [] },
  objections: [],
  later: [],
});
