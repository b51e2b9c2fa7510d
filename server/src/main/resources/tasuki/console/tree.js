// One tree of a model, and the way of the row that "Ask it" asks for.
import {api, enc, html, int, num, t, useEffect, useRef, useState} from './lib.js';
import {Bars, Button, Msg, Panel, useApi, useWidth} from './ui.js';
import {asked} from './ask.js';

const LEVEL = 78;
const BOX = 40;
/** So wide at least that a box has a word; a tree that is wider than its panel scrolls in it. */
const SLOT = 86;

/** What a node asks, as a sentence without verbs. */
function question({feature, part, test, threshold, categories, more_categories: more}) {
  const name = part ? `${feature} (${part})` : feature;
  if (test === 'present') return t('tree.present', {name});
  if (test === 'at_most') return `${name} ≤ ${num(threshold, 4)}`;
  return `${name} ${test === 'in' ? '=' : '≠'} ${categories.join(', ')}${more ? ` … +${int(more)}` : ''}`;
}

const answer = ({value}) => value == null ? '' : value.length > 1 ? value.slice(0, 4).map((x) => num(x, 2)).join(' · ') + (value.length > 4 ? ' …' : '') : num(value[0], 4);

/** Where the boxes stand: each leaf of what is drawn has a place of its own, the others stand between theirs. */
function placed(nodes, root) {
  const byId = new Map(nodes.map((node) => [node.id, {...node}]));
  let leaves = 0;
  const place = (id, depth) => {
    const node = byId.get(id);
    const below = [node.left, node.right].filter((child) => byId.has(child)).map((child) => place(child, depth + 1));
    node.depth = depth;
    node.hides = node.left != null && below.length < 2;
    node.x = below.length ? (below[0].x + below.at(-1).x) / 2 : leaves++ + 0.5;
    return node;
  };
  if (byId.has(root)) place(root, 0);
  return {boxes: [...byId.values()].filter((node) => node.depth != null), byId, leaves: Math.max(1, leaves)};
}

export function Tree({model}) {
  const [k, pick] = useState(0);
  const [root, begin] = useState(0);
  const [way, show] = useState(null);
  const [ref, width] = useWidth();
  // What is opened or left by a key or a click goes; the focus goes to the tree that comes.
  const moved = useRef(false);
  const open = (node) => { moved.current = true; begin(node); };
  const path = `models/${enc(model.model_id)}/trees/${k}`;
  const {data, error} = useApi(`${path}?root=${root}&depth=3`);
  const row = asked.value?.model === model.model_id ? asked.value.row : null;
  useEffect(() => {
    if (!row) { show(null); return undefined; }
    const stop = new AbortController();
    api(path, {method: 'POST', json: {input_data: row}, signal: stop.signal}).then(show, (failed) => failed.name !== 'AbortError' && show(null));
    return () => stop.abort();
  }, [row, path]);
  const choose = (next) => { pick(Math.max(0, Math.min(model.trees - 1, Math.round(next) || 0))); begin(0); };
  return html`<${Panel} title=${t('tree')} note=${data && t('tree.size', {n: int(data.size)})} actions=${html`${root > 0 && html`<${Button} small onClick=${() => open(0)}>${t('tree.top')}</>`}
    ${model.trees > 1 && html`<${Button} small label=${t('tree.before')} why=${k === 0 ? t('tree.none') : undefined} onClick=${() => choose(k - 1)}>‹</><input class="tree-number" type="number" min="0" max=${model.trees - 1} value=${k} aria-label=${t('tree.which', {n: int(model.trees - 1)})} onChange=${(event) => choose(Number(event.target.value))} />
    <${Button} small label=${t('tree.after')} why=${k === model.trees - 1 ? t('tree.none') : undefined} onClick=${() => choose(k + 1)}>›</>`}`}>
    <div class="plot" ref=${ref}>${error ? html`<${Msg} error=${error} />` : !data ? html`<${Bars} />` : width > 0 && html`<${Drawing} data=${data} width=${width} way=${way} open=${open} moved=${moved} />`}</div>
    ${way && html`<p class="note way"><b>${t('tree.way')}</b> ${way.path.map(({node, goes}) => html`<span key=${node.id}>${question(node)} <i>${t(goes === 'left' ? 'tree.yes' : 'tree.no')}</i> › </span>`)}<b>${answer(way.leaf)}</b></p>`}</>`;
}

function Drawing({data, width, way, open, moved}) {
  const {boxes, byId, leaves} = placed(data.nodes, data.root);
  const slot = Math.max(SLOT, width / leaves);
  const wide = Math.min(slot - 8, 190);
  const letters = Math.floor((wide - 12) / 6.6);
  const cut = (text) => text.length > letters ? text.slice(0, Math.max(1, letters - 1)) + '…' : text;
  const ids = [...(way?.path ?? []).map(({node}) => node.id), way?.leaf.id];
  const lit = (id) => ids.includes(id) ? ' lit' : '';
  const deepest = Math.max(0, ...boxes.map((node) => node.depth));
  const Y = (node) => 4 + node.depth * LEVEL;
  const box = useRef();
  useEffect(() => { box.current.scrollLeft = (byId.get(data.root)?.x ?? 0) * slot - width / 2; if (moved.current) box.current.focus(); moved.current = false; }, [data, slot]);
  return html`<div class="scroll" tabIndex="0" role="group" aria-label=${t('tree')} ref=${box}><svg width=${slot * leaves} height=${deepest * LEVEL + BOX + 24}>
    ${boxes.flatMap((node) => [node.left, node.right].map((id, i) => { const child = byId.get(id); return child?.depth != null && html`<g key=${id}><line class=${'branch' + lit(id)} x1=${node.x * slot} y1=${Y(node) + BOX} x2=${child.x * slot} y2=${Y(child)} />
      <text class="axis" x=${(node.x * 0.37 + child.x * 0.63) * slot + (i ? 8 : -8)} y=${Y(child) - 14} text-anchor=${i ? 'start' : 'end'}>${t(i ? 'tree.no' : 'tree.yes')}</text></g>`; }))}
    ${boxes.map((node) => { const said = node.test ? question(node) : answer(node); const act = node.hides ? {tabindex: 0, role: 'button', 'aria-label': t('tree.below', {what: said}), onClick: () => open(node.id), onKeyDown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(node.id); } }} : {};
      return html`<g key=${node.id} class=${'node' + (node.test ? '' : ' leaf') + (node.hides ? ' hides' : '') + lit(node.id)} ...${act}><title>${said}</title><rect x=${node.x * slot - wide / 2} y=${Y(node)} width=${wide} height=${BOX} rx="6" />
        <text x=${node.x * slot} y=${Y(node) + 17} text-anchor="middle">${cut(said)}</text><text class="axis" x=${node.x * slot} y=${Y(node) + 33} text-anchor="middle">${cut(`${t('tree.rows', {n: int(node.samples)})}${node.test && node.value ? ` · ${answer(node)}` : ''}`)}</text>
        ${node.hides && html`<text class="axis" x=${node.x * slot} y=${Y(node) + BOX + 15} text-anchor="middle">▾</text>`}</g>`; })}</svg></div>`;
}
