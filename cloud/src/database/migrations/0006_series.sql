-- What repeats. dates: which local dates (SeriesDates); parts: where and when, from a date on (SeriesPart[]); asked: the wish as it was sent, to know a repeat of it.
-- look_at: when the clock work looks at it next; a look that nobody finishes is done again from then on. Null: nothing is left to do.
CREATE TABLE series (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid,
  made_by uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('use', 'block')),
  dates jsonb NOT NULL,
  parts jsonb NOT NULL,
  asked text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('running', 'ended')),
  made_at timestamptz(3) NOT NULL,
  look_at timestamptz(3),
  PRIMARY KEY (operator_id, id),
  CHECK ((holder_id IS NULL) = (purpose = 'block')),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  FOREIGN KEY (operator_id, made_by) REFERENCES holder (operator_id, id)
);
CREATE INDEX series_by_holder ON series (operator_id, holder_id);
CREATE INDEX series_to_look_at ON series (operator_id, look_at) WHERE look_at IS NOT NULL;

-- What was decided about one date. Once there is a booking, the booking's own state is the truth. told: whoever it concerns has heard of the reasons, or there is an event to tell them.
-- due: what a person wanted done to the booking and is not done yet; whoever looks at the series next does it.
CREATE TABLE series_occurrence (
  operator_id uuid NOT NULL,
  series_id uuid NOT NULL,
  date date NOT NULL,
  state text NOT NULL CHECK (state IN ('booked', 'requested', 'clash', 'cancelled', 'waiting_for_window', 'skipped')),
  attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  booking_id uuid,
  reasons jsonb NOT NULL DEFAULT '[]',
  told boolean NOT NULL DEFAULT false,
  due jsonb,
  PRIMARY KEY (operator_id, series_id, date),
  FOREIGN KEY (operator_id, series_id) REFERENCES series (operator_id, id)
);
CREATE INDEX series_occurrence_by_booking ON series_occurrence (operator_id, booking_id) WHERE booking_id IS NOT NULL;

-- What a person is told of a series: one thing about all its dates, instead of fifty about each.
CREATE TABLE series_event (
  operator_id uuid NOT NULL,
  series_id uuid NOT NULL,
  n bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL,
  kind text NOT NULL CHECK (kind IN ('series_made', 'series_clash', 'series_changed', 'series_cancelled', 'series_transferred')),
  body jsonb NOT NULL,
  told_at timestamptz(3),
  PRIMARY KEY (operator_id, series_id, n),
  FOREIGN KEY (operator_id, series_id) REFERENCES series (operator_id, id)
);
CREATE INDEX series_event_untold ON series_event (operator_id, n) WHERE told_at IS NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['series', 'series_occurrence', 'series_event']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_operator ON %I USING (operator_id = (SELECT nullif(current_setting(''lintel.operator_id'', true), '''')::uuid))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
  END LOOP;
END $$;
