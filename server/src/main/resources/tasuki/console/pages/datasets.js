import {api, bytes, enc, html, int, pct, Refused, root, span, t, Time, toast, useEffect, useRef, useState} from '../lib.js';
import {away, Bar, Bars, Button, confirmLoss, curl, Empty, Icon, Msg, Page, Panel, sizeAndCount, Table, useApi} from '../ui.js';

/** What can be learned from; drop a file to add one. */
export default function Datasets() {
  const list = useApi('datasets', (type) => type.startsWith('dataset.'));
  const [file, take] = useState(null);
  const [over, hover] = useState(false);
  const chooser = useRef();
  useEffect(() => {
    let depth = 0;
    const files = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
    const enter = (event) => { if (files(event)) { event.preventDefault(); depth++; hover(true); } };
    const leave = (event) => { if (files(event) && --depth <= 0) { depth = 0; hover(false); } };
    const stay = (event) => { if (files(event)) event.preventDefault(); };
    const drop = (event) => { if (files(event)) { event.preventDefault(); depth = 0; hover(false); take(event.dataTransfer.files[0]); } };
    const all = {dragenter: enter, dragleave: leave, dragover: stay, drop};
    Object.entries(all).forEach(([name, does]) => addEventListener(name, does));
    return () => Object.entries(all).forEach(([name, does]) => removeEventListener(name, does));
  }, []);
  const datasets = list.data?.datasets ?? [];
  return html`<${Page} title=${t('page.datasets')} facts=${list.data && datasets.length > 0 && sizeAndCount(datasets)}><div class=${over ? 'dropping' : ''}>
    <div class="drop"><${Icon} name="up" /><div><b>${t('drop')}</b><p>${t('drop.text')}</p></div>
      <input type="file" ref=${chooser} accept=".csv,.gz,.tsv,.txt,text/csv" aria-label=${t('choose.file')} onChange=${(event) => { take(event.target.files[0]); event.target.value = ''; }} />
      <${Button} kind="primary" icon="plus" why=${away()} onClick=${() => chooser.current.click()}>${t('choose.file')}</></div>
    ${file && html`<${Upload} key=${file.name + file.lastModified + file.size} file=${file} known=${datasets} done=${list.reload} close=${() => take(null)} />`}
    ${list.error && html`<${Msg} error=${list.error} />`}${!list.data && !list.error && html`<${Bars} />`}
    ${list.data && datasets.length === 0 && html`<${Empty} icon="datasets" title=${t('datasets.none')} text=${t('datasets.none.text')} command=${curl('PUT', 'datasets/mine') + ' --data-binary @mine.csv'} />`}
    ${datasets.length > 0 && html`<${Panel} flush label=${t('page.datasets')}><${Table} label=${t('page.datasets')} rows=${datasets} rowKey=${(one) => one.dataset_id} columns=${[
      [t('head.name'), (one) => html`<a class="ellipsis" href=${`datasets/${enc(one.dataset_id)}`}>${one.dataset_id}</a>`, {main: true, bare: true}],
      [t('head.size'), (one) => bytes(one.size), {number: true, bare: true}],
      [t('head.stored'), (one) => html`<${Time} at=${one.modified} />`, {number: true, look: 'quiet', bare: true}],
      ['', (one) => html`<${Button} small href=${`datasets/${enc(one.dataset_id)}/train`} label=${t('train.on', {name: one.dataset_id})}>${t('page.train')}</>
        <${Button} small kind="ghost" icon="trash" why=${away()} label=${t('delete.of', {name: one.dataset_id})} onClick=${() => deleteDataset(one.dataset_id, list.reload)} />`, {number: true, name: t('head.acts'), bare: true}],
    ]} /></>`}</div></>`;
}

export function deleteDataset(id, then) {
  confirmLoss({title: t('delete.dataset', {name: id}), text: t('delete.dataset.text'), word: id, keep: t('keep'), act: t('delete.good'), run: async () => {
    await api(`datasets/${enc(id)}`, {method: 'DELETE'});
    toast(t('deleted', {name: id}));
    then?.();
  }});
}

/** The name that a file suggests: what a dataset's id may be made of. */
export const nameOf = (file) => file.name.replace(/(\.(csv|tsv|txt))?(\.gz)?$/i, '').normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|-+$/g, '').slice(0, 128) || 'dataset';

function Upload({file, known, done, close}) {
  const [name, rename] = useState(nameOf(file));
  const [sent, send] = useState(null);
  const [answer, take] = useState(null);
  const [error, fail] = useState(null);
  const request = useRef(null);
  const taken = known.some((one) => one.dataset_id === name);
  const start = () => {
    fail(null);
    const began = performance.now();
    const call = new XMLHttpRequest();
    request.current = call;
    call.open('PUT', new URL(`datasets/${enc(name)}`, root));
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.upload.onprogress = ({loaded}) => send({loaded, rate: loaded / Math.max(1, performance.now() - began) * 1000});
    call.onload = () => {
      let body = null;
      try { body = JSON.parse(call.responseText); } catch { /* Not of this server. */ }
      send(null);
      if (call.status < 300) { take(body); done(); } else fail(new Refused(call.status, body));
    };
    call.onerror = () => { send(null); fail(new Refused(0, {detail: t('no.connection'), code: 'no_connection'})); };
    call.onabort = () => { send(null); };
    send({loaded: 0, rate: 0});
    call.send(file);
  };
  // A new name goes at once; to replace a dataset is asked first.
  useEffect(() => { if (!taken) start(); return () => request.current?.abort(); }, []);
  if (answer) {
    const remarks = answer.warnings.length;
    return html`<${Msg} tone="ok" title=${t('stored.as', {name: answer.dataset_id})} action=${html`<div class="buttons"><${Button} small href=${`datasets/${enc(answer.dataset_id)}`}>${t('columns.look')}</>
      <${Button} small kind="primary" icon="train" href=${`datasets/${enc(answer.dataset_id)}/train`}>${t('page.train')}</></div>`}>
      <p>${t('rows.columns', {rows: int(answer.rows), columns: int(answer.columns_total)})} ${remarks > 0 && t('remarks', {n: int(remarks)})}</p></>`;
  }
  const share = sent && file.size ? sent.loaded / file.size : 0;
  return html`<section class="panel upload stack" aria-label=${file.name}>${error && html`<${Msg} error=${error} />`}
    ${sent ? html`<div><div class="between"><span><b>${sent.loaded < file.size ? t('uploading', {name: file.name}) : t('reading', {name: file.name})}</b> <span class="note">${t('of', {n: bytes(sent.loaded), of: bytes(file.size)})}${sent.rate > 0 && sent.loaded < file.size && ` · ${t('left', {time: span((file.size - sent.loaded) / sent.rate)})}`}</span></span>
      <span class="row"><b>${pct(share, 0)}</b><${Button} small kind="danger" icon="close" onClick=${() => request.current.abort()}>${t('stop')}</></span></div><${Bar} value=${share} label=${t('uploading', {name: file.name})} /></div>`
      : html`<form class="stack" onSubmit=${(event) => { event.preventDefault(); start(); }}><label class="field"><span>${t('store.as')}</span><input value=${name} onInput=${(event) => rename(event.target.value)} />
        ${taken && html`<span class="help warn-text">${t('replaces', {name})}</span>`}</label>
        <div class="buttons"><${Button} kind=${taken ? 'danger' : 'primary'} icon="up" type="submit" why=${away()}>${taken ? t('replace') : t('upload.it')}</><${Button} onClick=${close}>${t('close')}</></div></form>`}</section>`;
}
