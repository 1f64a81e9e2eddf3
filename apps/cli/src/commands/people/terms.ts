import type { TermsView } from '#answers/views';
import { Moments } from '#answers/words/moments';
import { count, doneBy } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import type { Context } from '../../context.ts';
import { readInput } from '../../input/files.ts';
import { readTermsFile } from '../../input/terms-file.ts';
import type { WriteOptions } from '../writing/write-options.ts';
import { record, told } from './keeping.ts';

/** Writes down what the contract says of itself now, from a JSON file. */
export async function amendTerms(context: Context, fileName: string, options: WriteOptions): Promise<void> {
  const data = await readTermsFile(await readInput(context.io, fileName));
  const recorded = await record(context, options, () => ({ type: 'AmendTerms', data }));
  told(context, recorded, {}, 'Written down', 'what the contract says now');
}

/** What the contract says of itself. */
export async function showTerms(context: Context, { engagement }: { readonly engagement: string }): Promise<void> {
  const { terms, zone } = await context.withClient(async (client) => ({
    terms: await client.people.terms(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(terms, () => termsText(terms, new Moments(zone), context.io.columns));
}

function termsText({ contract, deadlines, amended }: TermsView, moments: Moments, columns?: number): string {
  const said = Object.entries(contract ?? {}).map(([name, value]) => [name, [value].flat().join(', ')]);
  const told = deadlines.map(({ of, hours }) => [`deadline: ${of}`, count(hours, 'hour')]);
  const changed = amended.map((each) => [
    `amended in entry ${each.entry}`,
    `${doneBy(each)}, ${moments.day(each.recordedAt)}`,
  ]);
  const rows = [...said, ...told, ...changed];
  return rows.length === 0 ? 'Nothing is written down of the contract.\n' : tableText(['Term', 'Says'], rows, columns);
}
