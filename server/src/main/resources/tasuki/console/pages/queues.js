import {api, choose, enc, html, int, route, short, span, t, Time, toast, useState} from '../lib.js';
import {act, away, Bars, Button, Empty, Icon, Msg, Page, Panel, Segments, Strip, Table} from '../ui.js';
import {Chart, Legend, Lines, Updown} from '../charts.js';
import {pointsOf, seriesOf, timeAxis, usePolled} from '../history.js';
import {counts} from '../live.js';

const PERIODS = ['1h', '6h', '24h', '7d'];
const QUEUES = [['queue.model.train', 'queue.train'], ['queue.model.predict', 'queue.predict']];
const QUANTILES = ['p50', 'p95', 'p99'];

/** What waits where, as the brokers tell; how that was; and who works on it. */
export default function Queues() {
  const now = counts.value;
  const asked = route.value.query.get('since');
  const since = PERIODS.includes(asked) ? asked : '1h';
  if (!now) return html`<${Page} title=${t('page.queues')}><${Bars} /></>`;
  const {tasks, queues} = now;
  const ready = queues.reduce((sum, one) => sum + Math.max(0, one.ready), 0);
  return html`<${Page} title=${t('page.queues')} facts=${t('each.second')} actions=${html`<${Segments} label=${t('period')} value=${since}
      options=${PERIODS.map((period) => [period, t('period.' + period)])} onChange=${(period) => choose({since: period === '1h' ? '' : period})} />`}>
    <${Strip} label=${t('page.tasks')} items=${[{name: t('state.waiting'), value: int(tasks.TASK_RECEIVED ?? 0), fact: t('tasks.word', {n: tasks.TASK_RECEIVED})}, {name: t('state.running'), value: int(tasks.TASK_STARTED ?? 0), fact: t('tasks.word', {n: tasks.TASK_STARTED})},
      {name: t('in.queues'), value: int(ready), fact: t('messages', {n: ready})}, {name: t('consumers'), value: int(queues.reduce((sum, one) => sum + Math.max(0, one.consumers), 0)), fact: t('of.all.queues')}]} />
    <div class="grid">${queues.length === 0 ? html`<${Empty} icon="queues" title=${t('queues.none')} text=${t('queues.none.text')} />` : html`<${Panel} title=${t('queues')} flush><${Table} label=${t('queues')} rows=${queues} columns=${[
      [t('queue'), (one) => html`<code>${one.queue}</code>`, {main: true, bare: true}],
      [t('head.state'), (one) => one.consumers > 0 ? html`<span class="state ok"><${Icon} name="ok" />${t('flowing')}</span>` : html`<span class="state warn"><${Icon} name="warn" />${t('no.consumers')}</span>`, {bare: true}],
      [t('state.waiting'), (one) => int(one.ready), {number: true}], [t('consumers'), (one) => int(one.consumers), {number: true}]]} /></>`}
    <${Past} since=${since} /><${Workers} /></div></>`;
}

function Past({since}) {
  const {data, error} = usePolled(`queues/history?since=${since}`, 30);
  const [queue, pick] = useState(QUEUES[0][0]);
  if (!data) return error ? html`<${Msg} error=${error} />` : html`<${Bars} />`;
  const axis = timeAxis(data);
  const one = seriesOf(data, queue);
  const waiting = QUEUES.map(([name, word]) => ({name: t(word), points: pointsOf(data, seriesOf(data, name).waiting)}));
  const word = t(QUEUES.find(([name]) => name === queue)[1]);
  return html`<${Figure} title=${t('waiting.past')} axis=${axis} series=${waiting} whole show=${int} />
    <${Ended} axis=${axis} up=${pointsOf(data, one.done)} down=${pointsOf(data, one.failed)} step=${data.step_s}
      actions=${html`<${Segments} label=${t('queue')} value=${queue} options=${QUEUES.map(([name, text]) => [name, t(text)])} onChange=${pick} />`} />
    ${[['wait_s', 'waited.past'], ['run_s', 'ran.past']].map(([figure, title]) => html`<${Figure} key=${figure} title=${t(title)} note=${word} axis=${axis} show=${span}
      series=${QUANTILES.map((name) => ({name, points: pointsOf(data, one[figure][name])}))} />`)}`;
}

const last = (points) => points.at(-1)?.[1];

