import {api, enc, html, int, lead, many, metric, metricName, num, pct, route, short, span, t, useEffect, useState} from '../lib.js';
import {Bars, Button, Empty, Missing, Msg, Page, Panel, Table} from '../ui.js';
import {Chart, Curve, Legend, Lines} from '../charts.js';
import {epoch} from '../live.js';

const MOST = 5;
const LESS = /rmse|mae|mse|error|log_loss|brier/;

/** The models that the address names, read together; one that cannot be read is an error. */
function useModels(ids) {
  const [state, set] = useState({});
  const key = ids.join(' ');
  const missed = epoch.value;
  useEffect(() => {
    const stop = new AbortController();
    Promise.all(ids.map((id) => api(`models/${enc(id)}`, {signal: stop.signal}).catch((error) => { error.id = id; throw error; })))
      .then((models) => set({key, models}), (error) => { if (error.name !== 'AbortError') set((old) => ({key, models: old.key === key && error.status === 0 ? old.models : undefined, error})); });
    return () => stop.abort();
  }, [key, missed]);
  return state.key === key ? state : {};
}

/** Two to five models side by side: which is better, by what, and what was different. */
export default function Compare() {
  const named = [...new Set((route.value.query.get('refs') ?? '').split(',').filter(Boolean))];
  const ids = named.slice(0, MOST);
  const {models, error} = useModels(ids);
  const path = [[t('page.models'), 'models']];
  if (ids.length < 2) return html`<${Page} title=${t('compare')} path=${path}><${Empty} icon="models" title=${t('compare.two')} text=${t('compare.how')}><${Button} kind="primary" href="models">${t('all.models')}</></></>`;
  if (error && !models) return html`<${Missing} error=${error} what=${t('a.model')} id=${error.id} all=${t('all.models')} href="models" />`;
  if (!models) return html`<${Page} title=${t('compare')} path=${path}><${Bars} /></>`;
  const untrained = models.find((model) => model.state !== 'TASK_COMPLETED');
  if (untrained) return html`<${Page} title=${t('compare')} path=${path}><${Msg} tone="info" title=${`${title(untrained)}: ${t('not.yet')}`} /></>`;
  return html`<${Page} title=${t('compare')} path=${path} facts=${models.map(title).join(' · ')}>
    ${named.length > MOST && html`<${Msg} tone="info" title=${t('compare.most', {n: MOST})} />`}
    <${Verdict} models=${models} />
    <div class="grid"><${Figures} models=${models} /><${FoldByFold} models=${models} /><${Curves} models=${models} /><${Settings} models=${models} /></div></>`;
}

const title = (model) => model.name ?? short(model.model_id);
const figures = (model) => model.evaluation?.metrics ?? model.metrics ?? {};
/** Whether two models were measured on the same rows: of the same bytes, split in the same way. */
const alike = (a, b) => a.dataset?.sha256 === b.dataset?.sha256 && JSON.stringify(a.split) === JSON.stringify(b.split) && a.target === b.target;
const head = (model) => html`<a class="ellipsis" href=${`models/${enc(model.model_id)}`} title=${title(model)}>${title(model)}</a>`;

/** The places of the best values; none if there is only one value or all are equal. */
function best(name, values) {
  const known = values.filter((x) => typeof x === 'number');
  if (known.length < 2 || Math.min(...known) === Math.max(...known)) return [];
  const top = LESS.test(name) ? Math.min(...known) : Math.max(...known);
  return values.map((x, i) => x === top ? i : -1).filter((i) => i >= 0);
}

/** One sentence: who leads, by how much, and whether the folds say that this is more than chance. */
function Verdict({models}) {
  const [name] = lead(figures(models[0])) ?? [];
  const values = name ? models.map((model) => figures(model)[name]) : [];
  if (!models.every((model) => alike(models[0], model))) return html`<${Msg} tone="warn" title=${t('compare.unlike')}><p>${t('compare.unlike.text')}</p></>`;
  if (!values.every((x) => typeof x === 'number')) return html`<${Msg} tone="info" title=${t('compare.no.common')} />`;
  const top = best(name, values);
  if (top.length !== 1) return html`<${Msg} tone="info" title=${t('compare.equal', {metric: metricName(name)})} />`;
  const order = models.map((_, i) => i).sort((a, b) => (LESS.test(name) ? 1 : -1) * (values[a] - values[b]));
  const [first, second] = order.map((i) => models[i]);
  const by = {name: title(first), other: title(second), metric: metricName(name), by: metric(name, Math.abs(values[order[0]] - values[order[1]]))};
  const pairs = folded(first, second, name);
  const wins = pairs.filter(([a, b]) => LESS.test(name) ? a < b : a > b).length;
  return html`<${Msg} tone=${pairs.length === 0 ? 'info' : wins === pairs.length ? 'ok' : 'warn'} title=${t('compare.leads', by)}>
    <p>${pairs.length === 0 ? t('compare.no.folds') : t(wins === pairs.length ? 'compare.all.folds' : 'compare.some.folds', {n: int(wins), of: int(pairs.length), ...by})}</p></>`;
}

/** Both models' values on the folds that both have. */
function folded(first, second, name) {
  if (!first.cv || first.cv.folds !== second.cv?.folds || first.cv.splitter !== second.cv.splitter) return [];
  return first.cv.table.map((fold, i) => [fold.metrics[name], second.cv.table[i]?.metrics[name]]).filter((pair) => pair.every((x) => typeof x === 'number'));
}

