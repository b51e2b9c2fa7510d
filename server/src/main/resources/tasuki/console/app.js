// The frame: side bar, router, search, keys, theme and language.
import {api, clock, dialog, enc, Fragment, go, html, int, lang, lead, metric, metricName, pct, render, route, short, signal, speak,
  store, stored, t, useEffect, useRef, useState} from './lib.js';
import {Button, Dialogs, Failure, failure, Icon, Msg, Bars, Segments, Toasts} from './ui.js';
import {counts, epoch, listen, open, outage, progress, start, state} from './live.js';

const PAGES = [
  [/^$/, 'overview'], [/^tasks$/, 'tasks'], [/^tasks\/([^/]+)$/, 'task'], [/^queues$/, 'queues'], [/^dead-letters$/, 'letters'],
  [/^datasets$/, 'datasets'], [/^datasets\/([^/]+)$/, 'dataset'], [/^datasets\/([^/]+)\/train$/, 'train'], [/^train$/, 'train'],
  [/^models$/, 'models'], [/^compare$/, 'compare'], [/^models\/([^/]+)$/, 'model'], [/^system$/, 'system'],
];
const MENU = [
  [null, [['', 'overview', 'overview', 'o']]],
  ['menu.work', [['tasks', 'tasks', 'tasks', 't'], ['queues', 'queues', 'queues', 'q'], ['dead-letters', 'letters', 'letters', 'x']]],
  ['menu.learning', [['datasets', 'datasets', 'datasets', 'd'], ['train', 'train', 'train', null], ['models', 'models', 'models', 'm']]],
  ['menu.server', [['system', 'system', 'system', 's']]],
];
const modules = new Map();
const theme = signal(stored('theme') ?? 'system');
const version = signal('');
const letters = signal(0);
const searching = signal(false);
const menu = signal(false);
const help = signal(false);
export const singleKeys = signal(stored('keys') !== 'off');

function dress(value, keep) {
  theme.value = value;
  if (value === 'system') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = value;
  if (keep) store('theme', value);
}

function Live() {
  return html`<span class=${'live ' + state.value}><i></i>${t('live.' + state.value)}</span>`;
}

function Side({close}) {
  const path = route.value.path;
  const tasks = counts.value?.tasks;
  const busy = tasks ? (tasks.TASK_RECEIVED ?? 0) + (tasks.TASK_STARTED ?? 0) : 0;
  const current = (to, icon) => icon === 'train' ? /(^|\/)train$/.test(path) : to === '' ? path === ''
    : (path === to || path.startsWith(to + '/') || to === 'models' && path === 'compare') && !/\/train$/.test(path);
  return html`<aside class="side" aria-label="Tasuki"><a class="brand" href="." onClick=${close}><img src="mark.svg" alt="" />Tasuki</a>
    <button class="jump" type="button" onClick=${() => { close?.(); searching.value = true; }}><${Icon} name="search" /><span>${t('jump')}</span><kbd>Ctrl K</kbd></button>
    <nav aria-label=${t('menu')}>${MENU.map(([head, items]) => html`<${Fragment} key=${head}>${head && html`<h2>${t(head)}</h2>`}${items.map(([to, name, icon]) => html`
      <a key=${name} href=${to || '.'} aria-current=${current(to, icon) ? 'page' : undefined} onClick=${close}><${Icon} name=${icon} />${t('page.' + name)}
        ${name === 'tasks' && busy > 0 && html`<span class="count">${int(busy)}<span class="hidden"> ${t('waiting.or.running')}</span></span>`}
        ${name === 'letters' && letters.value > 0 && html`<span class="count bad">${letters.value >= 1000 ? '1,000+' : int(letters.value)}</span>`}</a>`)}</>`)}</nav>
    <div class="foot"><div class="row"><${Live} /><span class="quiet">${version.value}</span></div>
      <div class="row"><${Segments} label=${t('theme')} value=${theme.value} onChange=${(value) => dress(value, true)} options=${[
        ['light', html`<${Icon} name="sun" />`, t('theme.light')], ['dark', html`<${Icon} name="moon" />`, t('theme.dark')], ['system', html`<${Icon} name="screen" />`, t('theme.system')]]} />
      <${Segments} label=${t('language')} value=${lang.value} onChange=${(value) => speak(value, true)} options=${[['en', 'EN', 'English'], ['ja', html`<span lang="ja">日本語</span>`, '日本語']]} /></div></div></aside>`;
}

