import type { Actor } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import { cast } from '#engagement/domain/engagement.examples';
import type {
  ApprovalCommand,
  ConfirmOverride,
  DraftChange,
  OpenChange,
  RequestChanges,
  RequestOverride,
  ReviseChange,
  WrittenText,
} from '../approval.commands.ts';
import type { WithApproval } from '../approval.state.ts';
import type { ChangeId, DraftLine } from '../change.ts';
import { approve } from './first-form.ts';

type Text = Omit<Unsealed<WrittenText>, 'lines'>;

const written = (lines: readonly DraftLine[]) => lines.map((drafted) => ({ drafted }));

/** Drafts an ordinary change that is open at once. */
export const put = (text: Text, ...lines: readonly DraftLine[]): Unsealed<DraftChange> => ({
  type: 'DraftChange',
  data: {
    title: toSeal('Log review goes to Northwind SOC'),
    kind: 'ordinary',
    open: true,
    ...text,
    lines: written(lines),
  },
});

/** Drafts an ordinary change that waits to be opened. */
export const draftOf = (text: Text, ...lines: readonly DraftLine[]): Unsealed<DraftChange> => {
  const { type, data } = put(text, ...lines);
  return { type, data: { ...data, open: false } };
};

export const openIt = (change: ChangeId, digest: string): OpenChange => ({
  type: 'OpenChange',
  data: { change, digest },
});

export const reviseIt = (change: ChangeId, text: Text, ...lines: readonly DraftLine[]): Unsealed<ReviseChange> => ({
  type: 'ReviseChange',
  data: { change, ...text, lines: written(lines) },
});

export const askForChanges = (change: ChangeId, digest: string): Unsealed<RequestChanges> => ({
  type: 'RequestChanges',
  data: { change, digest, reason: toSeal('Name a deputy for holidays.') },
});

export const askToOverride = (change: ChangeId, digest: string, characters = 52): Unsealed<RequestOverride> => ({
  type: 'RequestOverride',
  data: { change, digest, reason: toSeal('The client cannot be reached and the SIEM is down now'), characters },
});

export const confirmIt = (change: ChangeId, digest: string): ConfirmOverride => ({
  type: 'ConfirmOverride',
  data: { change, digest },
});

/** Digest of the revision of a change that stands. */
export const digestIn = ({ approval }: WithApproval, change: ChangeId): string =>
  approval.open.get(change)?.text.digest ?? '';

/** A scenario as far as its state goes. */
interface HasState {
  readonly state: WithApproval;
}

/** Approvals of the change as it stands, by these. */
export const approvedBy = (
  { state }: HasState,
  change: ChangeId,
  ...by: readonly Actor[]
): readonly { readonly command: Unsealed<ApprovalCommand>; readonly by: Actor }[] =>
  by.map((each) => ({ command: approve(change, digestIn(state, change)), by: each }));

/** Whoever of the cast approves for the provider, and for the client. */
export const bothSides: readonly Actor[] = [cast.keller, cast.okafor];
