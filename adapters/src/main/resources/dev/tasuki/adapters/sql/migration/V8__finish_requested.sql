-- Whether a run is asked to end with what it has. It outlives the process that runs it.

ALTER TABLE task ADD COLUMN finish_requested INTEGER DEFAULT 0 NOT NULL;
