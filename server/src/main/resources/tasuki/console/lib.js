// What every page uses: templates, the API, words, numbers, and where the reader is.
import {h, render, Fragment} from './vendor/preact.js';
import {useEffect, useRef, useState, useMemo} from './vendor/hooks.js';
import {signal, computed, effect, useSignal, useComputed} from './vendor/signals.js';
import htm from './vendor/htm.js';
import en from './en.js';

export {render, Fragment, useEffect, useRef, useState, useMemo, signal, computed, effect, useSignal, useComputed};
// Values in a template become text nodes or properties, never markup.
export const html = htm.bind(h);

// --- Words -------------------------------------------------------------------------------------------------------

export const lang = signal('en');
const words = signal(en);

/** The sentence of that key; {name} stands for a value, {name|one|more} for a word that goes with its number. */
export function t(key, values) {
  const text = words.value[key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (all, name, one, more) => one === undefined ? values?.[name] ?? all : String(values?.[name]) === '1' ? one : more);
}

export async function speak(language, keep) {
  words.value = language === 'ja' ? (await import('./ja.js')).default : en;
  lang.value = language;
  document.documentElement.lang = language;
  if (keep) store('language', language);
}

// --- What is kept in this browser --------------------------------------------------------------------------------

export function stored(name) {
  try { return localStorage.getItem('tasuki.' + name); } catch { return null; }
}

export function store(name, value) {
  try { localStorage.setItem('tasuki.' + name, value); } catch { /* It is asked again next time. */ }
}

// --- Numbers and times -------------------------------------------------------------------------------------------

const NONE = '–';
const minus = (text) => text.replace('-', '−');
const format = (options) => new Intl.NumberFormat(lang.value, options);

export const int = (n) => n == null ? NONE : minus(format({maximumFractionDigits: 0, useGrouping: Math.abs(n) >= 1000}).format(n));

/** A figure with at most that number of significant digits, and at least the other. */
export function num(x, digits = 4, least = Math.min(3, digits)) {
  if (x == null || Number.isNaN(Number(x))) return NONE;
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return minus(Number(x).toExponential(Math.max(0, digits - 2)));
  if (Number.isInteger(Number(x)) && size < 1e9) return int(x);
  return minus(format({minimumSignificantDigits: least, maximumSignificantDigits: digits,
    useGrouping: size >= 10000}).format(x));
}

export const pct = (share, digits = 1) => share == null ? NONE
  : format({minimumFractionDigits: 0, maximumFractionDigits: digits}).format(share * 100) + ' %';

export function bytes(n) {
  if (n == null) return NONE;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) { n /= 1000; unit++; }
  return `${format({maximumFractionDigits: n < 10 && unit ? 1 : 0}).format(n)} ${units[unit]}`;
}

/** A time span, of seconds. */
export function span(s) {
  if (s == null || Number.isNaN(s)) return NONE;
  if (s < 1) return `${int(Math.round(s * 1000))} ms`;
  if (s < 100) return `${format({minimumFractionDigits: 1, maximumFractionDigits: 1}).format(s)} s`;
  if (s < 6000) return `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`;
  return s < 172800 ? `${Math.floor(s / 3600)} h ${Math.round(s % 3600 / 60)} min` : `${Math.floor(s / 86400)} d`;
}

export const seconds = (from, to) => from && to ? Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000) : null;

/** Moves once in five seconds, so that times relative to it do. */
export const now = signal(Date.now());
setInterval(() => { now.value = Date.now(); }, 5000);

export function ago(at) {
  if (!at) return NONE;
  const s = Math.round((Math.max(now.value, Date.parse(at)) - Date.parse(at)) / 1000);
  if (s < 5) return t('now');
  const [n, unit] = s < 60 ? [s, 'second'] : s < 3600 ? [Math.floor(s / 60), 'minute']
    : s < 86400 ? [Math.floor(s / 3600), 'hour'] : [Math.floor(s / 86400), 'day'];
  return new Intl.RelativeTimeFormat(lang.value, {style: 'narrow', numeric: 'always'}).format(-n, unit);
}

export const clock = (at, fraction) => new Intl.DateTimeFormat(lang.value, {hour: '2-digit', minute: '2-digit',
  second: '2-digit', fractionalSecondDigits: fraction ? 3 : undefined, hour12: false}).format(new Date(at));

/** A time that tells its full value to who points at it. */
export const Time = ({at}) => at ? html`<time dateTime=${at} title=${new Date(at).toISOString()}>${ago(at)}</time>` : NONE;

export const short = (id) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(id) ? id.slice(0, 8) : id;

