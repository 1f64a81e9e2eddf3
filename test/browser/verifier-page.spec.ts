import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chromium, type Browser, type Page } from 'playwright-core';
import { verifierPage } from '#apps/verifier/src/verifier-page';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { Random, runSeed } from '#test/faults/random';
import { ARCHIVES } from '#test/conformance/packs/mutants/archives';
import { CONTENTS } from '#test/conformance/packs/mutants/contents';
import { CHANGES, inArchive, inFile } from '#test/conformance/packs/mutants/in-bytes';
import { SIGNATURES } from '#test/conformance/packs/mutants/signed';
import { pick, subjectOf, type Mutate, type Subject } from '#test/conformance/packs/mutants/subject';
import { histories, ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { crypto } from '#test/conformance/packs/sample-packs';
import { installedChromium } from './running-page.ts';

/** What runs inside the page: plain JavaScript, without types of the browser. */
interface InPage {
  isJudged: () => boolean;
  colourOf: (element: unknown) => string;
  dropBoth: (files: { pack: readonly number[]; policy: string }) => void;
}
const { isJudged, colourOf, dropBoth } = (await import(new URL('in-verifier-page.js', import.meta.url).href)) as InPage;

const NEEDS = '(needs Chromium: install it, or name it in CHROMIUM_PATH)';
const ROOT = join(import.meta.dirname, '../..');
const executablePath = installedChromium();

/** The page as it is handed on, made from the sources as they are now. */
function writePage(folder: string): string {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [, ...words] = scripts['build:verifier-page']!.split(' ');
  const script = join(folder, 'page.js');
  const options = words.map((word) => (word.startsWith('--outfile=') ? `--outfile=${script}` : word));
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), options, { cwd: ROOT });
  const style = readFileSync(join(ROOT, 'apps/verifier/src/page/page.css'), 'utf8');
  const file = join(folder, 'verify.html');
  writeFileSync(file, verifierPage({ style, script: readFileSync(script, 'utf8') }));
  return pathToFileURL(file).href;
}

const WAYS: readonly Mutate[] = [
  ...Object.values(CONTENTS),
  ...Object.values(SIGNATURES),
  ...Object.values(ARCHIVES),
  ...Object.values(CHANGES).flatMap((change) => [inArchive(change), inFile(change)]),
];

(executablePath === undefined ? describe.skip : describe)(`The verifier as one page ${NEEDS}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-verifier-'));
  const complaints: string[] = [];
  const requested: string[] = [];
  let browser: Browser;
  let page: Page;
  let subject: Subject;

  beforeAll(async () => {
    const [steps] = fc.sample(histories, { seed: runSeed(), numRuns: 1 });
    subject = subjectOf(ledgerOf(steps!), { about: 'matrix', effective: { day: '2026-03-01' } }, [
      'ben.contoso.example',
      'other.example',
    ]);
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(writePage(folder));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const kind = (): Promise<string | null> => page.locator('#verdict').getAttribute('data-verdict');

  /** What the page says of a pack. */
  async function verdictOf(pack: Uint8Array, policy = subject.policy): Promise<{ kind: string | null; words: string }> {
    await page
      .locator('#policy')
      .setInputFiles({ name: 'policy', mimeType: 'text/plain', buffer: Buffer.from(policy) });
    await page
      .locator('#pack')
      .setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(pack) });
    await page.waitForFunction(isJudged);
    return { kind: await kind(), words: (await page.locator('#words').textContent()) ?? '' };
  }

  it('waits for a pack and for a policy', async () => {
    expect(await kind()).toBe('waiting');
  });

  it('is green for a genuine pack, with the answer, in the words of the command line', async () => {
    const verdict = verifyPack(subject.pack, subject.policy, crypto);
    expect(await verdictOf(subject.pack)).toEqual({ kind: 'proven', words: verdictText(verdict) });
    expect(await page.locator('#headline').textContent()).toBe('Proven');
    const colour = await page.locator('#headline').evaluate(colourOf);
    expect(colour).toBe('rgb(11, 92, 46)');
  });

  it('is red for one that was tampered with', async () => {
    const changed = subject.pack.slice();
    changed[changed.length >> 1]! ^= 1;
    expect((await verdictOf(changed)).kind).toBe('unreadable');
    expect(await page.locator('#headline').evaluate(colourOf)).toBe('rgb(148, 25, 31)');
  });

  it('takes both files dropped at once', async () => {
    await page.evaluate(dropBoth, { pack: [...subject.pack], policy: subject.policy });
    await page.locator('#verdict[data-verdict="proven"]').waitFor();
    expect(await page.locator('#pack').inputValue()).toContain('pack.onus.zip');
    expect(await page.locator('#policy').inputValue()).toContain('contoso.policy');
  });

  it('gives the verdict of the command line, word for word, on 50 mutants', async () => {
    const random = new Random(runSeed());
    for (let tried = 0; tried < 50;) {
      const mutant = pick(random, WAYS)(subject, random);
      if (mutant === undefined || Buffer.compare(mutant.pack, subject.pack) === 0) continue;
      tried++;
      const verdict = verifyPack(mutant.pack, subject.policy, crypto);
      expect(await verdictOf(mutant.pack)).toEqual({ kind: verdict.verdict, words: verdictText(verdict) });
      expect(verdict.verdict).not.toBe('proven');
    }
  }, 120_000);

  it('asked nobody for anything, and had nothing to complain of', () => {
    expect(requested.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(requested).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('may connect to nobody, whatever its script does', async () => {
    const outcome = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'connected',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
  });
});
