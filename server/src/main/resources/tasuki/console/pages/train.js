import {api, bytes, enc, exactly, go, html, int, near, pct, route, span, t, useEffect, useMemo, useRef, useState} from '../lib.js';
import {away, Bars, Button, Chip, Commands, curl, Empty, Facts, Icon, Missing, Msg, Page, Panel, Segments, Table, useApi} from '../ui.js';
import {counts} from '../live.js';
import {kind, remark, useDataset} from '../columns.js';
import {trainCommand} from '../command.js';
import {searched, searchOf} from '../search.js';

const COMMON = 8;

/** Without a dataset: which one. */
export default function Train({id}) {
  return id == null ? html`<${Choose} />` : html`<${Form} id=${id} />`;
}

function Choose() {
  const list = useApi('datasets', (type) => type.startsWith('dataset.'));
  const datasets = list.data?.datasets ?? [];
  return html`<${Page} title=${t('page.train')}>${list.error && html`<${Msg} error=${list.error} />`}${!list.data && !list.error && html`<${Bars} />`}
    ${list.data && datasets.length === 0 && html`<${Empty} icon="datasets" title=${t('datasets.none')} text=${t('datasets.none.text')}><${Button} kind="primary" icon="up" href="datasets">${t('upload')}</></>`}
    ${datasets.length > 0 && html`<${Panel} title=${t('train.which')} flush><${Table} label=${t('page.datasets')} rows=${datasets} rowKey=${(one) => one.dataset_id} columns=${[
      [t('head.name'), (one) => html`<a class="ellipsis" href=${`datasets/${enc(one.dataset_id)}/train`}>${one.dataset_id}</a>`, {main: true, bare: true}],
      [t('head.size'), (one) => bytes(one.size), {number: true, bare: true}]]} /></>`}</>`;
}

function Form({id}) {
  const dataset = useDataset(id);
  const algorithms = useApi('algorithms', undefined, true);
  const from = route.value.query.get('from');
  const former = useApi(from ? `tasks/${enc(from)}` : null, undefined, true);
  const path = [[t('page.datasets'), 'datasets'], [id, `datasets/${enc(id)}`]];
  const error = [dataset, algorithms, former].find((one) => one.error && !one.data)?.error;
  if (error) return html`<${Missing} error=${error} what=${dataset.error ? t('a.dataset') : t('a.task')} id=${dataset.error ? id : from ?? ''} all=${t('all.datasets')} href="datasets" />`;
  if (!dataset.data || !algorithms.data || (from && !former.data)) return html`<${Page} title=${t('train.on', {name: id})} path=${path}><${Bars} /></>`;
  return html`<${Filled} dataset=${dataset.data} algorithms=${algorithms.data.algorithms} former=${former.data?.request} path=${path} />`;
}

/** What a field's text stands for in JSON; undefined if it is no such thing. */
function value(parameter, text) {
  if (text === 'null' && parameter.nullable) return null;
  if (parameter.type === 'boolean') return text === 'true';
  if (parameter.type === 'string') return text;
  const number = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(number)) return parameter.type === 'any' ? exactly(text.trim()) : number;
  if (parameter.type !== 'any') return undefined;
  try { return JSON.parse(text); } catch { return text; }
}

const shown = (x) => x === null || x === undefined ? 'null' : typeof x === 'object' ? JSON.stringify(x) : String(x);

