import { Malformed } from '#transparency/malformed';
import { encodeUtf8, equalBytes, toBase64 } from '#transparency/bytes';
import { parsePolicy } from '#transparency/policy/parsing';
import type { TrustPolicy } from '#transparency/policy/policy';
import { canonicalize } from '#kernel/json';
import { sha256OfText, type PackCrypto } from '../cryptography.ts';
import { answerInWords, answerTo, basesOf, entriesProven } from '../format/answering.ts';
import { opensIt, type PackDisclosure } from '../format/disclosures.ts';
import type { Manifest, PackAnswer } from '../format/manifest.ts';
import { CHECKPOINT, DISCLOSURES, ENTRIES, INSTRUCTIONS, MANIFEST, REPORT } from '../format/names.ts';
import { ShownTexts } from '../format/shown-texts.ts';
import { instructionsText } from '../report/instructions.ts';
import { reportHtml } from '../report/report.ts';
import type { Files } from '../zip/zip.ts';
import { checkCheckpoint, cosignedIn, recordedAhead } from './checkpoint.ts';
import { checkListed, readDisclosures, readFiles, readManifest } from './contents.ts';
import { firstDifference } from './difference.ts';
import { readEntries, type ReadEntries } from './entries.ts';
import { checkProofs, provenIndices } from './proofs.ts';
import { checkSnapshots } from './snapshots.ts';
import { Ended, refute, unreadable, type PackVerdict, type Proven } from './verdict.ts';

export interface VerifyOptions {
  /** Told now and then how many of the entries are done. */
  readonly onProgress?: (entries: number, of: number) => void;
}

/**
 * Verifies an evidence pack by a trust policy that the verifier already had. Nothing in the pack is believed: every byte of it is
 * either compared with what must stand there, or hashed into what a trusted key signed. Never throws, whatever it is given.
 *
 * It shows that the entries are the whole ledger under the signed root, that the rules allowed each of them, and that the answer, the
 * report and the instructions follow from them letter by letter.
 */
export function verifyPack(
  pack: Uint8Array,
  policy: string | Uint8Array,
  primitives: PackCrypto,
  options: VerifyOptions = {},
): PackVerdict {
  try {
    return verified(pack, readPolicy(primitives, policy), primitives, options);
  } catch (error) {
    if (error instanceof Ended) return error.verdict;
    // Out of memory or of stack, or a mistake of ours: in no case is it proven.
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { verdict: 'unreadable', code: 'verifier-fault', where: 'the verifier', why };
  }
}

function readPolicy({ sha256 }: PackCrypto, policy: string | Uint8Array): TrustPolicy {
  try {
    return parsePolicy(sha256, typeof policy === 'string' ? encodeUtf8(policy) : policy);
  } catch (error) {
    if (error instanceof Malformed) return unreadable('bad-policy', 'the policy', error.message);
    throw error;
  }
}

function verified(pack: Uint8Array, policy: TrustPolicy, primitives: PackCrypto, options: VerifyOptions): Proven {
  const files = readFiles(pack);
  const manifest = readManifest(files.get(MANIFEST)!);
  checkListed(primitives.sha256, files, manifest);
  const checkpoint = files.get(CHECKPOINT)!;
  const trusted = checkCheckpoint(primitives, policy, checkpoint, manifest);
  const disclosures = readDisclosures(files.get(DISCLOSURES)!, DISCLOSURES);
  const opened = openedTexts(primitives, disclosures);
  const texts = new ShownTexts(manifest.format, (commitment) => opened.get(commitment) ?? null);
  const entries = readEntries(primitives, files.get(ENTRIES)!, {
    ledger: manifest.ledger,
    keep: provenIndices(files),
    sought: new Set(opened.keys()),
    open: texts.open,
    onProgress: options.onProgress,
  });
  checkEntries(entries, manifest, trusted.checkpoint.root);
  const answer = checkAnswer(entries, manifest);
  const { format, question } = manifest;
  const shown = texts.in(() => answerTo(entries.answers, question, format));
  checkDisclosed(disclosures, entries.commitments, shown);
  checkSnapshots(primitives, entries);
  const { root, leaves } = entries;
  const behind = entriesProven(answer);
  checkProofs(primitives.sha256, files, { size: entries.count, root, checkpoint, leaves, behind });
  checkWritten(files, { ...manifest, answer }, disclosures.length > 0);
  const { ledger, treeSize, rootHash } = manifest;
  const signedBy = `${trusted.log.name}+${trusted.log.keyId}`;
  const keyReplacedBy = entries.replaced.get(toBase64(trusted.log.publicKey));
  const signed = { signedBy, ...(keyReplacedBy !== undefined && { keyReplacedBy }), cosigned: cosignedIn(trusted) };
  const ahead = recordedAhead(entries.answers, trusted);
  const stated = { ledger, treeSize, rootHash, ...signed, ...(ahead !== undefined && { recordedAhead: ahead }) };
  const introductions = entries.answers.introductions(basesOf(answer), { treeSize: question.known });
  return { verdict: 'proven', format, ...stated, question, answer, introductions, words: answerInWords(answer) };
}

