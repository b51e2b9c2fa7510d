// The pieces that pages are made of.
import {api, bytes, dialog, enc, Fragment, html, hush, int, lead, metric, metricName, pct, root, signal, t, toast, toasts, useEffect,
  useRef, useState} from './lib.js';
import {epoch, listen, progress, state as connection} from './live.js';

const ICONS = {
  overview: 'M3 13V8M8 13V3M13 13V6', tasks: 'M2 4h1M2 8h1M2 12h1M6 4h8M6 8h8M6 12h8', queues: 'M2.5 3.5h11v3h-11zM2.5 9.5h11v3h-11z',
  letters: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 11.6v.4', datasets: 'M2.5 4c0-2 11-2 11 0v8c0 2-11 2-11 0zM2.5 4c0 2 11 2 11 0M2.5 8c0 2 11 2 11 0',
  train: 'M4 2.5 13 8l-9 5.5z', models: 'M8 2v4M8 6 4 9.5M8 6l4 3.5M2.5 9.5h3v3h-3zM10.5 9.5h3v3h-3z', system: 'M2 4h7M12 4h2M9 2.5v3M2 8h2M7 8h7M4 6.5v3M2 12h8M13 12h1M10 10.5v3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5 14 14', menu: 'M2 4h12M2 8h12M2 12h12', close: 'M4 4l8 8M12 4l-8 8',
  ok: 'M3 8.5 6.5 12 13 4.5', warn: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 11.6v.4', bad: 'M4 4l8 8M12 4l-8 8', info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 7.5V11M8 5v.3',
  wait: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3.2L10 10', run: 'M14 8a6 6 0 1 1-6-6', cancel: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M4 4l8 8',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1', moon: 'M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z',
  screen: 'M2 3h12v8H2zM6 13.5h4', plus: 'M8 3v10M3 8h10', trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4', down: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  up: 'M8 11V3M4.5 6 8 2.5 11.5 6M2.5 13.5h11', again: 'M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5', copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3', table: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5V13',
};

export const Icon = ({name, turning}) => html`<svg class=${'icon' + (turning ? ' turning' : '')} viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;

export function Button({icon, kind, small, onClick, href, download, why, type = 'button', label, children, ...rest}) {
  const look = ['btn', kind, small && 'small', !children && 'bare'].filter(Boolean).join(' ');
  const inner = html`${icon && html`<${Icon} name=${icon} />`}${children}`;
  if (href != null && !why) return html`<a class=${look} href=${href} download=${download} aria-label=${label} ...${rest}>${inner}</a>`;
  const off = Boolean(why);
  return html`<button class=${look} type=${type} aria-disabled=${off || undefined} title=${off ? why : undefined} aria-label=${label}
    onClick=${off ? (event) => event.preventDefault() : onClick} ...${rest}>${inner}</button>`;
}

/** The reason why nothing can be changed now, or nothing. */
export const away = () => connection.value === 'lost' ? t('no.connection') : undefined;

export function Segments({label, value, options, onChange}) {
  return html`<div class="segments" role="group" aria-label=${label}>${options.map(([key, text, name]) => html`
    <button type="button" key=${key} aria-pressed=${key === value} aria-label=${name} title=${name} onClick=${() => onChange(key)}>${text}</button>`)}</div>`;
}

export function Page({title, badges, facts, path, actions, children}) {
  const head = useRef();
  useEffect(() => { document.title = `${title} · Tasuki`; }, [title]);
  return html`<${Fragment}>
    <header class="head"><div class="titles">
      ${path && html`<nav class="path" aria-label=${t('path')}>${path.map(([text, href], i) => html`${i > 0 && ' / '}<a href=${href}>${text}</a>`)}</nav>`}
      <div class="title"><h1 tabIndex="-1" ref=${head}>${title}</h1>${badges}${facts && html`<span class="facts">${facts}</span>`}</div></div>
      ${actions && html`<div class="actions">${actions}</div>`}</header>
    ${children}</>`;
}

export function Panel({title, note, actions, cols = 12, flush, label, children, ...rest}) {
  return html`<section class=${`panel c${cols}${flush ? ' flush' : ''}`} aria-label=${label ?? (typeof title === 'string' ? title : undefined)} ...${rest}>
    ${title && html`<div class="panel-head"><h2>${title}</h2>${note && html`<span class="note">${note}</span>`}${actions && html`<div class="panel-acts">${actions}</div>`}</div>`}
    ${children}</section>`;
}

export const Strip = ({label, items}) => html`<dl class="strip" aria-label=${label}>${items.filter(Boolean).map(({name, value, unit, fact, tone, spark}) => html`
  <div key=${name}><dt>${name}</dt><dd><span class="figure">${value}</span>${unit && html` <span class="unit">${unit}</span>`}
  <span class=${'fact ' + (tone ?? '')}>${fact ?? ' '}</span>${spark}</dd></div>`)}</dl>`;

const STATES = {TASK_RECEIVED: ['wait', 'wait', 'state.waiting'], TASK_STARTED: ['run', 'run', 'state.running'], TASK_COMPLETED: ['ok', 'ok', 'state.done'],
  TASK_ERROR: ['bad', 'bad', 'state.failed'], TASK_CANCELLED: ['cancel', 'quiet', 'state.cancelled']};
export function State({state}) {
  const [icon, tone, word] = STATES[state] ?? ['info', 'quiet', state];
  return html`<span class=${'state ' + tone}><${Icon} name=${icon} turning=${icon === 'run'} />${t(word)}</span>`;
}

export const Chip = ({tone = 'plain', icon, children}) => html`<span class=${'chip ' + tone}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;

