// How queues were: what the server keeps by the minute and the hour, for charts and for small lines beside figures.
import {html, lang, useEffect} from './lib.js';
import {useApi} from './ui.js';

/** What the API answers at the path, read again after this number of seconds while the page is seen. */
export function usePolled(path, seconds) {
  const answer = useApi(path);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) answer.reload(); }, seconds * 1000);
    return () => clearInterval(timer);
  }, [path]);
  return answer;
}

export const seriesOf = (history, queue) => history.queues.find((one) => one.queue === queue);

/** A figure's steps as [second, value, whether nothing is known of the step before]; steps of which nothing is known are left out. */
export function pointsOf(history, values) {
  const from = Date.parse(history.from) / 1000;
  const points = [];
  let gap = true;
  values.forEach((value, i) => {
    if (value != null) points.push([from + i * history.step_s, value, gap]);
    gap = value == null;
  });
  return points;
}

/** An axis of times from the first step to the last: round times of this place, dates where there are several days. */
export function timeAxis(history) {
  const lo = Date.parse(history.from) / 1000;
  const hi = lo + (history.queues[0].waiting.length - 1) * history.step_s;
  const step = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 172800].find((s) => (hi - lo) / s <= 5) ?? 259200;
  const shift = -new Date(lo * 1000).getTimezoneOffset() * 60;
  const ticks = [];
  for (let at = Math.ceil((lo + shift) / step) * step - shift; at <= hi; at += step) ticks.push(at);
  const format = new Intl.DateTimeFormat(lang.value, step < 86400 && hi - lo <= 172800 ? {hour: '2-digit', minute: '2-digit', hour12: false} : {day: 'numeric', month: 'short'});
  return {lo, hi, ticks, label: (at) => format.format(new Date(at * 1000)), say: (at) => new Date(at * 1000).toLocaleString(lang.value)};
}

/** A small line without axes beside a figure, which says the same in words. */
export function Spark({values, name}) {
  const known = values.filter((value) => value != null);
  const most = Math.max(...known);
  if (known.length < 2 || most === 0) return null;
  let pen = 'M';
  const path = values.map((value, i) => {
    if (value == null) { pen = 'M'; return ''; }
    const step = `${pen}${(1 + i / (values.length - 1) * 78).toFixed(1)} ${(22 - value / most * 20).toFixed(1)}`;
    pen = 'L';
    return step;
  }).join('');
  return html`<svg class="spark" width="80" height="24" role="img" aria-label=${name}><path d=${path} /></svg>`;
}
