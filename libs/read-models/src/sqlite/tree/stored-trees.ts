import type { SubtreeHashes } from '#transparency/merkle/proof';
import { tileWidth, type TilePlace } from '#transparency/tiles/tile';
import type { LedgerTrees } from '../../ledger-trees.ts';
import type { Reader } from '../queries/reader.ts';

/** Questions that are answered from one look at the tree before it is looked at again: a large ledger's tiles do not pile up. */
const QUESTIONS = 5_000;

/** The tree that was asked about last: the questions of a proof come one after the other. */
interface Looked {
  readonly reader: Reader;
  readonly stream: string;
  readonly size: number;
  readonly hashes: SubtreeHashes;
  questions: number;
}

/** The trees in the file that answers. */
export class StoredTrees implements LedgerTrees {
  readonly #ask: <T>(question: (reader: Reader) => T) => T;
  #looked: Looked | undefined;

  /** `ask` puts a question to the file that answers, and to one state of it. */
  constructor(ask: <T>(question: (reader: Reader) => T) => T) {
    this.#ask = ask;
  }

  sizeOf(stream: string): number {
    return this.#ask((reader) => reader.ledgers.entriesOf(stream));
  }

  hash(stream: string, level: number, index: number): Uint8Array {
    return this.#ask((reader) => this.#look(reader, stream, (index + 1) * 2 ** level).hashes(level, index));
  }

  hashesAt(stream: string, size: number): SubtreeHashes {
    return this.#ask((reader) => {
      const [ledger, derived] = reader.ledgers.treeOf(stream);
      assertDerived(stream, size, derived);
      return reader.trees.hashes(ledger, size);
    });
  }

  tile(stream: string, place: TilePlace): Uint8Array | undefined {
    return this.#ask((reader) => {
      const [ledger, derived] = reader.ledgers.treeOf(stream);
      const there = tileWidth(place.level, place.index, derived) >= place.width;
      return there ? reader.trees.tile(ledger, place) : undefined;
    });
  }

  /** A look at the tree that reaches as far as asked. */
  #look(reader: Reader, stream: string, end: number): Looked {
    const last = this.#looked;
    if (last?.reader === reader && last.stream === stream && end <= last.size && last.questions++ < QUESTIONS) {
      return last;
    }
    const [ledger, size] = reader.ledgers.treeOf(stream);
    assertDerived(stream, end, size);
    this.#looked = { reader, stream, size, hashes: reader.trees.hashes(ledger, size), questions: 0 };
    return this.#looked;
  }
}

function assertDerived(stream: string, size: number, derived: number): void {
  if (size > derived) throw new RangeError(`${derived} entries of ${stream} are derived, not ${size}`);
}
