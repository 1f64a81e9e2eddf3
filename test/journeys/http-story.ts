import type { RunningService } from './running-service.ts';

/** What an engagement is opened with. */
export const ENGAGEMENT = {
  slug: 'contoso',
  title: 'Contoso managed security',
  zone: 'Europe/Berlin',
  provider: 'Northwind',
  client: 'Contoso',
  founder: { kind: 'person', name: 'Nora Lund' },
};

/** Keys of an engagement that is open, with approvers of both sides and somebody who writes proposals. */
export interface Cast {
  readonly owner: string;
  readonly anna: string;
  readonly ben: string;
  readonly carl: string;
  readonly vera: string;
}

/** Opens an engagement with Anna (m4) and Ben (m5), approvers, Carl (m6), a contributor, and Vera (m7), a viewer. It can be read then. */
export async function openEngagement(service: RunningService, slug = ENGAGEMENT.slug): Promise<Cast> {
  const owner = await service.ownerKey();
  const at = `/v1/engagements/${slug}`;
  await service.post('/v1/engagements', owner, { ...ENGAGEMENT, slug });
  await service.post(`${at}/members`, owner, {
    members: [
      { party: 'p1', kind: 'person', name: 'Anna Meier', roles: ['approver', 'contributor'] },
      { party: 'p2', kind: 'person', name: 'Ben Ortiz', roles: ['approver'] },
      { party: 'p1', kind: 'person', name: 'Carl Weiss', roles: ['contributor'] },
      { party: 'p2', kind: 'person', name: 'Vera Koch', roles: ['viewer'] },
    ],
  });
  const key = async (member: string): Promise<string> =>
    (await service.post(`${at}/members/${member}/keys`, owner, { label: member })).body.key;
  const keys = { anna: await key('m4'), ben: await key('m5'), carl: await key('m6'), vera: await key('m7') };
  await service.caughtUp();
  return { owner, ...keys };
}

/** A line that adds a task of the provider. */
export const define = (ref: string, marks: readonly string[] = ['mssp']) => ({
  act: 'define',
  ref,
  definition: { title: `Task ${ref}` },
  assignment: { marks, raci: [] },
});

/** Proposes as Carl, approves as Anna and Ben; gives the last answer. */
export async function agree(
  service: RunningService,
  { anna, ben, carl }: Cast,
  lines: readonly object[],
  effectiveFrom: string,
  slug = ENGAGEMENT.slug,
) {
  const changes = `/v1/engagements/${slug}/changes`;
  const proposed = await service.post(changes, carl, { title: 'A change', effectiveFrom, lines });
  if (proposed.status !== 201) throw new Error(proposed.text);
  const { change, digest } = proposed.body;
  await service.post(`${changes}/${String(change)}/approvals`, anna, { digest });
  return service.post(`${changes}/${String(change)}/approvals`, ben, { digest });
}
