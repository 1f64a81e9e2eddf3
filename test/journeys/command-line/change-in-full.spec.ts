import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree, define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService, type Reply } from '../running-service.ts';
import { onusAnswers } from './onus-command.ts';

const changes = '/v1/engagements/contoso/changes';
const definition = {
  title: 'Daily review of logs',
  objective: 'Find what alerts miss',
  procedure: 'Read, compare, write down',
  kind: 'operational',
  preconditions: ['logs arrive', 'access is given'],
  scope: { environments: ['production'], exclusions: ['laboratory'] },
  serviceLevel: 'within one working day',
  boundaries: 'no forensics',
  controls: [{ framework: 'pci-dss-4.0.1', id: '10.4.1' }],
  evidence: { artefact: 'review note', retention: 'one year' },
};
const assignment = {
  marks: ['shared'],
  raci: [{ party: 'p1', member: 'm4', roles: ['R', 'A'] }],
  deputy: 'm6',
  parts: { client: 'Gives context', mssp: 'Reads all of it' },
  regulatory: 'p2',
  rationale: 'Only one of the two works at night',
};

/** Every text that stands in a line, but for the words of its own that it has for its act, its marks and roles. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    ['act', 'marks', 'raci'].includes(name) ? [] : textsIn(each),
  );
};

describe('A change on the terminal of whoever is to approve it', () => {
  let service: RunningService;
  let keys: Cast;
  let objection: string;

  const propose = (body: object): Promise<Reply> =>
    service.post(changes, keys.carl, { title: 'A small thing', effectiveFrom: '2026-03-01T00:00:00Z', ...body });
  const shown = async (proposed: Reply): Promise<string> => {
    expect(proposed.status).toBe(201);
    await service.after(proposed, changes, keys.ben);
    const id = String(proposed.body['change']);
    const where = ['--engagement', 'contoso', '--server', service.url, '--key', keys.ben];
    return onusAnswers(['change', 'show', id, ...where]);
  };

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
    await agree(service, keys, [define('LOG-03'), define('LOG-04'), define('LOG-05')], '2026-02-01T00:00:00Z');
    const raised = await service.post('/v1/engagements/contoso/tasks/LOG-03/objections', keys.ben, { reason: 'No' });
    objection = `o${raised.body.entries[0]!.index}`;
  });
  afterAll(() => service.stop());

  it('tells of everything that an approval of its digest agrees to: terms, objections and files as well', async () => {
    const policy = {
      quorum: [
        { party: 'p1', atLeast: 1 },
        { party: 'p2', atLeast: 1 },
      ],
      deemed: { party: 'p2', afterDays: 1 },
      ratifyWithinHours: 24,
    };
    const text = await shown(
      await propose({
        lines: [{ act: 'assign', ref: 'LOG-03', assignment }],
        terms: { policy, retention: { entriesYears: 7, basis: 'Clause 12' } },
        resolves: [objection],
        attachments: [{ digest: 'a'.repeat(64), name: 'annex.pdf' }],
      }),
    );
    expect(text).toMatch(/approval policy: \{.*"deemed":\{(?:"afterDays":1|"party":"p2"|,)+\}/);
    for (const said of ['Clause 12', `settles objection ${objection}`]) expect(text).toContain(said);
    for (const said of ['annex.pdf', 'a'.repeat(64)]) expect(text).toContain(said);
  });

  it.each([
    ['a new task', { act: 'define', ref: 'LOG-09', definition, assignment }],
    ['another text', { act: 'revise', ref: 'LOG-03', definition }],
    ['another bearer', { act: 'assign', ref: 'LOG-03', assignment }],
    [
      'one that is split',
      { act: 'split', ref: 'LOG-04', into: ['A', 'B'].map((ref) => ({ ref, definition, assignment })) },
    ],
    ['two that are merged', { act: 'merge', ref: 'LOG-08', from: ['LOG-04', 'LOG-05'], definition, assignment }],
  ])('tells of a line whatever it says: %s', async (_what, line) => {
    const text = await shown(await propose({ lines: [line] }));
    expect(textsIn(line).filter((said) => !text.includes(said))).toEqual([]);
  });

  it('tells of an emergency, of another text that is asked for, and of an override that waits', async () => {
    const before = { marks: ['mssp'], raci: [] };
    const line = { act: 'assign', ref: 'LOG-05', assignment: { marks: ['client'], raci: [] }, before };
    const effectiveFrom = new Date().toISOString();
    expect(await shown(await propose({ kind: 'emergency', effectiveFrom, lines: [line] }))).toContain(
      'An emergency: it holds at once, agreed or not, to be ratified before ',
    );
    const proposed = await propose({ lines: [{ act: 'assign', ref: 'LOG-03', assignment }] });
    const { change, digest } = proposed.body;
    const at = `${changes}/${String(change)}`;
    await service.post(`${at}/requests`, keys.ben, { digest, reason: 'Name a deputy' });
    const reason = 'Nobody of them can be reached';
    const asked = await service.post(`${at}/overrides`, keys.owner, { digest, reason });
    await service.after(asked, changes, keys.ben);
    const text = await shown(proposed);
    expect(text).toContain('Another text is asked for by Ben Ortiz (client): Name a deputy');
    expect(text).toContain(`An override is asked for by Nora Lund: ${reason}; it waits for a second person.`);
  });
});
