import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { define, openEngagement, type Cast } from '#test/journeys/http-story';
import { RunningService } from '#test/journeys/running-service';
import { installedChromium } from './running-page.ts';

/** What is carried into the page and runs there is plain JavaScript. */
const { assertion, registration } = (await import(new URL('in-passkey-page.js', import.meta.url).href)) as {
  readonly registration: (asked: { challenge: string; rpId: string }) => Promise<Record<string, string>>;
  readonly assertion: (asked: { challenge: string; rpId: string; id: string }) => Promise<Record<string, string>>;
};

const executablePath = installedChromium();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('A passkey of a browser (needs Chromium: install it, or name it in CHROMIUM_PATH)', () => {
  let service: RunningService;
  let browser: Browser;
  let page: Page;
  let keys: Cast;
  let origin: string;
  const at = '/v1/engagements/contoso';
  const rpId = 'localhost';

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
    browser = await playwright.launch({
      executablePath: executablePath!,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    page = await (await browser.newContext()).newPage();
    // WebAuthn takes the name of this machine for a secure place, and its number for none.
    origin = `http://localhost:${new URL(service.url).port}`;
    await page.goto(`${origin}/`);
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('is registered, and signs an approval that the ledger takes', async () => {
    const { body: given } = await service.get(`${at}/credentials/challenge?origin=${origin}&rpId=${rpId}`, keys.anna);
    const made = await page.evaluate(registration, { challenge: String(given['challenge']), rpId });
    const registered = await service.post(`${at}/credentials`, keys.anna, made);
    expect(registered).toMatchObject({ status: 201, body: { entries: [{ type: 'CredentialRegistered' }] } });
    const body = { title: 'A change', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-01')] };
    const change = String((await service.post(`${at}/changes`, keys.carl, body)).body['change']);
    const { body: asked } = await service.get(`${at}/changes/${change}/challenge`, keys.anna);
    const [credential] = asked['credentials'] as readonly { readonly id: string; readonly rpId: string }[];
    const { id } = credential!;
    expect(registered.body['credential']).toBe(id);
    const signed = await page.evaluate(assertion, { challenge: String(asked['challenge']), rpId, id });
    const signature = { ...signed, credentialId: id, nonce: asked['nonce'], ledger: asked['ledger'] };
    const { digest } = asked;
    const approvals = `${at}/changes/${change}/approvals`;
    const other = { ...signature, nonce: Buffer.alloc(32).toString('base64url') };
    expect(await service.post(approvals, keys.anna, { digest, signature: other })).toMatchObject({
      status: 403,
      body: { code: 'approval/signature-challenge' },
    });
    expect(await service.post(approvals, keys.anna, { digest, signature })).toMatchObject({ status: 201 });
  });
});
