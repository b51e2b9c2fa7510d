-- Which process holds a lease, such as that of the one that sweeps for all, and up to which version of the change
-- log a durable reader has come.

CREATE TABLE leader_lease (
  name       VARCHAR(64)  ${exact} NOT NULL PRIMARY KEY,
  holder     VARCHAR(128) ${exact} NOT NULL,
  held_until BIGINT NOT NULL
);

CREATE TABLE reader_cursor (
  reader  VARCHAR(64) ${exact} NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
);
