-- The hub's schema, step 3: one snapshot of a whole store, in parts, for stations that join. It is signed; whoever takes
-- it checks that.

GRANT lanyard_owner TO CURRENT_USER;
SET LOCAL ROLE lanyard_owner;

CREATE TABLE lanyard.snapshot (
    number bigint PRIMARY KEY, data bytea NOT NULL,
    whole boolean NOT NULL DEFAULT false, -- its last part is here
    put_by text NOT NULL, put_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE lanyard.snapshot ALTER COLUMN data SET STORAGE EXTERNAL;

-- Part p_number of p_parts, in order; the first one takes the place of the snapshot before.
CREATE FUNCTION lanyard.put_snapshot(p_number bigint, p_parts bigint, p_data bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    IF NOT (SELECT may_edit FROM lanyard.station WHERE name = my_name) THEN
        RAISE EXCEPTION 'station % may not change the roster', my_name USING ERRCODE = 'LY014';
    END IF;
    IF p_number = 0 THEN
        DELETE FROM lanyard.snapshot;
    ELSIF NOT EXISTS (SELECT 1 FROM lanyard.snapshot WHERE number = p_number - 1 AND put_by = my_name AND NOT whole) THEN
        RAISE EXCEPTION 'the part before part % is not here', p_number USING ERRCODE = 'LY023';
    END IF;
    INSERT INTO lanyard.snapshot VALUES (p_number, p_data, false, my_name);
    IF p_number + 1 = p_parts THEN
        UPDATE lanyard.snapshot SET whole = true;
    END IF;
END $$;

-- NULL behind the last part, and while it is not whole.
CREATE FUNCTION lanyard.get_snapshot(p_number bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM lanyard.me_or_fail();
    RETURN (SELECT data FROM lanyard.snapshot WHERE number = p_number AND whole);
END $$;

GRANT EXECUTE ON FUNCTION lanyard.put_snapshot, lanyard.get_snapshot TO lanyard_station;
RESET ROLE;
