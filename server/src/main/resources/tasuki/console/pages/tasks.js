import {api, choose, enc, go, html, int, pct, route, seconds, short, span, t, Time, toast, useEffect, useRef, useState} from '../lib.js';
import {act, away, Bar, Bars, Button, cancelTask, Empty, Icon, Msg, Page, Panel, progressOf, Quality, retryTask, State, Table, useApi} from '../ui.js';
import {counts, listen} from '../live.js';
import {singleKeys} from '../app.js';

const STATES = [['', 'state.all'], ['TASK_RECEIVED', 'state.waiting'], ['TASK_STARTED', 'state.running'], ['TASK_COMPLETED', 'state.done'],
  ['TASK_ERROR', 'state.failed'], ['TASK_CANCELLED', 'state.cancelled']];
const PAGE = 50;
/** What one further page brings once the reader goes through many. */
const MORE = 500;
/** Lists that are longer have only this many rows in the document, those around what is seen. */
const LONG = 200;
const VIEW = 60;

/** Find, try again, cancel. */
export default function Tasks() {
  const {query} = route.value;
  const state = query.get('state') ?? '';
  const dataset = query.get('dataset') ?? '';
  const tag = query.get('tag') ?? '';
  const algorithm = query.get('algorithm') ?? '';
  const name = query.get('name') ?? '';
  const since = query.get('since') ?? '';
  const filter = new URLSearchParams(Object.entries({state, dataset, tag, algorithm, name, since}).filter(([, value]) => value)).toString();
  const [held, hold] = useState(false);
  const [picked, pick] = useState(new Set());
  const [fresh, count] = useState(new Set());
  const [older, more] = useState({filter, tasks: [], cursor: undefined});
  const busy = held || picked.size > 0;
  const wait = useRef(busy);
  wait.current = busy;
  // What moves in its place may move at once; new rows wait while the reader holds the table.
  const list = useApi(`tasks?limit=${PAGE}${filter && '&' + filter}`, (type) => !wait.current && !type.startsWith('dataset.'));
  const [changed, change] = useState({});
  useEffect(() => listen((type, facts) => {
    if (!wait.current || !facts.task_id) return;
    if (type === 'task.received') count((old) => new Set(old).add(facts.task_id));
    else if (facts.state) change((old) => ({...old, [facts.task_id]: {state: facts.state, metrics: facts.metrics ?? null, error: facts.error ?? null}}));
  }), []);
  useEffect(() => { pick(new Set()); more({filter, tasks: [], cursor: undefined}); count(new Set()); }, [filter]);
  const show = () => { count(new Set()); change({}); list.reload(); };
  const before = useRef(busy);
  useEffect(() => {
    if (before.current && !busy) show();
    before.current = busy;
  }, [busy]);
  const first = (list.data?.tasks ?? []).map((task) => changed[task.task_id] ? {...task, ...changed[task.task_id]} : task);
  const seen = new Set(first.map((task) => task.task_id));
  const tasks = [...first, ...(older.filter === filter ? older.tasks.filter((task) => !seen.has(task.task_id)) : [])];
  const cursor = older.filter === filter && older.cursor !== undefined ? older.cursor : list.data?.next_cursor;
  const chosen = tasks.filter((task) => picked.has(task.task_id));
  const all = counts.value?.tasks;
  const number = (key) => all && (key ? all[key] ?? 0 : Object.values(all).reduce((sum, n) => sum + n, 0));
  const next = tasks.length < LONG ? PAGE : MORE;
  const load = () => act(async () => {
    const page = await api(`tasks?limit=${next}&cursor=${enc(cursor)}${filter && '&' + filter}`);
    more((old) => ({filter, tasks: [...(old.filter === filter ? old.tasks : []), ...page.tasks], cursor: page.next_cursor}));
  });
  return html`<${Page} title=${t('page.tasks')} facts=${all && t('tasks.kept', {n: int(number(''))})}>
    <div class="filters" role="group" aria-label=${t('head.state')}>${STATES.map(([key, word]) => html`<button type="button" class="pill" key=${key} aria-pressed=${state === key} onClick=${() => choose({state: key})}>${t(word)}${all && html` <b>${int(number(key))}</b>`}</button>`)}</div>
    <div class="filters"><${Filter} name="dataset" value=${dataset} /><${Filter} name="tag" value=${tag} /><${Filter} name="algorithm" value=${algorithm} /><${Filter} name="name" value=${name} /><${Filter} name="since" value=${since} /><span class="note">${t('newest.first')}</span></div>
    ${list.error && html`<${Msg} error=${list.error} />`}
    ${!list.data && !list.error && html`<${Bars} />`}
    ${list.data && tasks.length === 0 && html`<${Empty} icon="tasks" title=${filter ? t('tasks.none.so') : t('tasks.none')} text=${t('tasks.none.text')} command=${filter ? null : 'tasuki train --dataset diabetes --target target --wait'}>
      ${filter ? html`<${Button} onClick=${() => choose({state: '', dataset: '', tag: '', algorithm: '', name: '', since: ''})}>${t('clear')}</>` : html`<${Button} kind="primary" icon="train" href="train">${t('page.train')}</>`}</>`}
    ${tasks.length > 0 && html`<div onMouseEnter=${() => hold(true)} onMouseLeave=${() => hold(false)}><${Panel} flush label=${t('page.tasks')}>
      ${chosen.length > 0 && html`<${Bulk} chosen=${chosen} clear=${() => pick(new Set())} done=${() => { pick(new Set()); list.reload(); }} failed=${state === 'TASK_ERROR' && !algorithm && !name && !since ? number('TASK_ERROR') : 0} filter=${filter} />`}
      <${Rows} tasks=${tasks} picked=${picked} pick=${pick} reload=${list.reload} />
      <div class="table-foot"><span>${t('shown', {n: int(tasks.length)})} ${fresh.size > 0 && html`<${Button} small onClick=${show}>${t('fresh', {n: int(fresh.size)})}</>`}
        ${cursor && html`<${Button} small onClick=${load}>${t('more.rows', {n: next})}</>`}</span>
        ${singleKeys.value && html`<span class="keys-hint"><kbd>j</kbd> <kbd>k</kbd> ${t('key.move')} · <kbd>x</kbd> ${t('key.select')} · <kbd>Enter</kbd> ${t('key.open')}</span>`}</div></></div>`}</>`;
}

