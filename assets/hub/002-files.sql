-- The hub's schema, step 2: files of the event's folder (photos, badge templates), by what they hold.
--
-- Which file has which content is a document of kind "file"; here are the contents. Their name is a hash that the hub
-- cannot check (BLAKE2b); every station does before it takes one over.

GRANT lanyard_owner TO CURRENT_USER;
SET LOCAL ROLE lanyard_owner;

CREATE TABLE lanyard.file (
    content text PRIMARY KEY CHECK (content ~ '^[0-9a-f]{64}:[0-9]{1,8}$'), -- hash and size
    data bytea NOT NULL, put_by text NOT NULL, put_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE lanyard.file ALTER COLUMN data SET STORAGE EXTERNAL; -- pictures are compressed already
CREATE INDEX document_file ON lanyard.document ((body ->> 'content')) WHERE kind = 'file';

-- The contents that documents name and that are not here.
CREATE FUNCTION lanyard.files_wanted() RETURNS TABLE (path text, content text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM lanyard.me_or_fail();
    RETURN QUERY SELECT d.key, d.body ->> 'content' FROM lanyard.document d WHERE d.kind = 'file'
        AND NOT EXISTS (SELECT 1 FROM lanyard.file f WHERE f.content = d.body ->> 'content') ORDER BY d.key LIMIT 1000;
END $$;

CREATE FUNCTION lanyard.put_file(p_content text, p_data bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    IF NOT (SELECT may_edit FROM lanyard.station WHERE name = my_name) THEN
        RAISE EXCEPTION 'station % may not change the roster', my_name USING ERRCODE = 'LY014';
    END IF;
    IF split_part(p_content, ':', 2)::bigint <> length(p_data) OR NOT EXISTS (SELECT 1 FROM lanyard.document d
        WHERE d.kind = 'file' AND d.body ->> 'content' = p_content) THEN
        RAISE EXCEPTION 'nobody has named a file with this content' USING ERRCODE = 'LY023';
    END IF;
    INSERT INTO lanyard.file VALUES (p_content, p_data, my_name) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM pg_notify('lanyard', 'file');
    END IF;
END $$;

-- NULL: it has not come yet.
CREATE FUNCTION lanyard.get_file(p_content text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM lanyard.me_or_fail();
    RETURN (SELECT f.data FROM lanyard.file f WHERE f.content = p_content);
END $$;

GRANT EXECUTE ON FUNCTION lanyard.files_wanted, lanyard.put_file, lanyard.get_file TO lanyard_station;
RESET ROLE;
