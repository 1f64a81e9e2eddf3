import type { ApprovalView, ChangeView, Mention, QuorumView, RevisionView } from '#answers/views';
import { asMention, changeStatus, side } from './owner.schemas.ts';
import { count, flag, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

const revision = count('Counted from 1.');
const members = listOf(text());

/** The register of changes. */
export const CHANGE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Change: objectOf<ChangeView>({
    id: text(),
    kind: oneOf('ordinary', 'emergency'),
    status: changeStatus,
    title: nullable(text()),
    reason: nullable(text()),
    revision,
    digest: text('Of the text that stands: what an approval names.'),
    effectiveFrom: instant(),
    effectiveTo: nullable(instant()),
    backdatedDays: { type: ['integer', 'null'] },
    lines: listOf({
      oneOf: [
        'DefineLineBody',
        'ReviseLineBody',
        'AssignLineBody',
        'RetireLineBody',
        'SplitLineBody',
        'MergeLineBody',
      ].map(named),
    }),
    attachments: listOf(
      objectOf<ChangeView['attachments'][number]>({ digest: text('SHA-256 in hex.'), name: nullable(text()) }),
    ),
    terms: nullable({ type: 'object', description: 'Policy and retention profile that the change would adopt.' }),
    resolves: listOf(text('An objection that the change settles.')),
    supersedes: nullable(text()),
    supersededBy: nullable(text()),
    reverses: nullable(text('The emergency that it would undo.')),
    proposed: named('Mention'),
    opened: nullable(named('Mention')),
    expiresAt: nullable(instant('Decisions are taken before this instant.')),
    policy: count('Version of the policy by which the change is judged: the entry that adopted it, or 0.'),
    quorum: listOf(
      objectOf<QuorumView>({
        party: text(),
        side,
        needed: count(),
        given: count(),
        deemed: flag,
      }),
    ),
    revisions: listOf(
      objectOf<RevisionView>({ revision, digest: text(), written: named('Mention'), note: nullable(text()) }),
    ),
    approvals: listOf(
      objectOf<ApprovalView>({
        ...asMention,
        side,
        party: text(),
        revision,
        digest: text(),
        counts: flag,
        signed: {
          ...nullable(named('PasskeySigned')),
          description: 'The passkey that signed it. Null: it rests on the account alone.',
        },
      }),
    ),
    requests: listOf(
      objectOf<ChangeView['requests'][number]>({
        ...asMention,
        side,
        revision,
        reason: nullable(text()),
        stands: flag,
      }),
    ),
    reminders: listOf(objectOf<ChangeView['reminders'][number]>({ ...asMention, members })),
    escalation: nullable(
      objectOf<Mention & { to: string; members: readonly string[] }>({ ...asMention, to: text(), members }),
    ),
    impossible: listOf(
      objectOf<ChangeView['impossible'][number]>({
        entry: count(),
        party: text(),
        needed: count(),
        possible: count(),
      }),
    ),
    emergency: nullable(
      objectOf<NonNullable<ChangeView['emergency']>>({
        declared: named('Mention'),
        ratifyBy: instant(),
        ratified: nullable(named('Mention')),
      }),
    ),
    override: nullable(
      objectOf<NonNullable<ChangeView['override']>>({
        requested: named('Mention'),
        reason: nullable(text()),
        confirmed: nullable(named('Mention')),
      }),
    ),
    decided: nullable(named('Mention')),
    decision: nullable(text('Why it was rejected.')),
  }),
  ChangePage: objectOf<{ items: readonly unknown[]; next: string | null }>({
    items: listOf(named('Change')),
    next: nullable(text('Cursor of the next page, for `after`; null at the end.')),
  }),
};
