import { readQuestions } from '#intake/questions';
import { decodeUtf8 } from '#intake/text/utf8';
import type { Context } from '../../context.ts';
import { reading } from '../../input/broken-input.ts';
import { readInput } from '../../input/files.ts';
import { readKnown } from '../../input/points.ts';

/** Answers printed at once: few writes, and no line waits for the last answer. */
const LOT = 1_000;

/** Answers many questions, one JSON object a line, in the order of the questions, all from one tree size. */
export async function whoMany(
  context: Context,
  engagement: string,
  file: string,
  known: string | undefined,
): Promise<void> {
  const size = readKnown('--known', known);
  const input = await readInput(context.io, file);
  const questions = await reading(input.name, () => readQuestions(decodeUtf8(input.bytes)));
  const answers = await context.withClient((client) => client.answers(engagement, questions, size));
  for (let first = 0; first < questions.length; first += LOT) {
    const lines = questions.slice(first, first + LOT).map(({ id, item, written }, i) => {
      const { exists, owner, owners, group, mark, closed, attributes, entries, treeSize } = answers[first + i]!;
      const said = { exists, owner, owners, group, mark, closed, attributes, entries, treeSize };
      return `${JSON.stringify({ id, item, at: written, ...said })}\n`;
    });
    context.io.out(lines.join(''));
  }
}
