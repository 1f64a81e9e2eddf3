import { hash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClockwork } from '#apps/ledger/src/clockwork/open-clockwork';
import { PAPER_STYLE } from '#answers/paper-style';
import type { Certificate } from '#answers/certificate/views';
import type { Instant } from '#kernel/instant';
import { onus, onusAnswers, onusJson } from './command-line/onus-command.ts';
import { define, openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const CHANGES = `${AT}/changes`;
const QUORUM = [
  { party: 'p1', atLeast: 1 },
  { party: 'p2', atLeast: 1 },
];
const POLICY = { quorum: QUORUM, deemed: { party: 'p2', afterDays: 10 }, ratifyWithinHours: 24 };
/** What somebody may write who wants more from whoever prints it. */
const HOSTILE = '<script>alert(1)</script> & "quoted" \u202Egnirts';

describe('The certificate of a change', () => {
  let clock: Instant = '2026-03-01T09:00:00Z';
  let service: RunningService;
  let keys: Cast;
  const file = (name: string): string => join(service.folder, name);

  beforeAll(async () => {
    service = await RunningService.start(() => clock);
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  const propose = async (body: object): Promise<string> => {
    const text = { title: 'A change', effectiveFrom: clock, lines: [], ...body };
    const proposed = await service.post(CHANGES, keys.carl, text);
    expect(proposed.status).toBe(201);
    await service.after(proposed, CHANGES, keys.carl);
    return String(proposed.body['change']);
  };
  const approve = async (change: string, ...by: readonly string[]) => {
    const { digest } = (await service.get(`${CHANGES}/${change}`, keys.carl)).body;
    for (const key of by)
      expect((await service.post(`${CHANGES}/${change}/approvals`, key, { digest })).status).toBe(201);
  };
  const certificateOf = async (change: string): Promise<Certificate> => {
    // Whatever has a checkpoint is held to the key of the folder by whoever fetches it.
    const answer = await service.get(`${CHANGES}/${change}/certificate`, keys.ben);
    expect(answer.status).toBe(200);
    return answer.body as unknown as Certificate;
  };
  const pageOf = async (change: string): Promise<string> =>
    (await service.get(`${CHANGES}/${change}/certificate?format=html`, keys.ben)).text;

  it('says who agreed to what, when and for whom, and by which entries', async () => {
    const change = await propose({ title: HOSTILE, reason: 'Kick-off', lines: [define('LOG-01')] });
    await approve(change, keys.anna, keys.ben);
    const certificate = await certificateOf(change);
    expect(certificate).toMatchObject({
      outcome: 'agreed',
      change: { id: 'C-1', title: HOSTILE, reason: 'Kick-off', revision: 1 },
      signatures: [
        { meaning: 'approved', side: 'provider', by: { name: 'Anna Meier' }, onBehalfOf: null, passkey: false },
        { meaning: 'approved', side: 'client', by: { name: 'Ben Ortiz' }, passkey: false },
      ],
    });
    expect(certificate.entries.map(({ type }) => type)).toEqual([
      'ChangeDrafted',
      'ChangeLineDrafted',
      'ChangeOpened',
      'ApprovalGranted',
      'ApprovalGranted',
      'ChangeAgreed',
    ]);
    expect(hash('sha256', certificate.text, 'hex')).toBe(certificate.change.digest);
  });

  it('says who of the other side brought in whoever approved, and so does the answer that rests on it', async () => {
    const [provider, client] = (await certificateOf('C-1')).signatures;
    expect(provider!.introduction).toBeNull();
    expect(client!.introduction).toMatchObject({
      member: { name: 'Ben Ortiz', side: 'client' },
      first: { member: 'm5' },
      broughtIn: { entry: 5, by: { name: 'Nora Lund', side: 'provider' } },
      passkey: false,
    });
    const words = 'Ben Ortiz (client) was brought in by Nora Lund of Northwind (provider) in entry 5';
    expect(await pageOf('C-1')).toContain(words);
    const { body } = await service.get(`${AT}/tasks/LOG-01/owner`, keys.vera);
    expect(body['introductions']).toEqual([client!.introduction]);
    const members = (await service.get(`${AT}/members`, keys.vera)).body.items;
    expect(members.find(({ id }) => id === 'm5')).toMatchObject({
      added: { entry: 5, by: { member: 'm3', name: 'Nora Lund' } },
    });
  });

  it('is a page that needs nothing else, in which what people wrote is text', async () => {
    const page = await pageOf('C-1');
    expect(page).toContain('<h1>Certificate of agreement: C-1</h1>');
    // It looks like the report of a pack.
    expect(page).toContain(PAPER_STYLE);
    expect(page).toContain('Approved for Northwind (provider) by Anna Meier on 1 Mar 2026 10:00. Entry');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; [U+202E]gnirts');
    expect(page).not.toMatch(/<script|\bsrc=|\bhref=|@import|url\(/);
    const answer = await service.get(`${CHANGES}/C-1/certificate`, keys.ben, { accept: 'text/html,*/*;q=0.8' });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.text).toBe(page);
    const json = await service.get(`${CHANGES}/C-1/certificate`, keys.ben, { accept: 'application/json' });
    expect(json.headers.get('content-type')).toContain('application/json');
  });

  it('is refused for what is not in force, whatever became of it', async () => {
    const change = await propose({ lines: [define('LOG-02')] });
    const refused = await service.get(`${CHANGES}/${change}/certificate`, keys.ben);
    expect(refused).toMatchObject({ status: 409, body: { code: 'approval/no-certificate' } });
    expect(refused.body.detail).toContain('is undecided');
    await service.post(`${CHANGES}/${change}/rejections`, keys.ben, { reason: 'No' });
    expect((await service.get(`${CHANGES}/${change}/certificate`, keys.ben)).body.detail).toContain('is rejected');
    expect(await service.get(`${CHANGES}/C-99/certificate`, keys.ben)).toMatchObject({ status: 404 });
  });

  it('never calls silence, an override or an emergency what it is not', async () => {
    const terms = await propose({ terms: { policy: POLICY } });
    await approve(terms, keys.anna, keys.ben);
    const silent = await propose({ lines: [define('LOG-03')] });
    await approve(silent, keys.anna);
    clock = '2026-03-12T09:00:00Z';
    await service.caughtUp();
    await openClockwork(service.onus, () => undefined).tick();
    expect(await certificateOf(silent)).toMatchObject({
      outcome: 'accepted-by-silence',
      signatures: [
        { meaning: 'approved', side: 'provider' },
        { meaning: 'silence', side: 'client', by: { party: 'p2' } },
      ],
    });

    const overridden = await propose({ lines: [define('LOG-04')] });
    const { digest } = (await service.get(`${CHANGES}/${overridden}`, keys.carl)).body;
    const overrides = `${CHANGES}/${overridden}/overrides`;
    await service.post(overrides, keys.owner, { digest, reason: 'The SIEM is down and nobody answers' });
    await service.post(`${overrides}/confirmations`, keys.anna, { digest });
    expect(await certificateOf(overridden)).toMatchObject({
      outcome: 'overridden',
      signatures: [{ meaning: 'requested-override' }, { meaning: 'confirmed-override', by: { name: 'Anna Meier' } }],
    });

    const emergency = await propose({
      kind: 'emergency',
      lines: [
        {
          act: 'assign',
          ref: 'LOG-01',
          assignment: { marks: ['client'], raci: [] },
          before: { marks: ['mssp'], raci: [] },
        },
      ],
    });
    expect(await certificateOf(emergency)).toMatchObject({
      outcome: 'emergency',
      signatures: [{ meaning: 'declared-emergency', by: { name: 'Carl Weiss' } }],
    });
    for (const change of [silent, overridden, emergency]) {
      const { words, signatures } = await certificateOf(change);
      expect([words, ...signatures.map((each) => each.words)].join(' ')).not.toMatch(/agree/i);
      expect(await pageOf(change)).not.toMatch(/agree/i);
    }
    await approve(emergency, keys.anna, keys.ben);
    expect(await certificateOf(emergency)).toMatchObject({
      outcome: 'ratified',
      signatures: [{ meaning: 'declared-emergency' }, { meaning: 'ratified' }, { meaning: 'ratified' }],
    });
  });

  it('says in whose right somebody approved who is no approver himself', async () => {
    const change = await propose({ lines: [define('LOG-06')] });
    await approve(change, keys.anna);
    const scope = { refs: ['LOG-06'] };
    const granted = { delegate: 'm7', from: clock, to: '2026-12-31T00:00:00Z', scope };
    expect((await service.post(`${AT}/delegations`, keys.ben, granted)).status).toBe(201);
    const { digest } = (await service.get(`${CHANGES}/${change}`, keys.carl)).body;
    const approved = await service.send('POST', `${CHANGES}/${change}/approvals`, {
      key: keys.vera,
      body: { digest },
      headers: { 'idempotency-key': randomUUID(), 'onus-on-behalf-of': 'm5' },
    });
    expect(approved.status).toBe(201);
    const { signatures } = await certificateOf(change);
    expect(signatures[1]).toMatchObject({ by: { name: 'Vera Koch' }, onBehalfOf: { name: 'Ben Ortiz' } });
    expect(signatures[1]!.words).toContain('by Vera Koch on behalf of Ben Ortiz on 12 Mar 2026');
  });

  it('is written by the command line, and its JSON is a receipt that anybody holds to the policy', async () => {
    const server = ['-e', 'contoso', '--server', service.url, '--key', keys.ben];
    const told = await onusAnswers(['change', 'certificate', 'C-1', ...server]);
    expect(told).toContain('Every party that was asked approved exactly this text.\n');
    const written = await onusAnswers(['change', 'certificate', 'C-1', '--out', file('c1.html'), ...server]);
    expect(written).toMatch(/^Certified: \S+c1\.html, [\d,]+ bytes, sha256:[0-9a-f]{64}\.\n$/);
    expect(readFileSync(file('c1.html'), 'utf8')).toBe(await pageOf('C-1'));
    expect(await onusJson('change', 'certificate', 'C-1', '--out', file('c1.json'), ...server)).toMatchObject({
      outcome: 'agreed',
    });
    await service.close();
    writeFileSync(file('policy'), await onusAnswers(['key', 'policy', '-e', 'contoso', ...service.where]));
    const local = await onusJson('change', 'certificate', 'C-1', '-e', 'contoso', ...service.where);
    const { entries, ...fetched } = JSON.parse(readFileSync(file('c1.json'), 'utf8')) as Certificate;
    expect(local).toMatchObject({ text: fetched.text, signatures: fetched.signatures });
    const verdict = ['receipt', 'verify', file('c1.json'), '--policy', file('policy')];
    expect(await onusAnswers(verdict)).toMatch(/^proven: /);
    const [first, ...others] = entries;
    const forged = { ...fetched, entries: [{ ...first!, leafHash: others[0]!.leafHash }, ...others] };
    writeFileSync(file('c1.json'), JSON.stringify(forged));
    expect(await onus(verdict)).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^refuted/) as unknown });
    await service.open();
  });
});
