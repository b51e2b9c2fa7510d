import {html, root, t} from '../lib.js';
import {Bars, Facts, Icon, Msg, Page, Panel, useApi} from '../ui.js';
import {Keys, singleKeys, switchKeys} from '../app.js';

/** Which server this is, and whether its parts are there. */
export default function System() {
  const health = useApi('health');
  const server = useApi('');
  const parts = Object.entries(health.data?.components ?? {});
  const up = health.data?.status === 'UP';
  return html`<${Page} title=${t('page.system')} facts=${server.data && `Tasuki ${server.data.version}`}><div class="pair"><div class="stack">
    <${Panel} title=${t('health')} actions=${health.data && html`<span class=${'state ' + (up ? 'ok' : 'bad')}><${Icon} name=${up ? 'ok' : 'bad'} />${t(up ? 'ready' : 'not.ready')}</span>`}>
      ${health.error && html`<${Msg} error=${health.error} />`}${!health.data && !health.error && html`<${Bars} />`}
      ${parts.map(([name, part]) => html`<div class="running" key=${name}><div class="row"><span class=${'state ' + (part.status === 'UP' ? 'ok' : 'bad')}><${Icon} name=${part.status === 'UP' ? 'ok' : 'bad'} /><b>${name}</b></span><span class="quiet">${part.status}</span></div><small>${part.detail}</small></div>`)}</></div>
    <div class="stack"><${Panel} title=${t('keys')}><${Keys} /><p><label class="check"><input type="checkbox" checked=${singleKeys.value} onChange=${() => switchKeys(!singleKeys.value)} />${t('keys.single')}</label></p></>
      <${Panel} title=${t('about.it')}><${Facts} items=${[[t('version'), server.data?.version], [t('licence'), html`Apache-2.0 · <a href="vendor/VENDORED.md" target="_blank" rel="noopener">${t('third')}</a>`],
        ['API', ['docs', 'redoc', 'openapi.json', 'metrics'].map((one, i) => html`${i > 0 && ' · '}<a href=${new URL(one, root).href}>/${one}</a>`)]]} /></></div></div></>`;
}
