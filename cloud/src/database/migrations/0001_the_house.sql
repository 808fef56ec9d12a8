-- Every key, unique and exclusion constraint of the operators' tables begins with operator_id; row-level security keeps operators apart.
CREATE EXTENSION IF NOT EXISTS btree_gist;

DO $$ BEGIN
  CREATE ROLE lintel_app NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT lintel_app TO %I', current_user);
EXCEPTION WHEN unique_violation OR SQLSTATE 'XX000' THEN NULL;
END $$;

-- The history this database belongs to. A restore or a promotion shows in the server's identity and begins a new one.
CREATE TABLE cloud_generation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  generation uuid NOT NULL,
  server text NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE operator (
  operator_id uuid PRIMARY KEY,
  name text NOT NULL,
  -- How one month's allowance is spent at several sites: each sees all that is left, or an equal part of it.
  allowance_sharing text NOT NULL DEFAULT 'overdraft' CHECK (allowance_sharing IN ('overdraft', 'share'))
);

CREATE TABLE site (
  operator_id uuid NOT NULL REFERENCES operator,
  id uuid NOT NULL,
  name text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  help_name text NOT NULL,
  help_email text NOT NULL,
  help_phone text NOT NULL,
  panel_names text NOT NULL DEFAULT 'hidden' CHECK (panel_names IN ('hidden', 'shown')),
  panel_act text NOT NULL DEFAULT 'open' CHECK (panel_act IN ('open', 'pin')),
  PRIMARY KEY (operator_id, id)
);

