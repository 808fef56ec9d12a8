-- What the box knows of itself: cursor, generation, epoch, horizon, outbox head, incarnation. One row a key.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Intentions of the cloud, as the feed brought them.
CREATE TABLE resource (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, capacity INTEGER NOT NULL, door_ids TEXT NOT NULL,
  step_ms INTEGER NOT NULL, length_min_ms INTEGER NOT NULL, length_max_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE door (id TEXT PRIMARY KEY, name TEXT NOT NULL, pulse_ms INTEGER NOT NULL, record_wait_ms INTEGER NOT NULL,
  unrecorded_tap TEXT NOT NULL, untrusted_clock TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE plan (id TEXT PRIMARY KEY, name TEXT NOT NULL, advance_ms INTEGER NOT NULL, excluded_kinds TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE holder (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, suspended INTEGER NOT NULL, plan_id TEXT,
  email TEXT, password_hash TEXT, role TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX holder_by_email ON holder (email) WHERE email IS NOT NULL;

CREATE TABLE credential (id TEXT PRIMARY KEY, holder_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX credential_by_key ON credential (key);

CREATE TABLE "grant" (id TEXT PRIMARY KEY, holder_id TEXT NOT NULL, door_ids TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
  because TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX grant_by_holder ON "grant" (holder_id);

CREATE TABLE booking (id TEXT PRIMARY KEY, resource_id TEXT NOT NULL, holder_id TEXT, title TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
  state TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, booked_at INTEGER NOT NULL, CHECK (starts_at < ends_at)) STRICT, WITHOUT ROWID;
CREATE INDEX booking_by_resource ON booking (resource_id, ends_at);
CREATE INDEX booking_by_holder ON booking (holder_id, ends_at) WHERE holder_id IS NOT NULL;
CREATE INDEX booking_by_end ON booking (ends_at);

-- The last guard against a double booking. The verbs judge first; when this fires it is an alarm.
CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking WHEN NEW.state = 'confirmed' AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.ends_at > NEW.starts_at AND b.starts_at < NEW.ends_at AND b.state = 'confirmed' AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END;
CREATE TRIGGER booking_overlap_update BEFORE UPDATE ON booking WHEN NEW.state = 'confirmed' AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.ends_at > NEW.starts_at AND b.starts_at < NEW.ends_at AND b.state = 'confirmed' AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END;

-- Changes of a kind this version does not know: kept for the version that will.
CREATE TABLE change_unknown (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, kept_at INTEGER NOT NULL) STRICT;

-- How an ask was answered, so that the same question has the same answer.
CREATE TABLE ask_answer (request_id TEXT PRIMARY KEY, answer TEXT NOT NULL, answered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The outbox and the box's own record in one: gapless, hash-chained, never deleted before the cloud has acknowledged it.
CREATE TABLE fact (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;

CREATE TABLE panel (id TEXT PRIMARY KEY, name TEXT NOT NULL, resource_id TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, paired_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE panel_code (code_hash TEXT PRIMARY KEY, name TEXT NOT NULL, resource_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE console_session (token_hash TEXT PRIMARY KEY, holder_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
