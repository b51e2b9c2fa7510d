// Charts as SVG of the width that there is. Text is never scaled; each chart can be shown as a table of the same data.
import {html, int, num, pct, t, useState} from './lib.js';
import {Button, Panel, Table, useWidth} from './ui.js';

const DASHES = ['none', '6 3', '2 3', '8 3 2 3', '1 4'];
export const color = (i) => `var(--c${i % 5 + 1})`;

/** Round values from lo to hi, about that number of them; whole numbers if wanted. */
export function ticks(lo, hi, about = 4, whole) {
  if (!(hi > lo)) return [lo];
  const rough = (hi - lo) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough - 1e-12);
  if (whole) step = Math.max(1, Math.round(step));
  const values = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9; i++) values.push(i * step + 0);
  return values;
}

const label = (values) => {
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : 1;
  const digits = step >= 1 || step === 0 ? (step % 1 ? 1 : 0) : Math.min(6, Math.ceil(-Math.log10(step) + (step * 10 ** Math.ceil(-Math.log10(step)) % 1 > 1e-9 ? 1 : 0)));
  return (v) => Math.abs(v) >= 1e6 || (v !== 0 && Math.abs(v) < 1e-4) ? num(v, 3) : int(Math.trunc(v)) === '0' || digits ? v.toFixed(digits).replace('-', '−') : int(v);
};

/** The axes' frame; draw gets the scales. */
function Plot({height = 260, x, y, draw, name}) {
  const [ref, width] = useWidth();
  const yTicks = y.ticks ?? ticks(y.lo, y.hi, 4, y.whole);
  const yLabel = y.label ?? label(yTicks);
  const left = Math.max(...yTicks.map((v) => yLabel(v).length)) * 7 + 10;
  const right = 10;
  const top = y.title ? 24 : 10;
  const bottom = x.title ? 40 : 24;
  const xTicks = x.ticks ?? ticks(x.lo, x.hi, Math.max(2, Math.min(5, Math.floor(width / 90))), x.whole);
  const xLabel = x.label ?? label(xTicks);
  const X = (v) => left + (x.hi === x.lo ? 0.5 : (v - x.lo) / (x.hi - x.lo)) * (width - left - right);
  const Y = (v) => top + (1 - (y.hi === y.lo ? 0.5 : (v - y.lo) / (y.hi - y.lo))) * (height - top - bottom);
  const anchor = (v) => X(v) > width - 30 ? 'end' : X(v) < left + 8 ? 'start' : 'middle';
  return html`<div class="plot" ref=${ref}>${width > 0 && html`<svg width=${width} height=${height} role="img" aria-label=${name}>
    ${y.title && html`<text class="axis" x="0" y="12">${y.title}</text>`}
    ${yTicks.map((v) => html`<g key=${v}><line class="gridline" x1=${left} x2=${width - right} y1=${Y(v)} y2=${Y(v)} /><text class="axis" x=${left - 8} y=${Y(v) + 4} text-anchor="end">${yLabel(v)}</text></g>`)}
    ${xTicks.map((v) => html`<text class="axis" key=${v} x=${Math.min(X(v), width - 1)} y=${height - bottom + 17} text-anchor=${anchor(v)}>${xLabel(v)}</text>`)}
    ${x.title && html`<text class="axis" x=${width - 1} y=${height - 3} text-anchor="end">${x.title}</text>`}
    ${draw(X, Y, {left, right: width - right, top, bottom: height - bottom})}</svg>`}</div>`;
}

export const Legend = ({items}) => html`<ul class="legend">${items.map(({name, value, i, swatch, tone}) => html`<li key=${name}>
  ${swatch ? html`<i style=${{background: tone ?? color(i)}}></i>` : html`<svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4" stroke=${tone ?? color(i)} stroke-width="2" stroke-dasharray=${DASHES[i % 5]} /></svg>`}
  ${name}${value != null && html` <b>${value}</b>`}</li>`)}</ul>`;

