-- When a task may run. Times are milliseconds since 1970 UTC, timeout_ms is a duration.

ALTER TABLE task ADD COLUMN priority INTEGER DEFAULT 5 NOT NULL;
ALTER TABLE task ADD COLUMN first_due BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE task ADD COLUMN expires_at BIGINT;
ALTER TABLE task ADD COLUMN timeout_ms BIGINT;
ALTER TABLE task ADD COLUMN turn INTEGER DEFAULT 0 NOT NULL;

UPDATE task SET first_due = created_at;

CREATE INDEX task_ahead ON task (state, priority, run_at, seq);
CREATE INDEX task_unpublished ON task (state, published_at);
CREATE INDEX task_expiry ON task (state, expires_at);

-- One row: whoever claims a task under a cap holds it until the commit, so that no two such claims
-- count the running tasks at once.
CREATE TABLE claim_gate (
  id     INTEGER PRIMARY KEY,
  passed BIGINT NOT NULL
);

INSERT INTO claim_gate (id, passed) VALUES (1, 0);
