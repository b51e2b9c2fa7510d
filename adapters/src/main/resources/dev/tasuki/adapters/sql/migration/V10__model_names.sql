-- Models that share a name are numbered. A name is known by its small letters; name is its first spelling. newest is the
-- last number that was given, which is never given again, and live how many of them there are.

CREATE TABLE model_name (
  folded VARCHAR(128) ${exact} NOT NULL PRIMARY KEY,
  name   VARCHAR(128) ${exact} NOT NULL,
  newest BIGINT NOT NULL,
  live   BIGINT NOT NULL
);

CREATE TABLE model_version (
  model_id VARCHAR(128) ${exact} NOT NULL PRIMARY KEY,
  folded   VARCHAR(128) ${exact} NOT NULL,
  version  BIGINT NOT NULL,
  at       BIGINT NOT NULL
);

CREATE UNIQUE INDEX model_version_number ON model_version (folded, version);

CREATE TABLE model_alias (
  folded  VARCHAR(128) ${exact} NOT NULL,
  alias   VARCHAR(64)  ${exact} NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (folded, alias)
);

-- What aliases pointed to, one after another; version 0 is an alias that was deleted.
CREATE TABLE alias_move (
  id       ${serial},
  folded   VARCHAR(128) ${exact} NOT NULL,
  alias    VARCHAR(64)  ${exact} NOT NULL,
  version  BIGINT NOT NULL,
  how      VARCHAR(16)  ${exact} NOT NULL,
  at       BIGINT NOT NULL,
  moved_by ${text}
);

CREATE INDEX alias_move_of ON alias_move (folded, id);

-- Of lines about an alias only.
ALTER TABLE change_log ADD COLUMN alias VARCHAR(64) ${exact};
ALTER TABLE change_log ADD COLUMN alias_from BIGINT;
ALTER TABLE change_log ADD COLUMN alias_to BIGINT;
ALTER TABLE change_log ADD COLUMN alias_by ${text};
