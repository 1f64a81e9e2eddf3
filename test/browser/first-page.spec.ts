import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { installedChromium, RunningPage, signIn, type Visit } from './running-page.ts';

/** What is carried into the page and runs there is plain JavaScript. */
const { focused, kept, openAll, overflow, paper, stumblingBlocks, weakTexts } = (await import(
  new URL('in-page.js', import.meta.url).href
)) as {
  readonly focused: () => string;
  readonly kept: () => number;
  readonly openAll: () => void;
  readonly overflow: () => number;
  readonly paper: () => string;
  readonly stumblingBlocks: () => readonly string[];
  readonly weakTexts: () => readonly string[];
};

const chromium = installedChromium();
const inBrowser = chromium === undefined ? describe.skip : describe;
const QUESTION = '?engagement=contoso&task=LOG-03&effective=2026-03-14';

const answerOf = (page: Page): Promise<string> => page.locator('#answer .answer').innerText();

async function ask(page: Page, task: string, on: string, known = ''): Promise<string> {
  await page.getByRole('combobox', { name: 'Who owned' }).fill(task);
  await page.getByLabel('on', { exact: true }).fill(on);
  await page.getByLabel('as known on').fill(known);
  const answered = page.waitForResponse((response) => response.url().includes('/owner'));
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await answered;
  await page.locator('#answer[aria-busy="false"]').waitFor();
  return answerOf(page);
}

const NEEDS = '(needs Chromium: install it, or name it in CHROMIUM_PATH)';

inBrowser(`The first page where nothing is there yet ${NEEDS}`, () => {
  let running: RunningPage;

  beforeAll(async () => {
    running = await RunningPage.start(chromium!);
  });

  afterAll(() => running.close());

  it('asks for a key, and says in words that it does not know one', async () => {
    const { page } = await running.visit();
    expect(await page.getByRole('heading', { name: 'Sign in' }).isVisible()).toBe(true);
    expect(await page.locator('#key-hint').innerText()).toContain('npm start');
    await signIn(page, 'onus_000000000000000_not-a-key');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('This key is not known here');
    expect(await page.getByLabel('API key').isVisible()).toBe(true);
  });

  it('offers the demonstration where nothing is there, builds it, and answers its question', async () => {
    const { page, complaints } = await running.signedIn();
    await page.getByRole('heading', { name: 'Nothing is here yet' }).waitFor();
    expect(await page.evaluate(stumblingBlocks)).toEqual([]);
    await page.getByRole('button', { name: 'Build the demonstration' }).click();
    await page.locator('.answer').waitFor();
    const answer = await answerOf(page);
    const sentences = [
      'Who owned LOG-03 Daily review of security event logs for Contoso (demonstration) on 14 March 2026?',
      'Accountable: Northwind SOC (A. Meier).',
      'In force 1 Feb 2026 → 2 Apr 2026.',
      'Agreed in change C-118',
      'approved by 1 provider and 1 client approver',
      'Acknowledged by A. Meier on 3 Feb 2026.',
      'Known to the ledger since 29 Jan 2026: entry 1092 of 1,427.',
      'was proposed on 12 Mar 2026, agreed on 25 Mar 2026, and did not come into force until 2 Apr 2026.',
    ];
    const places = sentences.map((sentence) => answer.indexOf(sentence));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(complaints).toEqual([]);
  });
});

