import type { TermsAmended } from '#engagement/domain/engagement.events';
import { decodeUtf8 } from '#intake/text/utf8';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { BrokenInput, reading } from './broken-input.ts';
import type { InputFile } from './files.ts';
import { each, listOf, objectOf, text, WrongShape, type Shape } from './shape.ts';

/**
 * What a contract says of itself, read from JSON: `{contract?: {reference?, start?, …}, deadlines?: [{of, hours}]}`. Whether it holds
 * together is for the rules to say; here only its form is checked.
 *
 * @throws BrokenInput with line and column where it is no JSON, else with a pointer to what is wrong
 */
export async function readTermsFile(file: InputFile): Promise<TermsAmended['data']> {
  const written = await reading(file.name, () => decodeUtf8(file.bytes));
  try {
    const value = parseStrictJson(written);
    termsFile(value, '');
    return value as unknown as TermsAmended['data'];
  } catch (error) {
    if (error instanceof NotJson) {
      const { line, column, reason } = error;
      throw new BrokenInput('cli/not-json', file.name, { line, column }, reason, 'Write the terms as one JSON object');
    }
    if (!(error instanceof WrongShape)) throw error;
    throw new BrokenInput('cli/broken-terms', file.name, { pointer: error.pointer }, error.detail, error.mend);
  }
}

const hours: Shape = (value, pointer) => {
  if (!Number.isSafeInteger(value)) throw new WrongShape(pointer, 'no whole number', 'Write a number without quotes');
};

const termsFile = objectOf(
  {},
  {
    contract: objectOf(
      {},
      {
        ...each(['reference', 'clause', 'start', 'end', 'industry'], text),
        ...each(['services', 'jurisdictions', 'frameworks'], listOf(text)),
      },
    ),
    deadlines: listOf(objectOf({ of: text, hours })),
  },
);
