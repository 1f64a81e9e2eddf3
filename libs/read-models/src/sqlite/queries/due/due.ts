import { instantOf, microsOf, type Instant } from '#kernel/instant';
import type { DueCommand } from '#approval/domain/deciding/calendar';
import type { DueMatter } from '../../../due-matter.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import { changeNumber } from '../../projections/changes.ts';

type Columns = [engagement: string, slug: string, number: number, command: DueCommand['type'], at: number];

/** Finds what has come due by itself, in whichever ledger. */
export class DueQueries {
  readonly #first: Rows<Columns>;
  readonly #after: Rows<Columns>;

  constructor(connection: ReadConnection) {
    const found = (where: string): Rows<Columns> =>
      connection.rows(
        `SELECT l.engagement, l.slug, d.number, d.command, d.at FROM due d JOIN ledgers l ON l.id = d.ledger
         WHERE ${where} ORDER BY d.at, d.ledger, d.number, d.command LIMIT ?`,
      );
    this.#first = found('d.at <= ?');
    this.#after = found(
      `d.at <= ? AND (d.at, d.ledger, d.number, d.command)
       > (?, (SELECT id FROM ledgers WHERE engagement = ? ORDER BY id LIMIT 1), ?, ?)`,
    );
  }

  /** What is due at an instant, in the order in which it came due; behind `after`, where that is given. */
  page(until: Instant, limit: number, after: DueMatter | undefined): readonly DueMatter[] {
    const to = microsOf(until);
    const rows =
      after === undefined
        ? this.#first.all(to, limit)
        : this.#after.all(
            to,
            microsOf(after.at),
            after.engagement,
            changeNumber(after.change) ?? 0,
            after.command,
            limit,
          );
    return rows.map(([engagement, slug, number, command, at]) => ({
      engagement,
      slug,
      change: `C-${number}`,
      command,
      at: instantOf(at),
    }));
  }
}