/** A chart in its panel: it can be shown as a table, {head: [...], rows: [[...]]}. */
export function Chart({title, note, cols = 4, data, actions, children}) {
  const [table, set] = useState(false);
  return html`<${Panel} title=${title} note=${note} cols=${cols} actions=${html`${actions}<${Button} small kind="ghost" icon="table" label=${table ? t('as.chart') : t('as.table')}
    aria-pressed=${table} onClick=${() => set(!table)} />`}>
    ${table ? html`<div class="twin"><${Table} label=${`${title}, ${t('table')}`} cards=${false} columns=${data.head.map((head, i) => [head, (row) => typeof row[i] === 'number' ? num(row[i], 5) : row[i], {number: i > 0 || typeof data.rows[0]?.[0] === 'number'}])} rows=${data.rows} /></div>` : children}</>`;
}

/** A third value says that nothing is known between a point and the one before. */
const path = (points, X, Y) => points.map(([a, b, gap], i) => `${i && !gap ? 'L' : 'M'}${X(a).toFixed(1)} ${Y(b).toFixed(1)}`).join('');

/** Lines; marks are [x, y, text], the crosshair follows the pointer and the arrow keys. */
export function Lines({name, series, x, y, diagonal, level, marks = [], dots, height}) {
  const [at, move] = useState(null);
  const first = series[0].points;
  const say = (p) => `${x.say ? x.say(p[0]) : num(p[0], 3)}${x.say ? ':' : ','} ${y.say ? y.say(p[1]) : num(p[1], 3)}`;
  const draw = (X, Y, box) => {
    const near = (px) => first.reduce((best, p, i) => Math.abs(X(p[0]) - px) < Math.abs(X(first[best][0]) - px) ? i : best, 0);
    const seen = at == null ? null : first[Math.min(at, first.length - 1)];
    return html`
      ${diagonal && html`<line class="dashed" x1=${X(diagonal[0])} y1=${Y(diagonal[0])} x2=${X(diagonal[1])} y2=${Y(diagonal[1])} />`}
      ${level != null && html`<line class="dashed" x1=${box.left} x2=${box.right} y1=${Y(level)} y2=${Y(level)} />`}
      ${series.length === 1 && !dots && html`<path class="area" d=${`${path(first, X, Y)}L${X(first.at(-1)[0])} ${box.bottom}L${X(first[0][0])} ${box.bottom}Z`} />`}
      ${series.map(({points}, i) => html`<path key=${i} d=${path(points, X, Y)} fill="none" stroke=${color(i)} stroke-width="1.75" stroke-dasharray=${DASHES[i % 5]} stroke-linejoin="round" />`)}
      ${dots && series.map(({points}, i) => points.map(([a, b]) => html`<circle class="mark" cx=${X(a)} cy=${Y(b)} r="4" stroke=${color(i)} />`))}
      ${marks.map(([a, b, text]) => html`<circle class="mark" cx=${X(a)} cy=${Y(b)} r="5" stroke=${color(0)} /><text class="point" x=${X(a) > box.right - 60 ? X(a) - 8 : X(a) + 8} y=${Math.min(Y(b) + 18, box.bottom - 4)} text-anchor=${X(a) > box.right - 60 ? 'end' : 'start'}>${text}</text>`)}
      ${seen && html`<line class="cross" x1=${X(seen[0])} x2=${X(seen[0])} y1=${box.top} y2=${box.bottom} /><circle class="mark" cx=${X(seen[0])} cy=${Y(seen[1])} r="4" stroke=${color(0)} />
        <text class="point" x=${X(seen[0]) > (box.left + box.right) / 2 ? X(seen[0]) - 8 : X(seen[0]) + 8} y=${box.top + 12} text-anchor=${X(seen[0]) > (box.left + box.right) / 2 ? 'end' : 'start'}>${say(seen)}</text>`}
      <rect class="hit" x=${box.left} y=${box.top} width=${Math.max(0, box.right - box.left)} height=${Math.max(0, box.bottom - box.top)}
        onPointerMove=${(event) => move(near(event.clientX - event.currentTarget.ownerSVGElement.getBoundingClientRect().left))} onPointerLeave=${() => move(null)} />`;
  };
  const keys = (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (!step) return;
    event.preventDefault();
    move((old) => Math.max(0, Math.min(first.length - 1, (old ?? (step > 0 ? -1 : first.length)) + step)));
  };
  return html`<div class="lines" tabIndex="0" role="group" aria-label=${`${name}, ${t('arrows')}`} onKeyDown=${keys} onBlur=${() => move(null)}>
    <${Plot} name=${name} x=${x} y=${y} height=${height} draw=${draw} /><span class="hidden" aria-live="polite">${at != null && first[at] && say(first[at])}</span></div>`;
}