/** Facts by name. Those without a value are left out. */
export const Facts = ({items, wide}) => html`<dl class=${'facts-list' + (wide ? ' wide' : '')}>${items.filter((one) => one && one[1] != null && one[1] !== '' && one[1] !== false).map(([name, value, mono]) => html`
  <div key=${name}><dt>${name}</dt><dd class=${mono ? 'mono' : ''}>${value}</dd></div>`)}</dl>`;

export const Bar = ({value, label, tone}) => html`<div class=${'bar ' + (tone ?? '')} role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
  aria-valuenow=${Math.round(value * 100)}><div style=${{width: `${Math.max(0, Math.min(1, value)) * 100}%`}}></div></div>`;

/**
 * A table; on narrow screens each row becomes a card. Columns: [head, cell, options]. Of many rows only those of a view
 * {from, to, above, below} are made, with empty space of these heights above and below.
 */
export function Table({label, columns, rows, rowKey, rowClass, onRow, cards = true, sort, onSort, view}) {
  const first = view?.from ?? 0;
  const space = (height) => height > 0 && html`<tr class="space" aria-hidden="true"><td colSpan=${columns.length} style=${{height: `${height}px`}}></td></tr>`;
  const box = useRef();
  useEffect(() => {
    const element = box.current;
    const shade = () => element.classList.toggle('more', element.scrollWidth - element.clientWidth - element.scrollLeft > 1);
    shade();
    element.addEventListener('scroll', shade, {passive: true});
    const size = new ResizeObserver(shade);
    size.observe(element);
    return () => { element.removeEventListener('scroll', shade); size.disconnect(); };
  }, []);
  return html`<div class="scroll" tabIndex="0" role="group" aria-label=${label} ref=${box}><table class=${cards ? 'cards' : 'plain'} aria-rowcount=${view ? rows.length + 1 : undefined}>
    <thead><tr>${columns.map(([head, , how = {}]) => html`<th scope="col" class=${how.number ? 'n' : ''} aria-sort=${sort?.by === how.sort && how.sort ? (sort.down ? 'descending' : 'ascending') : undefined}>
      ${how.sort ? html`<button type="button" class="sort" onClick=${() => onSort(how.sort)}>${head}</button>` : head || html`<span class="hidden">${how.name}</span>`}</th>`)}</tr></thead>
    <tbody>${space(view?.above)}${(view ? rows.slice(first, view.to) : rows).map((row, at) => [row, first + at]).map(([row, i]) => html`<tr key=${rowKey ? rowKey(row) : i} class=${rowClass?.(row)} ...${onRow?.(row, i) ?? {}}>
      ${columns.map(([head, cell, how = {}]) => {
        const inner = cell(row, i);
        return html`<td class=${[how.number && 'n', how.main && 'main', how.wide && 'wide', how.look, inner == null && 'none'].filter(Boolean).join(' ')} data-head=${how.bare ? undefined : typeof head === 'string' ? head : undefined}>${inner}</td>`;
      })}</tr>`)}${space(view?.below)}</tbody></table></div>`;
}

/** A refusal as the API gave it. */
export function Msg({error, title, tone = 'bad', action, children}) {
  const sign = {bad: 'bad', warn: 'warn', info: 'info', ok: 'ok'}[tone];
  return html`<div class=${'msg ' + tone} role=${tone === 'bad' ? 'alert' : undefined}><${Icon} name=${sign} /><div class="msg-text"><p class="msg-title">${title ?? error.message}</p>
    ${error && html`<p><code>${error.code}</code>${error.request && html` · ${t('request')} <code>${error.request}</code> <${CopyButton} text=${error.request} bare />`}</p>
      ${error.fields.length > 0 && html`<ul>${error.fields.slice(0, 20).map((field) => html`<li><code>${(field.loc ?? []).slice(1).join('.')}</code> ${field.msg}</li>`)}</ul>`}`}
    ${children}</div>${action}</div>`;
}

