import { randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Rows } from './sql.ts';

/** What a file says of itself. */
export class Meta {
  readonly #get: Rows<[value: number | string | Uint8Array]>;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#get = new Rows(database, 'SELECT value FROM meta WHERE name = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  }

  /** Position in the store of the newest entry that is derived; 0 before the first. */
  position(): number {
    return (this.#get.get('position')?.[0] as number | undefined) ?? 0;
  }

  /** SHA-256 (hex) over the bytes of that entry. */
  mark(): string | undefined {
    return this.#get.get('mark')?.[0] as string | undefined;
  }

  keepPosition(position: number, mark: string): void {
    this.#put.run('position', position);
    this.#put.run('mark', mark);
  }

  /** What cursors are authenticated with. */
  secret(): Uint8Array {
    return this.#get.get('secret')?.[0] as Uint8Array;
  }

  /** Cursors outlive a rebuild when the new file takes over the secret of the old one. */
  keepSecret(secret: Uint8Array = randomBytes(32)): void {
    this.#put.run('secret', secret);
  }
}
