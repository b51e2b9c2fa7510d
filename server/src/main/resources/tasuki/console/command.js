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
  add('--name', request.name);
  (request.tags ?? []).forEach((tag) => add('--tag', tag));
  words.push('--wait');
  // One option a line, so that it can be read.
  return words.reduce((lines, word, i) => {
    if (i > 1 && word.startsWith('--')) lines.push([word]); else lines.at(-1).push(word);
    return lines;
  }, [[]]).map((line) => shell(...line)).join(' \\\n  ');
}