inBrowser(`The first page ${NEEDS}`, () => {
  let running: RunningPage;

  beforeAll(async () => {
    running = await RunningPage.start(chromium!);
    await running.buildDemo();
  });

  afterAll(() => running.close());

  describe('with an engagement', () => {
    let visit: Visit;
    let page: Page;

    beforeAll(async () => {
      visit = await running.signedIn(QUESTION);
      ({ page } = visit);
      await page.locator('.answer').waitFor();
      // The lines that a question can be about come by themselves.
      await page.locator('.matrix').waitFor();
    });

    afterAll(() => {
      expect(visit.complaints).toEqual([]);
      const strangers = visit.requested.filter((url) => !url.startsWith(running.url));
      expect(strangers).toEqual([]);
    });

    it('reads tasks by reference or title, and days and times in words', async () => {
      expect(await ask(page, 'log-03', '14 March 2026')).toContain('Northwind SOC (A. Meier)');
      expect(await ask(page, 'daily review of security event logs', '2026-04-09 23:00')).toContain(
        'Contoso IT (D. Okoro)',
      );
      expect(await ask(page, 'NO-SUCH', '2026-03-14')).toContain('There was no such task.');
    });

    it('answers as it was known then, and offers what is known now', async () => {
      const then = await ask(page, 'LOG-03', '2026-03-14', '2026-01-15');
      expect(then).toContain('Accountable: Northwind Security.');
      expect(then).toContain('Not known then: on 29 Jan 2026');
      await page.getByRole('button', { name: 'Ask again with all that is known now' }).click();
      await page.getByText('Northwind SOC (A. Meier).').waitFor();
    });

    it('says what is imported and not agreed, gaps, and late acknowledgements', async () => {
      expect(await ask(page, 'LOG-03', '2025-11-10')).toContain('Imported, not agreed in Onus');
      expect(await ask(page, 'PAT-01', '2026-07-20')).toContain('A recorded gap');
      expect(await ask(page, 'LOG-03', '2026-04-20')).toContain('Nobody had acknowledged this duty at that time');
    });

    it('says what is wrong with a date, and leaves no older answer standing', async () => {
      await page.getByLabel('on', { exact: true }).fill('next week');
      expect(await page.locator('#effective').getAttribute('aria-invalid')).toBe('true');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('“next week” is no date here. Write 2026-03-14');
      expect(await page.locator('.answer').count()).toBe(0);
      await ask(page, 'LOG-03', '2026-03-14');
      expect(await page.getByRole('alert').isVisible()).toBe(false);
    });

    it('leads from an entry that the answer rests on to its place in the timeline', async () => {
      await ask(page, 'LOG-03', '2026-03-14');
      await page.getByRole('link', { name: 'entry 1090 in the timeline' }).click();
      await page.locator('#entry-1090').waitFor();
      expect(await page.evaluate(focused)).toBe('entry-1090');
      expect(await page.locator('#entry-1090').innerText()).toContain(
        'Change C-118 was approved for one side, by B. Tanaka (Contoso)',
      );
    });

    it('filters the matrix, and asks about a line that is chosen', async () => {
      await page.getByRole('heading', { name: 'The matrix on 14 March 2026' }).waitFor();
      const lines = page.locator('.matrix tbody tr:visible');
      expect(await lines.count()).toBe(69);
      await page.getByLabel('Show lines with').fill('mssp meier');
      expect(await page.locator('.shown').innerText()).toMatch(/^\d+ of 69 lines$/);
      const shown = await lines.allInnerTexts();
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.every((text) => text.includes('Meier'))).toBe(true);
      await page.getByRole('button', { name: 'Ask who owned DET-01' }).click();
      await page.locator('#answer-title', { hasText: 'DET-01' }).waitFor();
      expect(await page.evaluate(focused)).toBe('answer-title');
      expect(new URL(page.url()).searchParams.get('task')).toBe('DET-01');
      await page.getByLabel('Show lines with').fill('');
    });

    it('gives an answer an address that always leads to the same answer', async () => {
      const before = await ask(page, 'LOG-03', '2026-03-14', '2026-03-15');
      const address = await page.getByRole('link', { name: 'Link to this very answer' }).getAttribute('href');
      expect(new URL(address!).searchParams.get('known')).toMatch(/^\d+$/);
      await page.goto(address!);
      await page.locator('.answer').waitFor();
      expect(await answerOf(page)).toBe(before);
    });

    it('leads back to the question before', async () => {
      await ask(page, 'LOG-03', '2026-03-14');
      await ask(page, 'PAT-01', '2026-07-20');
      await page.goBack();
      await page.locator('#answer-title', { hasText: 'LOG-03' }).waitFor();
      expect(await page.locator('#effective').inputValue()).toBe('2026-03-14');
      expect(await answerOf(page)).toContain('Northwind SOC (A. Meier)');
    });

    it('shows the matrix of the day that is asked about', async () => {
      await ask(page, 'LOG-03', '2026-10-05');
      await page.getByRole('heading', { name: 'The matrix on 5 October 2026' }).waitFor();
      expect(await page.locator('.matrix tbody tr').count()).toBe(69);
      expect(await page.getByRole('button', { name: 'Ask who owned OT-01' }).count()).toBe(1);
      expect(await page.getByRole('button', { name: 'Ask who owned DET-06' }).count()).toBe(0);
    });

    it('can be used by keyboard, in the order of the sentence', async () => {
      await page.goto(`${running.url}${QUESTION}`);
      await page.locator('.answer').waitFor();
      await page.locator('body').press('Tab');
      expect(await page.locator(':focus').innerText()).toBe('Skip to the question');
      const order: string[] = [];
      for (let i = 0; i < 6; i++) {
        await page.keyboard.press('Tab');
        order.push(await page.evaluate(focused));
      }
      expect(order).toEqual(['sign-out', 'task', 'engagement', 'effective', 'known', 'Ask']);
      await page.locator('#effective').fill('2026-04-20');
      const answered = page.waitForResponse((response) => response.url().includes('/owner'));
      await page.locator('#effective').press('Enter');
      await answered;
      await page.getByText('Contoso IT (D. Okoro).').waitFor();
    });

    it('tells a screen reader what it is: names, headings, live answer', async () => {
      await page
        .getByRole('link', { name: /in the timeline/ })
        .first()
        .click();
      await page.locator('.timeline').waitFor();
      expect(await page.evaluate(stumblingBlocks)).toEqual([]);
      expect(await page.locator('#answer').getAttribute('aria-live')).toBe('polite');
    });
  });

  it.each(['light', 'dark'] as const)('can be read in %s', async (colorScheme) => {
    const { page, complaints } = await running.signedIn(QUESTION, { colorScheme });
    await page.locator('.answer').waitFor();
    await page
      .getByRole('link', { name: /in the timeline/ })
      .first()
      .click();
    await page.locator('.timeline').waitFor();
    expect(await page.evaluate(paper)).toBe(colorScheme === 'light' ? 'rgb(251, 250, 246)' : 'rgb(21, 23, 27)');
    expect(await page.evaluate(weakTexts)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows the first lines of a long matrix at once, and all of them on demand', async () => {
    await running.openWithLines('large', 1_203);
    const { page } = await running.signedIn('?engagement=large&task=T-1203&effective=2026-02-01');
    await page.locator('.answer').waitFor();
    expect(await answerOf(page)).toContain('Line 1203');
    await page.getByText('1,000 lines').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText('1,203 lines').waitFor();
    expect(await page.locator('.matrix tbody tr').count()).toBe(1_203);
  });

  it.each([320, 390, 768])('fits a window of %d pixels', async (width) => {
    const { page } = await running.visit(QUESTION, { viewport: { width, height: 780 } });
    expect(await page.evaluate(overflow)).toBe(0);
    await signIn(page, running.ownerKey);
    await page.locator('.answer').waitFor();
    expect(await page.evaluate(overflow)).toBe(0);
    await page
      .getByRole('link', { name: /in the timeline/ })
      .first()
      .click();
    await page.locator('.timeline').waitFor();
    await page.evaluate(openAll);
    expect(await page.evaluate(overflow)).toBe(0);
  });

  it('forgets the key when the visitor signs out', async () => {
    const { page } = await running.signedIn(QUESTION);
    await page.locator('.answer').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(kept)).toBe(0);
    await page.goto(`${running.url}${QUESTION}`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('.answer').count()).toBe(0);
  });
});