-- The week's opening hours in minutes of the local day, Monday being 1. A day may open more than once; one without hours is closed.
CREATE TABLE site_hours (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens_min integer NOT NULL CHECK (opens_min BETWEEN 0 AND 1439),
  closes_min integer NOT NULL CHECK (closes_min BETWEEN 1 AND 1440),
  PRIMARY KEY (operator_id, site_id, weekday, opens_min),
  CHECK (opens_min < closes_min),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

-- Local dates with other hours than the week's: none means closed. note: the holiday's name.
CREATE TABLE site_exception (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  date date NOT NULL,
  hours jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (operator_id, site_id, date),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

-- One row a site: the feed's counter, the horizon B, the one accepted box and the head of its outbox. Its row lock orders all of them.
CREATE TABLE site_feed (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  seq bigint NOT NULL DEFAULT 0,
  kept_from bigint NOT NULL DEFAULT 1,
  horizon_at timestamptz(3) NOT NULL,
  horizon_proof text NOT NULL DEFAULT '',
  epoch integer NOT NULL DEFAULT 0,
  outbox_seq bigint NOT NULL DEFAULT 0,
  outbox_hash text NOT NULL DEFAULT repeat('0', 64),
  incarnation uuid,
  box_public_key text,
  credential_key_sealed text NOT NULL,
  heard_at timestamptz(3),
  fact_at timestamptz(3),
  stream_seen_at timestamptz(3),
  -- The last local day that was sent to the site.
  days_until date,
  -- Since when its box is declared lost, and since when the cloud writes the whole calendar, a director having stated that the box is switched off.
  lost_at timestamptz(3),
  taken_over_at timestamptz(3),
  -- The store whose quarantine a director has ended; told again after each snapshot.
  quarantine_ended_for uuid,
  PRIMARY KEY (operator_id, site_id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

CREATE TABLE feed_change (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (operator_id, site_id, seq)
);

CREATE TABLE enrolment_code (
  operator_id uuid NOT NULL,
  code_hash text NOT NULL,
  site_id uuid NOT NULL,
  made_by uuid,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  PRIMARY KEY (operator_id, code_hash),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);
CREATE INDEX enrolment_code_by_hash ON enrolment_code (code_hash);

CREATE TABLE door (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text NOT NULL,
  pulse_ms integer NOT NULL DEFAULT 5000,
  record_wait_ms integer NOT NULL DEFAULT 250,
  unrecorded_tap text NOT NULL DEFAULT 'refuse' CHECK (unrecorded_tap IN ('open', 'refuse')),
  untrusted_clock text NOT NULL DEFAULT 'honour' CHECK (untrusted_clock IN ('honour', 'staff_only')),
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

CREATE TABLE resource (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('desk', 'room', 'booth', 'office')),
  capacity integer NOT NULL CHECK (capacity > 0),
  floor text NOT NULL DEFAULT '',
  equipment text[] NOT NULL DEFAULT '{}',
  door_ids uuid[] NOT NULL,
  check_in_door_ids uuid[] NOT NULL DEFAULT '{}',
  step_ms integer NOT NULL CHECK (step_ms >= 60000),
  length_min_ms bigint NOT NULL CHECK (length_min_ms >= 60000),
  length_max_ms bigint NOT NULL CHECK (length_max_ms >= length_min_ms),
  before_ms integer NOT NULL DEFAULT 0 CHECK (before_ms BETWEEN 0 AND 86400000),
  after_ms integer NOT NULL DEFAULT 0 CHECK (after_ms BETWEEN 0 AND 86400000),
  grace_ms integer CHECK (grace_ms BETWEEN 60000 AND 86400000),
  credit_cents_per_hour integer NOT NULL DEFAULT 0 CHECK (credit_cents_per_hour >= 0),
  price_per_hour integer NOT NULL DEFAULT 0 CHECK (price_per_hour >= 0),
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);

-- access: what the membership alone opens. 'hours' follows the site's opening hours. access_door_ids: which doors, at every site.
CREATE TABLE plan (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  rank integer NOT NULL DEFAULT 0,
  advance_ms bigint NOT NULL CHECK (advance_ms >= 0),
  excluded_kinds text[] NOT NULL DEFAULT '{}',
  any_hour boolean NOT NULL DEFAULT false,
  daily_most_ms bigint CHECK (daily_most_ms >= 0),
  concurrent_most integer CHECK (concurrent_most >= 0),
  guests_most integer CHECK (guests_most >= 0),
  open_most integer NOT NULL DEFAULT 100 CHECK (open_most > 0),
  included_kinds text[] NOT NULL DEFAULT '{}',
  included_ms bigint NOT NULL DEFAULT 0 CHECK (included_ms >= 0),
  credit_cents integer NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
  overage text NOT NULL DEFAULT 'charge' CHECK (overage IN ('charge', 'refuse')),
  cancel_free_ms bigint NOT NULL DEFAULT 0 CHECK (cancel_free_ms >= 0),
  late_refund_percent integer NOT NULL DEFAULT 0 CHECK (late_refund_percent BETWEEN 0 AND 100),
  no_show_refund_percent integer NOT NULL DEFAULT 0 CHECK (no_show_refund_percent BETWEEN 0 AND 100),
  access text NOT NULL CHECK (access IN ('none', 'hours', 'always')),
  access_door_ids uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (operator_id, id)
);

CREATE TABLE holder (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('member', 'staff', 'guest')),
  name text NOT NULL,
  email text NOT NULL,
  suspended_because text,
  password_hash text,
  role text CHECK (role IN ('director', 'site_manager', 'front_desk')),
  role_site_ids uuid[],
  PRIMARY KEY (operator_id, id),
  CHECK ((kind = 'staff') = (role IS NOT NULL))
);
CREATE UNIQUE INDEX holder_by_email ON holder (operator_id, lower(email));

CREATE TABLE login (
  operator_id uuid NOT NULL,
  user_id text NOT NULL,
  holder_id uuid NOT NULL,
  PRIMARY KEY (operator_id, user_id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id)
);
CREATE INDEX login_by_user ON login (user_id);

-- site_ids: where the membership counts; everywhere when null.
CREATE TABLE membership (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  holder_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  site_ids uuid[],
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  FOREIGN KEY (operator_id, plan_id) REFERENCES plan (operator_id, id)
);
CREATE INDEX membership_by_holder ON membership (operator_id, holder_id);

-- sealed: what is presented (the text that is hashed for a site), under the cloud's key. mark: its keyed hash, to keep living ones apart.
CREATE TABLE credential (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  holder_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('card', 'pin')),
  sealed text NOT NULL,
  mark text NOT NULL,
  revoked boolean NOT NULL DEFAULT false,
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id)
);
CREATE UNIQUE INDEX credential_living ON credential (operator_id, mark) WHERE NOT revoked;
CREATE INDEX credential_by_holder ON credential (operator_id, holder_id);

-- Grants of memberships and roles, expanded into instants. Grants of bookings are derived and kept nowhere.
CREATE TABLE access_grant (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  door_ids uuid[] NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  because jsonb NOT NULL,
  PRIMARY KEY (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id)
);
CREATE INDEX access_grant_by_holder ON access_grant (operator_id, holder_id, site_id);

CREATE TABLE booking (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  resource_id uuid NOT NULL,
  holder_id uuid,
  title text NOT NULL,
  purpose text NOT NULL DEFAULT 'use' CHECK (purpose IN ('use', 'block', 'hold')),
  people integer NOT NULL DEFAULT 0 CHECK (people >= 0),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  holds_from timestamptz(3) NOT NULL,
  holds_until timestamptz(3) NOT NULL,
  during tstzrange NOT NULL GENERATED ALWAYS AS (tstzrange(holds_from, holds_until, '[)')) STORED,
  state text NOT NULL CHECK (state IN ('requested', 'confirmed', 'checked_in', 'ended', 'released', 'refused', 'cancelled')),
  version integer NOT NULL CHECK (version > 0),
  source text NOT NULL CHECK (source IN ('portal', 'office', 'console', 'panel', 'series', 'wait_list')),
  booked_at timestamptz(3) NOT NULL,
  charge_included_ms bigint NOT NULL DEFAULT 0 CHECK (charge_included_ms >= 0),
  charge_credit_cents bigint NOT NULL DEFAULT 0 CHECK (charge_credit_cents >= 0),
  charge_amount bigint NOT NULL DEFAULT 0 CHECK (charge_amount >= 0),
  group_id uuid,
  series_id uuid,
  -- The booking this one is to take the place of: it is cancelled once this one stands.
  replaces uuid,
  -- The same through every move, also when a move makes another booking.
  calendar_uid uuid NOT NULL,
  refusals jsonb,
  PRIMARY KEY (operator_id, id),
  CHECK (starts_at < ends_at AND holds_from <= starts_at AND ends_at <= holds_until),
  FOREIGN KEY (operator_id, resource_id) REFERENCES resource (operator_id, id),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  CONSTRAINT booking_slot EXCLUDE USING gist (operator_id WITH =, resource_id WITH =, during WITH &&) WHERE (state IN ('confirmed', 'checked_in', 'ended'))
);
CREATE INDEX booking_by_site ON booking (operator_id, site_id, ends_at);
CREATE INDEX booking_by_holder ON booking (operator_id, holder_id, ends_at);
CREATE INDEX booking_by_group ON booking (operator_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX booking_by_series ON booking (operator_id, series_id) WHERE series_id IS NOT NULL;
CREATE INDEX booking_by_replaced ON booking (operator_id, replaces) WHERE replaces IS NOT NULL;

CREATE TABLE booking_change (
  operator_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  n bigint GENERATED ALWAYS AS IDENTITY,
  version integer NOT NULL,
  state text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('booked', 'requested', 'confirmed', 'refused', 'moved', 'transferred', 'checked_in', 'ended', 'released',
    'cancelled', 'described', 'accepted')),
  at timestamptz(3) NOT NULL,
  by text NOT NULL,
  by_holder_id uuid,
  why text NOT NULL,
  was jsonb,
  -- The request that did it: sent again, it is recognised by this.
  request_id uuid,
  told_at timestamptz(3),
  PRIMARY KEY (operator_id, booking_id, n)
);
CREATE INDEX booking_change_untold ON booking_change (operator_id, n) WHERE told_at IS NULL;

CREATE TABLE ask (
  operator_id uuid NOT NULL,
  request_id uuid NOT NULL,
  site_id uuid NOT NULL,
  -- One of those it is about; a group's first.
  booking_id uuid NOT NULL,
  epoch integer NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'answered', 'withdrawn')),
  body jsonb NOT NULL,
  answer jsonb,
  asked_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  PRIMARY KEY (operator_id, request_id)
);
CREATE INDEX ask_pending ON ask (operator_id, site_id, asked_at) WHERE state = 'pending';
CREATE INDEX ask_by_booking ON ask (operator_id, booking_id);

