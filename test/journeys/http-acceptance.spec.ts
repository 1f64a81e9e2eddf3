import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree, openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

/** LOG-03 is Anna's to answer for and Carl's to do. */
const LOG_03 = {
  act: 'define',
  ref: 'LOG-03',
  definition: { title: 'Daily review of security event logs' },
  assignment: {
    marks: ['mssp'],
    raci: [
      { party: 'p1', member: 'm4', roles: ['A'] },
      { party: 'p1', member: 'm6', roles: ['R'] },
    ],
  },
};

describe('Accepting a duty, declining it, and objecting to a line', () => {
  let service: RunningService;
  let keys: Cast;
  const at = '/v1/engagements/contoso';
  const owner = `${at}/tasks/LOG-03/owner`;
  /** The assignment, and the digest of the text, as the owner's answer has them. */
  let read: { assignment: number; text: string };

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
    const agreed = await agree(service, keys, [LOG_03], '2026-02-01T00:00:00+01:00');
    const { body } = await service.after(agreed, owner, keys.anna);
    const [held] = body['intervals'] as unknown as readonly [
      { assignment: { entry: number }; text: { digest: string } },
    ];
    const { assignment, text } = held;
    read = { assignment: assignment.entry, text: text.digest };
  });
  afterAll(() => service.stop());

  it('tells whose key it is', async () => {
    expect(await service.get(`${at}/me`, keys.carl)).toMatchObject({
      status: 200,
      body: { id: 'm6', party: 'p1', name: 'Carl Weiss' },
    });
  });

  it('is asked of everybody who is named, and answered with the text that was read', async () => {
    const before = await service.get(owner, keys.ben);
    expect(before.body['intervals']).toMatchObject([
      {
        acceptance: [
          { by: { member: 'm4' }, state: 'not-answered', answer: null },
          { by: { member: 'm6' }, state: 'not-answered', answer: null },
        ],
      },
    ]);
    const accepted = await service.post(`${at}/tasks/LOG-03/acknowledgements`, keys.anna, read);
    expect(accepted).toMatchObject({ status: 201, body: { entries: [{ type: 'AssignmentAcknowledged' }] } });
    const after = await service.after(accepted, owner, keys.ben);
    expect(after.body['intervals']).toMatchObject([
      {
        acceptance: [
          { state: 'accepted', text: 'this', answer: { by: { name: 'Anna Meier' } } },
          { state: 'not-answered' },
        ],
      },
    ]);
  });

  it('is declined with a reason that the answer shows, and stays in force', async () => {
    const why = { ...read, reason: 'Nobody is on duty at night.' };
    const declined = await service.post(`${at}/tasks/LOG-03/declines`, keys.carl, why);
    expect(declined).toMatchObject({ status: 201, body: { entries: [{ type: 'AssignmentDeclined' }] } });
    const after = await service.after(declined, owner, keys.ben);
    expect(after.body['intervals']).toMatchObject([
      {
        owner: 'Anna Meier',
        acceptance: [{ state: 'accepted' }, { state: 'declined', reason: 'Nobody is on duty at night.' }],
      },
    ]);
    const matrix = await service.get(`${at}/matrix`, keys.ben);
    expect(matrix.body['lines']).toMatchObject([
      { ref: 'LOG-03', acknowledged: 1, declined: [{ by: { name: 'Carl Weiss' } }], unanswered: [], objections: [] },
    ]);
  });

  it('is refused to others, with another text, and where something is missing', async () => {
    const answers = `${at}/tasks/LOG-03/acknowledgements`;
    expect(await service.post(answers, keys.vera, read)).toMatchObject({
      status: 403,
      body: { code: 'acknowledgement/not-named' },
    });
    expect(await service.post(answers, keys.carl, { ...read, text: 'f'.repeat(64) })).toMatchObject({
      status: 409,
      body: { code: 'acknowledgement/stale-text' },
    });
    expect(await service.post(answers, keys.carl, { assignment: read.assignment })).toMatchObject({
      status: 422,
      body: { code: 'http/invalid-body', errors: [{ pointer: '/text' }, { pointer: '/text' }] },
    });
    expect(await service.post(answers, keys.carl, { ...read, text: 'xyz' })).toMatchObject({
      status: 422,
      body: { code: 'http/invalid-body', errors: [{ pointer: '/text' }] },
    });
    expect(await service.post(`${at}/tasks/LOG-03/declines`, keys.carl, read)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reason' }] },
    });
  });

  it('is done for many duties at once, all of them or none', async () => {
    const all = { assignments: [{ ref: 'LOG-03', ...read }] };
    const accepted = await service.post(`${at}/acknowledgements`, keys.carl, all);
    expect(accepted).toMatchObject({ status: 201, body: { entries: [{ type: 'AssignmentAcknowledged' }] } });
    expect(await service.post(`${at}/acknowledgements`, keys.carl, all)).toMatchObject({
      status: 409,
      body: { code: 'acknowledgement/already-given' },
    });
    expect((await service.post(`${at}/acknowledgements`, keys.carl, { assignments: [] })).status).toBe(422);
  });

  it('raises an objection that every answer tells of, with the words of both sides, until it is taken back', async () => {
    const about = { effective: '2026-03-14T00:00:00+01:00', treeSize: 8 };
    const raised = await service.post(`${at}/tasks/LOG-03/objections`, keys.ben, { reason: 'Annex B differs.', about });
    const id = String(raised.body['objection']);
    expect(raised).toMatchObject({ status: 201, body: { objection: `o${raised.body.entries[0]!.index}` } });
    const answered = await service.post(`${at}/objections/${id}/answers`, keys.anna, { words: 'It was amended.' });
    const { body } = await service.after(answered, owner, keys.vera);
    const open = {
      id,
      ref: 'LOG-03',
      side: 'client',
      status: 'open',
      about: { effective: '2026-03-13T23:00:00Z', treeSize: 8 },
      reason: 'Annex B differs.',
      answers: [{ side: 'provider', words: 'It was amended.', by: { name: 'Anna Meier' } }],
      ended: null,
    };
    expect(body['objections']).toMatchObject([open]);
    expect((await service.get(`${at}/matrix`, keys.vera)).body['lines']).toMatchObject([
      { objections: [{ id, side: 'client' }] },
    ]);
    expect((await service.get(`${at}/objections?status=open&ref=LOG-03`, keys.vera)).body).toMatchObject({
      items: [open],
    });
    expect(await service.post(`${at}/objections/${id}/withdrawal`, keys.anna, {})).toMatchObject({
      status: 403,
      body: { code: 'objection/other-side' },
    });
    const withdrawn = await service.post(`${at}/objections/${id}/withdrawal`, keys.ben, { reason: 'Found it.' });
    expect((await service.after(withdrawn, owner, keys.vera)).body['objections']).toEqual([]);
    expect((await service.get(`${at}/objections/${id}`, keys.vera)).body).toMatchObject({
      status: 'withdrawn',
      ended: { reason: 'Found it.', change: null },
    });
    expect((await service.get(`${at}/objections?status=open`, keys.vera)).body).toMatchObject({ items: [] });
  });

  it('shows evidence of the time that is asked about, and who checked it: four facts, each by itself', async () => {
    const covers = { from: '2026-03-01T00:00:00+01:00', to: '2026-04-01T00:00:00+02:00' };
    const item = { digest: `sha256:${'e4'.repeat(32)}`, title: 'Log review, March', covers };
    const submitted = await service.post(`${at}/tasks/LOG-03/evidence`, keys.carl, item);
    const reviews = `${at}/evidence/${String(submitted.body['evidence'])}/reviews`;
    expect(await service.post(reviews, keys.carl, { outcome: 'accepted' })).toMatchObject({
      status: 403,
      body: { code: 'evidence/own-evidence' },
    });
    expect(await service.post(reviews, keys.ben, { outcome: 'returned' })).toMatchObject({
      status: 422,
      body: { code: 'evidence/no-reason' },
    });
    const returned = await service.post(reviews, keys.ben, { outcome: 'returned', reason: 'A day is missing.' });
    const { body } = await service.after(returned, `${owner}?effective=2026-03-14`, keys.vera);
    expect(body['evidence']).toMatchObject({
      submitted: 1,
      accepted: 0,
      returned: 1,
      latest: [{ title: 'Log review, March', review: { outcome: 'returned', reason: 'A day is missing.' } }],
    });
    const line = async (query: string) => {
      const { lines } = (await service.get(`${at}/matrix?effective=${query}`, keys.vera)).body;
      return (lines as unknown as readonly [object])[0];
    };
    const counted = { acknowledged: 2, evidence: { submitted: 1, accepted: 0, returned: 1 } };
    expect(await line('2026-03-14&with=evidence')).toMatchObject(counted);
    expect(await line('2026-02-14&with=evidence')).toMatchObject({ evidence: { submitted: 0 } });
    expect(await line('2026-03-14')).not.toHaveProperty('evidence');
    expect(await service.get(`${at}/matrix?with=everything`, keys.vera)).toMatchObject({
      status: 400,
      body: { code: 'http/bad-parameter' },
    });
    const before = await service.get(`${owner}?effective=2026-02-14`, keys.vera);
    expect(before.body['evidence']).toMatchObject({ submitted: 0, latest: [] });
  });

  it('knows no objection that nobody raised, and no line that nobody defined', async () => {
    expect((await service.get(`${at}/objections/o99999`, keys.vera)).status).toBe(404);
    expect((await service.get(`${at}/objections?ref=NOPE`, keys.vera)).status).toBe(404);
    expect(await service.post(`${at}/tasks/NOPE/objections`, keys.ben, { reason: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'task/unknown' },
    });
    expect(await service.post(`${at}/tasks/LOG-03/objections`, keys.vera, { reason: 'x' })).toMatchObject({
      status: 403,
      body: { code: 'engagement/not-allowed' },
    });
    expect(service.faults).toEqual([]);
  });
});
