-- What the box knows of itself: cursor, generation, epoch, horizon, outbox head, incarnation. One row a key.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Intentions of the cloud, as the feed brought them.
-- Resources and plans are read whole and never asked by their parts: `body` is the row as the feed's schema read it.
CREATE TABLE resource (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE door (id TEXT PRIMARY KEY, name TEXT NOT NULL, pulse_ms INTEGER NOT NULL, record_wait_ms INTEGER NOT NULL,
  unrecorded_tap TEXT NOT NULL, untrusted_clock TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE plan (id TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE holder (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, suspended INTEGER NOT NULL, plan_id TEXT,
  email TEXT, password_hash TEXT, role TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX holder_by_email ON holder (email) WHERE email IS NOT NULL;

CREATE TABLE credential (id TEXT PRIMARY KEY, holder_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX credential_by_key ON credential (key);

CREATE TABLE "grant" (id TEXT PRIMARY KEY, holder_id TEXT NOT NULL, door_ids TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
  because TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX grant_by_holder ON "grant" (holder_id);

-- Local days of the site with their opening hours, as the cloud worked them out; `open` is a list of spans.
CREATE TABLE site_day (date TEXT PRIMARY KEY, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, open TEXT NOT NULL, note TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX site_day_by_end ON site_day (ends_at);

-- What is left of a holder's month by the cloud's account, and what this site has written since: one row for each fact that took or gave back.
CREATE TABLE balance (holder_id TEXT NOT NULL, period TEXT NOT NULL, included_ms INTEGER NOT NULL, credit_cents INTEGER NOT NULL, as_of_fact INTEGER NOT NULL,
  PRIMARY KEY (holder_id, period)) STRICT, WITHOUT ROWID;
CREATE TABLE spent (holder_id TEXT NOT NULL, period TEXT NOT NULL, fact_seq INTEGER NOT NULL, included_ms INTEGER NOT NULL, credit_cents INTEGER NOT NULL,
  PRIMARY KEY (holder_id, period, fact_seq)) STRICT, WITHOUT ROWID;

CREATE TABLE booking (id TEXT PRIMARY KEY, resource_id TEXT NOT NULL, holder_id TEXT, title TEXT NOT NULL, purpose TEXT NOT NULL, people INTEGER NOT NULL,
  starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, holds_from INTEGER NOT NULL, holds_until INTEGER NOT NULL,
  state TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, booked_at INTEGER NOT NULL,
  included_ms INTEGER NOT NULL, credit_cents INTEGER NOT NULL, amount INTEGER NOT NULL, group_id TEXT, series_id TEXT,
  CHECK (starts_at < ends_at), CHECK (holds_from <= starts_at AND ends_at <= holds_until)) STRICT, WITHOUT ROWID;
CREATE INDEX booking_by_resource ON booking (resource_id, holds_until);
CREATE INDEX booking_by_holder ON booking (holder_id, ends_at) WHERE holder_id IS NOT NULL;
CREATE INDEX booking_by_end ON booking (holds_until, holds_from);
CREATE INDEX booking_by_group ON booking (group_id) WHERE group_id IS NOT NULL;

-- The last guard against a double booking, over what bookings hold. The verbs judge first; when this fires it is an alarm.
CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking WHEN NEW.state IN ('confirmed', 'checked_in', 'ended') AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.holds_until > NEW.holds_from AND b.holds_from < NEW.holds_until
  AND b.state IN ('confirmed', 'checked_in', 'ended') AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END;
CREATE TRIGGER booking_overlap_update BEFORE UPDATE ON booking WHEN NEW.state IN ('confirmed', 'checked_in', 'ended') AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.holds_until > NEW.holds_from AND b.holds_from < NEW.holds_until
  AND b.state IN ('confirmed', 'checked_in', 'ended') AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END;

-- Bookings of the feed in whose slot another still stands: taken all the same, and put in their place once that one has gone.
CREATE TABLE booking_aside (id TEXT PRIMARY KEY, resource_id TEXT NOT NULL, holds_from INTEGER NOT NULL, holds_until INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What this site did to each booking: who, when and why, and where and whose it was before. `request_id` finds the answer to a request that is repeated.
CREATE TABLE booking_change (booking_id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
  was TEXT, request_id TEXT, PRIMARY KEY (booking_id, version)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX booking_change_by_request ON booking_change (request_id) WHERE request_id IS NOT NULL;

-- Changes of a kind this version does not know: kept for the version that will.
CREATE TABLE change_unknown (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, kept_at INTEGER NOT NULL) STRICT;

-- How an ask was answered, so that the same question has the same answer.
CREATE TABLE ask_answer (request_id TEXT PRIMARY KEY, answer TEXT NOT NULL, answered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The outbox and the box's own record in one: gapless, hash-chained, never deleted before the cloud has acknowledged it.
CREATE TABLE fact (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;

CREATE TABLE panel (id TEXT PRIMARY KEY, name TEXT NOT NULL, resource_id TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, paired_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE panel_code (code_hash TEXT PRIMARY KEY, name TEXT NOT NULL, resource_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE console_session (token_hash TEXT PRIMARY KEY, holder_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
