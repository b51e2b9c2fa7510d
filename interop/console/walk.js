// Walks through the console of a running server as a person does, in Chromium.
//   node walk.js URL CHROMIUM PICTURES
// Asks for what it cannot do itself by a line "do: kill" or "do: start", and waits for a line in answer.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {api, arrived, browser, button, customers, ended, EVIL, heading, lasting, link, LONG, note, page, pictures, please, said, server, state, train, url} from './shared.js';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

fs.mkdirSync(pictures, {recursive: true});

async function drop(name, text) {
  const data = await page.evaluateHandle(([file, content]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], file, {type: 'text/csv'}));
    return transfer;
  }, [name, text]);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('.drop', type, {dataTransfer: data});
}

/** How long it takes from the address to the first figure on the first page, in ms. */
async function firstView(on) {
  const began = performance.now();
  await on.goto(url + '/');
  await on.waitForFunction(() => /\d/.test(document.querySelector('main .strip .figure')?.textContent ?? ''));
  return Math.round(performance.now() - began);
}

/** The first load of all, and the median of nine that have nothing in their cache either. */
async function firstViews() {
  const first = await firstView(page);
  const more = [];
  for (let i = 0; i < 9; i++) {
    const empty = await browser.newContext({locale: 'en-GB'});
    more.push(await firstView(await empty.newPage()));
    await empty.close();
  }
  console.log(`first view with data: ${first} ms; the median of nine more with an empty cache: ${more.sort((a, b) => a - b)[4]} ms`);
}

async function learn() {
  await firstViews();
  assert.equal(new URL(page.url()).pathname, '/console/');
  await heading('Overview');
  await page.locator('.side .live.live').waitFor();
  await page.locator('.side').getByRole('link', {name: 'Datasets'}).click();
  await heading('Datasets');
  await drop('customers <img>.csv', customers());
  await link('Look at its columns').click();
  await heading('customers-img');
  const columns = page.getByRole('group', {name: 'Columns'});
  await columns.getByText('id-like').waitFor();
  assert.equal(await columns.locator('tbody tr').count(), 7);
  assert.ok((await columns.innerText()).includes(EVIL));
  await columns.locator('svg.mini').first().waitFor();
  assert.ok((await columns.innerText()).includes('basic'));
  await page.getByLabel('Relation with').selectOption('churned');
  await columns.getByText(/^V 0\.\d/).first().waitFor();
  await columns.getByText(/^η 0\.\d/).first().waitFor();
  assert.equal(await columns.evaluate((box) => box.scrollWidth - box.clientWidth), 0, 'the last column is cut');
  await page.locator('.actions').getByRole('link', {name: 'Train'}).click();
  await heading('Train on customers-img');
  await page.getByLabel('Name', {exact: true}).fill(EVIL);
  await page.getByRole('radio', {name: /^HistGradientBoostingClassifier/}).check();
  const depth = page.getByLabel('max_iter', {exact: true});
  await depth.fill('many');
  await page.locator('[aria-invalid=true]').waitFor();
  await depth.fill('60');
  await page.getByLabel('Measure permutation importance').check();
  await page.getByRole('button', {name: /^Train on 5 features/}).and(page.locator(':not([aria-disabled])')).click();
  await heading(EVIL);
  await state('Done');
  await link('Show the model').click();
}

/** On a narrow screen the tree is as deep as on a wide one; its box scrolls, the page does not. */
async function narrowTree(tree) {
  const depths = () => tree.locator('.node rect').evaluateAll((boxes) => new Set(boxes.map((box) => box.getAttribute('y'))).size);
  const wide = await depths();
  await page.setViewportSize({width: 320, height: 800});
  const box = tree.locator('.scroll');
  await page.waitForFunction((element) => element.clientWidth < 320 && element.scrollLeft > 0, await box.elementHandle());
  assert.equal(await depths(), wide);
  const reach = await tree.locator('.node').evaluateAll((nodes) => nodes.map((node) => {
    node.scrollIntoView({block: 'nearest', inline: 'center'});
    const [inner, outer] = [node.getBoundingClientRect(), node.closest('.scroll').getBoundingClientRect()];
    return inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  }));
  assert.ok(reach.length > 4 && reach.every(Boolean), 'a node cannot be scrolled to');
  await page.setViewportSize({width: 1360, height: 900});
}

