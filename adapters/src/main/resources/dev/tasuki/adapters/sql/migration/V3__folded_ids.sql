-- No two tasks differ by case only: folded_id is the id in lower case. Rows of older versions that do differ so
-- stay as they are, each known by its own spelling.

ALTER TABLE task ADD COLUMN folded_id VARCHAR(128) ${exact};

UPDATE task SET folded_id = LOWER(task_id);

UPDATE task SET folded_id = task_id WHERE folded_id IN (
  SELECT folded FROM (
    SELECT folded_id AS folded FROM task GROUP BY folded_id HAVING COUNT(*) > 1
  ) AS doubled
);

CREATE UNIQUE INDEX task_folded ON task (folded_id);
