import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Share } from '#ledger-store/shares/share';
import { ReadTexts } from './local-texts.ts';

const OURS = /^(texts(?:-\d+of\d+)?\.sqlite)(?:-wal|-shm|-journal)?$/;

/**
 * The copies of the texts in a replica's folder: one file for each share of the engagements that read models there were derived of, for
 * while they are built for another share, the old ones answer and need theirs.
 */
export class TextFiles {
  readonly #folder: string;
  readonly #namespace: string;
  readonly #open = new Map<string, ReadTexts>();

  constructor(folder: string, namespace: string) {
    this.#folder = folder;
    this.#namespace = namespace;
  }

  /** `texts.sqlite`, and of a share `texts-2of4.sqlite`. */
  path(share: Share | undefined): string {
    return join(this.#folder, `texts${share === undefined ? '' : `-${share.group}of${share.of}`}.sqlite`);
  }

  /** The texts of a share, for whoever answers questions. */
  of(share: Share | undefined): ReadTexts {
    const path = this.path(share);
    const known = this.#open.get(path) ?? new ReadTexts(path, this.#namespace);
    this.#open.set(path, known);
    return known;
  }

  /** Removes those of all other shares: nobody asks for them any more. */
  keepOnly(share: Share | undefined): void {
    const kept = this.path(share);
    for (const [path, texts] of this.#open) {
      if (path === kept) continue;
      texts.close();
      this.#open.delete(path);
    }
    for (const name of readdirSync(this.#folder)) {
      const [, file] = OURS.exec(name) ?? [];
      if (file !== undefined && join(this.#folder, file) !== kept) rmSync(join(this.#folder, name), { force: true });
    }
  }

  close(): void {
    for (const texts of this.#open.values()) texts.close();
  }
}
