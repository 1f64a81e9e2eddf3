import { changeMatters } from '#answers/inbox/changes';
import { evidenceToCheck, mayCheck } from '#answers/inbox/evidence';
import { linesToAccept } from '#answers/inbox/lines';
import { MATTER_KINDS, type Matter, type Matters } from '#answers/inbox/matter';
import { matrixMatters } from '#answers/inbox/matrix';
import { isAsked } from '#answers/points/acceptance';
import type { InboxQuestion } from '../question.ts';
import type { Titles } from '../titles.ts';
import { inOrder, keyFrom, keyOfMatter, type Entry } from './entry.ts';
import { objectionsToAnswer } from './objections.ts';

/** What waits for the member: what there is little of first, then evidence, then lines to accept. */
export function* waitingOnMe(question: InboxQuestion, titles: Titles, after: string): Generator<Entry> {
  yield* told(mattersOf(question, titles).mine, titles);
  if (isChecker(question)) yield* evidence(question, titles, after);
  for (const { ref, for: principal } of linesToAccept(question.state, question.member, question.at)) {
    const matter: Matter = { kind: 'acknowledge', id: ref, due: null, for: principal };
    yield {
      key: keyOfMatter(matter),
      item: () => (waits(matter, question, titles) ? titles.matter(matter) : undefined),
    };
  }
}

/** What waits for others of the member's party. */
export function* waitingOnParty(question: InboxQuestion, titles: Titles, after: string): Generator<Entry> {
  yield* told(mattersOf(question, titles).party, titles);
  if (!isChecker(question)) yield* evidence(question, titles, after);
}

/** What there is little of: changes, versions, reviews, risks, objections. */
export function mattersOf(question: InboxQuestion, titles: Titles): Matters {
  const { state, member, at } = question;
  const all = [
    changeMatters(state, member, at),
    matrixMatters(state, member, at, (review) => titles.dueOf(review)),
    objectionsToAnswer(question),
  ];
  return { mine: all.flatMap(({ mine }) => mine), party: all.flatMap(({ party }) => party) };
}

function* told(matters: readonly Matter[], titles: Titles): Generator<Entry> {
  yield* inOrder(matters.map((matter) => ({ key: keyOfMatter(matter), item: () => titles.matter(matter) })));
}

function* evidence({ state, member, at }: InboxQuestion, titles: Titles, after: string): Generator<Entry> {
  const rank = MATTER_KINDS.indexOf('check-evidence');
  const place = after.split('\u0000');
  const behind = Number(place[0]) === rank ? Number(place[1]) : -1;
  for (const entry of evidenceToCheck(state, member, at, behind)) {
    const matter: Matter = { kind: 'check-evidence', id: `e${entry}`, due: null, for: null };
    yield { key: keyFrom(rank, entry, ''), item: () => titles.matter(matter) };
  }
}

const isChecker = ({ state, member }: InboxQuestion): boolean => {
  const acting = state.engagement.members.get(member);
  return acting !== undefined && mayCheck(acting);
};

/** Whether a line that names somebody is his to bear, and he has not answered to its text as it stands. */
function waits({ id, for: principal }: Matter, { member }: InboxQuestion, titles: Titles): boolean {
  const acceptance = titles.line(id).acceptance.find(({ by }) => by.member === (principal ?? member));
  return acceptance !== undefined && isAsked(acceptance);
}
