-- What a task's model is of, or is to be of. A column that may be null is added without writing a row, whatever their
-- number; a process gives the rows that were there theirs, some at a time, as it does with those that a process of an
-- older version writes meanwhile. The index leads to a seldom one past all others, and to the rows that have none yet.

ALTER TABLE task ADD COLUMN algorithm VARCHAR(200) ${exact};

CREATE INDEX task_algorithm ON task (algorithm, seq);
