import { Moments } from '#answers/words/moments';
import { shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { toSeal } from '#kernel/sealed';
import type { Context } from '../../context.ts';
import { readEffective } from '../../input/points.ts';
import { scopeWords, statusWords } from '../../print/member.ts';
import { instantIn } from '../matrix/reviews.ts';
import type { WriteOptions } from '../writing/write-options.ts';
import { record, told } from './keeping.ts';

export interface GrantOptions extends WriteOptions {
  readonly from: string;
  readonly to: string;
  readonly change?: readonly string[];
  readonly task?: readonly string[];
  readonly reason?: string;
}

/** Lets another member act in the own right for a time. */
export async function grantDelegation(context: Context, delegate: string, options: GrantOptions): Promise<void> {
  const { change: changes, task: refs, reason } = options;
  const [from, to] = [readEffective('--from', options.from), readEffective('--to', options.to)];
  const scope = { ...(changes !== undefined && { changes }), ...(refs !== undefined && { refs }) };
  let span = '';
  const recorded = await record(context, options, (zone) => {
    const period = { from: instantIn(from, zone), to: instantIn(to, zone) };
    span = new Moments(zone).span(period.from, period.to);
    const data = { delegate, ...period, scope, ...(reason !== undefined && { reason: toSeal(reason) }) };
    return { type: 'GrantDelegation', data };
  });
  // A delegation is named after the entry that grants it.
  const delegation = `d${recorded.entries[0]!.index}`;
  told(context, recorded, { delegation }, 'Granted', `${delegation} to ${delegate}, ${span}, ${scopeWords({ scope })}`);
}

export interface RevokeOptions extends WriteOptions {
  readonly reason?: string;
}

/** Ends a delegation before its time. What was done under it stands. */
export async function revokeDelegation(context: Context, delegation: string, options: RevokeOptions): Promise<void> {
  const { reason } = options;
  const data = { delegation, ...(reason !== undefined && { reason: toSeal(reason) }) };
  const recorded = await record(context, options, () => ({ type: 'RevokeDelegation', data }));
  told(context, recorded, { delegation }, 'Revoked', delegation);
}

/** Every delegation, as it stands now. */
export async function listDelegations(
  context: Context,
  { engagement }: { readonly engagement: string },
): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.people.delegations(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'Nobody lets another act.\n';
    const moments = new Moments(zone);
    const rows = items.map((item) => [
      item.id,
      statusWords(item),
      shortName(item.delegate),
      shortName(item.delegator),
      moments.span(item.from, item.to),
      scopeWords(item),
    ]);
    return tableText(['Delegation', 'Status', 'Who acts', 'For', 'Time', 'Scope'], rows, context.io.columns);
  });
}