-- What each site reported, word for word: append only.
CREATE TABLE fact (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (operator_id, site_id, epoch, seq)
);
CREATE INDEX fact_alarms ON fact (operator_id, at DESC) WHERE kind IN ('alarm', 'change_unknown');

CREATE TABLE access_event (
  operator_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  door_id uuid NOT NULL,
  holder_id uuid,
  outcome text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (operator_id, at, id)
);

CREATE TABLE occupancy_state (
  operator_id uuid NOT NULL,
  resource_id uuid NOT NULL,
  site_id uuid NOT NULL,
  occupied boolean NOT NULL,
  since timestamptz(3) NOT NULL,
  sensor text NOT NULL,
  PRIMARY KEY (operator_id, resource_id)
);

-- Kept facts that could not be applied. Nothing waits for them; the office shows how many there are.
CREATE TABLE dead_letter (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  why text NOT NULL,
  PRIMARY KEY (operator_id, site_id, epoch, seq)
);

-- What the cloud itself noticed about a site: a forked history, a store in quarantine.
CREATE TABLE site_alarm (
  operator_id uuid NOT NULL,
  site_id uuid NOT NULL,
  n bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL,
  what text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (operator_id, site_id, n)
);

-- Row-level security: the role every request takes sees and writes the rows of one operator.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['operator', 'site', 'site_hours', 'site_exception', 'site_feed', 'feed_change', 'enrolment_code', 'door', 'resource', 'plan', 'holder',
    'login', 'membership', 'credential', 'access_grant', 'booking', 'booking_change', 'ask', 'fact', 'access_event', 'occupancy_state',
    'dead_letter', 'site_alarm']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_operator ON %I USING (operator_id = (SELECT nullif(current_setting(''lintel.operator_id'', true), '''')::uuid))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON fact FROM lintel_app;
GRANT SELECT ON cloud_generation TO lintel_app;
GRANT USAGE ON SCHEMA public TO lintel_app;

-- Logins and sessions, as better-auth 1.7 expects them.
CREATE SCHEMA auth;
CREATE TABLE auth."user" (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL,
  image text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth.session (
  id text PRIMARY KEY,
  "expiresAt" timestamptz NOT NULL,
  token text NOT NULL UNIQUE,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" text NOT NULL REFERENCES auth."user" ON DELETE CASCADE
);
CREATE INDEX session_by_user ON auth.session ("userId");
CREATE TABLE auth.account (
  id text PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL
);
CREATE INDEX account_by_user ON auth.account ("userId");
CREATE TABLE auth.verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verification_by_identifier ON auth.verification (identifier);
