import type {
  ApprovalEvent,
  Attachment,
  ChangeDrafted,
  ChangeLineDrafted,
  ChangeRevised,
} from '#approval/domain/approval.events';
import type { Sealed } from '#kernel/sealed';
import type { OnusEvent } from '#rulebook/rulebook';
import { firstProposal } from './first-proposal.ts';
import { asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/** The inverse of the rules of agreement. What an approval brings about follows from the change, so it needs nothing else. */
export function approvalCommand(first: ApprovalEvent, events: readonly OnusEvent[]): Rebuilt {
  const { changeId: change } = first.data;
  switch (first.type) {
    case 'ChangeDrafted':
      return draft(first, events);
    case 'ChangeRevised':
      return revision(first, events);
    case 'ChangeDescribed': {
      const { title, reason } = first.data;
      return whole({ type: 'DescribeChange', data: { change, title: asText(title), ...maybeText('reason', reason) } });
    }
    case 'ChangeOpened':
      return whole({ type: 'OpenChange', data: { change, digest: first.data.digest } });
    case 'ApprovalGranted':
      return whole({
        type: 'ApproveChange',
        data: {
          change,
          digest: first.data.digest,
          ...('signature' in first.data && { signature: first.data.signature }),
        },
      });
    case 'ChangesRequested': {
      const { digest, reason } = first.data;
      return whole({ type: 'RequestChanges', data: { change, digest, reason: asText(reason) } });
    }
    case 'ChangeRejected':
      return whole({ type: 'RejectChange', data: { change, reason: asText(first.data.reason) } });
    case 'ChangeWithdrawn':
      return whole({ type: 'WithdrawChange', data: { change } });
    case 'OverrideRequested': {
      const { digest, reason, characters } = first.data;
      return whole({ type: 'RequestOverride', data: { change, digest, reason: asText(reason), characters } });
    }
    case 'ChangeOverridden':
      return whole({ type: 'ConfirmOverride', data: { change, digest: first.data.digest } });
    case 'ChangeExpired':
      return whole({ type: 'ExpireChange', data: { change } });
    case 'ApproversReminded':
      return whole({ type: 'RemindApprovers', data: { change } });
    case 'ChangeEscalated':
      return whole({ type: 'EscalateChange', data: { change } });
    case 'AcceptanceDeemed':
      return whole({ type: 'DeemAccepted', data: { change } });
    case 'ChangeProposed':
      return firstProposal(first, events);
    default:
      return noCommand(BEHIND[first.type]);
  }
}

/** Events that only ever stand behind others. */
const BEHIND = {
  ChangeLineProposed: 'a line stands behind its change, not by itself',
  ChangeLineDrafted: 'a line stands behind its change, not by itself',
  ChangeAgreed: 'a change is agreed with the last approval, not by itself',
  ChangeSuperseded: 'a change is superseded by the opening of another, not by itself',
  EmergencyTookEffect: 'an emergency takes effect with the opening of a change, not by itself',
  ApprovalImpossible: 'a change becomes impossible with what happens to a member, not by itself',
  PolicyAdopted: 'terms are adopted with the change that was agreed, not by themselves',
  RetentionAdopted: 'terms are adopted with the change that was agreed, not by themselves',
} satisfies Partial<Record<ApprovalEvent['type'], string>>;

/** Policy, base, backdated days, the number of lines and the digest follow from the rest: the rules say them again. */
function draft({ data }: ChangeDrafted, events: readonly OnusEvent[]): Rebuilt {
  const { title, reason, kind, supersedes } = data;
  const lines = linesBehind(events, data.lines);
  return {
    submitted: {
      type: 'DraftChange',
      data: {
        title: asText(title),
        ...maybeText('reason', reason),
        kind,
        ...(supersedes !== undefined && { supersedes }),
        ...textOf(data, lines),
        open: events[1 + lines.length]?.type === 'ChangeOpened',
      },
    },
    whole: lines.length === data.lines,
  };
}

function revision({ data }: ChangeRevised, events: readonly OnusEvent[]): Rebuilt {
  const lines = linesBehind(events, data.lines);
  return {
    submitted: {
      type: 'ReviseChange',
      data: { change: data.changeId, ...maybeText('note', data.note), ...textOf(data, lines) },
    },
    whole: lines.length === data.lines,
  };
}

function textOf(data: ChangeDrafted['data'] | ChangeRevised['data'], lines: readonly ChangeLineDrafted[]) {
  const { effectiveFrom, effectiveTo, attachments, terms, resolves } = data;
  return {
    lines: lines.map(({ data: { drafted, before } }) => ({ drafted, ...(before !== undefined && { before }) })),
    effectiveFrom,
    ...(effectiveTo !== undefined && { effectiveTo }),
    ...(attachments !== undefined && { attachments: attachments.map(attachmentOf) }),
    ...(terms !== undefined && { terms }),
    ...(resolves !== undefined && { resolves }),
  };
}

const attachmentOf = ({ digest, name }: Attachment) => ({ digest, name: asText(name) });

/** The lines that follow the first event; there may be fewer, where a range was cut. */
function linesBehind(events: readonly OnusEvent[], count: number): readonly ChangeLineDrafted[] {
  const behind = events.slice(1, 1 + count);
  const end = behind.findIndex(({ type }) => type !== 'ChangeLineDrafted');
  return (end < 0 ? behind : behind.slice(0, end)) as readonly ChangeLineDrafted[];
}

const maybeText = <N extends string>(name: N, text: Sealed | undefined) =>
  (text === undefined ? {} : { [name]: asText(text) }) as { readonly [K in N]?: ReturnType<typeof asText> };
