// Walks through the console of a running server with the keyboard alone, in Chromium.
//   node keyboard.js URL CHROMIUM
// Focus moves by Tab, arrows and the keys that the page "?" lists, and by nothing else; a pointer that is used is a complaint.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {api, arrived, customers, ended, EVIL, heading, lasting, link, LONG, page, said, state, train, url} from './shared.js';

const {keyboard} = page;
// With a listener that stays no chooser opens before the browser knows that it is awaited.
page.on('filechooser', () => {});
await page.addInitScript(() => ['pointerdown', 'pointermove', 'wheel'].forEach((type) => addEventListener(type, () => console.error(`a pointer was used: ${type}`), true)));

/** Presses the key until what is looked for has the focus, and sees that it can be seen. */
async function reach(what, key = 'Tab') {
  await what.first().waitFor();
  const here = () => what.evaluateAll((found) => {
    const at = found.find((one) => one === document.activeElement);
    return at && (at.getBoundingClientRect().width > 0 ? 'seen' : 'hidden');
  });
  for (let i = 0; i < 300; i++) {
    const found = await here();
    if (found) {
      assert.equal(found, 'seen', `${what} has the focus and no size`);
      return;
    }
    await keyboard.press(key);
  }
  assert.fail(`${key} does not reach ${what}`);
}
const back = (what) => reach(what, 'Shift+Tab');
async function use(what, key = 'Enter', by) {
  await reach(what, by);
  await keyboard.press(key);
}
async function type(what, text, by) {
  await reach(what, by);
  await keyboard.press('Control+a');
  await keyboard.type(text);
}
async function visit(letter, title) {
  await keyboard.press('g');
  await keyboard.press(letter);
  await heading(title);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
}
async function choose(what, file) {
  await reach(what);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('Enter')]);
  await chooser.setFiles(file);
}
const main = page.locator('main');
const button = (name) => main.getByRole('button', {name, exact: true});
const csv = (name) => ({name, mimeType: 'text/csv', buffer: Buffer.from(customers())});
const submit = async (name) => {
  await page.getByRole('button', {name}).and(page.locator(':not([aria-disabled])')).waitFor();
  await keyboard.press('Control+Enter');
};

/** Stores a file, looks at its columns, trains. */
async function learn() {
  await page.goto(`${url}/console/`);
  await heading('Overview');
  await keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await keyboard.press('Enter');
  await keyboard.press('?');
  await page.getByRole('dialog').getByText('search or jump').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  await visit('d', 'Datasets');
  await choose(button('Choose a file'), csv('customers <img>.csv'));
  await main.getByText('400 rows, 7 columns.').waitFor();
  await use(link('Look at its columns'));
  await heading('customers-img');
  const columns = page.getByRole('group', {name: 'Columns'});
  await columns.getByText('id-like').waitFor();
  await reach(page.getByLabel('Relation with'));
  await keyboard.type('churned');
  await columns.getByText(/^V 0\.\d/).first().waitFor();
  await reach(columns);
  await use(page.locator('.actions').getByRole('link', {name: 'Train'}), 'Enter', 'Shift+Tab');
  await heading('Train on customers-img');
  await type(page.getByLabel('Name', {exact: true}), EVIL);
  const wanted = page.getByRole('radio', {name: /^HistGradientBoostingClassifier/});
  await reach(page.locator('input[name=algorithm]:checked'));
  for (let i = 0; i < 20 && !await wanted.evaluate((one) => one === document.activeElement && one.checked); i++) await keyboard.press('ArrowDown');
  assert.ok(await wanted.isChecked());
  await type(page.getByLabel('max_iter', {exact: true}), '60');
  await use(page.getByLabel('Measure permutation importance'), 'Space');
  await submit(/^Train on 5 features/);
  await heading(EVIL);
  await state('Done');
  await use(link('Show the model'));
  await heading(EVIL);
}

