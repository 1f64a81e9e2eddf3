import type { Matter, Matters } from '#answers/inbox/matter';
import type { ObjectionView } from '#answers/views.objection';
import type { InboxQuestion } from '../question.ts';

const SPEAKING: ReadonlySet<string> = new Set(['owner', 'contributor', 'approver']);

/** Open objections: they are few. */
export function openObjections({ read, engagementId }: InboxQuestion): readonly ObjectionView[] {
  const objections: ObjectionView[] = [];
  for (let after: string | null = null; ;) {
    const page: ReturnType<typeof read.objections> = read.objections(
      engagementId,
      { status: 'open' },
      { limit: 200, ...(after !== null && { after }) },
    );
    objections.push(...page.items);
    after = page.next;
    if (after === null) return objections;
  }
}

/** Objections of the other side to which this one has said nothing: whoever may speak for it is asked. */
export function objectionsToAnswer(question: InboxQuestion): Matters {
  const { state, member } = question;
  const acting = state.engagement.members.get(member);
  const side = acting === undefined ? undefined : state.engagement.parties.get(acting.party);
  if (acting === undefined || (side !== 'provider' && side !== 'client')) return { mine: [], party: [] };
  const waiting = openObjections(question)
    .filter((objection) => objection.side !== side && objection.answers.every((answer) => answer.side !== side))
    .map(({ id }): Matter => ({ kind: 'answer-objection', id, due: null, for: null }));
  const speaks = acting.kind === 'person' && acting.roles.some((role) => SPEAKING.has(role));
  return speaks ? { mine: waiting, party: [] } : { mine: [], party: waiting };
}