async function ask() {
  await page.locator('.answer').waitFor();
  const first = await said('');
  const tree = page.locator('section.panel[aria-label="Tree"]');
  await tree.locator('.node.lit').nth(1).waitFor();
  await narrowTree(tree);
  const way = await tree.locator('.way').innerText();
  await page.getByLabel('calls, slider').fill('7');
  const second = await said(first);
  await page.waitForFunction((old) => document.querySelector('.way').innerText !== old, way);
  await tree.getByRole('button', {name: 'Next tree'}).click();
  await tree.getByRole('button', {name: 'Tree before'}).and(page.locator(':not([aria-disabled])')).waitFor();
  await tree.locator('.node.hides').first().press('Enter');
  await tree.getByRole('button', {name: 'Back to the root'}).click();
  await tree.locator('.node.lit').nth(1).waitFor();
  await page.getByLabel('calls', {exact: true}).fill('9');
  await page.getByText('in training 0 to 7').waitFor();
  await page.getByLabel('plan', {exact: true}).fill('basic');
  await page.getByLabel('calls', {exact: true}).fill('0');
  await said(second);
  const cell = page.locator('.confusion .right b').first();
  const before = await cell.innerText();
  await page.getByRole('slider', {name: 'Threshold'}).press('Home');
  await page.waitForFunction((old) => document.querySelector('.confusion .right b').textContent !== old, before);
  assert.equal(await page.getByRole('img', {name: 'ROC'}).count(), 1);
  await button('CSV').click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Choose a file').click()]);
  await chooser.setFiles({name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(customers())});
  const [download] = await Promise.all([page.waitForEvent('download'), link('rows-predicted.csv').click()]);
  assert.equal(fs.readFileSync(await download.path(), 'utf8').trimEnd().split('\n').length, 401);
  const [exported] = await Promise.all([page.waitForEvent('download'), button('ONNX').click()]);
  assert.match(exported.suggestedFilename(), /\.onnx$/);
}

async function steer() {
  await api('PUT', '/datasets/lasting', lasting(), 'text/csv');
  const finished = await train(LONG);
  await page.locator('.side').getByRole('link', {name: 'Tasks'}).click();
  await heading('Tasks');
  await page.locator('tr', {hasText: 'Running'}).getByRole('link', {name: 'long'}).click();
  await state('Running');
  await page.locator('.bar').first().waitFor();
  await page.locator('.live-curve').getByRole('img', {name: 'Learning curve'}).waitFor();
  await button('Finish and keep it').click();
  await state('Done');
  assert.equal(await ended(finished), 'TASK_COMPLETED');
  const cancelled = await train(LONG);
  await page.goto(`${url}/console/tasks/${cancelled}`);
  await state('Running');
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel the training'}).click();
  await state('Cancelled');
  // Failed, changed, done.
  await api('PUT', '/datasets/lonely', 'a,y\n' + '1,many\n'.repeat(9) + '2,one\n', 'text/csv');
  const failed = await train({dataset_id: 'lonely', features: ['a'], target: 'y', stratify: true});
  await ended(failed);
  await page.goto(`${url}/console/tasks/${failed}`);
  await state('Failed');
  await page.getByRole('alert').getByText('invalid_parameter').waitFor();
  await link('Change and train').click();
  await page.getByLabel("Keep the classes' proportions").uncheck();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', {name: /^Train on 1 feature/}).and(page.locator(':not([aria-disabled])')).click();
  await state('Done');
  return {failed, cancelled};
}

