import {enc, html, int, lead, metric, metricName, num, pct, route, span, t} from '../lib.js';
import {Bars, Button, Empty, Missing, Msg, Page, Panel, Table, useApi} from '../ui.js';
import {Aliases, called as title} from '../alias.js';
import {Chart, Curve, Legend, Lines} from '../charts.js';

const MOST = 5;

/** Two to five models side by side: which is better, by what, and what was different. The API says all of it. */
export default function Compare() {
  const named = [...new Set((route.value.query.get('refs') ?? '').split(',').filter(Boolean))];
  const refs = named.slice(0, MOST);
  const {data, error, reload} = useApi(refs.length > 1 ? `compare?refs=${refs.map(enc).join(',')}` : null, (type) => type === 'model.alias.changed');
  const path = [[t('page.models'), 'models']];
  if (refs.length < 2) return html`<${Page} title=${t('compare')} path=${path}><${Empty} icon="models" title=${t('compare.two')} text=${t('compare.how')}><${Button} kind="primary" href="models">${t('all.models')}</></></>`;
  if (error && !data) return html`<${Missing} error=${error} what=${t('a.model')} id=${refs.join(', ')} all=${t('all.models')} href="models" />`;
  if (!data) return html`<${Page} title=${t('compare')} path=${path}><${Bars} /></>`;
  return html`<${Page} title=${t('compare')} path=${path} facts=${data.models.map(title).join(' · ')}>
    ${named.length > MOST && html`<${Msg} tone="info" title=${t('compare.most', {n: MOST})} />`}
    <${Verdict} data=${data} />
    <div class="grid"><${Figures} data=${data} /><${FoldByFold} models=${data.models} /><${Curves} models=${data.models} /><${Settings} data=${data} /><${Aliases} models=${data.models} done=${reload} /></div></>`;
}

const head = (model) => html`<a class="ellipsis" href=${`models/${enc(model.model_id)}`} title=${title(model)}>${title(model)}</a>`;

/** One sentence: who leads, by how much, and whether the folds say that this is more than chance. */
function Verdict({data: {models, same_rows: same, judged_by: name, lead: first}}) {
  if (!same) return html`<${Msg} tone="warn" title=${t('compare.unlike')}><p>${t('compare.unlike.text')}</p></>`;
  if (!name) return html`<${Msg} tone="info" title=${t('compare.no.common')} />`;
  if (!first) return html`<${Msg} tone="info" title=${t('compare.equal', {metric: metricName(name)})} />`;
  const {folds, better_on: wins} = first;
  return html`<${Msg} tone=${folds === 0 ? 'info' : wins === folds ? 'ok' : 'warn'} title=${t('compare.leads', {name: title(models[first.model]), other: title(models[first.over]), metric: metricName(name), by: metric(name, first.by)})}>
    <p>${folds === 0 ? t('compare.no.folds') : t(wins === folds ? 'compare.all.folds' : 'compare.some.folds', {n: int(wins), of: int(folds)})}</p></>`;
}

/** The best of values; none if there is only one, or all are equal. */
function best({better, values}) {
  const known = values.filter((x) => x != null);
  const top = Math[better === 'lower' ? 'min' : 'max'](...known);
  return better && known.some((x) => x !== top) ? top : null;
}

function Figures({data: {models, metrics, same_rows: same}}) {
  const rows = [...metrics.map((one) => ({name: metricName(one.name), values: one.values, show: (x) => num(x, 4, 4), top: same ? best(one) : null, dummy: one.dummy == null ? null : num(one.dummy, 4, 4)})),
    {name: t('trained.in'), values: models.map((model) => model.fit_seconds), show: span}, {name: t('trees.word'), values: models.map((model) => model.trees), show: int}];
  return html`<${Panel} title=${t('figures')} note=${t('held.out')} cols=${compared(models).length > 1 ? 8 : 12} flush><${Table} label=${t('figures')} cards=${false} rows=${rows} columns=${[[t('metric'), (row) => row.name, {main: true}],
    ...models.map((model, m) => [head(model), (row) => row.values[m] == null ? null : html`${row.values[m] === row.top && html`<span class="state ok">✓<span class="hidden"> ${t('best')}</span></span> `}${row.show(row.values[m])}`, {number: true}]),
    same && ['Dummy', (row) => row.dummy, {number: true, look: 'quiet'}]].filter(Boolean)} /></>`;
}