/** Lines over time. A queue of which nobody can tell has a sentence. */
function Figure({title, note, axis, series, whole, show}) {
  const seen = series.filter(({points}) => points.length > 0);
  const hi = Math.max(whole ? 1 : 0.001, ...seen.flatMap(({points}) => points.map(([, value]) => value)));
  const rows = (seen[0]?.points ?? []).map(([at], i) => [axis.say(at), ...seen.map(({points}) => points[i] ? show(points[i][1]) : '–')]);
  return html`<${Chart} title=${title} note=${note} cols=${6} data=${{head: [t('head.time'), ...seen.map(({name}) => name)], rows}}>
    ${seen.length === 0 ? html`<p class="note">${t('past.none')}</p>` : html`<${Legend} items=${seen.map(({name, points}, i) => ({name, i, value: show(last(points))}))} />
      <${Lines} name=${title} series=${seen} height=${200} x=${axis} y=${{lo: 0, hi: hi * 1.05, whole, label: show, say: show}} />`}</>`;
}

function Ended({axis, up, down, step, actions}) {
  const rows = up.map(([at, done], i) => [axis.say(at), int(done), int(down[i]?.[1] ?? 0)]);
  const sum = (points) => points.reduce((all, [, value]) => all + value, 0);
  return html`<${Chart} title=${t('ended.past')} cols=${6} actions=${actions} data=${{head: [t('head.time'), t('state.done'), t('state.failed')], rows}}>
    ${up.length === 0 ? html`<p class="note">${t('past.none')}</p>` : html`<${Legend} items=${[{name: t('state.done'), value: int(sum(up)), swatch: true, tone: 'var(--c1)'}, {name: t('state.failed'), value: int(sum(down)), swatch: true, tone: 'var(--bad)'}]} />
      <${Updown} name=${t('ended.past')} up=${up} down=${down} x=${axis} step=${step} height=${200} />`}</>`;
}

/** Of each state of a worker its sign, its colour, and what may be done. */
const STATES = {working: ['ok', 'ok', 'drain'], draining: ['wait', 'wait', 'resume'], drained: ['cancel', 'quiet', 'resume'], lost: ['bad', 'bad', 'forget']};

/** Who works, on what, and how long ago each told so. */
function Workers() {
  const {data, error, reload} = usePolled('workers', 5);
  const wish = (worker, verb) => act(async () => {
    const path = `workers/${enc(worker)}`;
    await (verb === 'forget' ? api(path, {method: 'DELETE'}) : api(`${path}/${verb}`, {method: 'POST'}));
    toast(`${t(verb)}: ${worker}`);
    reload();
  });
  const workers = data?.workers ?? [];
  return html`<${Panel} title=${t('workers')} note=${t('workers.note')} flush>${error && !data ? html`<${Msg} error=${error} />` : !data ? html`<${Bars} />`
    : workers.length === 0 ? html`<p class="note pad">${t('workers.none')} <code>tasuki consumer --num_threads 4</code></p>`
    : html`<${Table} label=${t('workers')} rows=${workers} rowKey=${(one) => one.worker} columns=${[
      [t('worker'), (one) => html`<code class="ellipsis" title=${`${one.worker}, ${one.version}`}>${one.worker}</code>`, {main: true, bare: true}],
      [t('head.state'), ({state}) => html`<span class=${`state ${STATES[state][1]}`}><${Icon} name=${STATES[state][0]} />${t(`worker.${state}`)}</span>`, {bare: true}],
      ['', ({worker, state}) => { const verb = STATES[state][2]; return html`<${Button} small why=${away()} label=${`${t(verb)} ${worker}`} onClick=${() => wish(worker, verb)}>${t(verb)}</>`; }, {number: true, name: t('head.acts'), bare: true}],
      [t('host'), (one) => `${one.host}, ${one.pid}`, {bare: true}],
      [t('slots'), (one) => one.queues.map(({queue, slots}) => `${t(QUEUES.find(([name]) => name === queue)?.[1] ?? queue)} ${int(slots)}`).join(' · '), {}],
      [t('works.on'), (one) => one.state !== 'lost' && html`<${Works} worker=${one} />`, {wide: true}],
      [t('state.done'), (one) => int(one.trainings.done + one.predictions.done), {number: true}], [t('state.failed'), (one) => int(one.trainings.failed + one.predictions.failed), {number: true}],
      [t('started'), (one) => html`<${Time} at=${one.started} />`, {number: true, look: 'quiet'}],
      [t('heartbeat'), (one) => t('before', {time: span(one.heartbeat_age_s)}), {number: true}]]} />`}</>`;
}

function Works({worker}) {
  if (worker.tasks.length === 0) return html`<span class="quiet">${t('idle')}</span>`;
  const shown = worker.tasks.slice(0, 4);
  return html`<span class="works">${shown.map((task) => html`<span key=${task.task_id}><a href=${`tasks/${enc(task.task_id)}`}>${short(task.task_id)}</a> <span class="quiet"><${Time} at=${task.since} /></span></span>`)}
    ${worker.busy > shown.length && html`<span class="quiet">${t('and.more', {n: int(worker.busy - shown.length)})}</span>`}</span>`;
}