function Filter({name, value}) {
  const [text, type] = useState(value);
  useEffect(() => type(value), [value]);
  return html`<form class="search" onSubmit=${(event) => { event.preventDefault(); choose({[name]: text.trim()}); }}>
    <${Icon} name="search" /><input aria-label=${t('filter.' + name)} placeholder=${t('filter.' + name)} value=${text} onInput=${(event) => type(event.target.value)} onBlur=${() => choose({[name]: text.trim()})} /></form>`;
}

function Bulk({chosen, clear, done, failed, filter}) {
  const again = chosen.every((task) => task.state === 'TASK_ERROR' || task.state === 'TASK_CANCELLED');
  const stop = chosen.every((task) => task.state === 'TASK_RECEIVED' || task.state === 'TASK_STARTED');
  const each = (method, end, word) => act(async () => {
    for (const task of chosen) await api(`tasks/${enc(task.task_id)}${end}`, {method});
    toast(t(word, {n: int(chosen.length)}));
    done();
  });
  return html`<div class="bulk" role="group" aria-label=${t('selected', {n: chosen.length})} tabIndex="0"><b>${t('selected', {n: int(chosen.length)})}</b>
    <${Button} small icon="again" why=${away() ?? (again ? undefined : t('only.ended'))} onClick=${() => each('POST', '/retry', 'tasks.wait.again')}>${t('again')}</>
    <${Button} small icon="cancel" why=${away() ?? (stop ? undefined : t('only.open'))} onClick=${() => each('DELETE', '', 'tasks.cancelled')}>${t('cancel')}</>
    ${failed > chosen.length && again && html`<${Button} small kind="ghost" why=${away()} onClick=${() => act(async () => {
      const answer = await api(`tasks/retry?${filter}`, {method: 'POST'});
      toast(t('tasks.wait.again', {n: int(answer.retried)}));
      done();
    })}>${t('again.all', {n: int(failed)})}</>`}
    <${Button} small kind="ghost" onClick=${clear}>${t('clear')}</></div>`;
}

/** Which rows of a long list are in the document: those that are seen, and some around them. */
function useView(box, count) {
  const [from, move] = useState(0);
  const height = useRef(36);
  const long = count > LONG;
  const size = Math.max(VIEW, Math.ceil(innerHeight / height.current) + 30);
  const begin = Math.max(0, Math.min(from, count - size));
  useEffect(() => {
    if (!long) return undefined;
    const look = () => {
      const body = box.current?.querySelector('tbody');
      const rows = body?.querySelectorAll('tr:not(.space)') ?? [];
      if (rows.length === 0) return;
      height.current = (rows[rows.length - 1].getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top) / rows.length;
      const wanted = Math.floor(-body.getBoundingClientRect().top / height.current) - 15;
      move((old) => Math.abs(wanted - old) > 8 ? Math.max(0, wanted) : old);
    };
    look();
    addEventListener('scroll', look, {passive: true});
    addEventListener('resize', look);
    return () => { removeEventListener('scroll', look); removeEventListener('resize', look); };
  }, [long, count]);
  const to = Math.min(count, begin + size);
  return [long ? {from: begin, to, above: begin * height.current, below: (count - to) * height.current} : undefined, move];
}