/** The texts that are opened, by commitment. @throws Ended where one is not what was sealed */
function openedTexts(primitives: PackCrypto, disclosures: readonly PackDisclosure[]): ReadonlyMap<string, string> {
  const sha256 = sha256OfText(primitives);
  for (const [i, disclosure] of disclosures.entries()) {
    if (opensIt(sha256, disclosure)) continue;
    refute('wrong-disclosure', `line ${i + 1} does not open its commitment`, { file: DISCLOSURES });
  }
  return new Map(disclosures.map(({ commitment, value }) => [commitment, value]));
}

/** That the entries are those under the signed root, and that the rules allowed each of them. @throws Ended */
function checkEntries({ count, root, rules }: ReadEntries, { treeSize }: Manifest, signed: Uint8Array): void {
  const file = ENTRIES;
  const wrong = rules.verdict === 'contradicted' ? rules : undefined;
  // Where the entries are not those that were signed, the first that the rules choke on is where to look.
  const at = wrong === undefined ? {} : { index: wrong.index, cause: wrong.code };
  if (count !== treeSize)
    refute('wrong-size', `there are ${count} entries, and ${treeSize} were signed`, { file, ...at });
  if (!equalBytes(root, signed))
    refute('wrong-root', 'the entries do not lead to the root that was signed', { file, ...at });
  if (wrong === undefined) return;
  const { index, code, why, refusal } = wrong;
  if (code === 'unknown-event') unreadable('unknown-event', `entry ${index}`, `${why}; a newer verifier may read it`);
  refute('wrong-entry', why, { index, cause: code, ...(refusal !== undefined && { refusal }) });
}

/** That the answer of the manifest is the one that follows from the entries. @throws Ended */
function checkAnswer({ answers, newer }: ReadEntries, { question, answer: stated, format }: Manifest): PackAnswer {
  if (format === 'onus-pack/1' && newer !== undefined) {
    const why = `an answer of the format ${format} cannot tell of entry ${newer}`;
    refute('wrong-answer', why, { file: MANIFEST });
  }
  let answer: PackAnswer;
  try {
    answer = answerTo(answers, question, format);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refute('wrong-answer', `the question has no answer: ${why}`, { file: MANIFEST });
  }
  if (canonicalize(answer) !== canonicalize(stated)) {
    refute('wrong-answer', firstDifference(stated, answer) ?? 'it is another', { file: MANIFEST });
  }
  return answer;
}

/** That each text that is opened was sealed in an entry, and is one that the answer shows. @throws Ended */
function checkDisclosed(
  disclosures: readonly PackDisclosure[],
  sealed: ReadonlySet<string>,
  shown: ReadonlySet<string>,
): void {
  for (const [i, { commitment }] of disclosures.entries()) {
    const file = DISCLOSURES;
    if (!sealed.has(commitment)) refute('wrong-disclosure', `no entry holds the commitment of line ${i + 1}`, { file });
    if (!shown.has(commitment))
      refute('needless-disclosure', `the answer does not show the text of line ${i + 1}`, { file });
  }
}

/**
 * That what people read says what follows, letter by letter. Not `report.pdf`: how that is drawn is no part of the format, and a
 * verdict says that it is only for reading. @throws Ended
 */
function checkWritten(files: Files, statement: Manifest, disclosed: boolean): void {
  const checkpoint = files.get(CHECKPOINT)!;
  const report = encodeUtf8(reportHtml(statement, checkpoint));
  if (!equalBytes(report, files.get(REPORT)!)) {
    refute('wrong-report', 'it does not say what follows from the rest of the pack', { file: REPORT });
  }
  const instructions = encodeUtf8(instructionsText(statement, checkpoint, disclosed));
  if (!equalBytes(instructions, files.get(INSTRUCTIONS)!)) {
    refute('wrong-instructions', 'they do not say how to verify this pack', { file: INSTRUCTIONS });
  }
}
