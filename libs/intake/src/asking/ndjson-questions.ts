import { NotAnInstant, parseInstant } from '#kernel/instant';
import type { Json } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { BrokenFile, type FaultCode } from '../broken-file.ts';
import type { Question } from '../questions.ts';

const FORM = 'Write one object a line: {"id": …, "item": "…", "at": "…"}';

/**
 * Reads questions that are JSON objects, one a line: `id` (a text or a whole number), `item` and `at`; further properties are
 * ignored. Blank lines may stand at the end only.
 *
 * @throws BrokenFile at the first line that is not as it should be.
 */
export function readNdjsonQuestions(text: string): readonly Question[] {
  const lines = text.split('\n');
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  return lines.map((line, i) => readQuestion(line, i + 1));
}

function readQuestion(text: string, line: number): Question {
  const refuse = (code: FaultCode, detail: string, column = 1): never => {
    throw new BrokenFile(code, { line, column }, detail, FORM);
  };
  let value: Json;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (error instanceof NotJson) return refuse('intake/not-json', error.reason, error.column);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('intake/not-an-object', 'the line is no JSON object');
  }
  const { id, item, at } = value as Readonly<Record<string, Json | undefined>>;
  if (typeof id !== 'string' && !Number.isSafeInteger(id))
    return refuse('intake/broken-question', 'the question has no id');
  if (typeof item !== 'string' || item === '') return refuse('intake/broken-question', 'the question names no item');
  if (typeof at !== 'string') return refuse('intake/broken-question', 'the question names no instant');
  try {
    return { id: id as string | number, item, at: parseInstant(at), written: at, line };
  } catch (error) {
    if (error instanceof NotAnInstant) return refuse('intake/not-an-instant', error.message);
    throw error;
  }
}
