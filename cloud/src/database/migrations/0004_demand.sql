-- What was looked for, and what somebody tried to book and was refused; of no person. site_id and kind: null when any would do. The hour is that of the wanted start on the site's wall clock.
-- found: how many were free. reasons: why none was.
CREATE TABLE demand (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  source text NOT NULL CHECK (source IN ('search', 'attempt')),
  site_id uuid,
  kind text CHECK (kind IN ('desk', 'room', 'booth', 'office')),
  plan_id uuid,
  wanted_from timestamptz(3) NOT NULL,
  wanted_to timestamptz(3) NOT NULL,
  wanted_on date NOT NULL,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour integer NOT NULL CHECK (hour BETWEEN 0 AND 23),
  people integer NOT NULL,
  equipment text[] NOT NULL DEFAULT '{}',
  floor text NOT NULL DEFAULT '',
  found integer NOT NULL CHECK (found >= 0),
  reasons text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX demand_by_time ON demand (operator_id, at);

ALTER TABLE demand ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_operator ON demand USING (operator_id = (SELECT nullif(current_setting('lintel.operator_id', true), '')::uuid));
GRANT SELECT, INSERT, DELETE ON demand TO lintel_app;

-- What a site holds about a time, without reading all that it will ever hold: most bookings are short, and the few that are long are found by themselves. (Ranges are no help here: under row-level
-- security their operators are not trusted with an index.)
CREATE INDEX booking_near ON booking (operator_id, site_id, holds_from) WHERE state IN ('confirmed', 'checked_in', 'ended');
CREATE INDEX booking_long ON booking (operator_id, site_id, holds_until)
  WHERE state IN ('confirmed', 'checked_in', 'ended') AND holds_until - holds_from > interval '7 days';