/** A search by the form, its leaderboard, and the model beside another: by keys alone from the form on. */
async function searchAndCompare() {
  await page.goto(`${url}/console/datasets/diabetes/train`);
  await page.getByLabel('Name', {exact: true}).fill(EVIL);
  await button('Every combination').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').or(page.locator('.wrong')).first().waitFor();
  const depths = page.locator('input[name="search.max_depth"]');
  await depths.focus();
  await page.keyboard.type('2, few');
  await page.locator('[name="search.max_depth"][aria-invalid=true]').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  await page.locator('.facts-list').getByText('1 candidate on 5 folds').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2, 4, none');
  await page.locator('input[name="search.max_features"]').focus();
  await page.keyboard.type('1.0');
  await page.locator('.facts-list').getByText('3 candidates on 5 folds').waitFor();
  await page.getByRole('button', {name: /^Train on 10 features/}).and(page.locator(':not([aria-disabled])')).waitFor();
  await page.keyboard.press('Control+Enter');
  await state('Done');
  const found = new URL(page.url()).pathname.split('/').at(-1);
  assert.deepEqual((await api('GET', `/models/${found}`)).request.search, {grid: {max_depth: [2, 4, null], max_features: [1]}});
  assert.match(await (await fetch(`${url}/tasks/${found}`)).text(), /"max_features":\[1\.0\]/);
  await link('Show the model').focus();
  await page.keyboard.press('Enter');
  const board = page.getByRole('group', {name: 'Search', exact: true});
  await board.getByText('taken').waitFor({state: 'attached'});
  assert.equal(await board.locator('tbody tr').count(), 3);
  const grown = await train({dataset_id: 'diabetes', features: ['*'], target: 'target', name: 'grown', cv: 3, params: {oob_score: true}});
  const other = await train({dataset_id: 'diabetes', features: ['*'], target: 'target', name: EVIL + 2, cv: 3, params: {oob_score: true, max_depth: 8}});
  await ended(grown);
  await ended(other);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await heading('Models');
  for (const name of ['grown', EVIL + 2]) {
    await page.getByRole('checkbox', {name: `Compare ${name}`, exact: true}).focus();
    await page.keyboard.press('Space');
  }
  await link('Compare 2').focus();
  await page.keyboard.press('Enter');
  await heading('Compare');
  await page.locator('.msg').getByText(/ leads /).waitFor();
  await page.getByRole('img', {name: 'Learning curve'}).waitFor();
  await page.getByRole('group', {name: 'What is different'}).getByText('max_depth').waitFor();
  assert.equal(await page.getByRole('group', {name: 'What is different'}).locator('tbody tr').count(), 1);
  return {found, grown, other};
}

/** The worker takes nothing new until it is resumed; one that is lost is forgotten. */
async function rest() {
  await page.goto(`${url}/console/queues`);
  await heading('Queues & workers');
  const [{worker, ...card}] = (await api('GET', '/workers')).workers;
  const row = page.getByRole('group', {name: 'Workers', exact: true}).locator('tbody tr');
  await row.getByText('Working', {exact: true}).waitFor();
  await button(`Drain ${worker}`).click();
  await row.getByText('Drained', {exact: true}).waitFor();
  const id = await train({dataset_id: 'diabetes', features: ['age'], target: 'target', name: 'later'});
  assert.equal((await api('GET', `/tasks/${id}`)).state, 'TASK_RECEIVED');
  await button(`Resume ${worker}`).click();
  await row.getByText('Working', {exact: true}).waitFor();
  assert.equal(await ended(id), 'TASK_COMPLETED');
  let workers = [{...card, worker: EVIL, state: 'lost', heartbeat_age_s: 61}];
  const forgotten = [];
  await page.route(/\/workers(\/.*)?$/, (route) => {
    if (route.request().method() === 'GET') return route.fulfill({json: {workers}});
    forgotten.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`);
    workers = [];
    return route.fulfill({status: 204});
  });
  await row.getByText('Lost', {exact: true}).waitFor();
  await page.evaluate(AXE);
  await axe('queues, one lost', RULES);
  await button(`Forget ${EVIL}`).click();
  await page.getByText(/^No process works at the moment/).waitFor();
  assert.deepEqual(forgotten, [`DELETE /workers/${encodeURIComponent(EVIL)}`]);
  await page.unroute(/\/workers(\/.*)?$/);
}

/** An id that is not among the newest is found by its first letters. */
async function oldIds() {
  const {task_id: id} = (await api('GET', '/tasks?limit=1000')).tasks.findLast((one) => /^[0-9a-f]{8}-/.test(one.task_id));
  const newest = /\/(tasks|models)\?limit=200/;
  await page.route(newest, (route) => route.fulfill({json: {tasks: [], models: [], next_cursor: null}}));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(id.slice(0, 8));
  await page.getByRole('option', {name: new RegExp(id.slice(0, 8))}).first().waitFor();
  // Keys that come between the end of the dialog and its event open it again, for good.
  await page.evaluate(() => { document.querySelector('.palette').close(); dispatchEvent(new KeyboardEvent('keydown', {key: 'k', ctrlKey: true})); });
  await page.evaluate(() => new Promise((done) => { setTimeout(done); }));
  await page.getByRole('combobox').press('Escape');
  await page.getByRole('combobox').waitFor({state: 'detached'});
  await page.unroute(newest);
}

async function keysAndWords() {
  await oldIds();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('lonel');
  await page.getByRole('option', {name: /^lonely/}).waitFor();
  await page.getByRole('combobox').press('Enter');
  await heading('lonely');
  await button('Delete').click();
  const sure = page.getByRole('dialog').getByRole('button', {name: 'Delete for good'});
  assert.equal(await sure.getAttribute('aria-disabled'), 'true');
  await page.getByRole('dialog').getByRole('textbox').fill('lonely');
  await sure.click();
  await heading('Datasets');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await heading('Models');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await page.getByRole('button', {name: '日本語'}).click();
  await heading('モデル');
  await page.getByRole('button', {name: 'English'}).click();
  await heading('Models');
}

async function outage() {
  await page.goto(`${url}/console/`);
  await page.locator('.side .live.live').waitFor();
  await page.evaluate(() => { window.same = true; });
  server.away = true;
  await please('kill');
  await page.getByText(/^No connection to the server since/).waitFor();
  await page.locator('.side .live.lost').waitFor();
  await please('start');
  await page.locator('.side .live.live').waitFor();
  await page.getByText(/^No connection to the server since/).waitFor({state: 'detached'});
  server.away = false;
  assert.ok(await page.evaluate(() => window.same), 'the page was loaded anew');
  const id = await train({dataset_id: 'diabetes', features: ['age'], target: 'target', name: 'after'});
  await page.locator('.panel', {hasText: 'Recent tasks'}).getByRole('link', {name: 'after'}).waitFor();
  assert.equal(await page.locator('.panel', {hasText: 'Recent tasks'}).getByRole('link', {name: 'after'}).count(), 1);
  await ended(id);
}

async function axe(where, runOnly) {
  const found = await page.evaluate((options) => window.axe.run(document, options).then(({violations}) => violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))}`)),
    {runOnly, resultTypes: ['violations'], elementRef: false});
  note(where, found);
}

