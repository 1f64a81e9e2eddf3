import type { ChangeStatus } from '#answers/views';
import type { Context } from '../../context.ts';
import { changeText } from '../../print/change.ts';
import { Moments } from '#answers/words/moments';
import { tableText } from '#answers/words/table';
import { doneBy } from '#answers/words/phrases';

export interface ChangesOptions {
  readonly engagement: string;
  readonly status?: ChangeStatus;
}

/** The change register. */
export async function listChanges(context: Context, { engagement, status }: ChangesOptions): Promise<void> {
  const { changes, zone } = await context.withClient(async (client) => ({
    changes: await client.changes(engagement, status),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(changes, () => {
    if (changes.length === 0) return 'There is no such change.\n';
    const moments = new Moments(zone);
    const rows = changes.map((change) => [
      change.id,
      change.status,
      change.title ?? '(erased)',
      moments.moment(change.effectiveFrom),
      `${doneBy(change.proposed)}, ${moments.day(change.proposed.recordedAt)}`,
      change.approvals
        .map((approval) => `${doneBy(approval)} (${approval.side}${approval.signed === null ? '' : ', passkey'})`)
        .join(', '),
    ]);
    return tableText(['Change', 'Status', 'Title', 'From', 'Proposed', 'Approvals'], rows, context.io.columns);
  });
}

/** One change, with its lines and the digest that an approval names. */
export async function showChange(context: Context, id: string, { engagement }: ChangesOptions): Promise<void> {
  const { change, zone } = await context.withClient(async (client) => ({
    change: await client.change(engagement, id),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(change, () => changeText(change, new Moments(zone)));
}
