-- One line for each change of a task, written by the transaction that makes it; the task's row has the
-- version of its last line. ${version} is a rising primary key whose number the writer may name itself.

ALTER TABLE task ADD COLUMN version BIGINT DEFAULT 0 NOT NULL;

CREATE TABLE change_log (
  version      ${version},
  at           BIGINT NOT NULL,
  type         VARCHAR(32)  ${exact} NOT NULL,
  subject      VARCHAR(128) ${exact} NOT NULL,
  kind         VARCHAR(16)  ${exact} NOT NULL,
  dataset_id   VARCHAR(128) ${exact} NOT NULL,
  name         ${text},
  attempt      INTEGER NOT NULL,
  metrics      ${text},
  error_code   VARCHAR(64) ${exact},
  error_detail ${text}
);

CREATE INDEX change_log_subject ON change_log (subject, version);