/** Bars over time: what went well above the line, what failed below. */
export function Updown({name, up, down, x, step, height}) {
  const most = (points) => Math.max(0, ...points.map(([, value]) => value));
  const hi = Math.max(1, most(up));
  return html`<${Plot} name=${name} height=${height} x=${{...x, hi: x.hi + step}} y=${{lo: -most(down), hi, whole: true, label: (v) => int(Math.abs(v))}} draw=${(X, Y, box) => {
    const column = ([at, value], look, top, bottom) => value > 0 && html`<rect class=${look} x=${X(at) + 0.5} width=${Math.max(1, X(at + step) - X(at) - 1)} y=${top} height=${Math.max(1, bottom - top)} />`;
    return html`${up.map((point) => column(point, 'column', Y(point[1]), Y(0)))}${down.map((point) => column(point, 'column fell', Y(0), Y(-point[1])))}
      <line class="zero" x1=${box.left} x2=${box.right} y1=${Y(0)} y2=${Y(0)} />`;
  }} />`;
}

/** Scores by steps, one series or several: {points: [[step, score], ...]}. */
export function Curve({name, series, last, unit, height = 200}) {
  const all = series.flatMap(({points}) => points.map(([, score]) => score));
  const lo = Math.min(...all);
  const hi = Math.max(...all);
  const pad = (hi - lo || Math.abs(hi) || 1) * 0.08;
  return html`<${Lines} name=${name} series=${series} dots=${series.every(({points}) => points.length === 1)} height=${height} x=${{lo: 0, hi: last ?? Math.max(...series.map(({points}) => points.at(-1)[0])), whole: true, title: t('unit.' + unit)}} y=${{lo: lo - pad, hi: hi + pad}} />`;
}

/** Points beside the line where both are equal, with the band of the typical error. */
export function Scatter({name, points, band, xTitle, yTitle}) {
  const all = points.flat();
  const lo = Math.min(...all);
  const hi = Math.max(...all);
  const pad = (hi - lo || 1) * 0.04;
  const axis = {lo: lo - pad, hi: hi + pad};
  return html`<${Plot} name=${name} x=${{...axis, title: xTitle}} y=${{...axis, title: yTitle}} draw=${(X, Y, box) => {
    const clip = (v) => Math.max(box.top, Math.min(box.bottom, v));
    const steps = Array.from({length: 41}, (_, i) => axis.lo + (axis.hi - axis.lo) * i / 40);
    const edge = (by, list) => list.map((v) => `${X(v).toFixed(1)} ${clip(Y(v + by)).toFixed(1)}`).join('L');
    return html`${band && html`<path class="band" d=${`M${edge(band, steps)}L${edge(-band, [...steps].reverse())}Z`} />`}
      <line class="dashed" x1=${X(axis.lo)} y1=${Y(axis.lo)} x2=${X(axis.hi)} y2=${Y(axis.hi)} />
      ${points.map(([a, b]) => html`<circle class="dot" cx=${X(a)} cy=${Y(b)} r="3" />`)}`;
  }} />`;
}