function Filled({dataset, algorithms, former, path}) {
  const {columns, rows} = dataset;
  const wholly = former?.features?.length === 1 && former.features[0] === '*';
  const [target, aim] = useState(former ? former.target ?? '' : columns.at(-1).name);
  const [name, call] = useState(former?.name ?? '');
  const [features, learn] = useState(former && !wholly ? new Set(former.features) : null);
  const [algorithm, by] = useState(former?.algorithm === 'auto' ? '' : former?.algorithm ?? '');
  const [params, set] = useState(() => Object.fromEntries(Object.entries(former?.params ?? {}).map(([key, x]) => [key, shown(x)])));
  const [check, judge] = useState(former?.cv ? 'cv' : 'hold');
  const [folds, fold] = useState(String(former?.cv ?? 5));
  const [size, hold] = useState(String(former?.test_size ?? 0.2));
  const [search, seek] = useState(() => searched(former));
  const [stratify, keep] = useState(Boolean(former?.stratify));
  const [shuffles, shuffle] = useState(Boolean(former?.permutation_importance));
  const [plan, know] = useState({});
  const [busy, work] = useState(false);
  const form = useRef();
  const [all, open] = useState(false);
  const names = (target ? columns.filter((column) => column.name !== target) : columns).map((column) => column.name);
  const {body, wrong} = useMemo(() => {
    const bad = {};
    const chosen = algorithms.find((one) => one.name === (algorithm || plan.data?.algorithm));
    const given = {};
    for (const [key, text] of Object.entries(params)) {
      const parameter = chosen?.parameters.find((one) => one.name === key);
      if (!parameter) continue;
      const read = value(parameter, text);
      if (read === undefined) bad[key] = t('allowed.not', {allowed: parameter.allowed, given: text});
      else given[key] = read;
    }
    const tried = searchOf(search, chosen?.parameters, value, bad);
    if (search.way === 'auto') Object.keys(given).forEach((key) => delete given[key]);
    Object.keys(tried?.grid ?? tried?.random ?? {}).forEach((key) => delete given[key]);
    const numbers = {test_size: size, ...(check === 'cv' ? {cv: folds} : {})};
    for (const [key, text] of Object.entries(numbers)) if (!Number.isFinite(Number(text)) || text.trim() === '') bad[key] = t('no.number', {given: text});
    // What an earlier request said beyond this form goes with it.
    const rest = former ? Object.fromEntries(['preprocess', 'split_random_state', 'tags', 'timeout_s', 'on_timeout', 'priority'].filter((key) => former[key] != null).map((key) => [key, former[key]])) : {};
    return {wrong: bad, body: {
      dataset_id: dataset.dataset_id, features: features ? [...features].filter((one) => one !== target) : ['*'], ...(target ? {target} : {}), ...(search.way === 'auto' ? {algorithm: 'auto'} : algorithm ? {algorithm} : {}), ...(tried && Object.keys(tried).length ? {search: tried} : {}),
      ...(Object.keys(given).length ? {params: given} : {}), ...rest, ...(Number(size) !== 0.2 ? {test_size: Number(size)} : {}), ...(check === 'cv' ? {cv: Number(folds)} : {}),
      ...(stratify ? {stratify: true} : {}), ...(shuffles ? {permutation_importance: former?.permutation_importance || 5} : {}), ...(name.trim() ? {name: name.trim()} : {}),
    }};
  }, [target, name, features, algorithm, params, check, folds, size, stratify, shuffles, search, plan.data?.algorithm]);
  const key = JSON.stringify([body, wrong]);
  useEffect(() => {
    if (Object.keys(wrong).length) { know((old) => ({data: old.data})); return undefined; }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const data = await api('train?validateOnly=true', {method: 'POST', json: body, signal: stop.signal});
        know({data, of: key});
      } catch (error) {
        if (error.name !== 'AbortError') know((old) => ({data: old.data, error, of: key}));
      }
    }, 300);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [key]);
  const problems = {...wrong};
  const others = [];
  for (const {loc = [], msg} of plan.error?.fields ?? []) {
    const field = loc[1] === 'params' ? loc[2] : loc[1] === 'search' ? ['search', loc.findLast((one, i) => i > 1 && typeof one === 'string' && !['grid', 'random'].includes(one))].filter(Boolean).join('.') : loc[1];
    if (loc[1] === 'search' || ['target', 'name', 'cv', 'test_size', 'stratify'].includes(field) || (loc[1] === 'params' && field)) problems[field] ??= msg;
    else others.push(`${loc.slice(1).join('.')}: ${msg}`);
  }
  const now = algorithms.find((one) => one.name === (algorithm || plan.data?.algorithm));
  const left = new Set((plan.data?.preprocess ?? []).filter((one) => one.as === 'left_out').map((one) => one.name));
  const learned = features ? names.filter((one) => features.has(one)) : plan.data?.features.filter((one) => one !== target && !left.has(one)) ?? [];
  const why = away() ?? (busy ? t('working') : Object.keys(problems).length || plan.error ? t('mend.first') : plan.of !== key ? t('being.checked') : undefined);
  const submit = async () => {
    if (why) {
      form.current.querySelector('[aria-invalid=true]')?.focus();
      return;
    }
    work(true);
    try {
      const answer = await api('train', {method: 'POST', json: body});
      go(`tasks/${enc(answer.message.model_id)}`);
    } catch (error) { know((old) => ({data: old.data, error, of: key})); work(false); }
  };
  const toggle = (one) => learn((old) => { const next = new Set(old ?? learned); if (!next.delete(one)) next.add(one); return next; });
  return html`<${Page} title=${t('train.on', {name: dataset.dataset_id})} path=${path} facts=${t('rows', {n: int(rows)})}>
    <form class="pair" ref=${form} onSubmit=${(event) => { event.preventDefault(); submit(); }} onKeyDown=${(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); } }}>
    <div class="stack"><${Panel} title=${html`<span class="number">1</span>${t('what')}`} label=${t('what')}><div class="fields">
        <${Field} name="target" label=${t('target')} wrong=${problems.target} help=${now ? t('learns.' + now.predicts) : ''}>${(more) => html`<select ...${more} value=${target} onChange=${(event) => { aim(event.target.value); by(''); set({}); if (features) learn(new Set([...features].filter((one) => one !== event.target.value))); }}>
          ${columns.map((column) => html`<option value=${column.name}>${column.name}</option>`)}<option value="">${t('target.none')}</option></select>`}</>
        <${Field} name="name" label=${t('head.name')} wrong=${problems.name} help=${t('name.help')}>${(more) => html`<input ...${more} value=${name} maxLength="200" autocomplete="off" onInput=${(event) => call(event.target.value)} />`}</></div></>
      <${Columns} columns=${columns.filter((column) => column.name !== target)} rows=${rows} learned=${new Set(learned)} plan=${plan.data} toggle=${toggle} proposal=${features && (() => learn(null))}
        note=${`${t('of', {n: int(learned.length), of: int(names.length)})}${dataset.whole ? '' : ` · ${t('columns.shown', {n: int(columns.length), of: int(dataset.columns_total)})}`}`}
        choose=${(on) => learn(new Set(on ? names : []))} />
      <${Panel} title=${html`<span class="number">3</span>${t('how')}`} label=${t('how')}><${Algorithms} algorithms=${algorithms} now=${now} chosen=${algorithm} none=${!target} pick=${(one) => { by(one); set({}); }} />
        ${now && html`<div class="fields">${now.parameters.slice(0, COMMON).map((one) => html`<${Parameter} key=${now.name + one.name} parameter=${one} text=${params[one.name]} wrong=${problems[one.name]} set=${set} />`)}</div>
        ${now.parameters.length > COMMON && html`<details class="more" open=${all || now.parameters.slice(COMMON).some((one) => problems[one.name])} onToggle=${(event) => open(event.currentTarget.open)}><summary>${t('more.parameters', {n: int(now.parameters.length - COMMON)})}</summary>
          <div class="fields">${now.parameters.slice(COMMON).map((one) => html`<${Parameter} key=${now.name + one.name} parameter=${one} text=${params[one.name]} wrong=${problems[one.name]} set=${set} />`)}</div></details>`}`}</>
      ${target && html`<${Search} search=${search} seek=${seek} parameters=${now?.parameters ?? []} problems=${problems} numbers=${now?.predicts === 'number'} />`}
      <${Panel} title=${html`<span class="number">${target ? 5 : 4}</span>${t('check')}`} label=${t('check')}><div class="stack"><${Segments} label=${t('check')} value=${check} onChange=${judge} options=${[['hold', t('hold.out')], ['cv', t('hold.and.folds')]]} />
        <div class="fields"><${Field} name="test_size" label=${t('share.held')} wrong=${problems.test_size} help=${t('share.help')}>${(more) => html`<input ...${more} inputmode="decimal" value=${size} onInput=${(event) => hold(event.target.value)} />`}</>
        ${check === 'cv' && html`<${Field} name="cv" label=${t('folds')} wrong=${problems.cv} help=${t('folds.help')}>${(more) => html`<input ...${more} inputmode="numeric" value=${folds} onInput=${(event) => fold(event.target.value)} />`}</>`}</div>
        <label class="check"><input type="checkbox" checked=${stratify} onChange=${() => keep(!stratify)} />${t('stratify')}</label>${problems.stratify && html`<p class="wrong bad-text">${problems.stratify}</p>`}
        <label class="check"><input type="checkbox" checked=${shuffles} onChange=${() => shuffle(!shuffles)} />${t('permutation')}</label></div></></div>
    <div class="stack sticky"><${Panel} title=${t('summary')}><${Facts} items=${[[t('learns'), target ? `${target} (${now ? t('predicts.' + now.predicts) : '…'})` : t('predicts.score')],
        [t('from'), t('columns.rows', {columns: int(learned.length), rows: int(rows)})], [t('by'), search.way === 'auto' ? t('search.auto') : now?.name], [t('search'), plan.data?.search && t('search.plan', {n: int(plan.data.search.candidates), folds: int(plan.data.search.folds)})], [t('checked.by'), check === 'cv' ? t('checked.cv', {n: folds, share: pct(Number(size), 0)}) : t('checked.hold', {share: pct(Number(size), 0)})],
        [t('cost'), plan.data && !plan.error && t('cost.of', {time: span(plan.data.seconds.estimate), low: span(plan.data.seconds.low), high: span(plan.data.seconds.high), bytes: bytes(plan.data.memory_bytes.estimate)})],
        [t('starts'), counts.value && (counts.value.tasks.TASK_RECEIVED ? t('starts.after', {n: int(counts.value.tasks.TASK_RECEIVED)}) : t('at.once'))]]} />
        <div role="status">${Object.entries(problems).map(([field, text]) => html`<p class="bad-text small" key=${field}><${Icon} name="warn" /> <code>${field}</code>: ${text}</p>`)}${others.map((text) => html`<p class="bad-text small">${text}</p>`)}
        ${plan.error && plan.error.fields.length === 0 && html`<${Msg} error=${plan.error} />`}${!plan.error && plan.data?.warnings.map((text) => html`<p class="warn-text small">${text}</p>`)}</div>
        <${Button} kind=${'primary full'} icon="train" type="submit" why=${why}>${t('train.features', {n: int(learned.length)})}</><p class="small"><kbd>Ctrl Enter</kbd></p></>
      <${Panel} title=${t('same')}><${Commands} commands=${[['curl', curl('POST', 'train', body)], ['tasuki', trainCommand(body)]]} /></></div></form></>`;
}

