import { createRequire } from 'node:module';
import { printable } from '#answers/words/printable';
import type { AnswerLine, Part, ReportContent } from '#pack/report/content';
import type { Run } from '#pack/report/run';
import { Sheet, type Cell, type Style } from './sheet.ts';

const require = createRequire(import.meta.url);
/** Inter has Latin, Greek, Cyrillic and the signs of our own words. Only the characters that are used go into a report. */
const FONTS = {
  regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
};

const TEXT: Style = { font: 'regular', size: 9.5 };
const SMALL: Style = { font: 'regular', size: 8 };
const SOFT: Style = { ...TEXT, colour: '#5a5f6a' };
const TITLE: Style = { font: 'bold', size: 15 };
const HEADING: Style = { font: 'bold', size: 11 };
const LINES: Readonly<Record<AnswerLine['kind'], Style>> = {
  lead: { ...TEXT, font: 'bold' },
  warn: { ...TEXT, colour: '#7a4300' },
  line: TEXT,
};
/** Shares of the width that the columns of a matrix have. */
const COLUMNS = [0.11, 0.23, 0.1, 0.16, 0.1, 0.1, 0.2];
const GUTTER = 8;
const FACTS = 170;

const SPELLED =
  'A character that this file cannot draw is told by its code point in Unicode, such as U+674E. report.html in the pack has it as it was written.';

/** `report.pdf`: the words of `report.html`, on paper. The same content gives the same bytes: neither the clock nor chance has a part. */
export function reportPdf(content: ReportContent): Uint8Array {
  const { over, question, note, sections, dated, ledger } = content;
  const landscape = sections.some(({ parts }) => parts.some(({ is }) => is === 'table'));
  const sheet = new Sheet({ title: printable(question), dated, landscape, fonts: FONTS });
  const say = (text: string, style: Style, indent = 0): void => sheet.paragraph(printable(text), style, indent);
  say(over, SOFT);
  sheet.gap(4);
  say(question, TITLE);
  sheet.gap(6);
  say(wordsOf(note), SOFT);
  for (const { heading, parts } of sections) {
    sheet.gap(14);
    // A heading is not left alone at the foot of a page.
    sheet.keep(50);
    say(heading, HEADING);
    sheet.rule();
    sheet.gap(5);
    for (const part of parts) draw(sheet, part);
  }
  if (sheet.spelled) {
    sheet.gap(14);
    say(SPELLED, SOFT);
  }
  return sheet.bytes(printable(ledger));
}

function draw(sheet: Sheet, part: Part): void {
  const say = (text: string, style: Style, indent = 0): void => sheet.paragraph(printable(text), style, indent);
  switch (part.is) {
    case 'paragraph':
      say(wordsOf(part.runs), TEXT);
      return sheet.gap(3);
    case 'answer':
      for (const { text, kind, part: isPart } of part.lines) say(text, LINES[kind], isPart ? 18 : 0);
      return;
    case 'table':
      return table(sheet, part.columns, part.rows);
    case 'list':
      for (const item of part.items) sheet.row([cell('•', 0, 10), cell(item, 10, sheet.width - 10)], TEXT);
      return;
    case 'facts':
      for (const [name, value] of part.facts)
        sheet.row([cell(name, 0, FACTS - GUTTER), cell(wordsOf([value]), FACTS, sheet.width - FACTS)], TEXT);
      return;
  }
}

function table(sheet: Sheet, columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const cellsOf = (texts: readonly string[]): readonly Cell[] =>
    texts.map((text, i) => {
      const left = COLUMNS.slice(0, i).reduce((sum, share) => sum + share, 0) * sheet.width;
      return cell(text, left, COLUMNS[i]! * sheet.width - GUTTER);
    });
  const head = (): void => {
    sheet.row(cellsOf(columns), { ...SMALL, font: 'bold' });
    sheet.rule();
    sheet.gap(3);
  };
  head();
  for (const row of rows) {
    sheet.row(cellsOf(row), SMALL, head);
    sheet.gap(3);
  }
}

const cell = (text: string, left: number, width: number): Cell => ({ text: printable(text), left, width });

const wordsOf = (runs: readonly Run[]): string =>
  runs.map((run) => (typeof run === 'string' ? run : run.code)).join('');
