-- Most tasks are published or have ended, so an index of the others alone stays small, and starting and ending a
-- task do not touch it. MariaDB and MySQL have no index of some rows; theirs stays as it was.

DROP INDEX task_unpublished${of_task};

CREATE INDEX task_unpublished ON task ${unpublished};