/** Those with as many folds as the first that has some. */
const compared = (models) => models.filter((model) => model.cv && model.cv.folds === models.find((one) => one.cv).cv.folds);

function FoldByFold({models}) {
  const of = compared(models);
  const [name] = of.length > 1 ? lead(of[0].cv.mean) ?? [] : [];
  if (!name) return null;
  const series = of.map((model) => ({points: model.cv.table.map((one) => [one.fold, one.metrics[name]]).filter(([, x]) => typeof x === 'number')}));
  const all = series.flatMap(({points}) => points.map(([, x]) => x));
  const pad = (Math.max(...all) - Math.min(...all) || 1) * 0.08;
  const folds = Array.from({length: of[0].cv.folds}, (_, i) => i + 1);
  const value = (model, fold) => model.cv.table.find((one) => one.fold === fold)?.metrics[name];
  const rows = [...folds.map((fold) => [String(fold), ...of.map((model) => value(model, fold))]), [t('mean'), ...of.map((model) => model.cv.mean[name])], ['±', ...of.map((model) => model.cv.std[name])]];
  return html`<${Chart} title=${t('fold.by.fold')} note=${metricName(name)} cols=${4} data=${{head: [t('fold'), ...of.map(title)], rows}}>
    <${Legend} items=${of.map((model, i) => ({name: title(model), value: num(model.cv.mean[name], 4, 4), i}))} /><${Lines} name=${t('fold.by.fold')} series=${series} dots x=${{lo: 1, hi: folds.length, whole: true, ...(folds.length > 10 ? {} : {ticks: folds}), title: t('fold')}} y=${{lo: Math.min(...all) - pad, hi: Math.max(...all) + pad}} /></>`;
}

/** Learning curves over each other, of those that measured the same. */
function Curves({models}) {
  const first = models.find((model) => model.learning_curve)?.learning_curve;
  const of = models.filter((model) => model.learning_curve?.metric === first?.metric && model.learning_curve?.unit === first?.unit && first);
  if (of.length < 2) return null;
  return html`<${Chart} title=${t('curve')} note=${metricName(first.metric)} cols=${12} data=${{head: [t('head.model'), t('unit.' + first.unit), metricName(first.metric)], rows: of.flatMap((model) => model.learning_curve.points.map((point) => [title(model), ...point]))}}>
    <${Legend} items=${of.map((model, i) => ({name: title(model), value: num(model.learning_curve.points.at(-1)[1]), i}))} /><${Curve} name=${t('curve')} series=${of.map((model) => ({points: model.learning_curve.points}))} unit=${first.unit} height=${240} /></>`;
}

const WORDS = {algorithm: 'algorithm', target: 'target', dataset: 'head.dataset', features: 'columns.title', test_size: 'share.held'};

/** Only what is not the same in all. */
function Settings({data: {models, differs}}) {
  const plain = (name, x) => x == null ? t('none') : name === 'dataset' ? `${x.id} · ${t('rows', {n: int(x.rows)})} · ${x.sha256?.slice(0, 8)}` : name === 'features' ? x.join(', ') : name === 'test_size' ? pct(x) : typeof x === 'object' ? JSON.stringify(x) : String(x);
  return html`<${Panel} title=${t('differs')} flush>${differs.length === 0 ? html`<p class="note pad">${t('differs.none')}</p>`
    : html`<${Table} label=${t('differs')} cards=${false} rows=${differs} columns=${[[t('setting'), ({setting}) => WORDS[setting] ? t(WORDS[setting]) : setting, {main: true}],
      ...models.map((model, m) => [head(model), ({setting, values}) => html`<span class="ellipsis" title=${plain(setting, values[m])}>${plain(setting, values[m])}</span>`, {}])]} />`}</>`;
}
