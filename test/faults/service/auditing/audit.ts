import type { Onus } from '#apps/ledger/src/runtime/onus';
import { opens } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import type { EventStore } from '#ledger-store/event-store';
import { commitmentsIn } from '#ledger-store/write-path/sealing';
import type { Random } from '../../random.ts';
import { answerFindings } from './answers-audit.ts';
import { AuditedLedger } from './audited-ledger.ts';
import { sameContent } from './same-content.ts';
import type { Journal } from '../writing/journal.ts';

/** How long read models may take to catch up, in milliseconds. */
const PATIENCE = 300_000;
const READ_AT_ONCE = 2_000;

/** Everything that the ledgers of a data folder say. Kept from round to round: what was seen once must stay as it was. */
export class Audit {
  readonly ledgers = new Map<string, AuditedLedger>();

  ofEngagement(engagement: string): AuditedLedger | undefined {
    return this.ledgers.get(`engagement-${engagement}`);
  }

  /**
   * Reads everything, and says what is wrong with it; nothing, when the list is empty.
   *
   * - Indices are contiguous, times never go back, no entry and no command stands twice, nothing was changed or is gone.
   * - Every text that an entry seals can be opened.
   * - What was acknowledged stands at its index with its leaf hash, as a whole; what was refused left nothing behind.
   * - Every receipt that was handed out covers the first entries as they are: the root that it tells is theirs.
   */
  async ledgerFindings(store: EventStore, journal: Journal): Promise<string[]> {
    const findings: string[] = [];
    for (const ledger of this.ledgers.values()) ledger.seen = 0;
    const before = new Map([...this.ledgers].map(([stream, { leaves }]) => [stream, leaves.length]));
    for (let position = 0, more = true; more;) {
      const batch = await store.readAll(position, READ_AT_ONCE);
      // Sealed checkpoints stand between the entries of ledgers, in streams of their own.
      for (const entry of batch) if (entry.stream.startsWith('engagement-')) this.#ledger(entry.stream).take(entry);
      position = batch.at(-1)?.position ?? position;
      more = batch.length === READ_AT_ONCE;
    }
    for (const ledger of this.ledgers.values()) {
      findings.push(...ledger.findings.splice(0));
      const known = before.get(ledger.stream) ?? 0;
      if (ledger.seen < known) findings.push(`${ledger.stream} has lost ${known - ledger.seen} entries`);
      findings.push(...(await textFindings(store, ledger, known)));
    }
    return [...findings, ...this.#journalFindings(journal)];
  }

  /** Whether snapshots and read models are what the entries fold to; asks `questions` of each ledger, on both clocks. */
  async derivedFindings({ store, read, state }: Views, random: Random, questions: number): Promise<string[]> {
    const findings: string[] = [];
    await read.reach(await store.lastPosition(), PATIENCE);
    for (const ledger of this.ledgers.values()) {
      const held = await state(ledger.engagement);
      if (held.size !== ledger.leaves.length || !sameContent(held.state, ledger.state))
        findings.push(`${ledger.stream}: what the rules know of ${held.size} entries is not what they fold to`);
      findings.push(...answerFindings(read, ledger, random, questions));
    }
    return findings;
  }

  #ledger(stream: string): AuditedLedger {
    const ledger = this.ledgers.get(stream) ?? new AuditedLedger(stream);
    this.ledgers.set(stream, ledger);
    return ledger;
  }

  #journalFindings({ sent, acknowledged, receipts, refused }: Journal): string[] {
    const findings: string[] = [];
    for (const [id, told] of acknowledged) {
      const ledger = this.ofEngagement(sent.get(id)!.engagement);
      const recorded = ledger?.commands.get(id);
      if (ledger === undefined || recorded === undefined) {
        findings.push(`command ${id} was acknowledged and is gone`);
        continue;
      }
      const same = told.every(([index, leaf], i) => index === recorded.first + i && ledger.leaves[index] === leaf);
      if (recorded.count !== told.length || !same) findings.push(`command ${id} was acknowledged with other entries`);
    }
    for (const [id, [treeSize, rootHash]] of receipts) {
      if (this.ofEngagement(sent.get(id)!.engagement)?.roots[treeSize - 1] !== rootHash)
        findings.push(`command ${id} was answered with the receipt of another history`);
    }
    for (const [id, code] of refused) {
      if (this.ofEngagement(sent.get(id)!.engagement)?.commands.has(id) === true)
        findings.push(`command ${id} was refused (${code}) and stands in the ledger`);
    }
    return findings;
  }
}

/** What is derived from the ledgers. */
type Views = Pick<Onus, 'store' | 'read'> & { readonly state: (engagement: string) => ReturnType<Onus['state']> };

/** Texts are committed with their entries, or not at all. Of the entries from an index on. */
async function textFindings(store: EventStore, { stream, entries }: AuditedLedger, from: number): Promise<string[]> {
  const commitments = entries.slice(from).flatMap(({ data }) => commitmentsIn(data));
  const disclosures = await store.readDisclosures(stream, commitments);
  const opened = disclosures.filter((disclosure) => opens(sha256, disclosure)).length;
  return opened === commitments.length ? [] : [`${stream}: ${commitments.length - opened} texts cannot be opened`];
}
