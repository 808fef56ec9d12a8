-- time_zone: where they read, by the zone's name; unknown when null. reminders: whether they want any.
ALTER TABLE holder ADD COLUMN time_zone text, ADD COLUMN reminders boolean NOT NULL DEFAULT true;
-- How long before the start of a booking its holder is reminded; never when 0.
ALTER TABLE operator ADD COLUMN remind_ms bigint NOT NULL DEFAULT 3600000 CHECK (remind_ms BETWEEN 0 AND 604800000);

-- What a person is told, in the portal and by mail. id is made from what it tells of and whom: the same is never told twice.
-- change_n: the entry of the booking's history it tells of. about_starts_at: when what it tells of began then. letter: what the mail is drawn from;
-- the PIN and the pass are put in when it is sent, and kept nowhere.
CREATE TABLE notice (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  holder_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('confirmation', 'requested', 'refusal', 'change', 'given', 'given_away', 'ended', 'release', 'cancellation',
    'reminder', 'offer', 'offer_over', 'series')),
  site_id uuid,
  booking_id uuid,
  series_id uuid,
  version integer,
  change_n bigint,
  about_starts_at timestamptz(3),
  made_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'stale')),
  sent_at timestamptz(3),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  subject text NOT NULL,
  text text NOT NULL,
  letter jsonb NOT NULL,
  read_at timestamptz(3),
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id)
);
CREATE INDEX notice_due ON notice (operator_id, due_at) WHERE state = 'waiting';
CREATE INDEX notice_failed ON notice (operator_id, made_at) WHERE state = 'failed';
CREATE INDEX notice_by_holder ON notice (operator_id, holder_id, made_at);
CREATE INDEX notice_by_booking ON notice (operator_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX booking_to_remind ON booking (operator_id, starts_at) WHERE state = 'confirmed' AND purpose = 'use' AND holder_id IS NOT NULL;

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_operator ON notice USING (operator_id = (SELECT nullif(current_setting('lintel.operator_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO lintel_app;
