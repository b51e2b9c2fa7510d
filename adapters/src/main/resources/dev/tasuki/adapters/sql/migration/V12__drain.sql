-- Whether a process is wished to take nothing new, which it hears when it tells next. One that was lost stays for a day.

ALTER TABLE process_presence ADD COLUMN drain INTEGER DEFAULT 0 NOT NULL;
