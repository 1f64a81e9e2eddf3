import { randomUUID } from 'node:crypto';
import type { Onus, OnusSubmission } from '#apps/ledger/src/runtime/onus';
import type { ChangeLine } from '#approval/domain/change';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';

/**
 * Something that somebody does in an engagement, as plain JSON: it can be written down before it is sent, and sent again by
 * somebody else after whoever sent it was killed.
 */
export type Act =
  | { readonly kind: 'define'; readonly ref: string; readonly title: string; readonly from: Instant }
  | { readonly kind: 'close' | 'reopen'; readonly ref: string; readonly from: Instant }
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | {
      readonly kind: 'propose';
      readonly title: string;
      readonly lines: readonly ChangeLine[];
      readonly from: Instant;
      readonly to?: Instant;
    }
  | { readonly kind: 'approve'; readonly by: 'anna' | 'ben'; readonly change: string; readonly digest: string }
  | { readonly kind: 'evidence'; readonly ref: string; readonly digest: string; readonly title: string }
  | {
      readonly kind: 'acknowledge';
      readonly ref: string;
      readonly assignment: number;
      /** Digest of the text of the task that was read. */
      readonly text: string;
    };

/** The members of each engagement, as `opening` makes them. */
export const PEOPLE = { nora: 'm3', anna: 'm4', ben: 'm5', carl: 'm6' } as const;
export type Person = keyof typeof PEOPLE;

const PARTY_OF = { nora: 'p1', anna: 'p1', ben: 'p2', carl: 'p1' } as const;

/** Who does an act. */
export function personFor(act: Act): Person {
  switch (act.kind) {
    case 'members':
    case 'define':
    case 'close':
    case 'reopen':
      return 'nora';
    case 'propose':
    case 'evidence':
      return 'carl';
    case 'approve':
      return act.by;
    case 'acknowledge':
      return 'anna';
  }
}

/** A person as the actor of a command. */
export const actorFor = (person: Person): Actor => ({
  member: PEOPLE[person],
  party: PARTY_OF[person],
  kind: 'person',
  onBehalfOf: null,
  auth: 'test',
});

/** The command of an act: the same act gives the same command wherever it is made. */
export function commandOf(act: Act): OnusSubmission {
  switch (act.kind) {
    case 'define': {
      const { ref, title, from } = act;
      return { type: 'DefineTask', data: { ref, definition: { title }, effectiveFrom: from } };
    }
    case 'close':
      return { type: 'CloseTask', data: { ref: act.ref, effectiveFrom: act.from } };
    case 'reopen':
      return { type: 'ReopenTask', data: { ref: act.ref, effectiveFrom: act.from } };
    case 'members': {
      const members = act.names.map((name) => ({
        party: 'p2',
        kind: 'person' as const,
        name: toSeal(name),
        roles: [],
      }));
      return { type: 'AddMembers', data: { members, apart: true } };
    }
    case 'propose': {
      const { title, lines, from, to } = act;
      const until = to === undefined ? {} : { effectiveTo: to };
      const written = lines.map((drafted) => ({ drafted }));
      const text = { lines: written, effectiveFrom: from, ...until };
      return { type: 'DraftChange', data: { title: toSeal(title), kind: 'ordinary', open: true, ...text } };
    }
    case 'approve':
      return { type: 'ApproveChange', data: { change: act.change, digest: act.digest } };
    case 'evidence':
      return { type: 'SubmitEvidence', data: { ref: act.ref, digest: act.digest, title: toSeal(act.title) } };
    case 'acknowledge':
      return { type: 'AcknowledgeAssignment', data: { ref: act.ref, assignment: act.assignment, text: act.text } };
  }
}

/** Opens an engagement with the people above. Gives its id. */
export async function openEngagement(onus: Onus, slug: string): Promise<string> {
  const engagement = onus.engagementId(slug);
  for (const command of opening(slug)) {
    await onus.submit(engagement, command, { commandId: randomUUID(), actor: actorFor('nora') });
  }
  return engagement;
}

/** The commands that open an engagement with the people above. */
const opening = (slug: string): readonly OnusSubmission[] => [
  {
    type: 'OpenEngagement',
    data: {
      slug,
      title: 'Killed at any moment',
      zone: 'Europe/Berlin',
      provider: 'Northwind',
      client: 'Contoso',
      founder: { kind: 'person', name: toSeal('Nora Lund') },
    },
  },
  {
    type: 'AddMembers',
    data: {
      members: [
        { party: 'p1', kind: 'person', name: toSeal('Anna Meier'), roles: ['approver'] },
        { party: 'p2', kind: 'person', name: toSeal('Ben Ortiz'), roles: ['approver'] },
        { party: 'p1', kind: 'person', name: toSeal('Carl Weiss'), roles: ['contributor'] },
      ],
      apart: true,
    },
  },
];
