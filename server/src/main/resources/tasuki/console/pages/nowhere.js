import {html, route, t} from '../lib.js';
import {Button, Empty, Page} from '../ui.js';

/** An address that is no page. */
export default function Nowhere() {
  return html`<${Page} title=${t('nowhere')}><${Empty} icon="warn" title=${t('nowhere.title', {path: '/' + route.value.path})} text=${t('nowhere.text')}>
    <${Button} kind="primary" href=".">${t('page.overview')}</></></>`;
}
