import type { PackDisclosure } from '#pack/format/disclosures';
import { isOwnerAnswer } from '#pack/format/answering';
import { linesOf } from '#pack/format/lines';
import { PackDraft, type AskedQuestion } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { encodeUtf8 } from '#transparency/bytes';
import { nodePackCrypto } from './node-pack-crypto.ts';
import { PackFault } from './pack-fault.ts';
import { reportPdf } from './pdf/report-pdf.ts';

/** What a pack is made from, as it is handed to whoever makes it, on whatever thread. */
export interface PackOrder {
  /** Name of the ledger. */
  readonly ledger: string;
  /** The exact bytes of the entries that the checkpoint covers, a line each. */
  readonly entries: Uint8Array;
  /** The signed checkpoint. */
  readonly checkpoint: string;
  /** The policy by which the pack is tried before it leaves: it trusts the key that signed, and asks for nobody else. */
  readonly policy: string;
  readonly asked: AskedQuestion;
}

/** A pack in the making on this thread. */
export class Packing {
  readonly #order: PackOrder;
  readonly #draft: PackDraft;

  /** @throws NotYetKnown where the question wants more entries than there are */
  constructor(order: PackOrder) {
    const { ledger, asked } = order;
    this.#order = order;
    this.#draft = new PackDraft(
      { ...nodePackCrypto, reportPdf },
      { ledger, entries: linesOf(order.entries) ?? [] },
      asked,
    );
  }

  /** Whether there is anything to answer: a question about a task that nobody ever defined has none. */
  get hasSubject(): boolean {
    const answer = this.#draft.answer();
    return !isOwnerAnswer(answer) || answer.task !== null;
  }

  /** The commitments of which the answer shows the text. */
  wanted(): readonly string[] {
    return this.#draft.wanted();
  }

  /** The bytes of the pack, once our own verifier has proven it. @throws PackTooLarge, or PackFault where it has not */
  pack(disclosures: readonly PackDisclosure[]): Uint8Array {
    const { ledger, checkpoint, policy } = this.#order;
    const pack = this.#draft.pack(encodeUtf8(checkpoint), disclosures);
    const verdict = verifyPack(pack, policy, nodePackCrypto);
    if (verdict.verdict !== 'proven') throw new PackFault(ledger, `${verdict.code}: ${verdict.why}`);
    return pack;
  }
}
