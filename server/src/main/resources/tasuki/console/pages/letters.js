import {api, bytes, enc, html, int, t, Time, toast} from '../lib.js';
import {act, away, Bars, Button, confirmLoss, Commands, curl, Empty, Folded, Msg, Page, Panel, shell, Table, useApi} from '../ui.js';
import {countLetters} from '../app.js';

const MOST = 1000;

/** Messages that no consumer could read, by reason. */
export default function Letters() {
  const list = useApi(`dead-letters?limit=${MOST}`);
  const letters = list.data?.dead_letters ?? [];
  const groups = Map.groupBy ? Map.groupBy(letters, (one) => one.reason) : letters.reduce((map, one) => map.set(one.reason, [...(map.get(one.reason) ?? []), one]), new Map());
  const done = () => { list.reload(); countLetters(); };
  const path = (one) => `dead-letters/${enc(one.queue)}/${enc(one.id)}`;
  const again = (chosen) => act(async () => {
    for (const one of chosen) await api(`${path(one)}/retry`, {method: 'POST'});
    toast(t('letters.again', {n: int(chosen.length)}));
    done();
  });
  const discard = (chosen) => confirmLoss({title: t('discard.title', {n: int(chosen.length)}), text: t('discard.text'), keep: t('keep'), act: t('discard'), run: async () => {
    for (const one of chosen) await api(path(one), {method: 'DELETE'});
    toast(t('letters.gone', {n: int(chosen.length)}));
    done();
  }});
  return html`<${Page} title=${t('page.letters')} facts=${letters.length > 0 && t('letters.facts', {n: int(letters.length) + (letters.length === MOST ? '+' : ''), reasons: int(groups.size)})}>
    ${list.error && html`<${Msg} error=${list.error} />`}${!list.data && !list.error && html`<${Bars} />`}
    ${list.data && letters.length === 0 && html`<${Empty} icon="ok" title=${t('letters.none')} text=${t('letters.none.text')} />`}
    <div class="grid">${[...groups].map(([reason, all]) => html`<${Panel} key=${reason} title=${reason} label=${reason} flush actions=${html`<span class="chip bad">${int(all.length)}</span>
        <${Button} small icon="again" why=${away()} onClick=${() => again(all)}>${t('again')}</><${Button} small kind="danger" icon="trash" why=${away()} onClick=${() => discard(all)}>${t('discard')}</>`}>
      <${Table} label=${reason} rows=${all.slice(0, 200)} rowKey=${(one) => one.queue + one.id} columns=${[
        [t('message'), (one) => html`<code>${one.id}</code>`, {main: true, bare: true}], [t('queue'), (one) => html`<code>${one.queue}</code>`, {bare: true}],
        [t('since'), (one) => one.since && html`<${Time} at=${one.since} />`, {look: 'quiet', bare: true}], [t('head.size'), (one) => bytes(one.size), {number: true}],
        [t('body'), (one) => html`<code class="ellipsis" title=${one.body.slice(0, 2000)}>${one.body.slice(0, 200)}</code>`, {wide: true, bare: true}],
        ['', (one) => html`<${Button} small kind="ghost" icon="again" why=${away()} label=${t('again.of', {name: one.id})} onClick=${() => again([one])} /><${Button} small kind="ghost" icon="trash" why=${away()} label=${t('delete.of', {name: one.id})} onClick=${() => discard([one])} />`, {number: true, name: t('head.acts'), bare: true}]]} />
      <p class="table-foot">${t('letters.advice')}</p></>`)}
      ${letters.length > 0 && html`<${Folded} title=${t('same')}><${Commands} commands=${[['curl', curl('GET', 'dead-letters')], ['tasuki', shell('tasuki', 'dead-letters', 'list')]]} /></>`}</div></>`;
}