/** Values in bins of equal width. */
export function binned(values, about = 15) {
  const edges = ticks(Math.min(...values), Math.max(...values), about);
  const step = edges.length > 1 ? edges[1] - edges[0] : 1;
  const lo = Math.floor(Math.min(...values) / step) * step;
  const counts = [];
  for (const v of values) {
    const i = Math.floor((v - lo) / step);
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return {lo, step, counts: Array.from(counts, (n) => n ?? 0)};
}

export function Hist({name, bins, xTitle, yTitle, at}) {
  const {lo, step, counts} = bins;
  return html`<${Plot} name=${name} x=${{lo, hi: lo + step * counts.length, title: xTitle}} y=${{lo: 0, hi: Math.max(...counts) * 1.05, whole: true, title: yTitle}}
    draw=${(X, Y, box) => html`${counts.map((n, i) => n > 0 && html`<rect class="column" x=${X(lo + i * step) + 1} width=${Math.max(1, X(lo + step) - X(lo) - 2)} y=${Y(n)} height=${box.bottom - Y(n)} rx="2" />`)}
      ${at != null && html`<line class="dashed" x1=${X(at)} x2=${X(at)} y1=${box.top} y2=${box.bottom} />`}`} />`;
}

/** Bars side by side; rows are {name, value, text, error}. */
export function BarRows({rows, signed}) {
  const most = Math.max(1e-12, ...rows.map((row) => Math.abs(row.value) + (row.error ?? 0)));
  return html`<div class="bar-rows" role="list">${rows.map((row) => html`<div role="listitem" key=${row.name} class=${row.look}><span class="bar-name" title=${row.name}>${row.name}</span>
    <span class=${'bar-track' + (signed ? ' signed' : '')}><span class=${'bar-fill' + (row.value < 0 ? ' below' : '')} style=${{width: `${Math.abs(row.value) / most * 100}%`}}></span>
    ${row.error > 0 && html`<span class="bar-error" style=${{left: `${Math.max(0, Math.abs(row.value) - row.error) / most * 100}%`, width: `${(Math.min(row.error, Math.abs(row.value)) + row.error) / most * 100}%`}}></span>`}</span>
    <span class="bar-text">${row.text}</span></div>`)}</div>`;
}

/** Counts of actual and predicted classes, with the share of each row. Of more than 12 the 12 most confused. */
export function Confusion({classes, matrix, label: name}) {
  const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  let kept = classes.map((_, i) => i);
  if (kept.length > 12) {
    const wrong = (i) => rows[i] - matrix[i][i] + matrix.reduce((sum, row, j) => sum + (j === i ? 0 : row[i]), 0);
    kept = [...kept].sort((a, b) => wrong(b) - wrong(a)).slice(0, 12).sort((a, b) => a - b);
  }
  return html`<div class="scroll" tabIndex="0" role="group" aria-label=${name}><table class="confusion"><thead><tr><td></td><th scope="colgroup" colSpan=${kept.length}>${t('predicted')}</th></tr>
    <tr><th scope="col">${t('actual')}</th>${kept.map((j) => html`<th scope="col">${String(classes[j])}</th>`)}</tr></thead>
    <tbody>${kept.map((i) => html`<tr><th scope="row">${String(classes[i])}</th>${kept.map((j) => {
      const share = rows[i] ? matrix[i][j] / rows[i] : 0;
      return html`<td><div class=${i === j ? 'right' : 'wrong'} style=${{'--share': `${Math.round(share * 100)}%`}}><b>${int(matrix[i][j])}</b><small>${pct(share)}${i === j ? ' ✓' : ''}</small></div></td>`;
    })}</tr>`)}</tbody></table>${kept.length < classes.length && html`<p class="note">${t('confusion.kept', {n: kept.length, of: classes.length})}</p>`}</div>`;
}
