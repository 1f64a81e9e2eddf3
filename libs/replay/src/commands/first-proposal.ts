import type { ChangeProposed } from '#approval/domain/approval.events';
import type { OnusEvent } from '#rulebook/rulebook';
import { allOf, asText, type Rebuilt } from './rebuilt.ts';

/**
 * The proposal behind a change of the first form. The backdated days, the number of lines and the digest follow from the rest: the
 * rules say them again.
 */
export function firstProposal({ data }: ChangeProposed, events: readonly OnusEvent[]): Rebuilt {
  const { title, reason, effectiveFrom, effectiveTo } = data;
  const lines = allOf(events, 'ChangeLineProposed', 1).map((line) => line.data.proposed);
  return {
    submitted: {
      type: 'ProposeChange',
      data: {
        title: asText(title),
        ...(reason !== undefined && { reason: asText(reason) }),
        lines,
        effectiveFrom,
        ...(effectiveTo !== undefined && { effectiveTo }),
      },
    },
    whole: lines.length >= data.lines,
  };
}
