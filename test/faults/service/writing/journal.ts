import type { Act } from './acts.ts';

/** An entry as its writer was told of it: index and RFC 6962 leaf hash. */
export type ToldEntry = readonly [index: number, leafHash: string];

/** What a receipt says of the ledger: how many entries its checkpoint covers, and the root of their tree (hexadecimal). */
export type ToldTree = readonly [treeSize: number, rootHash: string];

/** What a writer says, one JSON line each: before it sends a command, and when it was answered. */
export type Note =
  | { readonly is: 'sent'; readonly id: string; readonly engagement: string; readonly act: Act }
  | {
      readonly is: 'acknowledged';
      readonly id: string;
      readonly entries: readonly ToldEntry[];
      readonly receipt?: ToldTree;
    }
  | { readonly is: 'refused'; readonly id: string; readonly code: string }
  | { readonly is: 'failed'; readonly id: string; readonly error: string };

export interface Sent {
  readonly id: string;
  readonly engagement: string;
  readonly act: Act;
}

/** Everything that writers said, over all rounds: what the product is held to. */
export class Journal {
  readonly sent = new Map<string, Sent>();
  readonly acknowledged = new Map<string, readonly ToldEntry[]>();
  /** What the receipts said that were handed out, by command. */
  readonly receipts = new Map<string, ToldTree>();
  readonly refused = new Map<string, string>();
  /** Sent, and neither acknowledged nor refused: they may stand in the ledger, or not. */
  readonly open = new Set<string>();

  static of(lines: readonly string[]): Journal {
    const journal = new Journal();
    for (const line of lines) journal.take(JSON.parse(line) as Note);
    return journal;
  }

  take(note: Note): void {
    switch (note.is) {
      case 'sent': {
        const { id, engagement, act } = note;
        this.sent.set(id, { id, engagement, act });
        this.open.add(id);
        return;
      }
      case 'acknowledged':
        this.acknowledged.set(note.id, note.entries);
        if (note.receipt !== undefined) this.receipts.set(note.id, note.receipt);
        this.open.delete(note.id);
        return;
      case 'refused':
        this.refused.set(note.id, note.code);
        this.open.delete(note.id);
        return;
      case 'failed':
        // The writer does not know: it stays open.
        return;
    }
  }
}

/** The notes among the lines that a program printed. */
export const notesIn = (lines: readonly string[]): Note[] =>
  lines.filter((line) => NOTE.test(line)).map((line) => JSON.parse(line) as Note);

const NOTE = /^\{"is":"(?:sent|acknowledged|refused|failed)"/;
