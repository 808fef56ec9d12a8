-- What bookings take of their holders' months: lines that are only ever added. charge: what a version of a booking takes less what its lines said before; overage: included time and credits that
-- several sites spent at once, turned into money. The rates are what an hour took when the line was written. period: a calendar month of the site, 2027-03. settled_at: null until the month was looked at since.
CREATE TABLE allowance_entry (
  operator_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  period text NOT NULL CHECK (period ~ '^\d{4}-\d{2}$'),
  n bigint GENERATED ALWAYS AS IDENTITY,
  membership_id uuid,
  site_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  version integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('charge', 'overage')),
  included_ms bigint NOT NULL,
  credit_cents bigint NOT NULL,
  amount bigint NOT NULL,
  credit_cents_per_hour integer NOT NULL,
  price_per_hour integer NOT NULL,
  at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  PRIMARY KEY (operator_id, holder_id, period, n)
);
CREATE INDEX allowance_entry_by_booking ON allowance_entry (operator_id, booking_id);
CREATE INDEX allowance_entry_unsettled ON allowance_entry (operator_id, n) WHERE settled_at IS NULL;

-- What a membership gives in a month, as its plan said when the month was first charged; a plan that gives more later raises it, one that gives less leaves it.
CREATE TABLE allowance_month (
  operator_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  period text NOT NULL,
  included_ms bigint NOT NULL,
  credit_cents bigint NOT NULL,
  PRIMARY KEY (operator_id, membership_id, period),
  FOREIGN KEY (operator_id, membership_id) REFERENCES membership (operator_id, id)
);

-- Which sites have to be told anew what is left of a holder's month; and what each was last told.
CREATE TABLE balance_due (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  period text NOT NULL,
  PRIMARY KEY (operator_id, site_id, holder_id, period)
);
CREATE TABLE balance_sent (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  period text NOT NULL,
  included_ms bigint NOT NULL,
  credit_cents bigint NOT NULL,
  as_of_fact bigint NOT NULL,
  PRIMARY KEY (operator_id, site_id, holder_id, period)
);

-- Whose grants at which site have to be worked out anew, because hours or a plan changed.
CREATE TABLE grant_due (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  PRIMARY KEY (operator_id, site_id, holder_id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['allowance_entry', 'allowance_month', 'balance_due', 'balance_sent', 'grant_due']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_operator ON %I USING (operator_id = (SELECT nullif(current_setting(''lintel.operator_id'', true), '''')::uuid))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON allowance_entry FROM lintel_app;
GRANT UPDATE (settled_at) ON allowance_entry TO lintel_app;
