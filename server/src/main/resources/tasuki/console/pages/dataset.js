import {bytes, enc, go, html, int, num, pct, root, t, Time, useState} from '../lib.js';
import {away, Bar, Bars, Button, Chip, Commands, curl, Folded, Missing, Msg, Page, Panel, Quality, shell, State, Table, useApi} from '../ui.js';
import {figure, kind, remark, useDataset, useRelations} from '../columns.js';
import {deleteDataset} from './datasets.js';

const SHOWN = 200;

/** What is in a dataset, and what was made of it. */
export default function Dataset({id}) {
  const {data, error} = useDataset(id);
  const models = useApi(`models?dataset=${enc(id)}&limit=10`, (type, facts) => facts.dataset_id === id);
  const [shown, show] = useState(SHOWN);
  const [target, relate] = useState('');
  const {found, used} = useRelations(id, target, Math.min(shown, data?.columns.length ?? 0));
  if (error && !data) return html`<${Missing} error=${error} what=${t('a.dataset')} id=${id} all=${t('all.datasets')} href="datasets" />`;
  const path = [[t('page.datasets'), 'datasets']];
  if (!data) return html`<${Page} title=${id} path=${path}><${Bars} /></>`;
  const remarks = data.columns.filter((column) => remark(column, data.rows)).length;
  const columns = data.columns.slice(0, shown);
  const file = new URL(`datasets/${enc(id)}/csv`, root).href;
  return html`<${Page} title=${id} path=${path} facts=${`${t('rows', {n: int(data.rows)})} · ${t('columns', {n: int(data.columns_total)})} · ${bytes(data.size)}`} actions=${html`
    <${Button} kind="danger" icon="trash" why=${away()} onClick=${() => deleteDataset(id, () => go('datasets'))}>${t('delete')}</>
    <${Button} icon="down" href=${file} download=${id + '.csv'}>CSV</><${Button} kind="primary" icon="train" href=${`datasets/${enc(id)}/train`}>${t('page.train')}</>`}>
    ${data.warnings.length > 0 && html`<${Msg} tone="warn" title=${t('remarks', {n: int(data.warnings.length)})}><ul>${data.warnings.map((text) => html`<li>${text}</li>`)}</ul></>`}
    <div class="grid"><${Panel} title=${t('columns.title')} note=${[remarks > 0 && t('with.remark', {n: int(remarks)}), used < data.rows && t('relation.note', {n: int(used), of: int(data.rows)})].filter(Boolean).join(' · ')} flush actions=${html`<label class="small">${t('relation.with')} <select class="related" value=${target} onChange=${(event) => relate(event.target.value)}><option value="">${t('relation.none')}</option>${data.columns.map((column) => html`<option value=${column.name}>${column.name}</option>`)}</select></label>`}><${Table} label=${t('columns.title')} rows=${columns} rowKey=${(column) => column.position} columns=${[
      [t('head.column'), (column) => html`<span class="ellipsis" title=${column.name}>${column.name}</span>`, {main: true, bare: true}],
      [t('head.type'), (column) => kind(column), {bare: true, look: 'keep'}],
      [t('head.distribution'), (column) => html`<${Distribution} of=${found.get(column.position)} />`, {bare: true}],
      target && [t('head.relation'), (column) => related(found.get(column.position)?.relation), {number: true}],
      [t('head.missing'), (column) => column.missing === 0 ? html`<span class="quiet">0</span>` : html`<span class="share missing"><${Bar} value=${column.missing / data.rows} label=${t('head.missing')} />${pct(column.missing / data.rows)}</span>`],
      [t('head.distinct'), (column) => (column.distinct_exact ? '' : t('about') + ' ') + int(column.distinct), {number: true}],
      [t('head.min'), (column) => figure(column.min), {number: true}],
      [t('head.median'), (column) => column.median == null ? null : (column.median_exact ? '' : t('about') + ' ') + figure(column.median), {number: true}],
      [t('head.max'), (column) => figure(column.max), {number: true}],
      [t('head.note'), (column) => { const one = remark(column, data.rows); return one && html`<${Chip} tone=${one[0]} icon=${one[0]}>${t(one[1])}</>`; }, {bare: true}],
    ].filter(Boolean)} />${(shown < data.columns.length || !data.whole) && html`<div class="table-foot"><span>${t('columns.shown', {n: int(Math.min(shown, data.columns.length)), of: int(data.columns_total)})}</span>
      ${shown < data.columns.length && html`<${Button} small onClick=${() => show(shown + SHOWN)}>${t('more.rows', {n: SHOWN})}</>`}</div>`}</>
    <${Panel} title=${t('first.rows')} note=${t('of.rows', {n: int(data.first_rows.length), of: int(data.rows)})} flush><${Table} label=${t('first.rows')} cards=${false} rows=${data.first_rows} columns=${columns.slice(0, 50).map((column, i) => [
      column.name, (row) => row[i] === '' ? html`<em class="quiet">${t('missing.value')}</em>` : row[i], {number: column.type === 'number' || column.type === 'integer'}])} /></>
    <${Panel} title=${t('made.of.it')} flush>${models.error ? html`<${Msg} error=${models.error} />` : !models.data ? html`<${Bars} />` : models.data.models.length === 0 ? html`<p class="note pad">${t('models.none')}</p>`
      : html`<${Table} label=${t('made.of.it')} rows=${models.data.models} rowKey=${(model) => model.model_id} columns=${[
        [t('head.model'), (model) => html`<a class="ellipsis" href=${`${model.state === 'TASK_COMPLETED' ? 'models' : 'tasks'}/${enc(model.model_id)}`}>${model.name ?? model.model_id}</a>`, {main: true, bare: true}],
        [t('head.state'), (model) => html`<${State} state=${model.state} />`, {bare: true}],
        [t('head.quality'), (model) => html`<${Quality} metrics=${model.metrics} />`, {bare: true}],
        [t('head.received'), (model) => html`<${Time} at=${model.times.created} />`, {number: true, look: 'quiet', bare: true}]]} />`}</>
    <${Folded} title=${t('same')}><${Commands} commands=${[['curl', curl('GET', `datasets/${enc(id)}`)], ['tasuki', shell('tasuki', 'datasets', 'show', id)]]} /></></div></>`;
}

const related = (relation) => relation && html`<span title=${t('on.rows', {metric: relation.measure, n: int(relation.rows)})}>${t('measure.' + relation.measure)} ${num(relation.value, 2)}</span>`;

/** A histogram of numbers, the two commonest of words. */
function Distribution({of}) {
  if (of?.top) return html`<span class="small ellipsis common">${of.top.slice(0, 2).map(({value, count}) => `${value} ${int(count)}`).join(' · ')}</span>`;
  if (!of?.histogram) return null;
  const {from, to, counts} = of.histogram;
  const most = Math.max(...counts);
  const step = 96 / counts.length;
  return html`<svg class="mini" width="96" height="22" role="img" aria-label=${t('histogram', {from: figure(from), to: figure(to)})}>${counts.map((n, i) => n > 0 && html`<rect x=${i * step} width=${Math.max(1, step - 0.5)} y=${22 - Math.max(1, n / most * 22)} height=${Math.max(1, n / most * 22)} />`)}</svg>`;
}
