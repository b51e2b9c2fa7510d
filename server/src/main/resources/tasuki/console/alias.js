// What a person calls a model: its name with a version, and the aliases that point to it.
import {api, enc, html, short, t, toast, useState} from './lib.js';
import {act, away, Button, Chip, Panel} from './ui.js';

export const called = (model) => model.version ? `${model.name}@${model.version}` : model.name ?? short(model.model_id);

export const AliasChips = ({of}) => of.map((alias) => html` <${Chip} tone="lead">@${alias}</>`);

/** Of those that have a version. */
export function Aliases({models, done}) {
  const named = models.filter((model) => model.version);
  return named.length > 0 && html`<${Panel} title=${t('aliases')}><div class="stack">${named.map((model) => html`<${Row} key=${model.model_id} model=${model} done=${done} />`)}</div></>`;
}

function Row({model, done}) {
  const [alias, type] = useState('champion');
  const point = async (to, version) => { const answer = await api(`models/${enc(model.name)}/aliases/${enc(to)}`, version ? {method: 'PUT', json: {version}} : {method: 'DELETE'}); done(); return answer; };
  const set = () => act(async () => {
    const {before} = await point(alias, model.version);
    toast(t('alias.is', {alias, name: called(model)}), {text: t('undo'), run: () => act(() => point(alias, before))});
  });
  return html`<form class="row" onSubmit=${(event) => { event.preventDefault(); set(); }}><b class="ellipsis">${called(model)}</b><${AliasChips} of=${model.aliases} />
    <input class="alias" aria-label=${t('alias.of', {name: called(model)})} maxLength="64" autocomplete="off" spellcheck=${false} value=${alias} onInput=${(event) => type(event.target.value)} /><${Button} small type="submit" why=${away()}>${t('alias.set')}</></form>`;
}
