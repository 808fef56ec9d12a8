-- Addresses at which a calendar program reads bookings. token_hash: of the unguessable part of the address, which is kept nowhere.
-- holder_id: who made it; what it shows is what they may see at the time it is read. read_at: to the hour.
CREATE TABLE calendar_link (
  operator_id uuid NOT NULL,
  id uuid NOT NULL,
  holder_id uuid NOT NULL,
  token_hash text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('member', 'resource', 'site')),
  site_id uuid,
  resource_id uuid,
  with_names boolean NOT NULL,
  made_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  read_at timestamptz(3),
  PRIMARY KEY (operator_id, id),
  CHECK ((site_id IS NULL) = (kind = 'member') AND (resource_id IS NOT NULL) = (kind = 'resource')),
  FOREIGN KEY (operator_id, holder_id) REFERENCES holder (operator_id, id),
  FOREIGN KEY (operator_id, site_id) REFERENCES site (operator_id, id),
  FOREIGN KEY (operator_id, resource_id) REFERENCES resource (operator_id, id)
);
CREATE UNIQUE INDEX calendar_link_token ON calendar_link (operator_id, token_hash);
CREATE INDEX calendar_link_by_token ON calendar_link (token_hash);
CREATE INDEX calendar_link_by_holder ON calendar_link (operator_id, holder_id);
CREATE INDEX booking_by_resource ON booking (operator_id, resource_id, ends_at);
-- A calendar entry is named after its first booking; here are those that took its place.
CREATE INDEX booking_by_calendar_uid ON booking (operator_id, calendar_uid) WHERE calendar_uid <> id;

ALTER TABLE calendar_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_operator ON calendar_link USING (operator_id = (SELECT nullif(current_setting('lintel.operator_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_link TO lintel_app;
