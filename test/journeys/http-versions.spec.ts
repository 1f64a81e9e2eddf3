import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256 } from '#ledger-store/entry-codec';
import { agree, define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const FEBRUARY = '2026-02-01T00:00:00Z';
const LATER = '2200-01-01T00:00:00Z';

interface Proposed {
  readonly versionId: string;
  readonly digest: string;
  readonly effective: string;
  readonly treeSize: number;
  readonly lines: number;
}

let service: RunningService;
let cast: Cast;
beforeAll(async () => {
  service = await RunningService.start();
  cast = await openEngagement(service);
  await agree(service, cast, [define('LOG-03'), define('BCK-01')], FEBRUARY);
});
afterAll(() => service.stop());

async function done(reply: Promise<Reply>): Promise<Reply> {
  const { status, text, ...rest } = await reply;
  if (status !== 201) throw new Error(text);
  return { status, text, ...rest };
}

async function proposed(body: object = {}): Promise<Proposed> {
  const reply = await done(service.post(`${AT}/versions`, cast.carl, body));
  const version = reply.body['version'] as Proposed;
  // Whoever reads next rests on it.
  await service.after(reply, `${AT}/versions/${version.versionId}`, cast.vera);
  return version;
}

const sign = ({ versionId, digest }: Proposed, key: string): Promise<Reply> =>
  service.post(`${AT}/versions/${versionId}/signatures`, key, { digest });

describe('A version over HTTP', () => {
  it('is proposed, read, and signed by both sides over the digest of the document that they read', async () => {
    const version = await proposed({ effective: '2026-03-14' });
    expect(version).toMatchObject({ versionId: 'v1', effective: '2026-03-13T23:00:00Z', lines: 2 });
    const document = await service.get(`${AT}/versions/v1/document`, cast.vera);
    expect(document.headers.get('etag')).toBe(`"${version.digest}"`);
    expect(`sha256:${sha256(document.text, 'hex')}`).toBe(version.digest);
    const first = await done(sign(version, cast.anna));
    expect(first.body).toMatchObject({ version: 'v1', agreed: false });
    const second = await done(sign(version, cast.ben));
    expect(second.body).toMatchObject({ version: 'v1', agreed: true });
    const shown = await service.after(second, `${AT}/versions/v1`, cast.vera);
    expect(shown.body).toMatchObject({
      id: 'v1',
      status: 'agreed',
      side: 'provider',
      digest: version.digest,
      verifies: true,
      moved: false,
      signatures: [
        { side: 'provider', by: { name: 'Anna Meier' } },
        { side: 'client', by: { name: 'Ben Ortiz' } },
      ],
    });
    const list = await service.get(`${AT}/versions`, cast.vera);
    expect(list.body['items']).toMatchObject([{ id: 'v1', status: 'agreed' }]);
  });

  it('answers a repeated proposal as the first time, whatever was recorded since', async () => {
    const id = randomUUID();
    const [first, again] = await Promise.all([
      service.post(`${AT}/versions`, cast.carl, {}, id),
      service.post(`${AT}/versions`, cast.carl, {}, id),
    ]);
    const { versionId } = first.body['version'] as Proposed;
    await done(service.post(`${AT}/versions/${versionId}/withdrawal`, cast.carl, { reason: 'Too early' }));
    const later = await service.post(`${AT}/versions`, cast.carl, {}, id);
    expect([first.status, again.status, later.status]).toEqual([201, 201, 201]);
    expect([again.body['version'], later.body['version']]).toEqual([first.body['version'], first.body['version']]);
  });

  it('cannot be signed once the matrix of its time is another, and tells that it has moved', async () => {
    const version = await proposed({ effective: '2026-05-01' });
    await done(sign(version, cast.anna));
    const moved = await agree(service, cast, [{ act: 'retire', ref: 'BCK-01' }], '2026-04-01T00:00:00Z');
    expect((await sign(version, cast.ben)).body.code).toBe('version/base-moved');
    const shown = await service.after(moved, `${AT}/versions/${version.versionId}`, cast.vera);
    expect(shown.body).toMatchObject({ status: 'open', verifies: true, moved: true });
    const declined = await done(
      service.post(`${AT}/versions/${version.versionId}/declines`, cast.ben, { reason: 'It is another by now' }),
    );
    const over = await service.after(declined, `${AT}/versions/${version.versionId}`, cast.vera);
    expect(over.body).toMatchObject({ status: 'declined', reason: 'It is another by now' });
  });

  it('tells what is different since both sides signed', async () => {
    const changes = await service.get(`${AT}/versions/changes?effective=2026-05-01`, cast.vera);
    expect(changes.body).toMatchObject({
      version: { id: 'v1' },
      counts: { added: 0, removed: 1, changed: 0, same: 1 },
      lines: [{ ref: 'BCK-01', kind: 'removed' }],
    });
    const since = await service.get(`${AT}/versions/changes?since=v1&effective=2026-03-15`, cast.vera);
    expect(since.body).toMatchObject({ version: { id: 'v1' }, counts: { removed: 0, same: 2 } });
    const none = await service.get(`${AT}/versions/changes?since=v9`, cast.vera);
    expect([none.status, none.body.code]).toEqual([404, 'http/absent']);
  });

  it('is refused to whoever may not, with the rule’s own code', async () => {
    const version = await proposed();
    const [byViewer, byContributor, other] = [
      await service.post(`${AT}/versions`, cast.vera, {}),
      await sign(version, cast.carl),
      await sign({ ...version, digest: `sha256:${'0'.repeat(64)}` }, cast.anna),
    ];
    expect([byViewer.body.code, byContributor.body.code, other.body.code]).toEqual([
      'engagement/not-allowed',
      'version/not-signer',
      'version/other-digest',
    ]);
    const missing = await service.get(`${AT}/versions/v99`, cast.vera);
    expect(missing.status).toBe(404);
  });
});

describe('A review over HTTP', () => {
  it('asks both sides about each line, and lists what is to be done', async () => {
    await agree(service, cast, [define('PAT-01')], FEBRUARY);
    const started = await done(
      service.post(`${AT}/reviews`, cast.carl, { due: LATER, refs: ['LOG-03', 'PAT-01'], cadenceDays: 90 }),
    );
    const review = String(started.body['review']);
    const speak = (key: string, ...lines: readonly object[]) =>
      service.post(`${AT}/reviews/${review}/confirmations`, key, { lines });
    const first = await done(
      speak(cast.anna, { ref: 'LOG-03', verdict: 'still-true' }, { ref: 'PAT-01', verdict: 'still-true' }),
    );
    expect(first.body).toMatchObject({ review, complete: false });
    expect((await speak(cast.ben, { ref: 'PAT-01', verdict: 'not-true' })).body.code).toBe('review/reason-missing');
    expect((await speak(cast.ben, { ref: 'PAT-01', verdict: 'perhaps' })).status).toBe(422);
    const last = await done(
      speak(
        cast.ben,
        { ref: 'LOG-03', verdict: 'still-true' },
        { ref: 'PAT-01', verdict: 'not-true', reason: 'We patch ourselves' },
      ),
    );
    expect(last.body).toMatchObject({ review, complete: true });
    const shown = await service.after(last, `${AT}/reviews/${review}`, cast.vera);
    expect(shown.body).toMatchObject({
      status: 'complete',
      due: LATER,
      nextDue: '2200-04-01T00:00:00Z',
      notTrue: 1,
      items: [
        { ref: 'LOG-03', work: false },
        { ref: 'PAT-01', work: true, client: { verdict: 'not-true', reason: 'We patch ourselves' } },
      ],
    });
    const restated = await agree(
      service,
      cast,
      [{ act: 'assign', ref: 'PAT-01', assignment: { marks: ['client'], raci: [] } }],
      '2026-04-01T00:00:00Z',
    );
    const after = await service.after(restated, `${AT}/reviews/${review}`, cast.vera);
    expect(after.body['items']).toMatchObject([{ work: false }, { work: false }]);
    const list = await service.get(`${AT}/reviews`, cast.vera);
    expect(list.body['items']).toMatchObject([{ id: review, lines: 2, scope: 'selection' }]);
  });
});

describe('An exception over HTTP', () => {
  const exception = {
    refs: ['LOG-03'],
    controls: [{ framework: 'nist-800-53-r5', id: 'AU-6' }],
    owner: 'm5',
    measure: 'The firewall logs are looked at each Monday',
    reason: 'The collector is replaced',
    from: FEBRUARY,
    to: LATER,
  };

  it('covers from the acceptance of whoever bears the risk until it is ended', async () => {
    const recorded = await done(service.post(`${AT}/exceptions`, cast.carl, exception));
    const id = String(recorded.body['exception']);
    const at = `${AT}/exceptions/${id}`;
    expect((await service.after(recorded, at, cast.vera)).body).toMatchObject({ status: 'not-accepted', covers: null });
    expect((await service.post(`${at}/acceptances`, cast.anna)).body.code).toBe('exception/not-owner');
    const accepted = await done(service.post(`${at}/acceptances`, cast.ben));
    const shown = await service.after(accepted, at, cast.vera);
    expect(shown.body).toMatchObject({
      status: 'in-force',
      owner: { name: 'Ben Ortiz' },
      measure: exception.measure,
      reason: exception.reason,
      accepted: { by: { member: 'm5' } },
    });
    const owner = await service.get(`${AT}/tasks/LOG-03/owner`, cast.vera);
    expect(owner.body['exceptions']).toMatchObject([
      { id, status: 'in-force', owner: { name: 'Ben Ortiz' }, measure: exception.measure, to: LATER },
    ]);
    const then = `${AT}/tasks/LOG-03/owner?known=${recorded.body.entries[0]!.index}`;
    expect((await service.get(then, cast.vera)).body).not.toHaveProperty('exceptions');
    const matrix = await service.get(`${AT}/matrix?effective=2200-06-01`, cast.vera);
    const lines = matrix.body['lines'] as unknown as readonly { readonly ref: string }[];
    expect(lines.find(({ ref }) => ref === 'LOG-03')).toMatchObject({ exceptions: [{ id, status: 'expired' }] });
    expect(lines.find(({ ref }) => ref === 'PAT-01')).not.toHaveProperty('exceptions');
    const expired = await service.get(`${AT}/exceptions?at=2200-01-01T00:00:00Z`, cast.vera);
    expect(expired.body['items']).toMatchObject([{ id, status: 'expired' }]);
    const ended = await done(service.post(`${at}/endings`, cast.anna, { reason: 'It was replaced' }));
    const over = await service.after(ended, at, cast.vera);
    expect(over.body).toMatchObject({ status: 'ended', ending: 'It was replaced' });
  });

  it('is refused without an end, and for a line that nobody knows', async () => {
    const { to: _, ...endless } = exception;
    expect((await service.post(`${AT}/exceptions`, cast.carl, endless)).status).toBe(422);
    const unknown = await service.post(`${AT}/exceptions`, cast.carl, { ...exception, refs: ['ZZZ-99'] });
    expect(unknown.body.code).toBe('task/unknown');
    expect((await service.get(`${AT}/exceptions/x0`, cast.vera)).status).toBe(404);
    expect((await service.get(`${AT}/exceptions?at=yesterday`, cast.vera)).body.code).toBe('http/bad-instant');
  });
});
