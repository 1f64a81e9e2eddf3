import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OwnerAnswer } from '#answers/views';
import { encodeUtf8 } from '#transparency/bytes';
import type { Statement } from '../format/manifest.ts';
import { questionInWords } from './content.ts';
import { reportHtml } from './report.ts';

const CHECKPOINT = encodeUtf8(`other.example\n0\n\n— other.example AAAAAAAA\n`);
const reportOf = (text: string): string => reportHtml(statementOf(text), CHECKPOINT);
const HOSTILE = `<script>alert(1)</script> " onload='x' & <!-- \u202e\u0000 -->`;

/** A statement in which every text that people write is this one. */
function statementOf(text: string): Statement {
  const by = { party: 'p1', member: 'm3', name: text, partyName: text, side: 'provider' } as const;
  const mention = { entry: 5, recordedAt: '2026-02-01T00:00:00Z', by };
  const answer: OwnerAnswer = {
    engagement: {
      id: 'x',
      slug: 'contoso',
      title: text,
      zone: 'Europe/Berlin',
      ledger: 'onus.example/engagements/x',
      treeSize: 9,
      openedAt: '2026-01-01T00:00:00Z',
    },
    asOf: { effective: '2026-03-14', treeSize: 9, knownAt: '2026-02-01T00:00:00Z', zone: 'Europe/Berlin' },
    task: { id: 't4', ref: text, title: text },
    exists: true,
    intervals: [
      {
        from: '2026-03-13T23:00:00Z',
        to: '2026-03-14T23:00:00Z',
        inForce: { from: '2026-02-01T00:00:00Z', to: null },
        exists: true,
        closed: false,
        mark: 'Shared',
        marks: ['shared'],
        owner: text,
        owners: [by],
        group: text,
        deputy: by,
        raci: [{ ...by, roles: ['R', 'A'] }],
        parts: { client: text, mssp: text },
        findings: [{ code: 'assignment/unknown-word', detail: text }],
        basis: {
          kind: 'change',
          agreed: true,
          change: 'C-1',
          title: text,
          approvals: [{ ...mention, side: 'provider' }],
        },
        assignment: { entry: 5, digest: 'x', knownSince: '2026-02-01T00:00:00Z', knownFrom: 6 },
        acknowledgements: [mention],
        acceptance: [{ by, state: 'declined', text: 'this', answer: mention, reason: text }],
        definition: null,
        text: null,
        attributes: null,
        entries: [4, 5],
      },
    ],
    pending: [],
    evidence: { submitted: 0, accepted: 0, returned: 0, latest: [] },
    objections: [],
    later: [],
  };
  const question = { about: 'task', task: text, effective: { day: '2026-03-14' }, known: 9 } as const;
  return { format: 'onus-pack/2', question, answer, ledger: text, treeSize: 9, rootHash: 'f'.repeat(64) };
}

/** Names of all elements, with how often they are there. */
function elementsOf(page: string): Readonly<Record<string, number>> {
  const names = [...page.matchAll(/<(\w+)/g)].map(([, name]) => name!);
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

describe('A report', () => {
  it('lets no text that people wrote become markup, move a cursor or turn a line around', () => {
    const plain = elementsOf(reportOf('Text'));
    const page = reportOf(HOSTILE);
    expect(elementsOf(page)).toEqual(plain);
    expect(page).not.toMatch(/[\u0000-\u0008\u202e]/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot; onload=&#39;x&#39; &amp;');
  });

  it('keeps its form whatever people wrote', () => {
    const plain = elementsOf(reportOf('Text'));
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '&', '"', "'", '/', '=', '!', '-', 'a', ' ', '\n', '\r', '\u2028', '\u202e'),
        }),
        (text) => {
          const page = reportOf(`x${text}x`);
          expect(elementsOf(page)).toEqual(plain);
        },
      ),
    );
  });

  it('loads nothing, runs nothing, and says so to the browser', () => {
    const page = reportOf('Text');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|\bon\w+=/i);
  });

  it('says the question, the answer, what it rests on, and what is proven and what is not', () => {
    const page = reportOf('LOG-03');
    expect(page).toContain(
      '<h1>Who bore LOG-03 for LOG-03 on 14 Mar 2026 (Europe/Berlin), as known from 9 entries?</h1>',
    );
    expect(page).toContain('<p class="lead">Accountable: LOG-03 (LOG-03).</p>');
    expect(page).toContain('<code title="proofs/4.tlog-proof">4</code>, <code title="proofs/5.tlog-proof">5</code>');
    expect(page).toContain('This report is for reading, and proves nothing by itself.');
    expect(page).toContain('<li>That what people recorded is true.');
  });

  it('asks for an instant, a day and a period in their own words', () => {
    const { answer, ...rest } = statementOf('LOG-03');
    const about = (effective: { at: string } | { from: string; to: string }, echoed: string): string =>
      questionInWords({
        ...rest,
        question: { about: 'task', task: 'LOG-03', effective, known: 9 },
        answer: { ...answer, asOf: { ...answer.asOf, effective: echoed } },
      });
    const [from, to] = ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'];
    expect(about({ at: from }, from)).toContain(' at 1 Mar 2026 (Europe/Berlin)');
    expect(about({ from, to }, `${from}/${to}`)).toContain(' during 1 Mar 2026 → 1 Apr 2026 (Europe/Berlin)');
  });
});
