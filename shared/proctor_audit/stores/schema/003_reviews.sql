-- Who gave which verdict on an incident, and when: rows are only ever added. The incident itself holds the newest one,
-- which no later revision of it touches. `number` counts the reviews of an incident.
CREATE TABLE IF NOT EXISTS reviews (
    session_id   uuid NOT NULL,
    incident_id  uuid NOT NULL,
    number       integer NOT NULL,
    reviewed_at  timestamptz NOT NULL,
    key_prefix   text NOT NULL,
    key_label    text NOT NULL,
    from_verdict text,
    to_verdict   text,
    note         text NOT NULL,
    PRIMARY KEY (session_id, incident_id, number)
);

ALTER TABLE incidents ADD COLUMN IF NOT EXISTS verdict text;
ALTER TABLE incidents ADD COLUMN IF NOT EXISTS note text;
ALTER TABLE incidents ADD COLUMN IF NOT EXISTS reviewed_by text;
ALTER TABLE incidents ADD COLUMN IF NOT EXISTS reviewed_at timestamptz;

-- What the list of sessions shows and filters by, so that it need not read incidents. None until the next message or
-- verdict of a session that was recorded before.
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS kinds text;
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS unreviewed integer;
