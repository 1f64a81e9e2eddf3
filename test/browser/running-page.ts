import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { buildDemo } from '#apps/ledger/src/demo/build-demo';
import { founder, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { createService } from '#apps/ledger/src/service';
import { importFile } from '#intake/recording/import-file';
import { toSeal } from '#kernel/sealed';

/** The installed browser, or undefined where there is none. */
export function installedChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
}

/** A page of a browser, with everything that it complained about and every address that it asked for. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly requested: string[];
}

/** The service on a folder of its own, and a browser that looks at it. */
export class RunningPage {
  readonly url: string;
  readonly ownerKey: string;
  private readonly onus: Onus;
  private readonly browser: Browser;
  private readonly release: () => Promise<void>;

  private constructor(url: string, ownerKey: string, onus: Onus, browser: Browser, release: () => Promise<void>) {
    this.url = url;
    this.ownerKey = ownerKey;
    this.onus = onus;
    this.browser = browser;
    this.release = release;
  }

  static async start(executablePath: string): Promise<RunningPage> {
    const folder = await mkdtemp(join(tmpdir(), 'onus-page-'));
    const onus = await openOnus({ folder, origin: 'onus.example' });
    const keys = KeyRing.open(folder);
    const { key } = await keys.create({ label: 'first owner key', owner: true });
    const service = await createService(onus, keys);
    await service.listen(0, '127.0.0.1');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    return new RunningPage(`${await service.getUrl()}/`, key, onus, browser, async () => {
      await browser.close();
      await service.close();
      await onus.close();
      await rm(folder, { recursive: true });
    });
  }

  async buildDemo(): Promise<void> {
    await buildDemo(this.onus);
  }

  /** Opens an engagement whose matrix has many lines: `T-0001`, `T-0002` … */
  async openWithLines(slug: string, lines: number): Promise<void> {
    const id = this.onus.engagementId(slug);
    const by = { actor: founder('local') };
    const parties = { provider: 'Northwind', client: slug, founder: { kind: 'person', name: toSeal('F') } } as const;
    const opening = { type: 'OpenEngagement', data: { slug, title: slug, zone: 'UTC', ...parties } } as const;
    await this.onus.submit(id, opening, { commandId: randomUUID(), ...by });
    const rows = Array.from({ length: lines }, (_, i) => `T-${String(i + 1).padStart(4, '0')},Line ${i + 1}`);
    const { position } = await importFile(
      {
        read: this.onus.read,
        submit: (command) => this.onus.submit(id, command, { commandId: randomUUID(), ...by }),
        state: () => this.onus.state(id),
      },
      {
        engagementId: id,
        bytes: new TextEncoder().encode(['ref,title', ...rows].join('\n')),
        name: 'many.csv',
        settings: { format: 'matrix-csv', effective: '2026-01-01T00:00:00Z', map: { texts: { title: 'title' } } },
      },
    );
    await this.onus.read.reach(position, 60_000);
  }

  /** Opens the page as a new visitor. */
  async visit(query = '', options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ viewport: { width: 1180, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requested: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`${this.url}${query}`);
    return { page, complaints, requested };
  }

  /** Opens the page and signs in. */
  async signedIn(query = '', options: BrowserContextOptions = {}): Promise<Visit> {
    const visit = await this.visit(query, options);
    await signIn(visit.page, this.ownerKey);
    return visit;
  }

  close(): Promise<void> {
    return this.release();
  }
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
