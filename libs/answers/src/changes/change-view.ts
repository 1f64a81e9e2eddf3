import type {
  ApprovalEvent,
  ApprovalGranted,
  ChangeDrafted,
  ChangeProposed,
  ChangeRevised,
} from '#approval/domain/approval.events';
import type { DraftLine } from '#approval/domain/change';
import { CLIENT, PROVIDER } from '#engagement/domain/members';
import type { ApprovalView, ChangeView, QuorumView, RevisionView } from '../views.ts';
import { signedBy, titleIn, type Telling } from './change-basis.ts';
import { approvingSide, isEnd, openedIn, sideOf, statusOf, type Happening } from './course.ts';

type Course = readonly Happening[];
type Text = Happening<ChangeProposed | ChangeDrafted | ChangeRevised>;

/** A change with everything that happened to it, from its course as far as it is known. */
export function changeView(course: Course, telling: Telling): ChangeView {
  const { open, mention } = telling;
  const first = course[0] as Happening<ChangeProposed | ChangeDrafted>;
  const text = textsIn(course).at(-1)!;
  const { changeId, digest, effectiveFrom, effectiveTo, backdatedDays } = text.event.data;
  const written = text.event.type === 'ChangeProposed' ? undefined : text.event.data;
  const drafted = first.event.type === 'ChangeDrafted' ? first.event.data : undefined;
  const opened = openedIn(course);
  const opening = opened?.event.type === 'ChangeOpened' ? opened.event.data : undefined;
  const end = course.find(({ event }) => isEnd(event));
  return {
    id: changeId,
    kind: drafted?.kind ?? 'ordinary',
    status: statusOf(course),
    title: titleIn(course, open),
    reason: reasonIn(course, open),
    revision: written?.revision ?? 1,
    digest,
    effectiveFrom,
    effectiveTo: effectiveTo ?? null,
    backdatedDays: backdatedDays ?? null,
    lines: linesIn(course, written?.revision ?? 1),
    attachments: (written?.attachments ?? []).map(({ digest: file, name }) => ({ digest: file, name: open(name) })),
    terms: written?.terms ?? null,
    resolves: written?.resolves ?? [],
    supersedes: drafted?.supersedes ?? null,
    supersededBy: end?.event.type === 'ChangeSuperseded' ? end.event.data.supersededBy : null,
    reverses: drafted?.reverses ?? null,
    proposed: mention(first),
    opened: opened === undefined ? null : mention(opened),
    expiresAt: opening?.expiresAt ?? null,
    policy: written?.policy ?? 0,
    quorum: quorumIn(course),
    revisions: textsIn(course).map((each) => revisionView(each, telling)),
    approvals: approvalsIn(course, telling),
    ...happenings(course, telling),
    decided: end === undefined ? null : mention(end),
    decision: end?.event.type === 'ChangeRejected' ? open(end.event.data.reason) : null,
  };
}

const textsIn = (course: Course): readonly Text[] =>
  course.filter(
    ({ event: { type } }) => type === 'ChangeProposed' || type === 'ChangeDrafted' || type === 'ChangeRevised',
  ) as readonly Text[];

const revisionOf = ({ event }: Text): number => (event.type === 'ChangeProposed' ? 1 : event.data.revision);

const revisionView = (text: Text, { mention, open }: Telling): RevisionView => ({
  revision: revisionOf(text),
  digest: text.event.data.digest,
  written: mention(text),
  note: text.event.type === 'ChangeRevised' && text.event.data.note !== undefined ? open(text.event.data.note) : null,
});

function reasonIn(course: Course, open: Telling['open']): string | null {
  for (const { event } of course.toReversed()) {
    if (event.type === 'ChangeDescribed' || event.type === 'ChangeDrafted' || event.type === 'ChangeProposed') {
      return event.data.reason === undefined ? null : open(event.data.reason);
    }
  }
  return null;
}