/** What only the places of things can break. */
const PLACES = {type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'region', 'landmark-unique', 'landmark-one-main', 'page-has-heading-one', 'heading-order', 'label', 'button-name', 'link-name', 'aria-hidden-focus']};

async function speak(name, language) {
  await page.getByRole('button', {name, exact: true}).click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

/** Every page: light, dark, and at 320 px. What only colours or only places can break is looked at where they change. */
async function look(pages) {
  for (const [name, path] of Object.entries(pages)) {
    await page.setViewportSize({width: 1360, height: 900});
    await page.emulateMedia({colorScheme: 'light'});
    await page.goto(`${url}/console/${path}`);
    await page.locator('main h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('.bars') && document.querySelector('.live.live'));
    const shot = (end) => page.screenshot({path: `${pictures}/${name}${end}.png`, fullPage: true});
    await shot('');
    await page.evaluate(AXE);
    await axe(`${name}, light`, RULES);
    await page.emulateMedia({colorScheme: 'dark'});
    await axe(`${name}, dark`, {type: 'rule', values: ['color-contrast']});
    await shot('-dark');
    await page.emulateMedia({colorScheme: 'light'});
    await speak('日本語', 'ja');
    await axe(`${name}, Japanese`, RULES);
    await page.setViewportSize({width: 320, height: 800});
    await axe(`${name}, Japanese, 320 px`, PLACES);
    const words = await page.evaluate(() => document.documentElement.scrollWidth);
    if (words > 320) note(name, [`${words} px wide at 320 px in Japanese`]);
    await page.setViewportSize({width: 1360, height: 900});
    await speak('English', 'en');
    await page.setViewportSize({width: 320, height: 800});
    await axe(`${name}, 320 px`, PLACES);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) note(name, [`${width} px wide at 320 px`]);
    await shot('-320');
    const outside = await page.evaluate(() => [...document.querySelectorAll('svg text')].filter((text) => {
      const [panel, box] = [text.closest('.panel').getBoundingClientRect(), text.getBoundingClientRect()];
      return !text.closest('.scroll') && (box.left < panel.left || box.right > panel.right);
    }).map((text) => text.textContent));
    note(`${name}, words of charts outside of their panel`, outside);
  }
}

/** The lists of one algorithm, kept in the address. */
async function byAlgorithm(id, name) {
  const kept = (value) => page.waitForFunction((wanted) => new URL(location.href).searchParams.get('algorithm') === wanted, value);
  const one = (place) => page.waitForFunction((link) => document.querySelectorAll('tbody tr').length === 1 && document.querySelector(link), `tbody a[href="${place}/${id}"]`);
  await page.goto(`${url}/console/models`);
  await page.locator('tbody').getByRole('button', {name, exact: true}).first().click();
  await kept(name);
  await one('models');
  await page.locator('.filters').getByRole('button', {name: `Algorithm: ${name} ×`}).click();
  await kept(null);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 1);
  await page.goto(`${url}/console/tasks`);
  await page.getByLabel('Algorithm, such as Ridge').fill(name);
  await page.keyboard.press('Enter');
  await kept(name);
  await one('tasks');
  await page.reload();
  await one('tasks');
  await page.getByLabel('Algorithm, such as Ridge').fill(name.slice(1));
  await page.keyboard.press('Enter');
  await page.getByText(`did you mean ${name}?`).waitFor();
}

