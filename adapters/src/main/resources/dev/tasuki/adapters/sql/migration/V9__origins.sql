-- What a task's origin is told when it has ended. answer_owed_to is the origin's protocol until it was told, so an
-- ordinary row has null in all four and is in no index of some rows. MariaDB and MySQL have none of those: theirs has
-- one entry for each row, which is written once.

ALTER TABLE task ADD COLUMN origin_protocol VARCHAR(32) ${exact};
ALTER TABLE task ADD COLUMN origin ${text};
ALTER TABLE task ADD COLUMN answer_owed_to VARCHAR(32) ${exact};
ALTER TABLE task ADD COLUMN answering_until BIGINT;

CREATE INDEX task_answer_owed ON task ${answer_owed};
