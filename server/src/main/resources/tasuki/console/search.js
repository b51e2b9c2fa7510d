// The field "search" of a training, as a form has it: one text of values for each parameter.
import {t} from './lib.js';

const DRAWN = /^(uniform|loguniform|randint)\(\s*([^,()]+?)\s*,\s*([^,()]+?)\s*\)$/;
export const NUMBERS = ['n_iter', 'cv', 'max_seconds'];

/** What a form begins with: an earlier request's search. */
export function searched(request) {
  const search = request?.search ?? {};
  const way = request?.algorithm === 'auto' ? 'auto' : search.grid ? 'grid' : search.random ? 'random' : '';
  const text = (x) => x === null ? 'none' : typeof x === 'object' ? JSON.stringify(x) : String(x);
  const values = Object.fromEntries(Object.entries(search.grid ?? search.random ?? {}).map(([name, of]) => {
    const drawn = Array.isArray(of) ? null : Object.entries(of)[0];
    return [name, drawn ? `${drawn[0]}(${drawn[1].join(', ')})` : of.map(text).join(', ')];
  }));
  const other = Object.fromEntries([...NUMBERS, 'scoring'].filter((name) => search[name] != null).map((name) => [name, String(search[name])]));
  return {way, values, other, seed: search.random_state};
}

/** The object as the API takes it, null before the parameters are known; what a field's text does not say is noted by its name. */
export function searchOf({way, values, other, seed}, parameters, read, wrong) {
  if (!way || (way !== 'auto' && !parameters)) return null;
  const search = {};
  if (way !== 'auto') {
    const lists = {};
    for (const parameter of parameters) {
      const text = values[parameter.name]?.trim();
      if (!text) continue;
      const drawn = way === 'random' && DRAWN.exec(text);
      lists[parameter.name] = drawn ? {[drawn[1]]: [Number(drawn[2]), Number(drawn[3])]}
        : text.split(',').map((one) => read(parameter, /^(none|null)$/i.test(one.trim()) ? 'null' : one.trim()));
      const bad = drawn ? [drawn[2], drawn[3]].find((one) => !Number.isFinite(Number(one))) : text.split(',').find((one, i) => lists[parameter.name][i] === undefined);
      if (bad !== undefined) wrong['search.' + parameter.name] = t('allowed.not', {allowed: parameter.allowed, given: bad.trim()});
    }
    if (Object.keys(lists).length === 0) wrong.search = t('search.empty');
    search[way] = lists;
    if (way === 'random' && seed != null) search.random_state = seed;
  }
  for (const name of way === 'random' ? NUMBERS : NUMBERS.slice(1)) {
    const text = other[name]?.trim();
    if (!text) continue;
    if (Number.isFinite(Number(text))) search[name] = Number(text); else wrong['search.' + name] = t('no.number', {given: text});
  }
  if (other.scoring?.trim()) search.scoring = other.scoring.trim();
  return search;
}
