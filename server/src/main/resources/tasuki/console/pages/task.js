import {api, clock, enc, html, int, metric, metricName, now, num, pct, seconds, short, span, t, Time, useEffect} from '../lib.js';
import {act, away, Bar, Bars, Button, cancelTask, Chip, Commands, curl, Facts, Icon, Missing, Msg, Page, Panel, progressOf, retryTask, State, Strip, useApi} from '../ui.js';
import {Curve} from '../charts.js';
import {curves, trace} from '../live.js';
import {singleKeys} from '../app.js';
import {trainCommand} from '../command.js';

const STAGES = ['queued', 'reading', 'fitting', 'evaluating', 'storing'];
/** Stages that are part of a step of the bar. */
const WITHIN = {waiting: 'reading', searching: 'fitting', 'cross-validating': 'evaluating', done: 'storing'};
const LOOK = {'task.received': ['wait', 'ok'], 'task.started': ['run', 'run'], 'task.completed': ['ok', 'ok'], 'task.error': ['bad', 'bad'], 'task.cancelled': ['cancel', 'quiet'],
  'task.cancel_requested': ['cancel', 'warn'], 'task.finish_requested': ['ok', 'warn'], 'model.alias.changed': ['ok', 'ok']};

/** One training: how far it is, what happened, what to do. */
export default function Task({id}) {
  const mine = (type, facts) => facts.task_id === id;
  const task = useApi(`tasks/${enc(id)}`, mine);
  const events = useApi(`tasks/${enc(id)}/events?limit=200`, mine);
  const row = task.data;
  useEffect(() => {
    const key = (event) => {
      if (event.key === 'c' && singleKeys.value && row && open(row) && !event.ctrlKey && !event.metaKey && !document.querySelector('dialog[open]')
        && !event.target.closest('input, textarea, select')) cancelTask(row);
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [row]);
  if (task.error && !row) return html`<${Missing} error=${task.error} what=${t('a.task')} id=${id} all=${t('all.tasks')} href="tasks" />`;
  if (!row) return html`<${Page} title=${short(id)} path=${[[t('page.tasks'), 'tasks']]}><${Bars} /></>`;
  return html`<${Page} title=${row.name ?? short(row.task_id)} path=${[[t('page.tasks'), 'tasks']]} badges=${html`<${State} state=${row.state} />`}
    facts=${html`${row.name && html`<code>${short(row.task_id)}</code> · `}${t('train.of', {name: row.dataset_id})}`} actions=${html`<${Acts} row=${row} />`}>
    ${row.error && html`<${Msg} title=${row.error.detail} tone="bad"><p><code>${row.error.code}</code></p></>`}
    ${row.cancel_requested && open(row) && html`<${Msg} tone="info" title=${t('cancel.asked')} />`}
    ${row.finish_requested && open(row) && html`<${Msg} tone="info" title=${t('finish.asked')} />`}
    ${row.metrics && html`<${Strip} label=${t('metrics')} items=${[...Object.entries(row.metrics).filter(([, value]) => typeof value === 'number').slice(0, 5).map(([name, value]) => ({name: metricName(name), value: metric(name, value), fact: t('held.out')})),
      {name: t('head.ran'), value: span(seconds(row.times.started, row.times.finished)), fact: t('waited', {time: span(seconds(row.times.created, row.times.started))})}]} />`}
    <div class="pair"><div class="stack">
      ${open(row) && html`<${Progress} row=${row} />`}
      <${Panel} title=${t('request.same')}><${Commands} commands=${[['curl', curl('POST', 'train', asked(row))], ['tasuki', trainCommand(asked(row))]]} /></></div>
    <div class="stack"><${Panel} title=${t('history')}>${events.error ? html`<${Msg} error=${events.error} />` : !events.data ? html`<${Bars} />` : html`<${History} events=${events.data.events} state=${row.state} />`}</>
      <${Panel} title=${t('message')}><${Facts} items=${[['task_id', row.task_id, true], [t('head.dataset'), html`<a href=${`datasets/${enc(row.dataset_id)}`}>${row.dataset_id}</a>`],
        [t('head.attempts'), int(row.attempts)], [t('priority'), row.schedule.priority], [t('run.at'), Date.parse(row.schedule.run_at) > Date.parse(row.times.created) + 1000 ? new Date(row.schedule.run_at).toLocaleString() : t('at.once')],
        [t('time.limit'), row.schedule.timeout_s && span(row.schedule.timeout_s)], [t('head.received'), html`<${Time} at=${row.times.created} />`],
        [t('tags'), row.tags.length > 0 && row.tags.map((tag) => html`<${Chip}>${tag}</> `)]]} /></></div></div></>`;
}

const open = (row) => row.state === 'TASK_RECEIVED' || row.state === 'TASK_STARTED';
const asked = ({request: {model_id: model, ...rest}}) => rest;

function Acts({row}) {
  const change = html`<${Button} icon="train" href=${`datasets/${enc(row.dataset_id)}/train?from=${enc(row.task_id)}`}>${t('change.train')}</>`;
  if (row.state === 'TASK_COMPLETED') return html`${change}<${Button} kind="primary" icon="models" href=${`models/${enc(row.model_id)}`}>${t('show.model')}</>`;
  if (!open(row)) return html`${change}<${Button} kind="primary" icon="again" why=${away()} onClick=${() => retryTask(row)}>${t('again')}</>`;
  return html`${row.state === 'TASK_STARTED' && html`<${Button} icon="ok" why=${away() ?? (row.finish_requested ? t('finish.asked') : undefined)}
      onClick=${() => act(() => api(`tasks/${enc(row.task_id)}/finish`, {method: 'POST'}), t('finish.asked'))}>${t('finish')}</>`}
    <${Button} kind="danger" icon="cancel" why=${away() ?? (row.cancel_requested ? t('cancel.asked') : undefined)} onClick=${() => cancelTask(row)}>${t('cancel')}</>`;
}

function Progress({row}) {
  const {fraction, stage, text, steps, score} = progressOf(row);
  const curve = curves.value[row.task_id];
  const at = STAGES.indexOf(WITHIN[stage] ?? stage);
  useEffect(() => trace(row.task_id, {score, text, steps}), [score?.step]);
  return html`<${Panel} title=${row.state === 'TASK_RECEIVED' ? t('in.queue') : text || t('stage.' + (WITHIN[stage] ?? stage))} note=${left(row, fraction)} actions=${html`<b>${pct(fraction, 0)}</b>`}>
    ${curve && html`<div class="live-curve"><p>${metricName(curve.metric)} <b>${num(curve.points.at(-1)[1])}</b></p><${Curve} name=${t('curve')} series=${[curve]} last=${curve.steps} unit=${curve.unit} /></div>`}
    <${Bar} value=${fraction} label=${t('head.progress')} /><ol class="steps">${STAGES.map((name, i) => html`<li key=${name} class=${i < at ? 'past' : i === at ? 'now' : ''} aria-current=${i === at ? 'step' : undefined}>${t('stage.' + name)}</li>`)}</ol></>`;
}

/** The time left, if the rest goes as what is done; told once that is enough to tell by. */
function left(row, fraction) {
  const ran = row.times.started ? (now.value - Date.parse(row.times.started)) / 1000 : 0;
  return row.state === 'TASK_STARTED' && fraction >= 0.05 && ran > 3 ? t('left', {time: span(Math.round(ran * (1 - fraction) / fraction))}) : '';
}

const History = ({events, state}) => html`<ol class="history">${events.map((event, i) => {
  const type = event.type.replace('dev.tasuki.', '');
  const running = type === 'task.started' && i === events.length - 1 && state === 'TASK_STARTED';
  const [icon, tone] = type === 'task.started' && !running ? ['train', 'ok'] : LOOK[type] ?? ['info', 'quiet'];
  return html`<li key=${event.id}><span class=${'state ' + tone}><${Icon} name=${icon} turning=${running} /></span><span>${t('event.' + type, {n: event.data.attempt})}</span><time dateTime=${event.time} title=${event.time}>${clock(event.time, true)}</time>
    ${event.data.error && html`<p><code>${event.data.error.code}</code></p>`}</li>`;
})}</ol>`;
