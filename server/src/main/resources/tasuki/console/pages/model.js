import {api, bytes, enc, Fragment, go, html, int, metric, metricName, near, num, pct, root, seconds, short, span, t, Time, toast, useState} from '../lib.js';
import {act, away, Bars, Button, Chip, Commands, confirmLoss, curl, Facts, Folded, Missing, Msg, Page, Panel, Segments, shell, State, Strip, Table, useApi} from '../ui.js';
import {BarRows, binned, Chart, Curve, Confusion, Hist, Legend, Lines, Scatter} from '../charts.js';
import {AliasChips, Aliases} from '../alias.js';
import {Ask} from '../ask.js';
import {Tree} from '../tree.js';

const SHOWN = ['roc_auc', 'average_precision', 'log_loss', 'accuracy', 'balanced_accuracy', 'f1', 'rmse', 'mae', 'r2', 'median_absolute_error', 'max_error'];
const LESS = /rmse|mae|mse|error|log_loss|brier/;
const UNIT = {lo: 0, hi: 1, ticks: [0, 0.25, 0.5, 0.75, 1], label: (v) => v.toFixed(2)};
const UNIT_X = {lo: 0, hi: 1, ticks: [0, 0.5, 1], label: (v) => v.toFixed(1)};

/** How good a model is, why, and what it says. */
export default function Model({id}) {
  const {data: model, error, reload} = useApi(`models/${enc(id)}`, (type, facts) => facts.task_id === id || type === 'model.alias.changed');
  if (error && !model) return html`<${Missing} error=${error} what=${t('a.model')} id=${id} all=${t('all.models')} href="models" />`;
  const path = [[t('page.models'), 'models']];
  if (!model) return html`<${Page} title=${short(id)} path=${path}><${Bars} /></>`;
  const title = model.name ?? short(model.model_id);
  if (model.state !== 'TASK_COMPLETED') {
    return html`<${Page} title=${title} path=${path} badges=${html`<${State} state=${model.state} />`}><${Msg} tone="info" title=${t('not.yet')} action=${html`<${Button} small href=${`tasks/${enc(id)}`}>${t('show.task')}</>`} /></>`;
  }
  const {evaluation} = model;
  const positive = evaluation?.curves?.length === 1 && model.classes?.length === 2 ? evaluation.curves[0] : null;
  const numbers = model.sample && model.target_type === 'number';
  const told = model.features?.some((one) => one.permutation_importance || one.importance != null);
  return html`<${Page} title=${title} path=${path} badges=${html`<${AliasChips} of=${model.aliases} />${model.tags.map((tag) => html`<${Chip}>${tag}</>`)}`}
    facts=${html`${model.name && html`<code>${short(model.model_id)}</code> · `}${model.algorithm}${model.trees > 1 && ` · ${t('trees', {n: int(model.trees)})}`}`} actions=${html`
      <${Button} kind="danger" icon="trash" why=${away()} onClick=${() => remove(model)}>${t('delete')}</><${Button} icon="down" href=${new URL(`models/${enc(id)}/artifact`, root).href} download=${`${id}.tasuki`}>${t('file')}</><${Button} icon="down" why=${away()} onClick=${() => act(() => onnx(id))}>ONNX</>
      <${Button} icon="train" kind="primary" href=${`datasets/${enc(model.dataset?.id ?? model.request.dataset_id)}/train?from=${enc(id)}`}>${t('change.train')}</>`}>
    <${Figures} model=${model} />
    <div class="grid">${positive ? html`<${Binary} model=${model} curves=${positive} />` : html`<${Several} model=${model} />`}
      ${numbers && html`<${Numbers} model=${model} />`}
      <${Importances} model=${model} cols=${positive || numbers ? 4 : 6} />${!numbers && html`<${Made} model=${model} cols=${told ? positive ? 4 : 6 : 12} />`}
      ${model.search && html`<${Leaderboard} search=${model.search} cols=${model.learning_curve ? 8 : 12} />`}
      ${model.learning_curve && html`<${Learning} curve=${model.learning_curve} cols=${model.search ? 4 : 12} />`}
      ${model.cv && html`<${Folds} cv=${model.cv} cols=${numbers ? 8 : 12} />`}${numbers && html`<${Made} model=${model} cols=${model.cv ? 4 : 12} />`}
      <${Ask} model=${model} />${/Tree|Forest|Boosting/.test(model.algorithm) && html`<${Tree} model=${model} />`}
      ${model.preprocess?.length > 0 && html`<${Panel} title=${t('prepared')} flush><${Table} label=${t('prepared')} rows=${model.preprocess} rowKey=${(one) => one.name} columns=${[
        [t('head.column'), (one) => html`<span class="ellipsis" title=${one.name}>${one.name}</span>`, {main: true, bare: true}], [t('head.done'), (one) => one.words, {wide: true, bare: true}],
        [t('missing.training'), (one) => model.dataset?.rows ? pct(one.missing / model.dataset.rows) : int(one.missing), {number: true}]]} /></>`}
      <${Aliases} models=${[model]} done=${reload} />
      <${Folded} title=${t('same')}><${Commands} commands=${[['curl', curl('GET', `models/${enc(id)}`)], ['tasuki', shell('tasuki', 'models', 'show', id)]]} /></></div></>`;
}

