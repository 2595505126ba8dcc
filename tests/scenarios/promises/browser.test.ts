/** The visitor of the demo, with a real browser: looks, chooses who to be, gives a command, declares an incident. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { aDemo, isAnswered, TSX } from './support/a-demo.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where a Chromium is installed; CI installs Debian's. */
function chromiumPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => BROWSERS.map((name) => join(folder, name)));
  return places.find((place) => existsSync(place));
}

async function aPage(executablePath: string): Promise<Page> {
  const browser = await chromium.launch({ executablePath });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Reloads, as the visitor does, until it is there. */
async function seesSoon(page: Page, what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`No ${what} on ${page.url()}`);
    await sleep(250);
    await page.reload();
  }
}

function labelsOf(page: Page): Promise<readonly string[]> {
  return page.locator('a[href*="label%3A"], a[href*="label:"]').allInnerTexts();
}

async function actsAs(page: Page, login: string): Promise<void> {
  await page.getByLabel('Acting as').selectOption(login);
  await page.getByRole('button', { name: 'Switch' }).click();
  expect(await page.getByLabel('Acting as').inputValue()).toBe(login);
}

test(
  'a visitor opens the incident, acts as somebody, is answered, and declares an incident by the form',
  { timeout: 400_000 },
  async ({ skip }) => {
    const executablePath = chromiumPath();
    if (executablePath === undefined) {
      skip(`no ${BROWSERS.join(', ')} on the PATH: install one to run the browser test`);
      return;
    }
    const demo = aDemo(TSX);
    await demo.says('Ctrl-C ends both programs.');
    const incident = /http:\S+\/acme\/incidents\/issues\/\d+/.exec(demo.output())?.[0];
    const page = await aPage(executablePath);
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) troubles.push(`${String(response.status())} ${response.url()}`);
    });

    await page.goto(incident!);
    expect(await labelsOf(page)).toContain('status:resolved');
    await actsAs(page, 'bob');
    expect(page.url()).toBe(incident);
    await page.getByLabel('Add a comment').fill('/reopen errors are back');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const said = page.getByText('/reopen errors are back', { exact: true });
    const thumb = page
      .locator('[id^="issuecomment-"]', { has: said })
      .getByLabel('reacted with +1');
    await seesSoon(page, '👍', async () => (await thumb.count()) === 1);
    await seesSoon(page, 'changed label', async () => {
      const labels = await labelsOf(page);
      return !labels.includes('status:resolved') && labels.includes('status:acknowledged');
    });

    await actsAs(page, 'carol');
    await page.getByRole('link', { name: 'Issues', exact: false }).first().click();
    await page.getByRole('link', { name: 'New issue' }).click();
    await page
      .getByRole('link', { name: /Get started|Incident/ })
      .first()
      .click();
    await page.getByLabel('Add a title').fill('Search finds nothing in Finnish');
    await page.getByLabel('What is happening').fill('Every word with an umlaut. 🇫🇮');
    await page.getByLabel('Services affected').fill('search');
    await page.getByLabel('Severity').selectOption('SEV-3');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/acme\/incidents\/issues\/\d+$/);
    await seesSoon(page, 'label', async () => {
      const labels = await labelsOf(page);
      return ['incident', 'severity:sev3', 'service:search'].every((name) => labels.includes(name));
    });
    const summary = page.locator('[id^="issuecomment-"]', { hasText: 'SEV-3' });
    await seesSoon(page, 'summary', async () => (await summary.count()) > 0);

    expect(troubles).toEqual([]);
    demo.ctrlC();
    expect(await demo.ended).toBe(0);
    for (const url of demo.addresses()) expect(await isAnswered(url), url).toBe(false);
  },
);