export function CopyButton({text, bare}) {
  return html`<${Button} icon="copy" small kind="ghost" label=${bare ? t('copy') : undefined} onClick=${async () => {
    try { await navigator.clipboard.writeText(text); toast(t('copied')); } catch { toast(t('copy.refused')); }
  }}>${bare ? undefined : t('copy')}</>`;
}

export const Bars = () => html`<div class="bars" role="status"><span class="hidden">${t('loading')}</span><i></i><i></i><i></i></div>`;

export function Empty({icon, title, text, command, children, level = 2}) {
  const Head = `h${level}`;
  return html`<section class="panel c12 empty"><${Icon} name=${icon} /><${Head}>${title}</><p>${text}</p>
    ${command && html`<pre class="command"><code>${command}</code></pre>`}<div class="buttons">${children}</div></section>`;
}

/** A page for what is not there; any other refusal is told in its place. */
export function Missing({error, what, id, all, href}) {
  if (error.status !== 404 && error.status !== 422) return html`<${Page} title=${what}><${Msg} error=${error} /></>`;
  return html`<${Page} title=${t('missing', {what})}><${Empty} icon="warn" title=${t('missing.name', {id, what})} text=${error.message}>
    <p class="note">${t('missing.answer', {status: error.status})} <code>${error.code}</code>${error.request && html` (${t('request')} <code>${error.request}</code>)`}</p>
    <${Button} kind="primary" href=${href}>${all}</></></>`;
}

/**
 * What the API answers at the path. It is read again after an outage, and when an event concerns it, once a second at
 * most. Returns data (what was read last, too), error and reload.
 */
export function useApi(path, concerns, exact) {
  const [state, set] = useState({path});
  const about = useRef(concerns);
  about.current = concerns;
  const again = useRef(() => {});
  const missed = epoch.value;
  useEffect(() => {
    if (path == null) return undefined;
    const stop = new AbortController();
    let timer = 0;
    let last = 0;
    let busy = false;
    let wanted = false;
    const load = async () => {
      timer = 0;
      if (busy) { wanted = true; return; }
      busy = true;
      last = Date.now();
      try {
        const data = await api(path, {signal: stop.signal, exact});
        set({path, data});
      } catch (error) {
        if (error.name !== 'AbortError') set((old) => ({path, data: old.path === path && error.status === 0 ? old.data : undefined, error}));
      }
      busy = false;
      if (wanted && !stop.signal.aborted) { wanted = false; soon(); }
    };
    const soon = () => { timer ||= setTimeout(load, Math.max(0, last + 1000 - Date.now())); };
    again.current = load;
    load();
    const deaf = listen((type, facts) => { if (about.current?.(type, facts)) soon(); });
    return () => { stop.abort(); clearTimeout(timer); deaf(); };
  }, [path, missed]);
  const current = state.path === path ? state : {};
  return {data: current.data, error: current.error, reload: () => again.current()};
}

/** How far a running task is: from its row, or what was heard since. */
export function progressOf(task) {
  return task.state === 'TASK_STARTED' ? progress.value[task.task_id] ?? task.progress : task.progress;
}

export function Quality({metrics}) {
  const best = lead(metrics);
  return best ? html`<span class="quiet">${metricName(best[0])}</span> ${metric(best[0], best[1])}` : '–';
}

// --- Commands ----------------------------------------------------------------------------------------------------

const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${String(text).replaceAll("'", "'\\''")}'`;
export const shell = (...parts) => parts.map(quoted).join(' ');

/** JSON with lists of words in as few lines as there must be. */
export function pretty(json) {
  return JSON.stringify(json, null, 2).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (all, list) => {
    const lines = [''];
    for (const one of list.split(/,\n\s*/)) {
      if (lines.at(-1).length + one.length > 56) lines.push('');
      lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + one + ',';
    }
    return `[${lines.join('\n    ').slice(0, -1)}]`;
  });
}

export function curl(method, path, json) {
  const line = method === 'GET' ? 'curl' : `curl -X ${method}`;
  const url = quoted(new URL(path, root).href);
  return json === undefined ? `${line} ${url}`
    : `${line} ${url} \\\n  -H 'Content-Type: application/json' -d ${quoted(pretty(json))}`;
}

