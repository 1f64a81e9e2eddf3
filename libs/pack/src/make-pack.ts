import { Answers } from '#answers/answers';
import type { Effective, Known, PeriodOfPoints } from '#answers/point-in-time';
import type { Entry } from '#kernel/event';
import type { OnusEvent } from '#rulebook/rulebook';
import { decodeUtf8, encodeUtf8, toHex } from '#transparency/bytes';
import { hashesOfAppended } from '#transparency/merkle/appended';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash } from '#transparency/merkle/hashing';
import { inclusionProof, rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { formatTlogProof } from '#transparency/tlog-proof';
import type { PackCrypto } from './cryptography.ts';
import { reportContent, type ReportContent } from './report/content.ts';
import { answerTo, entriesProven } from './format/answering.ts';
import { disclosureLines, type PackDisclosure } from './format/disclosures.ts';
import { joinLines } from './format/lines.ts';
import { FORMAT, manifestText, type PackAnswer, type PackFormat, type Statement } from './format/manifest.ts';
import {
  alwaysIn,
  CHECKPOINT,
  DISCLOSURES,
  ENTRIES,
  INSTRUCTIONS,
  MANIFEST,
  PRINTED_REPORT,
  proofName,
  REPORT,
} from './format/names.ts';
import type { MatrixQuestion, PackQuestion, TaskQuestion } from './format/question.ts';
import { ShownTexts } from './format/shown-texts.ts';
import { instructionsText } from './report/instructions.ts';
import { reportHtml } from './report/report.ts';
import { PackTooLarge } from './pack-too-large.ts';
import { MAX_FILES, writeZip } from './zip/zip.ts';

/** A question as somebody asks it: what is known may be named by an instant, or left out for everything. */
export type AskedQuestion = Unknown<TaskQuestion> | Unknown<MatrixQuestion>;
/** A question before the contract's zone is known: the ends of a period may be days. */
export type RequestedQuestion =
  | (Omit<Unknown<TaskQuestion>, 'effective'> & { readonly effective: Effective | PeriodOfPoints })
  | Unknown<MatrixQuestion>;
type Unknown<Q extends PackQuestion> = Omit<Q, 'known'> & { readonly known?: Known | undefined };

/** What making a pack takes beside what verifying takes. */
export interface PackMaking extends PackCrypto {
  /** Draws a report as PDF. The same content is to give the same bytes. */
  readonly reportPdf: (content: ReportContent) => Uint8Array;
}

/** What a pack is made from. */
export interface PackSource {
  /** Name of the ledger. */
  readonly ledger: string;
  /** The exact bytes of every entry, from the first one on, up to the size of the checkpoint. */
  readonly entries: readonly Uint8Array[];
}

/**
 * A pack in the making: the entries are folded, the question is answered, and what is still missing can be asked for. Entries are
 * believed; nothing leaves before it was verified by `verifyPack`, which believes nothing.
 */
export class PackDraft {
  readonly question: PackQuestion;
  /** How many entries there are. */
  readonly treeSize: number;
  /** Root of their tree: what the checkpoint must say. */
  readonly root: Uint8Array;
  readonly #format: PackFormat;
  readonly #primitives: PackMaking;
  readonly #source: PackSource;
  readonly #hashes: SubtreeHashes;
  readonly #answers: Answers;
  readonly #opened = new Map<string, string>();
  readonly #texts: ShownTexts;

  /** @throws NotYetKnown, NotAnInstant, or an Error where nothing can be said of such a ledger */
  constructor(primitives: PackMaking, source: PackSource, asked: AskedQuestion, format: PackFormat = FORMAT) {
    this.#format = format;
    this.#primitives = primitives;
    this.#source = source;
    const { entries, ledger } = source;
    this.treeSize = entries.length;
    const leaves = entries.map((entry) => leafHash(primitives.sha256, entry));
    this.#hashes = hashesOfAppended(primitives.sha256, new TreeFrontier(primitives.sha256), leaves);
    this.root = rootAt(primitives.sha256, this.#hashes, this.treeSize);
    this.#texts = new ShownTexts(format, (commitment) => this.#opened.get(commitment) ?? null);
    this.#answers = new Answers({ ledger, open: this.#texts.open });
    for (const entry of entries) this.#answers.record(recordedIn(entry));
    this.question = { ...asked, known: this.#answers.treeSize(asked.known) };
  }

  /** The answer, with the texts that were opened so far. */
  answer(): PackAnswer {
    return answerTo(this.#answers, this.question, this.#format);
  }

  /** The commitments to the texts that the answer would show. */
  wanted(): readonly string[] {
    return [...this.#texts.in(() => this.answer())];
  }

  /**
   * The bytes of the pack. `disclosures` are those of `wanted` that its recipient may see; `checkpoint` is the signed note over the
   * tree of the entries.
   *
   * @throws PackTooLarge where the answer rests on more entries than a pack has proofs of
   */
  pack(checkpoint: Uint8Array, disclosures: readonly PackDisclosure[]): Uint8Array {
    for (const { commitment, value } of disclosures) this.#opened.set(commitment, value);
    const { treeSize, question } = this;
    const { ledger, entries } = this.#source;
    const statement: Statement = {
      format: this.#format,
      question,
      answer: this.answer(),
      ledger,
      treeSize,
      rootHash: toHex(this.root),
    };
    const proven = entriesProven(statement.answer);
    const mostProofs = MAX_FILES - alwaysIn(this.#format).length;
    if (proven.length > mostProofs) throw new PackTooLarge(proven.length, mostProofs);
    const files = new Map([
      [ENTRIES, joinLines(entries)],
      [CHECKPOINT, checkpoint],
      [DISCLOSURES, disclosureLines(disclosures)],
      [REPORT, encodeUtf8(reportHtml(statement, checkpoint))],
      [INSTRUCTIONS, encodeUtf8(instructionsText(statement, checkpoint, disclosures.length > 0))],
    ]);
    if (this.#format !== 'onus-pack/1') {
      files.set(PRINTED_REPORT, this.#primitives.reportPdf(reportContent(statement, checkpoint)));
    }
    for (const index of proven) {
      const hashes = inclusionProof(this.#primitives.sha256, this.#hashes, index, treeSize);
      files.set(proofName(index), formatTlogProof({ index, hashes, checkpoint }));
    }
    return writeZip(files.set(MANIFEST, encodeUtf8(this.#manifest(statement, files))));
  }

  #manifest(statement: Statement, files: ReadonlyMap<string, Uint8Array>): string {
    const { sha256 } = this.#primitives;
    const listed = [...files].map(([name, bytes]) => ({
      name,
      size: bytes.length,
      sha256: toHex(sha256.digest(bytes)),
    }));
    return manifestText({
      ...statement,
      files: listed.sort((a, b) => (a.name < b.name ? -1 : 1)),
    });
  }
}

function recordedIn(bytes: Uint8Array) {
  const { index, recordedAt, actor, type, schema, data } = JSON.parse(decodeUtf8(bytes)) as Entry<OnusEvent>;
  return { index, recordedAt, actor, event: { type, schema, data } as OnusEvent };
}