/** Moves a slider, picks a category, follows the way in the tree, scores a file. */
async function ask() {
  const first = await said('');
  const tree = page.locator('section.panel[aria-label="Tree"]');
  await tree.locator('.node.lit').nth(1).waitFor();
  const way = await tree.locator('.way').innerText();
  await reach(page.getByRole('slider', {name: 'Threshold'}));
  const cell = page.locator('.confusion .right b').first();
  const before = await cell.innerText();
  await keyboard.press('Home');
  await page.waitForFunction((old) => document.querySelector('.confusion .right b').textContent !== old, before);
  const slider = page.getByLabel('calls, slider');
  await reach(slider);
  await keyboard.press('End');
  assert.equal(await slider.inputValue(), '7');
  const second = await said(first);
  await page.waitForFunction((old) => document.querySelector('.way').innerText !== old, way);
  await keyboard.press('Home');
  await said(second);
  // Not the category that the row has: the answer must move.
  const other = page.locator('.ask-row', {hasText: 'plan'}).locator('button[aria-pressed=false]').first();
  const name = await other.innerText();
  await use(other, 'Space', 'Shift+Tab');
  assert.equal(await page.getByLabel('plan', {exact: true}).inputValue(), name);
  await use(tree.getByRole('button', {name: 'Next tree'}));
  await tree.getByRole('button', {name: 'Tree before'}).and(page.locator(':not([aria-disabled])')).waitFor();
  await use(tree.locator('.node.hides'));
  await use(tree.getByRole('button', {name: 'Back to the root'}), 'Enter', 'Shift+Tab');
  await tree.locator('.node.lit').nth(1).waitFor();
  await use(button('CSV'), 'Enter', 'Shift+Tab');
  await choose(button('Choose a file'), csv('rows.csv'));
  await reach(link('rows-predicted.csv'));
  const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
  assert.equal(fs.readFileSync(await download.path(), 'utf8').trimEnd().split('\n').length, 401);
}

/** Two models side by side; one of them gets a name, and loses it again. */
async function compare() {
  const request = {dataset_id: 'diabetes', features: ['*'], target: 'target', cv: 3};
  const made = [await train({...request, name: 'side', params: {oob_score: true}}), await train({...request, name: 'side', params: {oob_score: true, max_depth: 8}})];
  await Promise.all(made.map(ended));
  await visit('m', 'Models');
  await link('side@2').waitFor();
  const boxes = page.getByRole('checkbox', {name: 'Compare side', exact: true});
  await use(boxes.nth(0), 'Space');
  await use(boxes.nth(1), 'Space');
  await use(link('Compare 2'), 'Enter', 'Shift+Tab');
  await heading('Compare');
  await page.locator('.msg').getByText(/ leads /).waitFor();
  await page.getByRole('img', {name: 'Learning curve'}).waitFor();
  const aliases = async () => (await api('GET', '/models/side/aliases')).aliases;
  await type(page.getByLabel('Alias for side@1', {exact: true}), 'best');
  await keyboard.press('Enter');
  await main.getByText('@best').first().waitFor();
  assert.equal((await api('GET', '/models/side@best')).version, 1);
  await type(page.getByLabel('Alias for side@2', {exact: true}), 'best', 'Tab');
  await keyboard.press('Enter');
  await page.getByText('best is side@2 now').waitFor();
  assert.equal((await api('GET', '/models/side@best')).version, 2);
  await use(page.getByRole('status').getByRole('button', {name: 'Undo'}).last());
  await page.locator('form', {has: page.getByLabel('Alias for side@1', {exact: true})}).getByText('@best').waitFor();
  assert.equal((await api('GET', '/models/side@best')).version, 1);
  assert.ok(await aliases());
}

/** A training is watched and kept, one cancelled, one that failed changed. */
async function steer() {
  await api('PUT', '/datasets/lasting', lasting(), 'text/csv');
  await train(LONG);
  await visit('t', 'Tasks');
  await page.locator('tr[data-at="0"]', {hasText: 'Running'}).waitFor();
  await keyboard.press('j');
  await reach(page.locator('tr[data-at="0"]'), 'k');
  await keyboard.press('Enter');
  await heading('long');
  await page.locator('.live-curve').getByRole('img', {name: 'Learning curve'}).waitFor();
  await use(button('Finish and keep it'));
  await state('Done');
  const cancelled = await train(LONG);
  await visit('t', 'Tasks');
  await page.locator('tr[data-at="0"]', {hasText: 'Running'}).getByRole('link', {name: 'long'}).waitFor();
  await use(page.locator('tr[data-at="0"]').getByRole('link', {name: 'long'}));
  await state('Running');
  await keyboard.press('c');
  await use(page.getByRole('dialog').getByRole('button', {name: 'Cancel the training'}));
  await state('Cancelled');
  assert.equal(await ended(cancelled), 'TASK_CANCELLED');
  await api('PUT', '/datasets/lonely', 'a,y\n' + '1,many\n'.repeat(9) + '2,one\n', 'text/csv');
  await ended(await train({dataset_id: 'lonely', features: ['a'], target: 'y', stratify: true, name: 'fails'}));
  await keyboard.press('Control+k');
  await keyboard.type('fails');
  await page.getByRole('option', {name: /^fails/}).waitFor();
  await keyboard.press('Enter');
  await state('Failed');
  await use(link('Change and train'));
  await heading('Train on lonely');
  await use(page.getByLabel("Keep the classes' proportions"), 'Space');
  await submit(/^Train on 1 feature/);
  await state('Done');
}

await learn();
await ask();
await compare();
await steer();
await arrived('walked through the console by keys');
