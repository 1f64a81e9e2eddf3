import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import type { AnswerLine, Part, ReportContent } from '#pack/report/content';
import { drawable } from './letters.ts';
import { reportPdf } from './report-pdf.ts';

const answerOf = (...texts: readonly string[]): Part => ({
  is: 'answer',
  lines: texts.map((text): AnswerLine => ({ kind: 'line', part: false, text })),
});

const contentOf = (...parts: readonly Part[]): ReportContent => ({
  over: 'Onus evidence pack · Contoso',
  question: 'Who bore LOG-03 for Contoso?',
  note: ['Verify the pack: ', { code: 'VERIFY.md' }, ' says how.'],
  sections: [{ heading: 'The answer', parts }],
  dated: '2026-03-14T09:26:53.589793Z',
  ledger: 'onus.example/engagements/x',
});

/** The words of each page, as a program of others reads them. */
async function pagesOf(content: ReportContent): Promise<readonly string[]> {
  const { text } = await extractText(await getDocumentProxy(reportPdf(content)));
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}

const latin1 = (content: ReportContent): string => Buffer.from(reportPdf(content)).toString('latin1');

describe('A report as PDF', () => {
  it('is the same bytes for the same content, and says when the newest entry was recorded, not when it was made', () => {
    const content = contentOf(answerOf('Accountable: Northwind SOC (A. Meier).'));
    expect(Buffer.compare(reportPdf(content), reportPdf(content))).toBe(0);
    const date = Buffer.from('D:20260314092653Z', 'utf16le').swap16().toString('latin1');
    expect(latin1(content).includes('D:20260314092653Z') || latin1(content).includes(date)).toBe(true);
    expect(latin1({ ...content, dated: '2026-03-15T00:00:00Z' })).not.toBe(latin1(content));
  });

  it('has every word of its content, with the number of the page', async () => {
    const [page, ...more] = await pagesOf(
      contentOf(
        answerOf('⚠ Declined by T. Ruiz on 1 Feb 2026: “Nobody is on duty at night” → see C-1.'),
        { is: 'list', items: ['That what people recorded is true.'] },
        { is: 'facts', facts: [['Root of the tree', { code: 'f'.repeat(64) }]] },
        { is: 'paragraph', runs: ['in ', { code: 'proofs/' }, '.'] },
      ),
    );
    expect(more).toEqual([]);
    for (const words of [
      'Onus evidence pack · Contoso',
      'Who bore LOG-03 for Contoso?',
      'Verify the pack: VERIFY.md says how.',
      '⚠ Declined by T. Ruiz on 1 Feb 2026: “Nobody is on duty at night” → see C-1.',
      'That what people recorded is true.',
      'in proofs/.',
      'Page 1 of 1',
      'onus.example/engagements/x',
    ])
      expect(page).toContain(words);
    expect(page!.replaceAll(' ', '')).toContain('f'.repeat(64));
  });

  it('writes European names as they are, and tells other characters by their code points, with a word on it', async () => {
    const [european] = await pagesOf(contentOf(answerOf('Łukasz Żółć, Ελένη Παπαδοπούλου, Наталія Ґанжа, Nguyễn Ễ')));
    expect(european).toContain('Łukasz Żółć, Ελένη Παπαδοπούλου, Наталія Ґанжа, Nguyễn Ễ');
    expect(european).not.toContain('code point');
    const [other] = await pagesOf(contentOf(answerOf('李雷 and محمد and 😀')));
    expect(other).toContain('[U+674E U+96F7] and [U+0645 U+062D U+0645 U+062F] and [U+1F600]');
    expect(other).toContain('report.html in the pack has it as it was written');
  });

  it('draws what people wrote as it stands: "->" and "ffi" stay what they are', async () => {
    const [page] = await pagesOf(contentOf(answerOf('a->b, office, 1/2, (c), www, ===, \\) endstream')));
    expect(page).toContain('a->b, office, 1/2, (c), www, ===, \\) endstream');
  });

  it('breaks a word that is longer than a line, and loses none of it', async () => {
    const word = 'abcdefghij'.repeat(60);
    const [page] = await pagesOf(contentOf(answerOf(word)));
    expect(page!.replaceAll(' ', '')).toContain(word);
  });

  it('fills its lines: words that a page has room for stand beside each other', () => {
    const drawn = latin1(contentOf(answerOf('m'.repeat(50)))).split(' TJ').length;
    expect(latin1(contentOf(answerOf('m'.repeat(49)))).split(' TJ').length).toBe(drawn);
    expect(latin1(contentOf(answerOf('m'.repeat(70)))).split(' TJ').length).toBe(drawn + 1);
  });

  it('goes over several pages with the head of the matrix on each, and every line on one of them', async () => {
    const columns = ['Task', 'Title', 'Mark', 'Owner', 'From', 'To', 'Remarks'];
    const rows = Array.from({ length: 200 }, (_, i) => [
      `T-${i}`,
      `Title of ${i}`,
      'MSSP',
      'Northwind',
      '1 Feb',
      '',
      '',
    ]);
    const pages = await pagesOf(contentOf({ is: 'table', columns, rows }));
    expect(pages.length).toBeGreaterThan(3);
    for (const [i, page] of pages.entries()) {
      expect(page).toContain('Task Title Mark Owner From To Remarks');
      expect(page).toContain(`Page ${i + 1} of ${pages.length}`);
    }
    const all = pages.join(' ');
    expect(rows.filter(([ref, title]) => !all.includes(`${ref} ${title} MSSP`))).toEqual([]);
  });

  it('carries a cell that is higher than a page over to the next', async () => {
    const words = Array.from({ length: 2_000 }, (_, i) => `w${i}`);
    const pages = await pagesOf(
      contentOf({ is: 'table', columns: ['Task', 'Title'], rows: [['T-1', words.join(' ')]] }),
    );
    expect(pages.length).toBeGreaterThan(1);
    const all = ` ${pages.join(' ')} `;
    expect(words.filter((word) => !all.includes(` ${word} `))).toEqual([]);
  });
});

describe('What a font cannot draw', () => {
  const any = (): boolean => true;

  it('is told by code points, in one piece for a run', () => {
    expect(drawable('a李雷b', () => true)).toEqual({ text: 'a[U+674E U+96F7]b', spelled: true });
    expect(drawable('Ω', () => false)).toEqual({ text: '[U+03A9]', spelled: true });
  });

  it('includes what would draw nothing or turn a line around', () => {
    expect(drawable('a\u200bb\u202ec\u00add\u0000', any).text).toBe('a[U+200B]b[U+202E]c[U+00AD]d[U+0000]');
    expect(drawable('\ud800', any).text).toBe('[U+D800]');
    expect(drawable('x\u0301', any).text).toBe('x[U+0301]');
    expect(drawable('Z\u0307o\u0301', any)).toEqual({ text: 'Żó', spelled: false });
  });

  it('leaves blanks blanks', () => {
    expect(drawable('a \n\t b\u00a0c', any)).toEqual({ text: 'a b\u00a0c', spelled: false });
  });
});