/** What is tried before the model is learned: nothing, every combination, some by chance, or other algorithms. */
function Search({search, seek, parameters, problems, numbers}) {
  const {way, values, other} = search;
  const write = (name, text) => seek((old) => ({...old, values: {...old.values, [name]: text}}));
  const say = (name, text) => seek((old) => ({...old, other: {...old.other, [name]: text}}));
  const list = (one) => html`<${Field} key=${one.name} name=${'search.' + one.name} label=${one.name} wrong=${problems['search.' + one.name]} head=${html`<span></span>`} help=${t('allowed', {allowed: one.allowed})}>${(more) => html`
    <input ...${more} autocomplete="off" spellcheck=${false} value=${values[one.name] ?? ''} onInput=${(event) => write(one.name, event.target.value)} />`}</>`;
  const rest = parameters.slice(COMMON);
  return html`<${Panel} title=${html`<span class="number">4</span>${t('search')}`} label=${t('search')}><div class="stack">
    <${Segments} label=${t('search')} value=${way} onChange=${(next) => seek((old) => ({...old, way: next}))} options=${[['', t('search.none')], ['grid', t('search.grid')], ['random', t('search.random')], ['auto', t('search.auto')]]} />
    ${way === 'auto' && html`<p class="note">${t('search.auto.text')}</p>`}
    ${(way === 'grid' || way === 'random') && html`<p class="note">${t(`search.${way}.text`)}</p>${problems.search && html`<p class="wrong bad-text">${problems.search}</p>`}
      <div class="fields">${parameters.slice(0, COMMON).map(list)}</div>
      ${rest.length > 0 && html`<details class="more" open=${rest.some((one) => problems['search.' + one.name] || values[one.name])}><summary>${t('more.parameters', {n: int(rest.length)})}</summary><div class="fields">${rest.map(list)}</div></details>`}`}
    ${way && html`<div class="fields">${(way === 'random' ? ['n_iter', 'cv', 'scoring', 'max_seconds'] : ['cv', 'scoring', 'max_seconds']).map((name) => html`<${Field} key=${name} name=${'search.' + name} label=${t('search.' + name)} wrong=${problems['search.' + name]} help=${t(`search.${name}.help`)}>${(more) => html`
      <input ...${more} autocomplete="off" spellcheck=${false} inputmode=${name === 'scoring' ? undefined : 'numeric'} value=${other[name] ?? ''} placeholder=${{n_iter: '10', cv: '5', max_seconds: way === 'auto' ? '60' : '', scoring: numbers ? 'r2' : way === 'auto' ? 'log_loss' : 'accuracy'}[name]} onInput=${(event) => say(name, event.target.value)} />`}</>`)}</div>`}</div></>`;
}