function Rows({tasks, picked, pick, reload}) {
  const box = useRef();
  const [view, move] = useView(box, tasks.length);
  const goal = useRef(null);
  const row = (at) => box.current?.querySelector(`tr[data-at="${at}"]`);
  const reach = (at) => {
    if (row(at)) row(at).focus();
    else { goal.current = at; move(Math.max(0, at - 20)); }
  };
  useEffect(() => {
    if (goal.current == null || !row(goal.current)) return;
    row(goal.current).focus();
    goal.current = null;
  });
  const toggle = (id) => pick((old) => { const next = new Set(old); if (!next.delete(id)) next.add(id); return next; });
  const keys = (event) => {
    if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(event.target.closest('tr')?.dataset.at ?? -1);
    const task = tasks[at];
    const step = {j: 1, k: -1, ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) {
      event.preventDefault();
      const to = Math.max(0, Math.min(tasks.length - 1, at + step));
      reach(to);
      if (event.shiftKey) pick((old) => new Set(old).add(tasks[to].task_id).add(task?.task_id ?? tasks[to].task_id));
    } else if (!task) {
      return;
    } else if (event.key === 'x') toggle(task.task_id);
    else if (event.key === 'Enter' && event.target.tagName === 'TR') go(`tasks/${enc(task.task_id)}`);
    else if (event.key === 'r' && /ERROR|CANCELLED/.test(task.state)) retryTask(task, reload);
    else if (event.key === 'Backspace' && /RECEIVED|STARTED/.test(task.state)) { event.preventDefault(); cancelTask(task, reload); }
  };
  useEffect(() => {
    const begin = (event) => {
      if ((event.key === 'j' || event.key === 'k') && singleKeys.value && !event.target.closest('tr, input, textarea, select, dialog')) box.current?.querySelector('tbody tr:not(.space)')?.focus();
    };
    addEventListener('keydown', begin);
    return () => removeEventListener('keydown', begin);
  }, []);
  const wholly = tasks.every((task) => picked.has(task.task_id));
  return html`<div ref=${box} onKeyDown=${keys}><${Table} label=${t('page.tasks')} rows=${tasks} rowKey=${(task) => task.task_id} rowClass=${(task) => picked.has(task.task_id) ? 'chosen' : ''}
    view=${view} onRow=${(task, i) => ({tabIndex: -1, 'data-at': i, 'aria-rowindex': view ? i + 2 : undefined})} columns=${[
      [html`<input type="checkbox" aria-label=${t('select.all')} checked=${wholly} onChange=${() => pick(wholly ? new Set() : new Set(tasks.map((task) => task.task_id)))} />`,
        (task) => html`<input type="checkbox" aria-label=${t('select.one', {name: task.name ?? short(task.task_id)})} checked=${picked.has(task.task_id)} onChange=${() => toggle(task.task_id)} />`, {bare: true}],
      [t('head.state'), (task) => html`<${State} state=${task.state} />`, {bare: true}],
      [t('head.task'), (task) => html`<span class="name-id"><a class="ellipsis" href=${`tasks/${enc(task.task_id)}`}>${task.name ?? short(task.task_id)}</a>${task.name && html` <code class="quiet">${short(task.task_id)}</code>`}</span>`, {main: true, bare: true}],
      [t('head.kind'), (task) => html`<span class="quiet">${task.kind}</span>`, {bare: true}],
      [t('head.dataset'), (task) => task.dataset_id, {bare: true}],
      [t('head.progress'), (task) => html`<${Result} task=${task} />`, {wide: true, bare: true}],
      [t('head.attempts'), (task) => int(task.attempts), {number: true}],
      [t('head.waited'), (task) => task.times.started ? span(seconds(task.times.created, task.times.started)) : null, {number: true}],
      [t('head.ran'), (task) => task.times.started && task.times.finished ? span(seconds(task.times.started, task.times.finished)) : null, {number: true}],
      [t('head.received'), (task) => html`<${Time} at=${task.times.created} />`, {number: true, look: 'quiet', bare: true}],
    ]} /></div>`;
}

function Result({task}) {
  if (task.error) return html`<code>${task.error.code}</code>`;
  if (task.metrics) return html`<${Quality} metrics=${task.metrics} />`;
  if (task.state === 'TASK_STARTED') {
    const {fraction, text} = progressOf(task);
    return html`<span class="small">${text || pct(fraction, 0)}</span><${Bar} value=${fraction} label=${task.name ?? task.task_id} />`;
  }
  if (task.state === 'TASK_RECEIVED') return Date.parse(task.schedule.run_at) > Date.now() ? t('not.before', {at: new Date(task.schedule.run_at).toLocaleString()}) : t('in.queue');
  return html`<span class="quiet">–</span>`;
}
