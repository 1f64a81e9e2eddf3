import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chromium, type Browser, type Page } from 'playwright-core';
import { verifierPage } from '#apps/verifier/src/verifier-page';
import { cast } from '#engagement/domain/engagement.examples';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText, wordsOf } from '#pack/verify/words';
import { FEBRUARY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { Random, runSeed } from '#test/faults/random';
import { ARCHIVES } from '#test/conformance/packs/mutants/archives';
import { CONTENTS } from '#test/conformance/packs/mutants/contents';
import { CHANGES, inArchive, inFile } from '#test/conformance/packs/mutants/in-bytes';
import { SIGNATURES } from '#test/conformance/packs/mutants/signed';
import { pick, subjectOf, type Mutate, type Subject } from '#test/conformance/packs/mutants/subject';
import { histories, ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { bytesOf, crypto, packOf, policyOf, signersOf, type PackedLedger } from '#test/conformance/packs/sample-packs';
import { RandomLedger } from '#test/model/random-ledger';
import { entriesOf, LEDGER } from '#test/model/replaying/entries-of';
import { allowed } from '#test/model/replaying/story';
import { SignedAgreement } from '#test/passkeys/signed-agreement';
import { packedBy, POLICY } from '#test/passkeys/signed-packs';
import { SoftwareAuthenticator } from '#test/passkeys/software-authenticator';
import { installedChromium } from './running-page.ts';

/** What runs inside the page: plain JavaScript, without types of the browser. */
interface InPage {
  isJudged: () => boolean;
  colourOf: (element: unknown) => string;
  watchWork: () => void;
  seenProgress: () => readonly number[];
  refuseWorkers: () => void;
  failWorkers: () => void;
  dropBoth: (files: { pack: readonly number[]; policy: string }) => void;
}
const inPage = (await import(new URL('in-verifier-page.js', import.meta.url).href)) as InPage;
const { isJudged, colourOf, dropBoth } = inPage;

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

/** A ledger that takes some time to verify. */
function manyEntries(): PackedLedger {
  const ledger = new RandomLedger();
  for (let i = 0; i < 4_000; i++) allowed(ledger, defineTask(`T-${i}`, FEBRUARY), cast.ruiz);
  return { name: LEDGER, entries: bytesOf(entriesOf(ledger.appends)), disclosures: new Map() };
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
  let address: string;
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
    address = writePage(folder);
    await page.goto(address);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const kind = (on = page): Promise<string | null> => on.locator('#verdict').getAttribute('data-verdict');

  /** What the page says of a pack. */
  async function verdictOf(
    pack: Uint8Array,
    policy = subject.policy,
    on = page,
  ): Promise<{ kind: string | null; words: string }> {
    await on.locator('#policy').setInputFiles({ name: 'policy', mimeType: 'text/plain', buffer: Buffer.from(policy) });
    await on.locator('#pack').setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from(pack) });
    await on.waitForFunction(isJudged);
    return { kind: await kind(on), words: (await on.locator('#words').textContent()) ?? '' };
  }

  it('waits for a pack and for a policy', async () => {
    expect(await kind()).toBe('waiting');
  });

  it('is green for a genuine pack, with the answer, in the words of the command line', async () => {
    const verdict = verifyPack(subject.pack, subject.policy, crypto);
    expect(await verdictOf(subject.pack)).toEqual({ kind: 'proven', words: wordsOf(verdict) });
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
      expect(await verdictOf(mutant.pack)).toEqual({ kind: verdict.verdict, words: wordsOf(verdict) });
      expect(verdict.verdict).not.toBe('proven');
    }
  });

  it.each(SIGNATURE_ALGORITHMS)('verifies what passkeys of %s signed, and names what is wrong with it', async (of) => {
    const phones = { keller: new SoftwareAuthenticator(of), okafor: new SoftwareAuthenticator(of) };
    const [honest, forged] = [new SignedAgreement(phones), new SignedAgreement(phones)];
    honest.agree(honest.open());
    forged.forgeBySigning({ origin: 'https://onus.contoso.evil' });
    for (const { ledger } of [honest, forged]) {
      const pack = packedBy(ledger);
      const verdict = verifyPack(pack, POLICY, crypto);
      expect(await verdictOf(pack, POLICY)).toEqual({ kind: verdict.verdict, words: wordsOf(verdict) });
      const words = ledger === honest.ledger ? /^proven: / : /^refuted: entry \d+: .*, approval\/signature-origin\)\n$/;
      expect(verdictText(verdict)).toMatch(words);
    }
  });

  it('verifies in a worker: the page goes on to be drawn, and shows how far it has come', async () => {
    const many = manyEntries();
    const policy = policyOf(signersOf(many.name));
    const pack = packOf(many, { about: 'matrix', effective: { day: '2026-03-01' } });
    await page.evaluate(inPage.watchWork);
    expect(await verdictOf(pack, policy)).toMatchObject({ kind: 'proven' });
    // Whoever verifies where the page is drawn gives it no turn in between.
    expect((await page.evaluate(inPage.seenProgress)).length).toBeGreaterThan(1);
    expect(page.workers()).toEqual([]);
  });

  it.each([
    ['at once', inPage.refuseWorkers],
    ['later', inPage.failWorkers],
  ] as const)('gives the same verdict where the browser refuses workers, %s', async (_when, refuse) => {
    const other = await browser.newPage();
    await other.addInitScript(refuse);
    await other.goto(address);
    const verdict = verifyPack(subject.pack, subject.policy, crypto);
    expect(await verdictOf(subject.pack, subject.policy, other)).toEqual({
      kind: 'proven',
      words: wordsOf(verdict),
    });
    await other.close();
  });

  it('asked nobody for anything, and had nothing to complain of', () => {
    // The page itself, and workers of its own text.
    expect(requested.filter((url) => !url.startsWith('blob:'))).toEqual([address]);
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
