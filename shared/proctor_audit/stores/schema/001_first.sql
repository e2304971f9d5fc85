-- API keys: the visible prefix finds a key, the SHA-256 of the whole key checks it.
CREATE TABLE IF NOT EXISTS api_keys (
    prefix      text PRIMARY KEY,
    key_sha256  text NOT NULL,
    tenant_id   text NOT NULL,
    label       text NOT NULL,
    scopes      text NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);

-- One row an attempt of a candidate at an exam. The unique constraint is also the index of the session list.
CREATE TABLE IF NOT EXISTS sessions (
    session_id       uuid PRIMARY KEY,
    tenant_id        text NOT NULL,
    exam_id          text NOT NULL,
    candidate_id     text NOT NULL,
    attempt          integer NOT NULL,
    api_key_prefix   text NOT NULL,
    policy           text NOT NULL,
    opened_at        timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    score            integer NOT NULL,
    incidents        integer NOT NULL,
    frames           bigint NOT NULL,
    uncertain_frames bigint NOT NULL,
    anomaly_frames   bigint NOT NULL,
    first_frame_at   timestamptz,
    last_frame_at    timestamptz,
    left_at          timestamptz,
    UNIQUE (tenant_id, exam_id, candidate_id, attempt)
);

-- A later revision of an incident replaces an earlier one, in whatever order they arrive.
CREATE TABLE IF NOT EXISTS incidents (
    session_id   uuid NOT NULL,
    incident_id  uuid NOT NULL,
    kind         text NOT NULL,
    revision     integer NOT NULL,
    started_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ended_at     timestamptz,
    peak         double precision NOT NULL,
    confidence   double precision NOT NULL,
    frames       integer NOT NULL,
    evidence     text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (session_id, incident_id)
);
