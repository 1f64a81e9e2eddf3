import { NotAnInstant, parseInstant, type Instant } from '#kernel/instant';
import { positionAt } from '#kernel/strict-json';
import { BrokenFile, type FaultCode } from './broken-file.ts';

/** One line of a question file: who owned the item at the instant? */
export interface Question {
  /** A number where the text is a plain integer, so that answers print it as one. */
  readonly id: string | number;
  readonly item: string;
  readonly at: Instant;
  /** The instant as the file writes it, to be given back word for word. */
  readonly written: string;
  readonly line: number;
}

const FORM = 'Write id, item and instant with tabs between them, one question a line';
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,15})$/;

/**
 * Reads questions: lines of `id ⇥ item ⇥ instant`, further fields being ignored. Lines end with LF or CRLF; blank lines may
 * stand at the end only.
 *
 * @throws BrokenFile at the first line that is not as it should be.
 */
export function readQuestions(text: string): readonly Question[] {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  if (lines.length === 0) throw new BrokenFile('intake/empty', { line: 1, column: 1 }, 'there are no questions', FORM);
  return lines.map((line, i) => readQuestion(line.endsWith('\r') ? line.slice(0, -1) : line, i + 1));
}

function readQuestion(text: string, line: number): Question {
  const fields = text.split('\t');
  const [id, item, written] = fields;
  const refuse = (code: FaultCode, field: number, detail: string, mend: string): never => {
    const offset = fields.slice(0, field).join('\t').length + (field === 0 ? 0 : 1);
    throw new BrokenFile(code, { line, column: positionAt(text, offset).column }, detail, mend);
  };
  if (id === undefined || item === undefined || written === undefined) {
    return refuse('intake/broken-question', 0, `the line has ${fields.length} of the 3 fields it needs`, FORM);
  }
  if (id.trim() === '') refuse('intake/broken-question', 0, 'the question has no id', FORM);
  if (item.trim() === '') refuse('intake/broken-question', 1, 'the question names no item', FORM);
  try {
    return { id: idOf(id.trim()), item: item.trim(), at: parseInstant(written.trim()), written: written.trim(), line };
  } catch (error) {
    if (!(error instanceof NotAnInstant)) throw error;
    return refuse('intake/not-an-instant', 2, error.message, 'Write it as RFC 3339 with an offset');
  }
}

function idOf(text: string): string | number {
  return PLAIN_INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
