// "Ask it": a form made of the model's features; the model answers as one moves.
import {api, enc, html, num, pct, signal, t, useEffect, useMemo, useRef, useState} from './lib.js';
import {act, away, Button, Commands, curl, Msg, Panel, Segments, Bars, useApi} from './ui.js';
import {BarRows} from './charts.js';

/** So long after the last move the model is asked. */
const PAUSE = 80;
const MOST_FIELDS = 60;

/** The row that was asked last, for what shows its way: {model, row}. */
export const asked = signal(null);

const number = (feature) => feature.min != null && feature.max != null;

/** The median in few digits, unless these lie outside of what was seen. */
function usual({median, min, max}) {
  const rounded = Number(Number(median ?? min).toPrecision(5));
  return String(rounded < min || rounded > max ? median ?? min : rounded);
}

/** What goes to the model: numbers where they are numbers, null where nothing stands. */
const parsed = (feature, text) => {
  if (text === '') return null;
  return number(feature) && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
};

export function Ask({model}) {
  const features = model.features ?? [];
  const dataset = useApi(features.some((one) => !number(one)) && model.dataset ? `datasets/${enc(model.dataset.id)}?columns=${enc(featuresAsked(features))}` : null);
  const seen = useMemo(() => words(dataset.data, features), [dataset.data]);
  const [texts, write] = useState(() => Object.fromEntries(features.map((one) => [one.name, number(one) ? usual(one) : ''])));
  const [way, set] = useState('form');
  const [json, type] = useState('');
  const [answer, tell] = useState({});
  // What a text feature begins with: a value that the dataset has.
  useEffect(() => {
    if (dataset.data) write((old) => ({...Object.fromEntries(features.filter((one) => !number(one)).map((one) => [one.name, seen[one.name]?.[0] ?? ''])), ...Object.fromEntries(Object.entries(old).filter(([, text]) => text !== ''))}));
  }, [dataset.data]);
  const ready = !dataset.data && !dataset.error && features.some((one) => !number(one)) && model.dataset ? false : true;
  const row = Object.fromEntries(features.map((one) => [one.name, parsed(one, texts[one.name] ?? '')]));
  const body = way === 'json' ? json : JSON.stringify(row, null, 2);
  const late = useRef(0);
  useEffect(() => {
    if (!ready || way === 'csv') return undefined;
    const turn = ++late.current;
    const timer = setTimeout(async () => {
      let input;
      try { input = JSON.parse(body); } catch { tell((old) => ({...old, error: {message: t('no.json'), code: 'json_invalid', fields: []}})); return; }
      asked.value = {model: model.model_id, row: Array.isArray(input) ? null : input};
      const began = performance.now();
      try {
        const result = await api('predict', {method: 'POST', json: {model_id: model.model_id, input_data: input}});
        if (turn === late.current) tell({result, input, ms: performance.now() - began});
      } catch (error) {
        if (turn === late.current) tell((old) => ({...old, error}));
      }
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [body, way, ready]);
  if (features.length === 0) return null;
  const put = (name, text) => write((old) => ({...old, [name]: text}));
  return html`<${Panel} title=${t('ask')} cols=${7} actions=${html`<${Segments} label=${t('ask.how')} value=${way} onChange=${(next) => { if (next === 'json') type(JSON.stringify(row, null, 2)); set(next); }} options=${[['form', t('form')], ['json', 'JSON'], ['csv', 'CSV']]} />`}>
      ${way === 'form' && html`<div class="ask">${features.slice(0, MOST_FIELDS).map((one) => html`<${Row} key=${one.name} feature=${one} text=${texts[one.name] ?? ''} words=${seen[one.name] ?? []} put=${put} />`)}
        ${features.length > MOST_FIELDS && html`<p class="note">${t('ask.rest', {n: features.length - MOST_FIELDS})}</p>`}<p class="note">${t('ask.note')}</p></div>`}
      ${way === 'json' && html`<textarea aria-label="JSON" spellcheck=${false} value=${json} onInput=${(event) => type(event.target.value)}></textarea>`}
      ${way === 'csv' && html`<${Csv} model=${model} />`}</>
    <${Panel} title=${t('answer')} note=${way === 'csv' ? '' : t('as.you.move')} cols=${5}>${way === 'csv' ? html`<p class="note">${t('csv.answer')}</p>` : html`<${Answer} answer=${answer} model=${model} />`}
      ${way !== 'csv' && html`<details class="more"><summary>${t('same')}</summary><${Commands} commands=${[['curl', curl('POST', 'predict', {model_id: model.model_id, input_data: row})]]} /></details>`}</>`;
}

/** The names of the features as the dataset's columns are asked for, 50 at most. */
const featuresAsked = (features) => features.filter((one) => !number(one) && !one.name.includes(',')).slice(0, 50).map((one) => one.name).join(',');

/** Values of text columns among the first rows of the dataset. */
function words(dataset, features) {
  const found = {};
  for (const feature of features) {
    const at = dataset?.columns.findIndex((column) => column.name === feature.name) ?? -1;
    if (at >= 0) found[feature.name] = [...new Set(dataset.first_rows.map((row) => row[at]).filter((text) => text !== ''))];
  }
  return found;
}

let listId = 0;
function Row({feature, text, words: known, put}) {
  const id = useMemo(() => `words-${++listId}`, []);
  const {name, min, max} = feature;
  const value = Number(text);
  const outside = number(feature) && text.trim() !== '' && Number.isFinite(value) && (value < min || value > max);
  return html`<div class="ask-row"><span class="bar-name" title=${name}>${name}</span>${number(feature) ? html`<span><input type="range" min=${min} max=${max} step="any" disabled=${min === max} value=${text === '' ? min : Math.max(min, Math.min(max, value))} aria-label=${`${name}, ${t('slider')}`}
      onInput=${(event) => put(name, String(Number(Number(event.target.value).toPrecision(4))))} /><span class="ends"><span>${num(min, 3)}</span><span>${num(max, 3)}</span></span></span>
      <input aria-label=${name} inputmode="decimal" autocomplete="off" placeholder=${t('missing.value')} value=${text} onInput=${(event) => put(name, event.target.value)} />`
    : html`<span class="small">${known.length > 0 && known.slice(0, 4).map((word) => html`<button type="button" class="pill" aria-pressed=${word === text} onClick=${() => put(name, word)}><span class="ellipsis">${word}</span></button> `)}</span>
      <input class="text" aria-label=${name} list=${id} autocomplete="off" placeholder=${t('missing.value')} value=${text} onInput=${(event) => put(name, event.target.value)} /><datalist id=${id}>${known.map((word) => html`<option value=${word}></option>`)}</datalist>`}
    ${outside && html`<span class="outside">⚠ ${t('outside', {min: num(min, 4), max: num(max, 4)})}</span>`}</div>`;
}

function Answer({answer, model}) {
  const {result, error, ms} = answer;
  const [spoken, speak] = useState('');
  const message = result?.message;
  const single = message && !Array.isArray(answer.input);
  const said = !single ? '' : message.prediction !== undefined ? String(message.prediction) : message.score != null ? (message.outlier ? t('outlier') : t('inlier')) : num(message.pred_proba, 4);
  // Spoken once a second at most.
  useEffect(() => {
    const timer = setTimeout(() => speak(said), 1000);
    return () => clearTimeout(timer);
  }, [said]);
  if (error) return html`<${Msg} error=${error} />`;
  if (!message) return html`<${Bars} />`;
  if (!single) return html`<pre class="command" tabIndex="0" role="group" aria-label=${t('answer')}><code>${JSON.stringify(message, null, 2).slice(0, 20000)}</code></pre>`;
  const shares = message.classes?.map((name, i) => ({name: String(name), value: message.pred_proba[i], text: pct(message.pred_proba[i])})).sort((a, b) => b.value - a.value);
  const rmse = model.evaluation?.metrics?.rmse;
  return html`<div><p><span class="answer" title=${typeof message.pred_proba === 'number' ? String(message.pred_proba) : undefined}>${said}</span> <span class="note">${message.score != null ? t('score.of', {score: num(message.score, 3)}) : shares ? t('probability', {p: num(shares[0].value, 3)}) : ''} · ${t('took', {ms: Math.round(ms)})}</span></p>
    <span class="hidden" aria-live="polite">${spoken}</span>${rmse != null && model.target_type === 'number' && html`<p class="note">${t('typical.error', {rmse: num(rmse, 3)})}</p>`}
    ${shares && html`<${BarRows} rows=${shares.slice(0, 12)} />`}
    ${[...(message.warnings ?? []), ...(result.warnings ?? [])].map((text) => html`<p class="warn-text small">⚠ ${text}</p>`)}</div>`;
}

/** A file goes in, a file with predictions comes out. */
function Csv({model}) {
  const chooser = useRef();
  const [made, make] = useState(null);
  const [busy, work] = useState(false);
  useEffect(() => () => { if (made) URL.revokeObjectURL(made.url); }, [made]);
  const send = (file) => file && act(async () => {
    work(true);
    try {
      const blob = await api(`models/${enc(model.model_id)}/predict.csv`, {method: 'POST', body: file, type: 'text/csv', accept: 'text/csv'});
      make({url: URL.createObjectURL(blob), name: file.name.replace(/(\.csv)?$/i, '-predicted.csv'), size: blob.size});
    } finally { work(false); }
  });
  return html`<div class="stack"><p>${t('csv.text')}</p><input type="file" ref=${chooser} accept=".csv,text/csv" aria-label=${t('choose.file')} onChange=${(event) => { send(event.target.files[0]); event.target.value = ''; }} />
    <div class="buttons"><${Button} icon="up" why=${away() ?? (busy ? t('working') : undefined)} onClick=${() => chooser.current.click()}>${t('choose.file')}</>
    ${made && html`<${Button} kind="primary" icon="down" href=${made.url} download=${made.name}>${made.name}</>`}</div></div>`;
}
