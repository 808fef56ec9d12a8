import Database from 'better-sqlite3';
import { Store } from '../../../../edge/src/database/store.ts';

/** The cloud's tables for one operator in SQLite: what the calendar and the line keep, with PostgreSQL's exclusion constraint as a trigger. */
const schema = `
CREATE TABLE cloud_generation (one INTEGER PRIMARY KEY, generation TEXT NOT NULL) STRICT;
CREATE TABLE site (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE resource (id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE plan (id TEXT PRIMARY KEY, rank INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE holder (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, suspended INTEGER NOT NULL, plan_id TEXT, role TEXT) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX holder_by_email ON holder (lower(email));

CREATE TABLE site_feed (site_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, kept_from INTEGER NOT NULL, horizon_at INTEGER NOT NULL, horizon_proof TEXT NOT NULL, epoch INTEGER NOT NULL,
  public_key TEXT, incarnation TEXT, outbox_seq INTEGER NOT NULL, outbox_hash TEXT NOT NULL, fact_at INTEGER, lost_at INTEGER, taken_over_at INTEGER, days_until TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE feed_change (site_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (site_id, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE booking (id TEXT PRIMARY KEY, site_id TEXT NOT NULL, resource_id TEXT NOT NULL, holder_id TEXT, group_id TEXT, state TEXT NOT NULL, version INTEGER NOT NULL,
  starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, holds_from INTEGER NOT NULL, holds_until INTEGER NOT NULL, body TEXT NOT NULL,
  refusals TEXT, replaces TEXT, calendar_uid TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX booking_by_resource ON booking (resource_id, holds_until);
CREATE INDEX booking_by_holder ON booking (holder_id, ends_at);
CREATE INDEX booking_by_site ON booking (site_id, ends_at);
CREATE INDEX booking_by_group ON booking (group_id);
CREATE INDEX booking_by_replaced ON booking (replaces);
CREATE TRIGGER booking_slot_insert BEFORE INSERT ON booking WHEN NEW.state IN ('confirmed', 'checked_in', 'ended') AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.holds_until > NEW.holds_from AND b.holds_from < NEW.holds_until
  AND b.state IN ('confirmed', 'checked_in', 'ended') AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_slot'); END;
CREATE TRIGGER booking_slot_update BEFORE UPDATE ON booking WHEN NEW.state IN ('confirmed', 'checked_in', 'ended') AND EXISTS (
  SELECT 1 FROM booking b WHERE b.resource_id = NEW.resource_id AND b.holds_until > NEW.holds_from AND b.holds_from < NEW.holds_until
  AND b.state IN ('confirmed', 'checked_in', 'ended') AND b.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'booking_slot'); END;

CREATE TABLE booking_change (n INTEGER PRIMARY KEY, booking_id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
  why TEXT NOT NULL, request_id TEXT) STRICT;
CREATE INDEX booking_change_by_booking ON booking_change (booking_id);

CREATE TABLE ask (n INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, site_id TEXT NOT NULL, booking_id TEXT NOT NULL, epoch INTEGER NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
  answer TEXT, asked_at INTEGER NOT NULL, answered_at INTEGER) STRICT;
CREATE INDEX ask_by_booking ON ask (booking_id);
CREATE INDEX ask_pending ON ask (site_id, epoch) WHERE state = 'pending';

CREATE TABLE fact (site_id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (site_id, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE dead_letter (site_id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY (site_id, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE site_alarm (n INTEGER PRIMARY KEY, site_id TEXT NOT NULL, at INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE TABLE enrolment_code (code TEXT PRIMARY KEY, site_id TEXT NOT NULL, is_used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** An empty cloud in memory. */
export function newCloudStore(): Store {
  const client = new Database(':memory:');
  client.exec(schema);
  return new Store(client);
}

/** The cloud as it was when these bytes were taken. */
export function cloudStoreFrom(bytes: Buffer): Store {
  return new Store(new Database(bytes));
}