/** What cannot be written as ONNX is refused in words; a plain link would lead away to them. */
async function onnx(id) {
  const url = URL.createObjectURL(await api(`models/${enc(id)}/artifact?format=onnx`, {accept: '*/*'}));
  Object.assign(document.createElement('a'), {href: url, download: `${id}.onnx`}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

function remove(model) {
  const id = model.model_id;
  confirmLoss({title: t('delete.model', {name: model.name ?? short(id)}), text: t('delete.model.text', {dataset: model.dataset?.id ?? ''}), word: model.name ?? short(id), keep: t('keep'), act: t('delete.good'), run: async () => {
    await api(`models/${enc(id)}`, {method: 'DELETE'});
    toast(t('deleted', {name: model.name ?? short(id)}));
    go('models');
  }});
}

function Figures({model}) {
  const mine = model.evaluation?.metrics ?? model.metrics ?? {};
  const dummy = model.evaluation?.baseline?.metrics ?? {};
  const more = Object.keys(model.cv?.mean ?? {}).length > 0;
  const names = SHOWN.filter((name) => typeof mine[name] === 'number').slice(0, 5 - more - (model.oob?.score != null));
  const rows = model.split?.test_rows ?? model.split?.test;
  return html`<${Strip} label=${t('metrics')} items=${[...names.map((name, i) => {
    const beside = typeof dummy[name] === 'number' && dummy[name] !== 0 ? (mine[name] - dummy[name]) / Math.abs(dummy[name]) : null;
    const change = LESS.test(name) && beside != null ? `${beside > 0 ? '+' : '−'}${pct(Math.abs(beside), 0)} · ` : '';
    return {name: i === 0 && rows ? t('on.rows', {metric: metricName(name), n: int(rows)}) : metricName(name), value: metric(name, mine[name]),
      fact: typeof dummy[name] === 'number' ? html`${change && html`<b class=${beside < 0 ? 'ok-text' : 'bad-text'}>${change}</b>`}Dummy ${metric(name, dummy[name])}` : t('held.out')};
  }), more && cvFigure(model.cv),
  model.oob?.score != null && {name: t('oob'), value: metric('score', model.oob.score), fact: t('oob.of.' + model.target_type)},
  {name: t('trained.in'), value: span(model.fit_seconds), fact: t('waited', {time: span(seconds(model.times.created, model.times.started))})}]} />`;
}

function cvFigure(cv) {
  const name = SHOWN.find((one) => typeof cv.mean[one] === 'number') ?? Object.keys(cv.mean)[0];
  return {name: t('folds.n', {n: cv.folds}), value: metric(name, cv.mean[name]), unit: `± ${num(cv.std[name], 2)}`, fact: metricName(name)};
}

// --- Classes -----------------------------------------------------------------------------------------------------

/**
 * Two classes: one threshold moves confusion, ROC, precision and recall. At a point of the ROC curve the counts follow
 * from its rates and the classes' rows exactly; between points there is nothing to be known, so the bar goes from point to point.
 */
function Binary({model, curves}) {
  const {roc, precision_recall: pr, calibration} = curves;
  const at = model.evaluation.classes.findIndex((one) => one.class === curves.class);
  const yes = model.evaluation.classes[at]?.rows ?? 0;
  const no = model.evaluation.classes.reduce((sum, one) => sum + one.rows, 0) - yes;
  const points = roc.threshold.map((threshold, i) => ({threshold, fpr: roc.false_positive_rate[i], tpr: roc.true_positive_rate[i]})).filter((one) => typeof one.threshold === 'number' && one.threshold <= 1);
  const half = points.findLastIndex((one) => one.threshold >= 0.5);
  const [moved, move] = useState(Math.max(0, half));
  const point = points[Math.min(moved, points.length - 1)];
  const tp = point ? Math.round(point.tpr * yes) : 0;
  const fp = point ? Math.round(point.fpr * no) : 0;
  const names = model.classes;
  const first = names.indexOf(curves.class);
  const matrix = first === 1 ? [[no - fp, fp], [yes - tp, tp]] : [[tp, yes - tp], [fp, no - fp]];
  const recall = yes ? tp / yes : 0;
  const precision = tp + fp ? tp / (tp + fp) : 1;
  const text = point && num(point.threshold, 2);
  const curve = (xs, ys) => xs.map((x, i) => [x, ys[i]]);
  return html`<${Fragment}>${point && html`<${Panel} title=${t('threshold')} note=${t('threshold.note', {name: curves.class})} actions=${html`<b>${num(point.threshold, 3)}</b>`}><div class="scale">
      <input type="range" min="0" max=${points.length - 1} step="1" value=${points.length - 1 - moved} aria-label=${t('threshold')} aria-valuetext=${text} onInput=${(event) => move(points.length - 1 - Number(event.target.value))} />
      <div class="row"><span>${metricName('precision')} <b>${pct(precision)}</b></span><span>${t('recall')} <b>${pct(recall)}</b></span><span>F1 <b>${num(2 * tp / Math.max(1, 2 * tp + fp + yes - tp), 3)}</b></span><span>${t('accuracy')} <b>${pct((tp + no - fp) / Math.max(1, yes + no))}</b></span>
        <span>${t('said', {name: curves.class})} <b>${pct((tp + fp) / Math.max(1, yes + no))}</b></span></div></div></>`}
    <${Chart} title=${t('confusion')} note=${t('rows.held.out')} data=${{head: [t('actual'), ...names.map(String)], rows: (point ? matrix : model.confusion_matrix).map((row, i) => [String(names[i]), ...row])}}>
      <${Confusion} classes=${names} matrix=${point ? matrix : model.confusion_matrix} label=${t('confusion')} /></>
    <${Chart} title="ROC" note=${`AUC ${metric('roc_auc', model.evaluation.metrics.roc_auc)}`} data=${{head: [t('false.positives'), t('true.positives'), t('threshold')], rows: roc.false_positive_rate.map((x, i) => [x, roc.true_positive_rate[i], roc.threshold[i]])}}>
      <${Lines} name="ROC" series=${[{points: curve(roc.false_positive_rate, roc.true_positive_rate)}]} x=${{...UNIT_X, title: t('false.positives')}} y=${{...UNIT, title: t('true.positives')}} diagonal=${[0, 1]} marks=${point ? [[point.fpr, point.tpr, text]] : []} /></>
    <${Chart} title=${t('precision.recall')} note=${`AP ${metric('average_precision', model.evaluation.metrics.average_precision)}`} data=${{head: [t('recall'), t('precision'), t('threshold')], rows: pr.recall.map((x, i) => [x, pr.precision[i], pr.threshold[i]])}}>
      <${Lines} name=${t('precision.recall')} series=${[{points: curve(pr.recall, pr.precision)}]} x=${{...UNIT_X, title: t('recall')}} y=${{...UNIT, title: t('precision')}} level=${yes / Math.max(1, yes + no)} marks=${point ? [[recall, precision, text]] : []} /></>
    <${Calibration} calibration=${calibration} brier=${model.evaluation.metrics.brier_score} /></>`;
}

const Calibration = ({calibration: {predicted, observed, rows}, brier}) => predicted.length > 0 && html`<${Chart} title=${t('calibration')} note=${brier == null ? '' : `Brier ${num(brier, 3)}`}
  data=${{head: [t('said.axis'), t('happened'), t('head.rows')], rows: predicted.map((x, i) => [x, observed[i], rows[i]])}}>
  <${Lines} name=${t('calibration')} series=${[{points: predicted.map((x, i) => [x, observed[i]])}]} dots x=${{...UNIT_X, title: t('said.axis')}} y=${{...UNIT, title: t('happened')}} diagonal=${[0, 1]} /></>`;

/** More than two classes, or curves that are not there. */
function Several({model}) {
  const {evaluation, classes, confusion_matrix: matrix} = model;
  const curves = (evaluation?.curves ?? []).slice(0, 5);
  const legend = html`<${Legend} items=${curves.map((one, i) => ({name: String(one.class), i, value: num(evaluation.classes.find((figures) => figures.class === one.class)?.roc_auc, 3)}))} />`;
  return html`<${Fragment}>${matrix && html`<${Chart} title=${t('confusion')} note=${t('rows.held.out')} cols=${curves.length ? 6 : 12} data=${{head: [t('actual'), ...classes.map(String)], rows: matrix.map((row, i) => [String(classes[i]), ...row])}}>
      <${Confusion} classes=${classes} matrix=${matrix} label=${t('confusion')} /></>`}
    ${curves.length > 0 && html`<${Chart} title="ROC" note=${evaluation.curves.length > 5 ? t('five.of', {n: int(evaluation.curves.length)}) : t('each.against')} cols=${6} data=${{head: [t('class'), t('false.positives'), t('true.positives')], rows: curves.flatMap((one) => one.roc.false_positive_rate.map((x, i) => [String(one.class), x, one.roc.true_positive_rate[i]]))}}>
      ${legend}<${Lines} name="ROC" series=${curves.map((one) => ({points: one.roc.false_positive_rate.map((x, i) => [x, one.roc.true_positive_rate[i]])}))} x=${{...UNIT_X, title: t('false.positives')}} y=${{...UNIT, title: t('true.positives')}} diagonal=${[0, 1]} /></>`}
    ${evaluation?.classes?.length > 0 && html`<${Panel} title=${t('by.class')} note=${t('rows.held.out')} flush><${Table} label=${t('by.class')} rows=${evaluation.classes} columns=${[
      [t('class'), (one) => String(one.class), {main: true, bare: true}], [t('precision'), (one) => pct(one.precision), {number: true}], [t('recall'), (one) => pct(one.recall), {number: true}], ['F1', (one) => num(one.f1, 3), {number: true}],
      ['ROC AUC', (one) => one.roc_auc == null ? null : num(one.roc_auc, 3), {number: true}], [t('head.rows'), (one) => int(one.rows), {number: true}]]} /></>`}</>`;
}

// --- Numbers -----------------------------------------------------------------------------------------------------

function Numbers({model}) {
  const {actual, predicted} = model.sample;
  const pairs = actual.map((x, i) => [x, predicted[i]]).filter(([a, b]) => typeof a === 'number' && typeof b === 'number');
  if (pairs.length === 0) return null;
  const residuals = pairs.map(([a, b]) => b - a);
  const bins = binned(residuals);
  const rows = {head: [t('actual'), t('predicted')], rows: pairs};
  const rmse = model.evaluation?.metrics.rmse ?? model.metrics?.rmse;
  return html`<${Fragment}><${Chart} title=${t('predicted.actual')} note=${t('rows', {n: int(pairs.length)})} data=${rows}>
      <${Scatter} name=${t('predicted.actual')} points=${pairs} band=${rmse} xTitle=${t('actual')} yTitle=${t('predicted')} /></>
    <${Chart} title=${t('residuals')} note=${t('predicted.minus')} data=${{head: [t('from.to'), t('head.rows')], rows: bins.counts.map((n, i) => [`${num(bins.lo + i * bins.step, 3)} … ${num(bins.lo + (i + 1) * bins.step, 3)}`, n])}}>
      <${Hist} name=${t('residuals')} bins=${bins} at=${0} xTitle=${t('residual')} yTitle=${t('head.rows')} /></></>`;
}

function Importances({model, cols}) {
  const permuted = model.features?.some((one) => one.permutation_importance);
  const own = model.features?.some((one) => one.importance != null);
  const [way, set] = useState(permuted ? 'permutation' : 'own');
  const [all, open] = useState(false);
  if (!permuted && !own) return null;
  const rows = model.features.map((one) => way === 'permutation' ? {name: one.name, value: one.permutation_importance?.mean ?? 0, error: one.permutation_importance?.std, text: num(one.permutation_importance?.mean, 3)}
    : {name: one.name, value: one.importance ?? 0, text: pct(one.importance)}).sort((a, b) => b.value - a.value);
  const lost = model.evaluation?.permutation_importance?.scoring;
  return html`<${Chart} title=${t('what.matters')} cols=${cols} note=${way === 'permutation' ? t('lost', {metric: metricName(lost ?? '')}) : t('importance.own')} data=${{head: [t('feature'), t('what.matters')], rows: rows.map((row) => [row.name, row.value])}}>
    ${permuted && own && html`<p><${Segments} label=${t('what.matters')} value=${way} onChange=${set} options=${[['permutation', t('permutation.short')], ['own', t('importance.short')]]} /></p>`}
    <${BarRows} rows=${all ? rows : rows.slice(0, 12)} />${rows.length > 12 && html`<p><${Button} small kind="ghost" onClick=${() => open(!all)}>${all ? t('fewer') : t('all.n', {n: int(rows.length)})}</></p>`}</>`;
}

function Folds({cv, cols}) {
  const names = SHOWN.filter((name) => typeof cv.mean?.[name] === 'number').slice(0, 4);
  return html`<${Panel} title=${t('fold.by.fold')} note=${cv.splitter} cols=${cols} flush><${Table} label=${t('fold.by.fold')} rows=${[...cv.table, {fold: t('mean'), metrics: cv.mean}, {fold: '±', metrics: cv.std}]} columns=${[
    [t('fold'), (row) => row.fold, {main: true}], [t('head.rows'), (row) => row.test_rows == null ? null : int(row.test_rows), {number: true}], ...names.map((name) => [metricName(name), (row) => num(row.metrics[name], 4), {number: true}])]} /></>`;
}

function Learning({curve: {metric: name, unit, points}, cols}) {
  return html`<${Chart} title=${t('curve')} note=${`${metricName(name)} ${num(points.at(-1)[1])}`} cols=${cols} data=${{head: [t('unit.' + unit), metricName(name)], rows: points}}>
    <${Curve} name=${t('curve')} series=${[{points}]} unit=${unit} height=${220} /></>`;
}

/** What a search tried, the best first. */
function Leaderboard({search, cols}) {
  const [all, open] = useState(false);
  const rows = [...search.table].sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9) || a.candidate - b.candidate);
  const several = new Set(rows.map((row) => row.algorithm)).size > 1;
  const best = (row) => row.candidate === search.best;
  return html`<${Panel} title=${t('search')} note=${`${t('search.by', {metric: metricName(search.scoring), folds: search.folds})} · ${span(search.seconds)}`} cols=${cols} flush>
    <${Table} label=${t('search')} rows=${all ? rows : rows.slice(0, 10)} rowKey=${(row) => row.candidate} columns=${[
      [t('rank'), (row) => html`${row.rank ?? '–'}${best(row) && html` <span class="state ok">✓<span class="hidden"> ${t('taken')}</span></span>`}`, {main: true}],
      several && [t('algorithm'), (row) => row.algorithm, {bare: true}],
      [t('params'), (row) => html`<code class="wrap">${Object.entries(row.params).map(([name, x]) => `${name}=${x === null ? 'null' : x}`).join(' ') || '–'}</code>${row.error && html`<p class="small bad-text">${row.error}</p>`}`, {wide: true, bare: true}],
      [metricName(search.scoring), (row) => row.mean == null ? t('candidate.' + row.state) : `${num(row.mean, 4)} ± ${num(row.std, 2)}`, {number: true}],
      [t('folds'), (row) => row.scores?.length > 0 && html`<${Dots} scores=${row.scores} all=${rows} />`, {bare: true}],
      [t('fitted.in'), (row) => span(row.fit_seconds), {number: true}]].filter(Boolean)} />
    ${rows.length > 10 && html`<div class="table-foot"><${Button} small kind="ghost" onClick=${() => open(!all)}>${all ? t('fewer') : t('all.n', {n: int(rows.length)})}</></div>`}</>`;
}