export function Commands({commands}) {
  const [which, set] = useState(0);
  const at = Math.min(which, commands.length - 1);
  return html`<div class="commands"><div class="row"><${Segments} label=${t('command')} value=${at} options=${commands.map(([name], i) => [i, name])} onChange=${set} />
    <${CopyButton} text=${commands[at][1]} /></div><pre class="command" tabIndex="0" role="group" aria-label=${t('command')}><code>${commands[at][1]}</code></pre></div>`;
}

export const Folded = ({title, children}) => html`<details class="panel c12 folded"><summary>${title}</summary>${children}</details>`;

// --- Dialogs -----------------------------------------------------------------------------------------------------

/** Asks before something is lost for good. With a word, that is typed first. */
export function confirmLoss({title, text, word, keep, act, run}) {
  dialog.value = {title, text, word, keep, act, run};
}

export function Dialogs() {
  const ask = dialog.value;
  const element = useRef();
  const [typed, type] = useState('');
  const [error, fail] = useState(null);
  const [busy, work] = useState(false);
  useEffect(() => {
    if (!ask) return undefined;
    type(''); fail(null); work(false);
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, [ask]);
  if (!ask) return null;
  const why = ask.word && typed !== ask.word ? t('type.first', {word: ask.word}) : away();
  const run = async () => {
    work(true);
    try { await ask.run(); dialog.value = null; } catch (refused) { fail(refused); work(false); }
  };
  return html`<dialog ref=${element} class="dialog" aria-labelledby="dialog-title" onClose=${() => { dialog.value = null; }}>
    <form method="dialog" onSubmit=${(event) => { event.preventDefault(); if (!why && !busy) run(); }}>
    <h2 id="dialog-title">${ask.title}</h2><p>${ask.text}</p>
    ${ask.word && html`<label class="field"><span>${t('type.word', {word: ask.word})}</span>
      <input autocomplete="off" value=${typed} onInput=${(event) => type(event.target.value)} /></label>`}
    ${error && html`<${Msg} error=${error} />`}
    <div class="buttons end"><${Button} onClick=${() => { dialog.value = null; }}>${ask.keep}</>
      <${Button} kind="danger-fill" icon="trash" type="submit" why=${busy ? t('working') : why}>${ask.act}</></div></form></dialog>`;
}

function Toast({one}) {
  const [held, hold] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => hush(one.id), 6000);
    return () => clearTimeout(timer);
  }, [held]);
  return html`<div class="toast" onMouseEnter=${() => hold(true)} onMouseLeave=${() => hold(false)} onFocusIn=${() => hold(true)} onFocusOut=${() => hold(false)}>
    <${Icon} name="ok" /><span>${one.text}</span>${one.action && html`<${Button} kind="ghost" small href=${one.action.href} onClick=${one.action.run}>${one.action.text}</>`}</div>`;
}

export const Toasts = () => html`<div class="toasts" role="status">${toasts.value.map((one) => html`<${Toast} key=${one.id} one=${one} />`)}</div>`;

/** The width of an element as it is laid out; 0 before that. */
export function useWidth() {
  const ref = useRef();
  const [width, set] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => set(Math.floor(entry.contentRect.width)));
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}

// --- What several pages do ---------------------------------------------------------------------------------------

/** Does it, tells of it, or tells why not. */
export async function act(work, done) {
  try {
    const result = await work();
    if (done) toast(done);
    return result;
  } catch (error) {
    failure.value = error;
    return null;
  }
}

/** The refusal of what was done last; pages show it above what they hold. */
export const failure = signal(null);

export const Failure = () => failure.value && html`<${Msg} error=${failure.value} action=${html`<${Button} small kind="ghost" icon="close" label=${t('close')} onClick=${() => { failure.value = null; }} />`} />`;

export function cancelTask(task, then) {
  const run = async () => { await api(`tasks/${enc(task.task_id)}`, {method: 'DELETE'}); toast(t('cancel.asked')); then?.(); };
  if (task.state !== 'TASK_STARTED') return act(run);
  return confirmLoss({title: t('cancel.title', {name: task.name ?? task.task_id}), text: t('cancel.text', {done: pct(progressOf(task)?.fraction ?? 0, 0)}),
    keep: t('keep.running'), act: t('cancel.it'), run});
}

export function retryTask(task, then) {
  return act(async () => { await api(`tasks/${enc(task.task_id)}/retry`, {method: 'POST'}); then?.(); }, t('waits.again', {name: task.name ?? task.task_id}));
}

export const sizeAndCount = (datasets) => t('datasets.sum', {n: int(datasets.length), size: bytes(datasets.reduce((sum, one) => sum + one.size, 0))});
