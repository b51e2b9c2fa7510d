// What the walks through the console have in common: a browser that notes what it complains of, the API, and data.
import assert from 'node:assert/strict';
import readline from 'node:readline';
import {chromium} from 'playwright-core';

export const [url, executablePath, pictures] = process.argv.slice(2);
/** What must stay text wherever it is shown. */
export const EVIL = '<img src=x onerror=window.broken=1>';
const PATIENCE = Number(process.env.PATIENCE_S ?? 120) * 1000;

const answers = readline.createInterface({input: process.stdin})[Symbol.asyncIterator]();
/** Asks who started the walk for what it cannot do itself. */
export async function please(what) {
  console.log(`do: ${what}`);
  await answers.next();
}

export const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']});
const context = await browser.newContext({viewport: {width: 1360, height: 900}, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB', acceptDownloads: true});
context.setDefaultTimeout(PATIENCE);
export const page = await context.newPage();
export const complaints = [];
export const note = (where, found) => found.forEach((one) => complaints.push(`${where}: ${one}`));
/** While the server is away requests may fail. */
export const server = {away: false};
page.on('console', (message) => {
  // The browser tells of each answer that is no success; which ones are, the walk knows.
  if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
});
page.on('pageerror', (error) => complaints.push(String(error.stack)));
page.on('request', (request) => {
  if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) complaints.push(`foreign: ${request.url()}`);
});
page.on('requestfailed', (request) => {
  if (!server.away && !/ABORTED/.test(request.failure()?.errorText ?? '')) complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
});

export const api = async (method, path, body, type = 'application/json') => {
  const answer = await fetch(url + path, {method, body, headers: body ? {'Content-Type': type} : {}});
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
};
export const train = async (request) => (await api('POST', '/train', JSON.stringify(request))).message.model_id;
export const ended = async (id) => {
  for (;;) {
    const task = await api('GET', `/tasks/${id}?wait=30`);
    if (!/RECEIVED|STARTED/.test(task.state)) return task.state;
  }
};
export const heading = (name) => page.getByRole('heading', {level: 1, name, exact: true}).waitFor();
export const state = (word) => page.locator('.title .state', {hasText: word}).waitFor();
export const button = (name) => page.locator('main').getByRole('button', {name, exact: true});
export const link = (name) => page.locator('main').getByRole('link', {name, exact: true}).first();
/** What the model answers, once that is not what it said before. */
export const said = async (before) => {
  await page.waitForFunction((old) => { const text = document.querySelector('.answer')?.parentElement.textContent.replace(/·.*/, ''); return text && text !== old; }, before);
  return page.evaluate(() => document.querySelector('.answer').parentElement.textContent.replace(/·.*/, ''));
};

/** 400 rows with missing values, text, a column that tells nothing, and names that would run if they were markup. */
export function customers() {
  const rows = [`id,${EVIL},plan,age,calls,fee,churned`];
  let seed = 7;
  const random = () => { seed = seed * 48271 % 2147483647; return seed / 2147483647; };
  for (let i = 0; i < 400; i++) {
    const [plan, calls] = [['basic', 'plus', EVIL][Math.floor(random() * 3)], Math.floor(random() * 8)];
    const leaves = random() < (plan === 'basic' ? 0.2 : 0) + calls * 0.11;
    rows.push(`C-${1000 + i},${EVIL},${plan},${random() < 0.1 ? '' : 18 + Math.floor(random() * 70)},${calls},${(20 + random() * 80).toFixed(2)},${leaves ? 'yes' : 'no'}`);
  }
  return rows.join('\n') + '\n';
}

/** Rows enough that its training lasts minutes on any machine, if nobody ends it. */
export function lasting() {
  const rows = ['a,b,c,d,y'];
  for (let i = 0; i < 20000; i++) {
    const [a, b, c, d] = [i * 7919 % 10007, i * 104729 % 9973, i * 31 % 997, i * 17 % 499];
    rows.push(`${a},${b},${c},${d},${(a * b % 1009) + c - d}`);
  }
  return rows.join('\n') + '\n';
}
export const LONG = {dataset_id: 'lasting', features: ['a', 'b', 'c', 'd'], target: 'y', params: {n_estimators: 1500, max_depth: 12, oob_score: true}, cv: 20, name: 'long'};

/** Ends the walk: nothing may have become markup, and the browser has nothing to complain of. */
export async function arrived(words) {
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(complaints, []);
  await browser.close();
  console.log(words);
  process.exit(0);
}
