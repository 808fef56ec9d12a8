-- Who waits for a slot that is taken: this resource, or any of the kind for so many people. offering: one is being booked for them under booking_id, which is made of the wait and its attempt, so that a cloud
-- that stops on the way books nothing twice. offered: it is held for them until expires_at. lapsing: the time ran out and it is being given back. look_at: not looked at before.
CREATE TABLE wait (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  resource_id uuid,
  kind text NOT NULL CHECK (kind IN ('desk', 'room', 'booth', 'office')),
  people integer NOT NULL CHECK (people >= 0),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'offering', 'offered', 'lapsing', 'taken', 'lapsed', 'withdrawn', 'over')),
  look_at timestamptz(3) NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  offered_resource_id uuid,
  booking_id uuid,
  expires_at timestamptz(3),
  PRIMARY KEY (operator_id, id),
  CHECK (starts_at < ends_at),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  FOREIGN KEY (operator_id, resource_id) REFERENCES resource (operator_id, id)
);
CREATE INDEX wait_open ON wait (operator_id, site_id, asked_at, id) WHERE state IN ('waiting', 'offering', 'offered', 'lapsing');
CREATE INDEX wait_by_holder ON wait (operator_id, holder_id, starts_at);
CREATE INDEX wait_by_booking ON wait (operator_id, booking_id) WHERE booking_id IS NOT NULL;

-- How far a site's line was looked through: as of which change of its feed and which of its facts. One process at a time looks, so that whoever asked first is asked first.
CREATE TABLE wait_line (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  feed_seq bigint NOT NULL DEFAULT 0,
  outbox_seq bigint NOT NULL DEFAULT 0,
  looked_at timestamptz(3),
  claimed_until timestamptz(3),
  PRIMARY KEY (operator_id, site_id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

-- The next booking of a resource after an instant: as none overlap, it alone says whether a span is free.
CREATE INDEX booking_of_resource ON booking (operator_id, resource_id, holds_until) WHERE state IN ('confirmed', 'checked_in', 'ended');

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['wait', 'wait_line']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_operator ON %I USING (operator_id = (SELECT nullif(current_setting(''lintel.operator_id'', true), '''')::uuid))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
  END LOOP;
END $$;
