import type { Instant } from '#kernel/instant';
import type { EngagementView, MemberView } from '../views.ts';
import type { MatterKind } from './matter.ts';

/** The parts of an inbox, in the order in which they are told. */
export const INBOX_SECTIONS = [
  'waiting-on-me',
  'waiting-on-my-party',
  'asked-by-me',
  'my-duties',
  'deadlines',
] as const;
export type InboxSection = (typeof INBOX_SECTIONS)[number];

/** What somebody waits for whom he has asked, and what he bears. */
export const OTHER_KINDS = ['change', 'objection', 'version', 'exception', 'duty', 'exception-ends'] as const;

/** How something stands that somebody asked for, or that he bears. */
export const INBOX_STATES = [
  'draft',
  'waits-for-approvals',
  'waits-for-ratification',
  'changes-requested',
  'task-altered',
  'bearer-left',
  'override-requested',
  'open',
  'answered',
  'waits-for-signatures',
  'waits-for-acceptance',
  'accepted',
  'accepted-another-text',
  'declined',
  'not-answered',
] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** One thing in an inbox. */
export interface InboxItem {
  readonly kind: MatterKind | (typeof OTHER_KINDS)[number];
  /** Of the change, version, review, exception, objection or evidence; the reference of a line. */
  readonly id: string;
  /** What it is called, or what it is about; null where that was erased. */
  readonly title: string | null;
  /** How it stands; null where it waits for whoever asks. */
  readonly state: InboxState | null;
  /** What somebody is to a line: R, A, C, I, deputy. */
  readonly roles: readonly string[];
  readonly due: Instant | null;
  readonly overdue: boolean;
  /** In whose right, where it is not the own: whoever delegated. */
  readonly for: { readonly member: string; readonly name: string | null } | null;
}

/** A part of an inbox; `next` is passed as `after` for more of it, null at the end. */
export interface InboxPage {
  readonly items: readonly InboxItem[];
  readonly next: string | null;
}

/** What waits for a member, at an instant and as recorded so far. */
export interface InboxView {
  readonly engagement: EngagementView;
  readonly at: Instant;
  readonly member: MemberView;
  readonly waitingOnMe: InboxPage;
  readonly waitingOnMyParty: InboxPage;
  readonly askedByMe: InboxPage;
  readonly myDuties: InboxPage;
  /** Of all of these, and of exceptions that end: what is overdue, or due within two weeks. */
  readonly deadlines: InboxPage;
}