let fieldId = 0;
function Field({name, label, wrong, help, head, children}) {
  const id = useMemo(() => `field-${++fieldId}`, []);
  return html`<div class="field">${head ? html`<span class="field-head"><label htmlFor=${id}><code>${label}</code></label>${head}</span>` : html`<label htmlFor=${id}><span>${label}</span></label>`}
    ${children({id, name, 'aria-invalid': wrong ? 'true' : undefined, 'aria-describedby': `${id}-help`})}
    <span class=${wrong ? 'wrong' : 'help'} id=${`${id}-help`}>${wrong ?? help}</span></div>`;
}

/** A parameter's field, made of what the API tells of it. */
function Parameter({parameter, text, wrong, set}) {
  const usual = shown(parameter.default_value);
  const changed = text !== undefined && text !== usual;
  const put = (next) => set((old) => { const {[parameter.name]: gone, ...rest} = old; return next === undefined || next === usual ? rest : {...rest, [parameter.name]: next}; });
  const choices = parameter.type === 'boolean' ? ['true', 'false'] : parameter.values;
  const listed = choices.length > 0 && (parameter.type === 'boolean' || parameter.type === 'string');
  const options = listed && [...new Set([...choices, ...(parameter.nullable ? ['null'] : []), usual, text ?? usual])];
  return html`<${Field} name=${parameter.name} label=${parameter.name} wrong=${wrong} help=${`${parameter.description}. ${t('allowed', {allowed: parameter.allowed})}`}
    head=${changed ? html`<button type="button" onClick=${() => put(undefined)}>${t('default', {value: usual === 'null' ? t('none') : usual})}</button>` : html`<span></span>`}>${(more) => listed
    ? html`<select ...${more} value=${text ?? usual} onChange=${(event) => put(event.target.value)}>${options.map((one) => html`<option value=${one}>${one === 'null' ? t('none') : one}</option>`)}</select>`
    : html`<input ...${more} inputmode=${parameter.type === 'integer' ? 'numeric' : parameter.type === 'number' ? 'decimal' : undefined} autocomplete="off" spellcheck=${false} value=${(text ?? usual) === 'null' ? '' : text ?? usual} placeholder=${parameter.nullable ? t('none') : undefined}
      onInput=${(event) => put(event.target.value === '' && parameter.nullable ? 'null' : event.target.value)} />`}</>`;
}

