import {html, int, t} from '../lib.js';
import {Bars, Empty, Icon, Page, Panel, Strip, Table} from '../ui.js';
import {counts} from '../live.js';

/** What waits where, as the brokers tell. */
export default function Queues() {
  const now = counts.value;
  if (!now) return html`<${Page} title=${t('page.queues')}><${Bars} /></>`;
  const {tasks, queues} = now;
  return html`<${Page} title=${t('page.queues')} facts=${t('each.second')}>
    <${Strip} label=${t('page.tasks')} items=${[{name: t('state.waiting'), value: int(tasks.TASK_RECEIVED ?? 0), fact: t('tasks.word')}, {name: t('state.running'), value: int(tasks.TASK_STARTED ?? 0), fact: t('tasks.word')},
      {name: t('in.queues'), value: int(queues.reduce((sum, one) => sum + Math.max(0, one.ready), 0)), fact: t('messages')}, {name: t('consumers'), value: int(queues.reduce((sum, one) => sum + Math.max(0, one.consumers), 0)), fact: t('of.all.queues')}]} />
    ${queues.length === 0 ? html`<${Empty} icon="queues" title=${t('queues.none')} text=${t('queues.none.text')} />` : html`<${Panel} title=${t('queues')} flush><${Table} label=${t('queues')} rows=${queues} columns=${[
      [t('queue'), (one) => html`<code>${one.queue}</code>`, {main: true, bare: true}],
      [t('head.state'), (one) => one.consumers > 0 ? html`<span class="state ok"><${Icon} name="ok" />${t('flowing')}</span>` : html`<span class="state warn"><${Icon} name="warn" />${t('no.consumers')}</span>`, {bare: true}],
      [t('state.waiting'), (one) => int(one.ready), {number: true}], [t('consumers'), (one) => int(one.consumers), {number: true}]]} /></>`}</>`;
}