function Sheet() {
  const element = useRef();
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  const close = () => { menu.value = false; };
  return html`<dialog class="sheet" ref=${element} aria-label=${t('menu')} onClose=${close} onClick=${(event) => event.target === element.current && close()}><${Side} close=${close} /></dialog>`;
}

function Outage() {
  const {since, attempt, wait} = outage.value;
  return html`<${Msg} tone="warn" title=${t('lost.title', {at: clock(since)})} action=${html`<${Button} small icon="again" onClick=${open}>${t('try.now')}</>`}>
    <p>${t('lost.text', {s: wait, n: int(attempt)})}</p></>`;
}

// --- Search ------------------------------------------------------------------------------------------------------

const fits = (text, asked) => {
  let at = 0;
  const lower = text.toLowerCase();
  for (const letter of asked) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
};

function Palette() {
  const element = useRef();
  const [asked, ask] = useState('');
  const [chosen, pick] = useState(0);
  const [things, load] = useState({});
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    const stop = new AbortController();
    const read = async (name, path) => {
      try { const list = await api(path, {signal: stop.signal}); load((old) => ({...old, [name]: list[name]})); } catch { /* Pages can still be found. */ }
    };
    read('models', 'models?limit=200&state=TASK_COMPLETED');
    read('tasks', 'tasks?limit=200');
    read('datasets', 'datasets');
    return () => { stop.abort(); before?.focus?.(); };
  }, []);
  const wanted = asked.trim().toLowerCase();
  // Six letters of an id or more, as tasuki takes them: what is not among the newest is looked for among the older ones.
  useEffect(() => {
    if (!things.tasks || !/^[0-9a-f-]{6,36}$/.test(wanted) || things.tasks.some((one) => one.task_id.startsWith(wanted))) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        for (let page = 0, next = ''; page < 20 && next != null; page++) {
          const {tasks, next_cursor: more} = await api(`tasks?limit=1000${next && `&cursor=${enc(next)}`}`, {signal: stop.signal});
          const begun = tasks.filter((one) => one.task_id.startsWith(wanted));
          const done = begun.filter((one) => one.state === 'TASK_COMPLETED').map((one) => ({...one, model_id: one.task_id}));
          if (begun.length) load((old) => ({...old, tasks: [...old.tasks, ...begun], models: [...old.models ?? [], ...done]}));
          next = more;
        }
      } catch { /* The newest can still be found. */ }
    }, 250);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [wanted, !things.tasks]);
  const close = () => { searching.value = false; };
  const groups = [
    ['models', (things.models ?? []).map((one) => ({icon: 'models', to: `models/${enc(one.model_id)}`, text: one.name ?? short(one.model_id), id: one.model_id,
      note: lead(one.metrics) ? `${metricName(lead(one.metrics)[0])} ${metric(...lead(one.metrics))}` : one.dataset_id}))],
    ['tasks', (things.tasks ?? []).map((one) => ({icon: 'tasks', to: `tasks/${enc(one.task_id)}`, text: one.name ?? short(one.task_id), id: one.task_id,
      note: one.state === 'TASK_STARTED' ? pct(progress.value[one.task_id]?.fraction ?? one.progress.fraction, 0) : one.dataset_id}))],
    ['datasets', (things.datasets ?? []).map((one) => ({icon: 'datasets', to: `datasets/${enc(one.dataset_id)}`, text: one.dataset_id, id: ''}))],
    ['do', (things.datasets ?? []).map((one) => ({icon: 'train', to: `datasets/${enc(one.dataset_id)}/train`, text: t('train.on', {name: one.dataset_id}), id: ''}))],
    ['pages', MENU.flatMap(([, items]) => items).map(([to, name, icon, key]) => ({icon, to, text: t('page.' + name), id: name, note: key && `g ${key}`}))],
  ];
  const exact = (one) => one.text.toLowerCase().includes(wanted) || one.id.toLowerCase().startsWith(wanted) ? 0 : 1;
  const found = (wanted ? groups : [...groups].reverse()).map(([name, list]) => [name,
    list.filter((one) => fits(`${one.text} ${one.id}`, wanted)).sort((a, b) => exact(a) - exact(b)).slice(0, 8)]).filter(([, list]) => list.length);
  const flat = found.flatMap(([, list]) => list);
  const at = Math.min(chosen, flat.length - 1);
  const visit = (one) => { close(); go(one.to); };
  const keys = (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && flat.length) {
      event.preventDefault();
      const next = (at + step + flat.length) % flat.length;
      pick(next);
      document.getElementById('found-' + next)?.scrollIntoView({block: 'nearest'});
    } else if (event.key === 'Enter' && flat[at]) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) window.open(new URL(flat[at].to || '.', document.baseURI)); else visit(flat[at]);
    }
  };
  let i = -1;
  return html`<dialog class="dialog palette" ref=${element} aria-label=${t('jump')} onClose=${() => element.current?.open || close()} onClick=${(event) => event.target === element.current && close()}>
    <div class="palette-head"><${Icon} name="search" /><input role="combobox" aria-expanded="true" aria-controls="found" aria-label=${t('jump')} aria-autocomplete="list" aria-activedescendant=${flat.length ? 'found-' + at : undefined}
      autocomplete="off" placeholder=${t('jump')} value=${asked} onInput=${(event) => { ask(event.target.value); pick(0); }} onKeyDown=${keys} autofocus /><kbd>Esc</kbd></div>
    <div class="palette-list" id="found" role="listbox" aria-label=${t('found')}>${found.map(([name, list]) => html`<div role="group" aria-label=${t('group.' + name)} key=${name}><h3 role="presentation">${t('group.' + name)}</h3>
      ${list.map((one) => { i++; const n = i; return html`<div class="found" role="option" id=${'found-' + n} key=${one.to} aria-selected=${n === at} onClick=${() => visit(one)} onMouseMove=${() => pick(n)}>
        <${Icon} name=${one.icon} /><span>${one.text}${one.id && one.id !== one.text && name !== 'pages' && html` <small class="mono">${short(one.id)}</small>`}</span><small>${one.note}</small></div>`; })}</div>`)}
      ${flat.length === 0 && html`<div class="found" role="option" aria-selected="false" aria-disabled="true"><span class="quiet">${t('nothing.found')}</span></div>`}</div>
    <div class="palette-foot"><span><kbd>↑</kbd> <kbd>↓</kbd> ${t('key.move')}</span><span><kbd>Enter</kbd> ${t('key.open')}</span><span><kbd>Ctrl Enter</kbd> ${t('key.tab')}</span></div></dialog>`;
}