/** The lines of a revision. */
const linesIn = (course: Course, revision: number): readonly DraftLine[] =>
  course.flatMap(({ event }) => {
    if (event.type === 'ChangeLineProposed') return [event.data.proposed];
    return event.type === 'ChangeLineDrafted' && event.data.revision === revision ? [event.data.drafted] : [];
  });

function approvalsIn(course: Course, telling: Telling): readonly ApprovalView[] {
  const last = textsIn(course).at(-1)!.event.data.digest;
  return granted(course).map((approval) => {
    const { data } = approval.event;
    const side = approvingSide(approval.event);
    return {
      ...telling.mention(approval),
      side,
      party: 'party' in data ? data.party : side === 'provider' ? PROVIDER : CLIENT,
      revision: 'revision' in data ? data.revision : 1,
      digest: data.digest,
      counts: data.digest === last,
      signed: signedBy(approval, telling),
    };
  });
}

const granted = (course: Course): readonly Happening<ApprovalGranted>[] =>
  course.filter(({ event }) => event.type === 'ApprovalGranted') as readonly Happening<ApprovalGranted>[];

/** What the change needs: frozen when it was opened. One of each side, in the first form. */
function quorumIn(course: Course): readonly QuorumView[] {
  const opened = openedIn(course)?.event;
  if (opened === undefined) return [];
  const needed =
    opened.type === 'ChangeOpened' ? opened.data.quorum : [PROVIDER, CLIENT].map((party) => ({ party, needed: 1 }));
  const { digest } = textsIn(course).at(-1)!.event.data;
  const voices = granted(course).filter(({ event }) => event.data.digest === digest);
  const deemed = new Set(
    course.flatMap(({ event }) =>
      event.type === 'AcceptanceDeemed' && event.data.digest === digest ? [event.data.party] : [],
    ),
  );
  return needed.map(({ party, needed: least }) => ({
    party,
    side: sideOf(party),
    needed: least,
    given: voices.filter(
      ({ event }) => approvingSide(event) === sideOf(party) && (event.schema === 1 || event.data.party === party),
    ).length,
    deemed: deemed.has(party),
  }));
}

/** What else happened to the change, by kind. */
function happenings(course: Course, { mention, open }: Telling) {
  const { digest } = textsIn(course).at(-1)!.event.data;
  const of = <T extends ApprovalEvent['type']>(type: T) =>
    course.filter(({ event }) => event.type === type) as Happening<Extract<ApprovalEvent, { readonly type: T }>>[];
  const approved = (member: string, after: number) =>
    granted(course).some(({ index, actor }) => index > after && (actor.onBehalfOf ?? actor.member) === member);
  const [emergency] = of('EmergencyTookEffect');
  const [escalation] = of('ChangeEscalated');
  const request = of('OverrideRequested').at(-1);
  const [ratified] = of('ChangeAgreed');
  const [confirmed] = of('ChangeOverridden');
  const orNull = (entry: Happening | undefined) => (entry === undefined ? null : mention(entry));
  return {
    requests: of('ChangesRequested').map((asked) => {
      const { party, revision, reason } = asked.event.data;
      const asker = asked.actor.onBehalfOf ?? asked.actor.member;
      const stands = asked.event.data.digest === digest && !approved(asker, asked.index);
      return { ...mention(asked), side: sideOf(party), revision, reason: open(reason), stands };
    }),
    reminders: of('ApproversReminded').map((each) => ({ ...mention(each), members: each.event.data.members })),
    escalation:
      escalation === undefined
        ? null
        : { ...mention(escalation), to: escalation.event.data.to, members: escalation.event.data.members },
    impossible: of('ApprovalImpossible').map(
      ({
        index,
        event: {
          data: { party, needed, possible },
        },
      }) => ({ entry: index, party, needed, possible }),
    ),
    emergency:
      emergency === undefined
        ? null
        : { declared: mention(emergency), ratifyBy: emergency.event.data.ratifyBy, ratified: orNull(ratified) },
    override:
      request === undefined
        ? null
        : { requested: mention(request), reason: open(request.event.data.reason), confirmed: orNull(confirmed) },
  };
}
