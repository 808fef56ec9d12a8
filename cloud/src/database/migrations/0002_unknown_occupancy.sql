-- A site also reports that no sensor can say any more whether somebody is there.
ALTER TABLE occupancy_state ALTER COLUMN occupied DROP NOT NULL;