/** Nearly ten thousand tasks, waiting for a day to come: few of their rows are in the document, and keys reach all of them. */
async function manyTasks() {
  await page.goto('about:blank');
  const due = new Date(Date.now() + 80 * 86400e3).toISOString();
  const there = Object.values((await fetch(`${url}/tasks?state=TASK_RECEIVED&limit=1`).then((answer) => answer.json())).tasks).length;
  assert.equal(there, 0);
  let made = 0;
  const worker = async () => {
    while (made < MANY) {
      const i = made++;
      await train({dataset_id: 'diabetes', features: ['age'], target: 'target', name: `many ${i % 10}`, run_at: due});
    }
  };
  await Promise.all(Array.from({length: 16}, worker));
  await page.setViewportSize({width: 1360, height: 900});
  await page.goto(`${url}/console/tasks?state=TASK_RECEIVED`);
  const rows = page.locator('tbody tr:not(.space)');
  const known = async (n) => page.waitForFunction((text) => document.querySelector('.table-foot')?.textContent.startsWith(text), `${n.toLocaleString('en-GB')} shown`);
  for (let n = 50; n < 200; n += 50) { await known(n); await button('50 more').click(); }
  for (let n = 200; n < MANY; n = Math.min(MANY, n + 500)) {
    await known(n);
    assert.ok(await rows.count() <= 200, `${await rows.count()} rows for ${n}`);
    await button('500 more').click();
  }
  await known(MANY);
  assert.ok(await rows.count() <= 120, `${await rows.count()} rows`);
  const at = () => page.evaluate(() => Number(document.activeElement.dataset.at));
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await page.locator('tr[data-at="0"]').waitFor();
  await page.keyboard.press('j');
  assert.equal(await at(), 0);
  for (let i = 1; i <= 150; i++) {
    await page.keyboard.press('j');
    await page.waitForFunction((wanted) => document.activeElement.dataset.at === wanted, String(i));
  }
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.activeElement.dataset.at === '149');
  assert.ok(await rows.count() <= 120);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.locator(`tr[data-at="${MANY - 1}"]`).waitFor();
  assert.ok(await rows.count() <= 120);
  await page.getByLabel('Name, exactly').fill('many 3');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('name') === 'many 3' && document.querySelectorAll('tbody tr').length === 50
    && [...document.querySelectorAll('tbody .main a')].every((link) => link.textContent === 'many 3'));
  await page.getByLabel('Since, such as 6h').fill('0s');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'No such tasks'}).waitFor();
}
/** Nearly all that may be scheduled: what callers write while the server counts is counted twice, so the last places are not for many at once. */
const MANY = 9900;

await learn();
const model = new URL(page.url()).pathname.split('/').at(-1);
await ask();
const {failed, cancelled} = await steer();
await rest();
const {found, grown, other} = await searchAndCompare();
await keysAndWords();
await outage();
const several = await train({dataset_id: 'customers-img', features: ['age', 'calls', 'fee'], target: 'plan', name: EVIL, cv: 3});
const odd = await train({dataset_id: 'diabetes', features: ['age', 'bmi'], algorithm: 'IsolationForest'});
await ended(several);
await ended(odd);
await byAlgorithm(odd, 'IsolationForest');
await look({
  overview: '', tasks: 'tasks', 'task-failed': `tasks/${failed}`, 'task-cancelled': `tasks/${cancelled}`, 'task-done': `tasks/${model}`, queues: 'queues', 'dead-letters': 'dead-letters',
  datasets: 'datasets', dataset: 'datasets/customers-img', train: 'datasets/customers-img/train', 'train-choose': 'train', models: 'models', 'model-classes': `models/${model}`,
  compare: `compare?refs=${grown},${other},diabetes-demo`, 'compare-unlike': `compare?refs=${grown},${model}`, 'model-search': `models/${found}`,
  'train-search': `datasets/diabetes/train?from=${found}`, 'model-several': `models/${several}`, 'model-number': 'models/diabetes-demo', 'model-anomaly': `models/${odd}`, system: 'system', 'not-found': 'models/nope', nowhere: 'nope',
});
await manyTasks();
await arrived('walked through the console');
