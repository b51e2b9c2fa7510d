import {bytes, enc, html, int, pct, seconds, short, span, t, Time} from '../lib.js';
import {Bars, Bar, Button, curl, Empty, Icon, Msg, Page, Panel, progressOf, Quality, shell, State, Strip, Table, useApi} from '../ui.js';
import {seriesOf, Spark, usePolled} from '../history.js';
import {counts, state} from '../live.js';

const ended = (type) => type.startsWith('task.');

/** Is all well, and what goes on. */
export default function Overview() {
  const running = useApi('tasks?state=TASK_STARTED&limit=20', ended);
  const failed = useApi('tasks?state=TASK_ERROR&limit=3', ended);
  const recent = useApi('tasks?limit=8', ended);
  const models = useApi('models?state=TASK_COMPLETED&limit=8', (type) => type === 'task.completed' || type === 'model.deleted');
  const letters = useApi('dead-letters?limit=1000');
  const past = usePolled('queues/history?queue=queue.model.train&since=6h&step=5m', 60).data;
  const spark = (figure, name) => past && html`<${Spark} name=${t('spark', {name})} values=${seriesOf(past, 'queue.model.train')[figure]} />`;
  const datasets = useApi('datasets', (type) => type.startsWith('dataset.'));
  const tasks = counts.value?.tasks;
  const first = [running, failed, recent, models].find((one) => one.error && state.value !== 'lost');
  const nothing = recent.data?.tasks.length === 0;
  const oldest = running.data?.tasks.at(-1);
  return html`<${Page} title=${t('page.overview')} actions=${!nothing && html`<${Button} kind="primary" icon="train" href="train">${t('page.train')}</>`}>
    ${first && html`<${Msg} error=${first.error} />`}<${NoConsumer} />
    ${!recent.data && !recent.error && html`<${Bars} />`}
    ${nothing && html`<${Nothing} datasets=${datasets.data?.datasets ?? []} />`}
    ${recent.data && !nothing && html`<${Strip} label=${t('now.label')} items=${[
      {name: t('state.waiting'), value: tasks ? int(tasks.TASK_RECEIVED ?? 0) : '–', fact: t('tasks.word', {n: tasks?.TASK_RECEIVED ?? 0}), spark: spark('waiting', t('state.waiting'))},
      {name: t('state.running'), value: tasks ? int(tasks.TASK_STARTED ?? 0) : '–', fact: oldest ? t('oldest.since', {time: span(seconds(oldest.times.started, new Date().toISOString()))}) : t('none.now')},
      {name: t('state.done'), value: tasks ? int(tasks.TASK_COMPLETED ?? 0) : '–', fact: t('kept.here'), spark: spark('done', t('state.done'))},
      {name: t('state.failed'), value: tasks ? int(tasks.TASK_ERROR ?? 0) : '–', fact: t('kept.here'), tone: tasks?.TASK_ERROR ? 'bad' : '', spark: spark('failed', t('state.failed'))},
      {name: t('page.datasets'), value: datasets.data ? int(datasets.data.datasets.length) : '–', fact: datasets.data && bytes(datasets.data.datasets.reduce((sum, one) => sum + one.size, 0))},
    ]} />
    <div class="grid">
      <${Panel} title=${t('recent')} cols=${8} flush actions=${html`<a href="tasks">${t('all.tasks')}</a>`}><${Recent} tasks=${recent.data.tasks} /></>
      <${Panel} title=${t('running.now')} cols=${4}>${!running.data ? html`<${Bars} />` : running.data.tasks.length === 0 ? html`<p class="note">${t('nothing.runs')}</p>`
        : running.data.tasks.map((task) => html`<${Running} key=${task.task_id} task=${task} />`)}</>
      <${Panel} title=${t('page.models')} note=${t('newest.first')} cols=${8} flush actions=${html`<a href="models">${t('all.models')}</a>`}>${!models.data ? html`<${Bars} />`
        : models.data.models.length === 0 ? html`<p class="note pad">${t('models.none')}</p>` : html`<${Newest} models=${models.data.models} />`}</>
      <${Panel} title=${t('needs.look')} cols=${4}><${Needs} failed=${failed.data?.tasks ?? []} count=${tasks?.TASK_ERROR} letters=${letters.data?.dead_letters ?? []} /></>
    </div>`}</>`;
}

