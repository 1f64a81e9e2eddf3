import { writeFile } from 'node:fs/promises';
import { OUTCOME_TITLES } from '#answers/certificate/words';
import type { Certificate } from '#answers/certificate/views';
import { introductionWords } from '#answers/people/introduction-words';
import { count } from '#answers/words/phrases';
import { linesText } from '#answers/words/printable';
import type { Context } from '../../context.ts';
import { digestOfFile } from '../../input/files.ts';

export interface CertificateOptions {
  readonly engagement: string;
  readonly out?: string;
}

/** What stands behind a change that is in force: told, or written as a page, or with --json as a receipt that can be verified. */
export async function certificate(
  context: Context,
  id: string,
  { engagement, out }: CertificateOptions,
): Promise<void> {
  const { issued, page } = await context.withClient(async ({ agreement }) => ({
    issued: await agreement.certificate(engagement, id),
    page: out === undefined || context.json ? null : await agreement.certificatePage(engagement, id),
  }));
  if (out === undefined) {
    context.answer(issued, () => certificateText(issued));
    return;
  }
  await writeFile(out, page ?? `${JSON.stringify(issued, null, 2)}\n`);
  const { digest, size } = await digestOfFile(out);
  const { outcome } = issued;
  context.answer({ file: out, outcome, digest, size }, () => `Certified: ${out}, ${count(size, 'byte')}, ${digest}.\n`);
}

function certificateText({ outcome, words, change, signatures, decided, treeSize, rootHash }: Certificate): string {
  return linesText([
    `${OUTCOME_TITLES[outcome]}: ${change.id}${change.title === null ? '' : ` “${change.title}”`}`,
    words,
    ...signatures.flatMap(({ words: said, entry, introduction }) => [
      `  ${said} Entry ${entry}.`,
      ...(introduction === null ? [] : [`    ${introductionWords(introduction)}`]),
    ]),
    `Digest ${change.digest}`,
    `Entry ${decided.entry} of ${count(treeSize, 'entry', 'entries')}, root ${rootHash}`,
  ]);
}