function Columns({columns, rows, learned, plan, toggle, proposal, note, choose}) {
  const [shown, show] = useState(200);
  const done = new Map((plan?.preprocess ?? []).map((one) => [one.name, one]));
  const on = columns.every((column) => learned.has(column.name));
  return html`<${Panel} title=${html`<span class="number">2</span>${t('which.columns')}`} label=${t('which.columns')} note=${note} flush actions=${proposal && html`<${Button} small kind="ghost" onClick=${proposal}>${t('proposal')}</>`}>
    <${Table} label=${t('which.columns')} rows=${columns.slice(0, shown)} rowKey=${(column) => column.position} columns=${[
      [html`<input type="checkbox" aria-label=${t('select.all')} checked=${on} onChange=${() => choose(!on)} />`, (column) => html`<input type="checkbox" aria-label=${column.name} checked=${learned.has(column.name)} onChange=${() => toggle(column.name)} />`, {bare: true}],
      [t('head.column'), (column) => html`<span class="ellipsis" title=${column.name}>${column.name}</span>`, {main: true, bare: true}],
      [t('head.type'), (column) => kind(column), {bare: true, look: 'keep'}],
      [t('head.missing'), (column) => column.missing ? pct(column.missing / rows) : '0', {number: true}],
      [t('head.distinct'), (column) => int(column.distinct), {number: true}],
      [t('head.done'), (column) => {
        const one = remark(column, rows);
        return html`${learned.has(column.name) ? done.get(column.name)?.words ?? t('as.it.is') : html`<span class="quiet">${done.get(column.name)?.as === 'left_out' ? done.get(column.name).words : t('left.out')}</span>`} ${one && html`<${Chip} tone=${one[0]} icon=${one[0]}>${t(one[1])}</>`}`;
      }, {wide: true, bare: true}]]} />
    ${shown < columns.length && html`<div class="table-foot"><${Button} small onClick=${() => show(shown + 200)}>${t('more.rows', {n: 200})}</></div>`}</>`;
}