/** The scores of one candidate's folds between the worst and the best of all. */
function Dots({scores, all}) {
  const known = all.flatMap((row) => row.scores ?? []).filter((x) => x != null);
  const [lo, hi] = [Math.min(...known), Math.max(...known)];
  return html`<svg class="dots" width="96" height="14" role="img" aria-label=${scores.map((x) => num(x, 4)).join(', ')}><line class="gridline" x1="4" x2="92" y1="7" y2="7" />
    ${scores.map((x, i) => x != null && html`<circle class="dot" key=${i} cx=${4 + (hi > lo ? (x - lo) / (hi - lo) : 0.5) * 88} cy="7" r="3" />`)}</svg>`;
}

function Made({model, cols}) {
  const {dataset, split} = model;
  const exact = model.equality === 'exact';
  const usual = Object.entries(model.parameters ?? {}).filter(([name]) => name in (model.request.params ?? {}));
  return html`<${Panel} title=${t('made.from')} cols=${cols}><${Facts} wide=${cols === 12} items=${[[t('head.dataset'), dataset && html`<a href=${`datasets/${enc(dataset.id)}`}>${dataset.id}</a>`], [t('head.rows'), dataset && int(dataset.rows)],
    [t('head.size'), model.artifact && bytes(model.artifact.size)], [t('target'), model.target], [t('split'), split && `${int(split.train_rows ?? split.train)} / ${int(split.test_rows ?? split.test)}`], ...usual.map(([name, x]) => [html`<code>${name}</code>`, String(x)]),
    [t('finished.early'), model.finished_early && (model.finished_early.reason ?? JSON.stringify(model.finished_early))],
    [t('equality'), exact ? html`<${Chip} tone="ok" icon="ok">${t('exact')}</>` : model.equality === 'own' ? t('own') : model.equality && t('within', {by: near(model.equality)})],
    ['sha256', model.artifact && html`<span title=${model.artifact.sha256}>${model.artifact.sha256.slice(0, 12)}…</span>`, true], [t('head.made'), html`<${Time} at=${model.times.finished} />`],
    ['model_id', model.model_id, true], [t('head.task'), html`<a href=${`tasks/${enc(model.model_id)}`}>${t('show.task')}</a>`]]} /></>`;
}
