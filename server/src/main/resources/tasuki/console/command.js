import {shell} from './ui.js';

/** The command line of a training's request. What it has no option for stays in curl's form. */
export function trainCommand(request) {
  const words = ['tasuki', 'train', '--dataset', request.dataset_id];
  const add = (option, value) => { if (value != null && value !== '') words.push(option, String(value)); };
  add('--target', request.target);
  const all = request.features?.length === 1 && request.features[0] === '*';
  if (!all) (request.features ?? []).forEach((name) => add('--feature', name));
  add('--algorithm', request.algorithm);
  Object.entries(request.params ?? {}).forEach(([name, value]) => words.push('--param', `${name}=${value === null ? 'null' : value}`));
  if (request.preprocess != null) add('--preprocess', typeof request.preprocess === 'string' ? request.preprocess : JSON.stringify(request.preprocess));
  add('--test-size', request.test_size);
  add('--split-random-state', request.split_random_state);
  if (request.stratify) words.push('--stratify');
  add('--cv', request.cv);
  add('--permutation-importance', request.permutation_importance);
  if (request.search) {
    const {grid, random, ...other} = request.search;
    const lists = Object.entries(grid ?? random ?? {});
    const plain = lists.every(([, of]) => Array.isArray(of)) && other.random_state == null && (!random || other.n_iter);
    if (plain) [...lists.map(([name, of]) => [name, of.map((x) => x === null ? 'null' : x)]), ...Object.entries(other).map(([name, x]) => [name, [x]])].forEach(([name, of]) => add('--search', `${name}=${of.join(',')}`));
    else add('--search', JSON.stringify(request.search));
  }
  add('--name', request.name);
  (request.tags ?? []).forEach((tag) => add('--tag', tag));
  words.push('--wait');
  // One option a line, so that it can be read.
  return words.reduce((lines, word, i) => {
    if (i > 1 && word.startsWith('--')) lines.push([word]); else lines.at(-1).push(word);
    return lines;
  }, [[]]).map((line) => shell(...line)).join(' \\\n  ');
}
