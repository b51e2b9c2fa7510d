import {api, enc, num, t, useEffect, useState} from './lib.js';
import {epoch} from './live.js';

/** Columns of one dataset that are read and shown at most; the API gives 50 at once. */
const MOST = 500;

/** A dataset with its columns, page after page. */
export function useDataset(id) {
  const [state, set] = useState({});
  const missed = epoch.value;
  useEffect(() => {
    if (id == null) return undefined;
    const stop = new AbortController();
    (async () => {
      try {
        const first = await api(`datasets/${enc(id)}`, {signal: stop.signal});
        const columns = [...first.columns];
        const rows = first.first_rows.map((row) => [...row]);
        set({id, data: {...first, columns, first_rows: rows, whole: !first.columns_next}});
        for (let next = first.columns_next; next && columns.length < MOST;) {
          const page = await api(`datasets/${enc(id)}?columns=${enc(next)}`, {signal: stop.signal});
          columns.push(...page.columns);
          page.first_rows.forEach((row, i) => rows[i]?.push(...row));
          next = page.columns_next;
          set({id, data: {...first, columns: [...columns], first_rows: rows, whole: !next}});
        }
      } catch (error) {
        if (error.name !== 'AbortError') set((old) => ({id, data: old.id === id && error.status === 0 ? old.data : undefined, error}));
      }
    })();
    return () => stop.abort();
  }, [id, missed]);
  return state.id === id ? state : {};
}

/** How the first columns are distributed, and what they tell of a target, by position; the API gives 50 at once. */
export function useRelations(id, target, shown) {
  const [state, set] = useState({found: new Map()});
  useEffect(() => {
    const stop = new AbortController();
    (async () => {
      const found = new Map();
      for (let at = 1; at <= shown; at += 50) {
        const page = await api(`datasets/${enc(id)}/relations?columns=${at}-${Math.min(shown, at + 49)}${target && `&target=${enc(target)}`}`, {signal: stop.signal});
        page.columns.forEach((column) => found.set(column.position, column));
        set({found: new Map(found), used: page.rows_used});
      }
    })().catch((error) => { if (error.name !== 'AbortError') set({found: new Map()}); });
    return () => stop.abort();
  }, [id, target, shown]);
  return state;
}

/** What there is to remark on a column, as [sign's tone, word]; null if there is nothing. */
export function remark(column, rows) {
  const filled = rows - column.missing;
  if (filled === 0) return ['warn', 'remark.empty'];
  if (column.distinct <= 1) return ['warn', 'remark.constant'];
  if (column.type === 'text' && filled > 20 && column.distinct >= filled * 0.95) return ['warn', 'remark.id'];
  if (column.missing > rows / 2) return ['info', 'remark.missing'];
  return null;
}

export const kind = (column) => t('type.' + column.type);
export const figure = (x) => x == null ? null : num(x, 5);
