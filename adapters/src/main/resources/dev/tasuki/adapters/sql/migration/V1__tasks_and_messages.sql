-- One text for SQLite, PostgreSQL, MariaDB and MySQL. What they spell differently comes as a
-- placeholder: ${serial} a rising primary key, ${exact} a collation that compares bytes,
-- ${text} and ${bytes} without a length limit. All times are milliseconds since 1970 UTC.

CREATE TABLE task (
  seq              ${serial},
  task_id          VARCHAR(128) ${exact} NOT NULL UNIQUE,
  kind             VARCHAR(16)  ${exact} NOT NULL,
  payload          ${text} NOT NULL,
  dataset_id       VARCHAR(128) ${exact} NOT NULL,
  pin_etag         ${text},
  pin_size         BIGINT,
  name             ${text},
  tags             ${text} NOT NULL,
  state            VARCHAR(16)  ${exact} NOT NULL,
  run_at           BIGINT NOT NULL,
  epoch            BIGINT NOT NULL,
  attempts         INTEGER NOT NULL,
  owner            ${text},
  lease_until      BIGINT,
  cancel_requested INTEGER NOT NULL,
  progress         DOUBLE PRECISION NOT NULL,
  stage            ${text} NOT NULL,
  progress_text    ${text} NOT NULL,
  created_at       BIGINT NOT NULL,
  published_at     BIGINT,
  started_at       BIGINT,
  finished_at      BIGINT,
  model_key        ${text},
  model_sha256     VARCHAR(64) ${exact},
  model_size       BIGINT,
  metrics          ${text},
  report           ${text},
  error_code       VARCHAR(64) ${exact},
  error_detail     ${text},
  idempotency_key  VARCHAR(255) ${exact} UNIQUE,
  fingerprint      VARCHAR(128) ${exact}
);

CREATE INDEX task_due ON task (state, run_at, seq);

-- The tags again, to find tasks by; the order in which they were given stands in task.tags.
CREATE TABLE task_tag (
  seq      BIGINT NOT NULL,
  position INTEGER NOT NULL,
  tag      ${text} NOT NULL,
  PRIMARY KEY (seq, position),
  FOREIGN KEY (seq) REFERENCES task (seq) ON DELETE CASCADE
);

-- A message waits while owner is null, is in a consumer's hands while owner is set and visible_at
-- lies ahead, and is a dead letter once dead_at is set; then visible_at never comes.
CREATE TABLE message (
  id             ${serial},
  queue          VARCHAR(255) ${exact} NOT NULL,
  body           ${bytes} NOT NULL,
  correlation_id ${text} NOT NULL,
  reply_to       ${text},
  headers        ${text} NOT NULL,
  durable        INTEGER NOT NULL,
  visible_at     BIGINT NOT NULL,
  expires_at     BIGINT,
  owner          VARCHAR(64) ${exact},
  deliveries     INTEGER NOT NULL,
  dead_at        BIGINT,
  reason         ${text}
);

CREATE INDEX message_next ON message (queue, visible_at, id);
CREATE INDEX message_expiry ON message (expires_at);
CREATE INDEX message_owner ON message (owner);