function Figures({models}) {
  const same = models.every((model) => alike(models[0], model));
  const names = [...new Set(models.flatMap((model) => Object.keys(figures(model)).filter((name) => typeof figures(model)[name] === 'number')))];
  const dummy = models[0].evaluation?.baseline?.metrics ?? {};
  const rows = [...names.map((name) => ({name: metricName(name), values: models.map((model) => figures(model)[name]), show: (x) => num(x, 4, 4), top: same ? best(name, models.map((model) => figures(model)[name])) : [], dummy: same && typeof dummy[name] === 'number' ? num(dummy[name], 4, 4) : null})),
    {name: t('trained.in'), values: models.map((model) => model.fit_seconds), show: span, top: []}, {name: t('trees.word'), values: models.map((model) => model.trees), show: int, top: []}];
  return html`<${Panel} title=${t('figures')} note=${t('held.out')} cols=${compared(models).length > 1 ? 8 : 12} flush><${Table} label=${t('figures')} cards=${false} rows=${rows} columns=${[[t('metric'), (row) => row.name, {main: true}],
    ...models.map((model, m) => [head(model), (row) => typeof row.values[m] === 'number' ? html`${row.top.includes(m) && html`<span class="state ok">✓<span class="hidden"> ${t('best')}</span></span> `}${row.show(row.values[m])}` : null, {number: true}]),
    same && ['Dummy', (row) => row.dummy, {number: true, look: 'quiet'}]].filter(Boolean)} /></>`;
}

/** Those with as many folds as the first that has some. */
const compared = (models) => models.filter((model) => model.cv && model.cv.folds === models.find((one) => one.cv).cv.folds);

function FoldByFold({models}) {
  const of = compared(models);
  const [name] = of.length > 1 ? lead(of[0].cv.mean) ?? [] : [];
  if (!name) return null;
  const series = of.map((model) => ({points: model.cv.table.map((one, i) => [i + 1, one.metrics[name]]).filter(([, x]) => typeof x === 'number')}));
  const all = series.flatMap(({points}) => points.map(([, x]) => x));
  const pad = (Math.max(...all) - Math.min(...all) || 1) * 0.08;
  const rows = [...of[0].cv.table.map((one, i) => [String(i + 1), ...of.map((model) => model.cv.table[i]?.metrics[name])]), [t('mean'), ...of.map((model) => model.cv.mean[name])], ['±', ...of.map((model) => model.cv.std[name])]];
  return html`<${Chart} title=${t('fold.by.fold')} note=${metricName(name)} cols=${4} data=${{head: [t('fold'), ...of.map(title)], rows}}>
    <${Legend} items=${of.map((model, i) => ({name: title(model), value: num(model.cv.mean[name], 4, 4), i}))} /><${Lines} name=${t('fold.by.fold')} series=${series} dots x=${{lo: 1, hi: of[0].cv.folds, whole: true, ...(of[0].cv.folds > 10 ? {} : {ticks: of[0].cv.table.map((_, i) => i + 1)}), title: t('fold')}} y=${{lo: Math.min(...all) - pad, hi: Math.max(...all) + pad}} /></>`;
}

/** Learning curves over each other, of those that measured the same. */
function Curves({models}) {
  const first = models.find((model) => model.learning_curve)?.learning_curve;
  const of = models.filter((model) => model.learning_curve?.metric === first?.metric && model.learning_curve?.unit === first?.unit && first);
  if (of.length < 2) return null;
  return html`<${Chart} title=${t('curve')} note=${metricName(first.metric)} cols=${12} data=${{head: [t('head.model'), t('unit.' + first.unit), metricName(first.metric)], rows: of.flatMap((model) => model.learning_curve.points.map((point) => [title(model), ...point]))}}>
    <${Legend} items=${of.map((model, i) => ({name: title(model), value: num(model.learning_curve.points.at(-1)[1]), i}))} /><${Curve} name=${t('curve')} series=${of.map((model) => ({points: model.learning_curve.points}))} unit=${first.unit} height=${240} /></>`;
}

/** Only what is not the same in all. */
function Settings({models}) {
  const plain = (x) => x == null ? '–' : typeof x === 'object' ? JSON.stringify(x) : String(x);
  const of = (model) => ({[t('algorithm')]: model.algorithm, [t('target')]: model.target, [t('head.dataset')]: model.dataset && `${model.dataset.id} · ${many('rows', model.dataset.rows)} · ${model.dataset.sha256.slice(0, 8)}`,
    [t('share.held')]: model.split && pct(model.split.test_size), random_state_split: model.split?.random_state, stratify: model.split?.stratify, cv: model.cv?.folds ?? null,
    [t('columns.title')]: model.features?.map((one) => one.name).join(', '), ...Object.fromEntries(Object.entries(model.parameters ?? {}).map(([name, x]) => [name, x === null ? 'null' : x]))});
  const all = models.map(of);
  // Of unlike algorithms what only one has says little, unless it was asked for.
  const asked = new Set(models.flatMap((model) => Object.keys(model.request.params ?? {})));
  const told = (name) => asked.has(name) || all.every((one) => name in one);
  const rows = [...new Set(all.flatMap(Object.keys))].filter(told).map((name) => ({name, values: all.map((one) => plain(one[name]))})).filter(({values}) => values.some((x) => x !== values[0]));
  return html`<${Panel} title=${t('differs')} flush>${rows.length === 0 ? html`<p class="note pad">${t('differs.none')}</p>`
    : html`<${Table} label=${t('differs')} cards=${false} rows=${rows} columns=${[[t('setting'), (row) => row.name, {main: true}], ...models.map((model, m) => [head(model), (row) => html`<span class="ellipsis" title=${row.values[m]}>${row.values[m]}</span>`, {}])]} />`}</>`;
}
