// One stream of events for the page: what changes on the server is heard here, and whether the server is there at all.
import {root, signal} from './lib.js';

const CHANGES = ['task.received', 'task.started', 'task.completed', 'task.error', 'task.cancelled',
  'task.cancel_requested', 'task.finish_requested', 'model.alias.changed', 'model.deleted', 'dataset.stored', 'dataset.deleted'];
/** A stream that says nothing for this time is taken for broken; the server pings every 5 s. */
const SILENCE = 12000;
const HIDDEN = 30000;

/** 'connecting' at first, then 'live' or 'lost'. */
export const state = signal('connecting');
/** While lost: since when, which attempt comes next, and in how many seconds. */
export const outage = signal(null);
/** Rises whenever what is shown may have missed something: then pages read again. */
export const epoch = signal(0);
/** Tasks by state, and queues as the brokers tell; null until it is known. */
export const counts = signal(null);
/** Progress of running tasks by id. */
export const progress = signal({});
/** What was heard of running tasks' scores by id: {metric, unit, steps, points: [[step, score], ...]}, 300 points at most. */
export const curves = signal({});

const listeners = new Set();
let stream = null;
let heard = 0;
let retry = 0;
let silence = 0;
let hiding = 0;

/** Calls back at each change, with its type and data; returns what ends that. */
export function listen(callback) {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

function alive() {
  heard = Date.now();
  if (state.value !== 'live') {
    const again = state.value === 'lost';
    state.value = 'live';
    outage.value = null;
    if (again) epoch.value++;
  }
}

/** Keeps a running task's score as a point of its curve. A step lower than before is another attempt's. */
export function trace(id, {score, text, steps}) {
  const before = curves.value[id]?.points ?? [];
  if (!score || before.at(-1)?.[0] === score.step) return;
  const points = before.at(-1)?.[0] > score.step ? [] : before;
  const thinned = points.length < 299 ? points : points.filter((_, i) => i % 2);
  curves.value = {...curves.value, [id]: {metric: score.metric, unit: text.split(' ')[0], steps, points: [...thinned, [score.step, score.value]]}};
}

export function open() {
  clearTimeout(retry);
  stream?.close();
  const source = new EventSource(new URL('events?topics=tasks,models,datasets,queues', root));
  stream = source;
  heard = Date.now();
  source.onopen = alive;
  source.onerror = () => { if (stream === source) lost(); };
  source.addEventListener('ping', alive);
  source.addEventListener('snapshot', ({data}) => {
    alive();
    const part = JSON.parse(data);
    if (part.about === 'queues') counts.value = part.content;
  });
  source.addEventListener('queues', ({data}) => { alive(); counts.value = JSON.parse(data); });
  source.addEventListener('progress', ({data}) => {
    alive();
    const one = JSON.parse(data);
    progress.value = {...progress.value, [one.task_id]: one};
    trace(one.task_id, one);
  });
  for (const type of CHANGES) {
    source.addEventListener(type, ({data}) => {
      alive();
      const event = JSON.parse(data);
      const facts = event.data ?? event;
      if (facts.task_id && facts.state !== 'TASK_STARTED' && progress.value[facts.task_id]) {
        const {[facts.task_id]: ended, ...others} = progress.value;
        progress.value = others;
        const {[facts.task_id]: drawn, ...rest} = curves.value;
        curves.value = rest;
      }
      listeners.forEach((callback) => callback(type, facts));
    });
  }
}

function lost() {
  stream?.close();
  stream = null;
  state.value = 'lost';
  const attempt = (outage.value?.attempt ?? 0) + 1;
  const wait = attempt <= 30 ? 1 : 3;
  outage.value = {since: outage.value?.since ?? Date.now(), attempt, wait};
  clearTimeout(retry);
  retry = setTimeout(open, wait * 1000);
}

export function start() {
  open();
  clearInterval(silence);
  silence = setInterval(() => {
    if (stream && !document.hidden && Date.now() - heard > SILENCE) lost();
  }, 1000);
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => { stream?.close(); stream = null; clearTimeout(retry); }, HIDDEN);
    } else if (!stream) {
      epoch.value++;
      open();
    }
  });
}
