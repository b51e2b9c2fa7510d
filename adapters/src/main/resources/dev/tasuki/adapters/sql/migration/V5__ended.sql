-- Retention asks for what ended before a time.

CREATE INDEX task_ended ON task (state, finished_at);
