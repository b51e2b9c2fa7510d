-- How queues were: a row for each minute of the last day and each hour of the last days. oldest is in milliseconds, the
-- quantiles are in microseconds; null where nobody can tell. counted_to is the version of the change log that done and failed were counted up to.

CREATE TABLE queue_sample (
  queue      VARCHAR(128) ${exact} NOT NULL,
  step       VARCHAR(8)   ${exact} NOT NULL,
  at         BIGINT NOT NULL,
  waiting    BIGINT NOT NULL,
  oldest     BIGINT,
  done       BIGINT NOT NULL,
  failed     BIGINT NOT NULL,
  wait_p50   BIGINT,
  wait_p95   BIGINT,
  wait_p99   BIGINT,
  run_p50    BIGINT,
  run_p95    BIGINT,
  run_p99    BIGINT,
  counted_to BIGINT NOT NULL,
  PRIMARY KEY (queue, step, at)
);

CREATE INDEX queue_sample_age ON queue_sample (step, at);

-- Which processes work, as each of them tells; about is a JSON object that no statement reads.
CREATE TABLE process_presence (
  process       VARCHAR(128) ${exact} NOT NULL PRIMARY KEY,
  about         ${text} NOT NULL,
  told_at       BIGINT NOT NULL,
  present_until BIGINT NOT NULL
);