export const KEYS = [[['Ctrl', 'K'], 'key.search'], [['g', 'o'], 'page.overview'], [['g', 't'], 'page.tasks'], [['g', 'q'], 'page.queues'], [['g', 'x'], 'page.letters'],
  [['g', 'd'], 'page.datasets'], [['g', 'm'], 'page.models'], [['g', 's'], 'page.system'], [['/'], 'key.filter'], [['?'], 'key.all'], [['j', 'k'], 'key.rows'],
  [['x'], 'key.select'], [['Enter'], 'key.open'], [['r'], 'key.again'], [['c'], 'key.cancel'], [['Ctrl', 'Enter'], 'key.submit'], [['Esc'], 'key.close']];
export const Keys = () => html`<dl class="keys">${KEYS.map(([keys, what]) => html`<dt>${keys.map((key, i) => html`${i > 0 && ' '}<kbd>${key}</kbd>`)}</dt><dd>${t(what)}</dd>`)}</dl>`;

function Help() {
  const element = useRef();
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  return html`<dialog class="dialog" ref=${element} aria-labelledby="keys-title" onClose=${() => { help.value = false; }}><h2 id="keys-title">${t('keys')}</h2><${Keys} />
    <div class="buttons end"><${Button} onClick=${() => { help.value = false; }}>${t('close')}</></div></dialog>`;
}