function Algorithms({algorithms, now, chosen, none, pick}) {
  const fit = algorithms.filter((one) => none ? one.predicts === 'score' : now ? one.predicts === now.predicts : one.predicts !== 'score');
  return html`<${Kinds} now=${now} none=${none} algorithms=${algorithms} pick=${pick} /><fieldset class="options"><legend class="hidden">${t('algorithm')}</legend>${fit.map((one) => html`<label class=${'option' + (now?.name === one.name ? ' on' : '')} key=${one.name}>
    <input type="radio" name="algorithm" checked=${now?.name === one.name} onChange=${() => pick(one.name)} /><span><b>${one.name}</b>
    <small>${[...one.takes.map((what) => t('takes.' + what)), one.equality === 'exact' ? t('exact') : one.equality === 'own' ? t('own') : t('within', {by: near(one.equality)})].join(' · ')}</small></span></label>`)}</fieldset>`;
}

/** Numbers can be learned as classes, too. */
function Kinds({now, none, algorithms, pick}) {
  if (none || !now) return null;
  const like = (kind) => algorithms.find((one) => one.predicts === kind)?.name;
  return html`<div class="row kinds"><${Segments} label=${t('learns')} value=${now.predicts} onChange=${(kind) => pick(like(kind))} options=${[['number', t('predicts.number')], ['class', t('predicts.class')]]} /></div>`;
}
