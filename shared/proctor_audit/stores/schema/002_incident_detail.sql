-- What of its kind an incident was, as a short code. Aurora DSQL adds a column only without default and NOT NULL
-- (Aurora DSQL user guide, "ALTER TABLE"), so rows of before have none.
ALTER TABLE incidents ADD COLUMN IF NOT EXISTS detail text;
