import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree, define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';

/** What is written is held to more than what is verified: that the running service asks for it, whatever the rules alone would say. */
describe('The rules of today over HTTP', () => {
  let service: RunningService;
  let keys: Cast;
  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  it('keep the words under which somebody has approved, until there is another revision', async () => {
    const body = { title: 'Log review', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-01')] };
    const { change, digest } = (await service.post(`${at}/changes`, keys.carl, body)).body;
    const describeIt = (title: string): Promise<Reply> =>
      service.post(`${at}/changes/${String(change)}/descriptions`, keys.carl, { title });
    expect(await describeIt('Daily log review')).toMatchObject({ status: 201 });
    await service.post(`${at}/changes/${String(change)}/approvals`, keys.ben, { digest });
    expect(await describeIt('Contoso bears it all')).toMatchObject({
      status: 409,
      body: { code: 'approval/words-approved' },
    });
  });

  it('leave the last word about evidence to the party that checked it', async () => {
    const agreed = await agree(service, keys, [define('LOG-03')], '2026-02-01T00:00:00Z');
    expect(agreed).toMatchObject({ status: 201 });
    const item = { digest: `sha256:${'a'.repeat(64)}`, title: 'Review record' };
    const { evidence } = (await service.post(`${at}/tasks/LOG-03/evidence`, keys.carl, item)).body;
    const review = (key: string, outcome: 'accepted' | 'returned'): Promise<Reply> =>
      service.post(`${at}/evidence/${String(evidence)}/reviews`, key, {
        outcome,
        ...(outcome === 'returned' && { reason: 'Two days are missing' }),
      });
    expect(await review(keys.ben, 'returned')).toMatchObject({ status: 201 });
    expect(await review(keys.anna, 'accepted')).toMatchObject({
      status: 403,
      body: { code: 'evidence/other-party-checked' },
    });
  });
});