/** Tasks wait, and nobody takes them. */
function NoConsumer() {
  const train = counts.value?.queues.find((one) => /train/.test(one.queue));
  if (!train || train.consumers !== 0) return null;
  return html`<${Msg} tone="warn" title=${t('no.consumer')}><p>${t('no.consumer.text')} <code>tasuki consumer --num_threads 4</code></p></>`;
}

function Nothing({datasets}) {
  const one = datasets.find((dataset) => dataset.dataset_id === 'diabetes') ?? datasets[0];
  const name = one?.dataset_id;
  return html`<${Empty} icon="train" title=${t('nothing.trained')} text=${one ? t('nothing.trained.text', {name}) : t('nothing.stored')}
    command=${name === 'diabetes' ? shell('tasuki', 'train', '--dataset', 'diabetes', '--target', 'target', '--wait') : curl('PUT', 'datasets/mine') + ' --data-binary @mine.csv'}>
    ${one && html`<${Button} kind="primary" icon="train" href=${`datasets/${enc(name)}/train`}>${t('train.on', {name})}</>`}
    <${Button} kind=${one ? '' : 'primary'} icon="up" href="datasets">${t('upload')}</></>`;
}

const Running = ({task}) => {
  const {fraction, text} = progressOf(task);
  return html`<div class="running"><div class="row"><a href=${`tasks/${enc(task.task_id)}`}>${task.name ?? short(task.task_id)}</a><span class="quiet">${task.dataset_id}</span></div>
    <${Bar} value=${fraction} label=${task.name ?? task.task_id} /><div class="row"><small>${text}</small><small>${pct(fraction, 0)}</small></div></div>`;
};

const Recent = ({tasks}) => html`<${Table} label=${t('recent')} rows=${tasks} rowKey=${(task) => task.task_id} columns=${[
  [t('head.state'), (task) => html`<${State} state=${task.state} />`, {bare: true}],
  [t('head.task'), (task) => html`<a class="ellipsis" href=${`tasks/${enc(task.task_id)}`}>${task.name ?? short(task.task_id)}</a>`, {main: true, bare: true}],
  [t('head.dataset'), (task) => task.dataset_id, {bare: true}],
  [t('head.result'), (task) => task.error ? html`<code>${task.error.code}</code>` : task.metrics ? html`<${Quality} metrics=${task.metrics} />` : null, {bare: true}],
  [t('head.received'), (task) => html`<${Time} at=${task.times.created} />`, {number: true, look: 'quiet', bare: true}],
]} />`;

const Newest = ({models}) => html`<${Table} label=${t('page.models')} rows=${models} rowKey=${(model) => model.model_id} columns=${[
  [t('head.model'), (model) => html`<a class="ellipsis" href=${`models/${enc(model.model_id)}`}>${model.name ?? short(model.model_id)}</a>`, {main: true, bare: true}],
  [t('head.quality'), (model) => html`<${Quality} metrics=${model.metrics} />`, {bare: true}],
  [t('head.dataset'), (model) => model.dataset_id, {bare: true}],
  [t('head.made'), (model) => html`<${Time} at=${model.times.finished} />`, {number: true, look: 'quiet', bare: true}],
]} />`;

function Needs({failed, count, letters}) {
  if (failed.length === 0 && letters.length === 0) return html`<p class="note"><${Icon} name="ok" /> ${t('all.well')}</p>`;
  return html`${failed.length > 0 && html`<div class="running"><div class="row"><span class="state bad"><${Icon} name="bad" />${t('tasks.failed', {n: int(count ?? failed.length)})}</span>
      <${Button} small href="tasks?state=TASK_ERROR">${t('show')}</></div><small><code>${failed[0].error?.code}</code> · ${failed[0].dataset_id}</small></div>`}
    ${letters.length > 0 && html`<div class="running"><div class="row"><span class="state warn"><${Icon} name="warn" />${t('letters.count', {n: int(letters.length)})}</span>
      <${Button} small href="dead-letters">${t('show')}</></div><small>${letters[0].reason}</small></div>`}`;
}