export function switchKeys(on) {
  singleKeys.value = on;
  store('keys', on ? 'on' : 'off');
}

let prefix = 0;
addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    // Esc closes the dialog at once and says so a moment later: keys that come in between open it again.
    const closing = document.querySelector('.palette:not([open])');
    if (closing) closing.showModal(); else searching.value = !searching.value;
    return;
  }
  if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || searching.value || help.value || dialog.value || menu.value
    || event.target.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')) return;
  if (Date.now() - prefix < 1500) {
    prefix = 0;
    const to = MENU.flatMap(([, items]) => items).find(([, , , key]) => key === event.key);
    if (to) { event.preventDefault(); go(to[0]); }
  } else if (event.key === 'g') {
    prefix = Date.now();
  } else if (event.key === '/') {
    const field = document.querySelector('main .search input');
    if (field) { event.preventDefault(); field.focus(); }
  } else if (event.key === '?') {
    help.value = true;
  }
});

// --- The page ----------------------------------------------------------------------------------------------------

function Main() {
  const {path} = route.value;
  const [pattern, name] = PAGES.find(([one]) => one.test(path)) ?? [/./, 'nowhere'];
  const [loaded, load] = useState(() => modules.get(name));
  const [problem, fail] = useState(null);
  const before = useRef(path);
  const moved = useRef(false);
  useEffect(() => {
    let current = true;
    fail(null);
    if (modules.has(name)) load(() => modules.get(name));
    else import(`./pages/${name}.js`).then((page) => { modules.set(name, page.default); if (current) load(() => page.default); },
      () => { if (current) fail(true); });
    return () => { current = false; };
  }, [name, epoch.value]);
  // After a change of page the focus goes to its heading, once that is there.
  useEffect(() => {
    if (before.current !== path) {
      before.current = path;
      failure.value = null;
      scrollTo(0, 0);
      moved.current = true;
    }
    const head = moved.current && modules.get(name) === loaded && document.querySelector('main h1');
    if (head) { moved.current = false; head.focus({preventScroll: true}); }
  }, [path, loaded]);
  const View = loaded && modules.get(name) === loaded ? loaded : null;
  const id = (path.match(pattern) ?? [])[1];
  return html`<main id="main" class=${state.value === 'lost' ? 'dimmed' : ''}>
    <div role="status">${state.value === 'lost' && outage.value && html`<${Outage} />`}</div><${Failure} />
    ${View ? html`<${View} key=${path} id=${id && decodeURIComponent(id)} />` : problem ? html`<${Msg} tone="warn" title=${t('no.connection')} />` : html`<${Bars} />`}</main>`;
}

function App() {
  return html`<${Fragment}><a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.querySelector('main h1')?.focus(); }}>${t('skip')}</a>
    <header class="top"><${Button} kind="ghost" icon="menu" label=${t('menu')} onClick=${() => { menu.value = true; }} /><a class="brand" href="."><img src="mark.svg" alt="" />Tasuki</a>
      <${Live} /><${Button} kind="ghost" icon="search" label=${t('jump')} onClick=${() => { searching.value = true; }} /></header>
    <${Side} /><${Main} />${menu.value && html`<${Sheet} />`}${searching.value && html`<${Palette} />`}${help.value && html`<${Help} />`}<${Dialogs} /><${Toasts} /></>`;
}

async function known() {
  try { version.value = (await api('')).version; } catch { /* It is shown once the server is there. */ }
  countLetters();
}

let counting = 0;
export function countLetters() {
  clearTimeout(counting);
  counting = setTimeout(countLetters, 30000);
  if (!document.hidden) api('dead-letters?limit=1000').then((list) => { letters.value = list.dead_letters.length; }, () => { /* As it was. */ });
}

dress(theme.value);
const language = stored('language') ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');
if (language === 'ja') await speak('ja').catch(() => {});
render(html`<${App} />`, document.getElementById('app'));
start();
known();
let seen = 0;
epoch.subscribe((n) => { if (n !== seen) { seen = n; known(); } });
