import {api, choose, enc, html, int, route, short, t, Time, useEffect, useState} from '../lib.js';
import {act, Bars, Button, Empty, Icon, Msg, Page, Panel, Quality, Table, useApi} from '../ui.js';

import {AliasChips, called} from '../alias.js';

const PAGE = 50;

/** What was learned, newest first. */
export default function Models() {
  const {query} = route.value;
  const given = ['dataset', 'algorithm', 'tag'].filter((key) => query.get(key));
  const filter = given.map((key) => `&${key}=${enc(query.get(key))}`).join('');
  const list = useApi(`models?state=TASK_COMPLETED&limit=${PAGE}${filter}`, (type) => type === 'task.completed' || type === 'model.deleted');
  const [older, more] = useState({filter, models: []});
  const [text, type] = useState('');
  const [picked, pick] = useState(new Set());
  const toggle = (id) => pick((old) => { const next = new Set(old); if (!next.delete(id)) next.add(id); return next; });
  useEffect(() => more({filter, models: []}), [filter]);
  const first = list.data?.models ?? [];
  const seen = new Set(first.map((model) => model.model_id));
  const all = [...first, ...(older.filter === filter ? older.models.filter((model) => !seen.has(model.model_id)) : [])];
  const cursor = older.cursor !== undefined ? older.cursor : list.data?.next_cursor;
  const wanted = text.trim().toLowerCase();
  const models = all.filter((model) => [model.name, model.model_id, model.dataset_id, ...model.tags].some((one) => one?.toLowerCase().includes(wanted)));
  const load = () => act(async () => {
    const page = await api(`models?state=TASK_COMPLETED&limit=${PAGE}&cursor=${enc(cursor)}${filter}`);
    more((old) => ({filter, models: [...old.models, ...page.models], cursor: page.next_cursor}));
  });
  if (list.data && all.length === 0 && !filter) {
    return html`<${Page} title=${t('page.models')}><${Empty} icon="models" title=${t('models.none')} text=${t('models.none.text')} command="tasuki train --dataset diabetes --target target --wait">
      <${Button} kind="primary" icon="train" href="train">${t('page.train')}</></></>`;
  }
  return html`<${Page} title=${t('page.models')} facts=${list.data && (cursor ? t('newest.n', {n: int(all.length)}) : int(all.length))} actions=${html`<${Button} icon="models" href=${`compare?refs=${[...picked].map(enc).join(',')}`} why=${picked.size < 2 || picked.size > 5 ? t('compare.how') : undefined}>${picked.size > 1 ? t('compare.n', {n: int(picked.size)}) : t('compare')}</><${Button} kind="primary" icon="train" href="train">${t('page.train')}</>`}>
    <div class="filters"><div class="search"><${Icon} name="search" /><input type="search" aria-label=${t('filter.models')} placeholder=${t('filter.models')} value=${text} onInput=${(event) => type(event.target.value)} /></div>
      ${given.map((key) => html`<button type="button" class="pill" aria-pressed="true" onClick=${() => choose({[key]: ''})}>${t('head.' + key)}: <b>${query.get(key)}</b> ×</button>`)}</div>
    ${list.error && html`<${Msg} error=${list.error} />`}${!list.data && !list.error && html`<${Bars} />`}
    ${list.data && html`<${Panel} flush label=${t('page.models')}>${models.length === 0 ? html`<p class="note pad">${t('nothing.found')}</p>` : html`<${Table} label=${t('page.models')} rows=${models} rowKey=${(model) => model.model_id} columns=${[
      ['', (model) => html`<input type="checkbox" aria-label=${t('compare.pick', {name: model.name ?? short(model.model_id)})} checked=${picked.has(model.model_id)} onChange=${() => toggle(model.model_id)} />`, {bare: true, name: t('compare')}],
      [t('head.model'), (model) => html`<span class="name-id"><a class="ellipsis" href=${`models/${enc(model.model_id)}`}>${called(model)}</a>${model.name && html` <code class="quiet">${short(model.model_id)}</code>`}<${AliasChips} of=${model.aliases} /></span>`, {main: true, bare: true}],
      [t('head.quality'), (model) => html`<${Quality} metrics=${model.metrics} />`, {bare: true}],
      [t('head.dataset'), (model) => html`<a class="ellipsis" href=${`datasets/${enc(model.dataset_id)}`}>${model.dataset_id}</a>`, {bare: true}],
      [t('algorithm'), (model) => model.algorithm && html`<button type="button" class="pill small" onClick=${() => choose({algorithm: model.algorithm})}>${model.algorithm}</button>`, {bare: true}],
      [t('tags'), (model) => model.tags.length > 0 ? model.tags.map((tag) => html`<button type="button" class="pill small" onClick=${() => choose({tag})}>${tag}</button> `) : null, {bare: true}],
      [t('head.made'), (model) => html`<${Time} at=${model.times.finished} />`, {number: true, look: 'quiet', bare: true}]]} />`}
      ${cursor && html`<div class="table-foot"><span>${t('shown', {n: int(models.length)})}</span><${Button} small onClick=${load}>${t('more.rows', {n: PAGE})}</></div>`}</>`}</>`;
}