const METRICS = {rmse: 'RMSE', mae: 'MAE', mse: 'MSE', r2: 'R²', roc_auc: 'ROC AUC', accuracy: 'Accuracy', f1: 'F1',
  log_loss: 'Log loss', average_precision: 'Average precision', balanced_accuracy: 'Balanced accuracy', oob_r2: 'OOB R²', oob_accuracy: 'OOB accuracy'};
export const metricName = (name) => METRICS[name] ?? name.replaceAll('_', ' ');
const FIRST = ['roc_auc', 'rmse', 'accuracy', 'r2'];

/** The figure that stands for a model: its name and value; null if there is none. */
export function lead(metrics) {
  const name = FIRST.find((m) => typeof metrics?.[m] === 'number')
    ?? Object.keys(metrics ?? {}).find((m) => typeof metrics[m] === 'number');
  return name ? [name, metrics[name]] : null;
}

/** A tolerance as one writes it. */
export const near = (text) => String(text).toLowerCase().replace('.0e', 'e').replace('-', '−');

export const metric = (name, value) => num(value, /auc|precision|recall|f1|r2|accuracy|score/.test(name) ? 3 : 4);

// --- The API -----------------------------------------------------------------------------------------------------

/** Where the API begins, behind a proxy's path too. */
export const root = new URL('..', document.baseURI);
export const origin = root.href.replace(/\/$/, '');
export const enc = encodeURIComponent;

/** A refusal of the API as it came; fields are FastAPI's. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail && !Array.isArray(body.detail) ? body.detail : t('refused'));
    this.status = status;
    this.code = body?.code ?? (status ? 'invalid_request' : 'no_connection');
    this.request = body?.request_id;
    this.fields = Array.isArray(body?.detail) ? body.detail : [];
  }
}

/** A number that is written as 1.0: for some parameters that is a share, and 1 a count. */
export class Exact {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  toJSON() { return JSON.rawJSON ? JSON.rawJSON(this.text) : Number(this.text); }
}
export const exactly = (text) => /^-?\d+\.0+$/.test(text) ? new Exact(text) : Number(text);
const revive = (key, x, context) => typeof x === 'number' && context?.source ? exactly(context.source) : x;

/** Asks the API; with exact, numbers such as 1.0 come as Exact. */
export async function api(path, {method = 'GET', json, body, type, signal, accept, exact} = {}) {
  let answer;
  const headers = {Accept: accept ?? 'application/json'};
  if (json !== undefined || type) headers['Content-Type'] = type ?? 'application/json';
  try {
    answer = await fetch(new URL(path, root), {method, headers, body: json === undefined ? body : JSON.stringify(json), signal});
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused(0, {detail: t('no.connection'), code: 'no_connection'});
  }
  if (answer.ok && accept) return answer.blob();
  const text = await answer.text();
  let value = null;
  try { value = text ? JSON.parse(text, exact ? revive : undefined) : null; } catch { /* What is no JSON tells nothing. */ }
  if (!answer.ok && !(path.startsWith('health') && value?.components)) throw new Refused(answer.status, value);
  return value;
}

// --- Where the reader is -----------------------------------------------------------------------------------------

const base = new URL(document.baseURI).pathname;
const here = () => ({
  path: location.pathname.startsWith(base) ? location.pathname.slice(base.length).replace(/\/$/, '') : '',
  query: new URLSearchParams(location.search),
});
export const route = signal(here());

export function go(path, replace) {
  history[replace ? 'replaceState' : 'pushState'](null, '', new URL(path || '.', document.baseURI));
  route.value = here();
}

/** Changes the query alone: what is filtered, sorted, chosen. Empty values leave it. */
export function choose(changes) {
  const query = new URLSearchParams(location.search);
  Object.entries(changes).forEach(([name, value]) => value ? query.set(name, value) : query.delete(name));
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? '?' + text : ''));
  route.value = here();
}

addEventListener('popstate', () => { route.value = here(); });
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey
    || link.target || link.hasAttribute('download')) return;
  const to = new URL(link.href);
  if (to.origin === location.origin && to.pathname.startsWith(base)) {
    event.preventDefault();
    go(to.href);
  }
});

// --- Toasts and dialogs ------------------------------------------------------------------------------------------

export const toasts = signal([]);
let toastId = 0;
export function toast(text, action) {
  const one = {id: ++toastId, text, action};
  toasts.value = [...toasts.value.slice(-3), one];
  return one.id;
}
export const hush = (id) => { toasts.value = toasts.value.filter((one) => one.id !== id); };

export const dialog = signal(null);
