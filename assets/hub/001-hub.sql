-- The hub's schema, step 1. Run in one transaction by `lanyard hub init`.
--
-- A station logs in as a role of its own and may only call functions; who it is comes from that role, never from what
-- it sends. Functions run as lanyard_owner. Row-level security is a second fence behind them: even a fault in one of
-- them writes no event under another station's name.
--
-- The feed: every change gets a number from one counter row, feed_head. Its lock is held until the transaction ends,
-- so numbers become visible in order and without gaps: a reader behind number n has seen everything up to n.

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'lanyard_owner') THEN
        CREATE ROLE lanyard_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'lanyard_keeper') THEN
        CREATE ROLE lanyard_keeper NOLOGIN CREATEROLE; -- changes passwords of stations' roles
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'lanyard_station') THEN
        CREATE ROLE lanyard_station NOLOGIN; -- every station is a member
    END IF;
END $$;
GRANT lanyard_owner, lanyard_keeper TO CURRENT_USER;

REVOKE ALL ON SCHEMA lanyard FROM PUBLIC;
GRANT USAGE ON SCHEMA lanyard TO lanyard_station, lanyard_keeper;
ALTER SCHEMA lanyard OWNER TO lanyard_owner;
SET LOCAL ROLE lanyard_owner;
ALTER DEFAULT PRIVILEGES IN SCHEMA lanyard REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- ---- tables ----

CREATE TABLE lanyard.schema_step (step integer PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE lanyard.hub (
    one integer PRIMARY KEY CHECK (one = 1),
    event uuid NOT NULL,
    name text NOT NULL, place text NOT NULL, timezone text NOT NULL,
    days text NOT NULL,            -- "2026-05-18,2026-05-19"
    root_public bytea NOT NULL CHECK (length(root_public) = 32),
    keys_version bigint NOT NULL, keys text NOT NULL, -- the sealed key list
    generation bigint NOT NULL     -- 1, or when it was noticed last that the hub had lost what stations have seen
);
CREATE TABLE lanyard.station (
    name text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
    role name NOT NULL UNIQUE,
    may_edit boolean NOT NULL,     -- roster, places and keys
    public_key bytea,              -- offered when it joined; in force once it is in the key list
    enrolled_at timestamptz NOT NULL DEFAULT now(), joined_at timestamptz, revoked_at timestamptz,
    sequence bigint NOT NULL DEFAULT 0, hash bytea NOT NULL -- the end of its chain here
);
CREATE TABLE lanyard.contact (     -- what a station said last; written often, worth little
    station text PRIMARY KEY REFERENCES lanyard.station,
    seen_at timestamptz NOT NULL, cursor bigint NOT NULL, outbox bigint NOT NULL,
    clock_off_ms bigint NOT NULL, version text NOT NULL, quarantined bigint NOT NULL
);
CREATE TABLE lanyard.feed_head (one integer PRIMARY KEY CHECK (one = 1), last bigint NOT NULL);
INSERT INTO lanyard.feed_head VALUES (1, 0);
CREATE TABLE lanyard.feed_batch (  -- the last number of each transaction; the mark tells a restored hub
    last bigint PRIMARY KEY, mark uuid NOT NULL DEFAULT gen_random_uuid()
);
CREATE TABLE lanyard.event_log (
    seq bigint PRIMARY KEY,
    station text NOT NULL REFERENCES lanyard.station,
    sequence bigint NOT NULL CHECK (sequence > 0),
    uuid uuid NOT NULL, hlc bigint NOT NULL, kind text NOT NULL,
    body bytea NOT NULL,           -- as signed, byte for byte
    key_id integer NOT NULL, previous bytea NOT NULL, hash bytea NOT NULL, signature bytea NOT NULL,
    head_key integer, head_signature bytea, -- of the chain's head, with the last event of a batch
    healed_by text,                -- the station that brought it back after a loss
    UNIQUE (station, sequence)
);
CREATE INDEX event_log_kind ON lanyard.event_log (kind);
CREATE TABLE lanyard.document (    -- roster, places: the newest state of each
    kind text NOT NULL, key text NOT NULL, seq bigint NOT NULL UNIQUE,
    body jsonb NOT NULL,
    only_from text,                -- the station that alone has written it: it need not be told
    stamp_ms bigint NOT NULL,      -- the newest of:
    stamps jsonb NOT NULL,         -- {"field": [Unix ms, station]}; "" stands for fields that are not named
    PRIMARY KEY (kind, key)
);
CREATE TABLE lanyard.document_lost ( -- the version of a field that another took the place of
    kind text NOT NULL, key text NOT NULL, field text NOT NULL, value jsonb,
    at_ms bigint NOT NULL, station text NOT NULL, lost_at timestamptz NOT NULL DEFAULT now()
);

-- ---- who calls ----

CREATE FUNCTION lanyard.me() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT name FROM lanyard.station WHERE role = session_user AND revoked_at IS NULL
$$;

CREATE FUNCTION lanyard.me_or_fail() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me();
BEGIN
    IF my_name IS NULL THEN
        RAISE EXCEPTION 'role % is no station of this hub, or is revoked', session_user USING ERRCODE = 'LY012';
    END IF;
    RETURN my_name;
END $$;

ALTER TABLE lanyard.event_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE lanyard.event_log FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON lanyard.event_log FOR SELECT
    USING ((SELECT lanyard.me()) IS NOT NULL OR pg_has_role(session_user, 'lanyard_owner', 'member'));
CREATE POLICY append ON lanyard.event_log FOR INSERT
    WITH CHECK ((SELECT lanyard.me()) IN (station, healed_by));
CREATE POLICY own_for_healed ON lanyard.event_log FOR DELETE
    USING (station = (SELECT lanyard.me()) AND healed_by <> station);
ALTER TABLE lanyard.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE lanyard.document FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON lanyard.document FOR SELECT
    USING ((SELECT lanyard.me()) IS NOT NULL OR pg_has_role(session_user, 'lanyard_owner', 'member'));
CREATE POLICY edit ON lanyard.document FOR ALL
    USING (EXISTS (SELECT 1 FROM lanyard.station WHERE name = (SELECT lanyard.me()) AND may_edit));

-- ---- the feed ----

-- Takes n numbers and tells everybody; returns the last. The caller holds the feed until it commits.
CREATE FUNCTION lanyard.feed_take(n bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    taken bigint;
BEGIN
    UPDATE lanyard.feed_head SET last = last + n RETURNING last INTO taken;
    INSERT INTO lanyard.feed_batch (last) VALUES (taken);
    PERFORM pg_notify('lanyard', taken::text);
    RETURN taken;
END $$;

-- ---- what stations call ----

-- Errors of our own: LY010 another event, LY012 not a station or revoked, LY014 may not edit, LY020 a gap,
-- LY021 a fork, LY022 a broken link, LY023 a malformed call.

-- Who the hub is, and whether it still knows what the caller has seen. A cursor whose mark is not here means that
-- the hub was restored from an older copy: then its generation grows, and every station brings back what it has.
CREATE FUNCTION lanyard.hello(p_event uuid, p_generation bigint, p_cursor bigint, p_mark uuid)
RETURNS TABLE (station text, may_edit boolean, generation bigint, sequence bigint, hash bytea, last bigint,
               keys_version bigint, now_ms bigint, schema integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    my_name text := lanyard.me_or_fail();
    here uuid;
BEGIN
    SELECT event INTO here FROM lanyard.hub;
    IF here <> p_event THEN
        RAISE EXCEPTION 'this hub serves event %', here USING ERRCODE = 'LY010';
    END IF;
    -- The new generation is a time, so that none comes twice when one backup is restored again.
    UPDATE lanyard.hub h SET generation = greatest(h.generation + 1,
                                                   (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
        WHERE h.generation < p_generation OR (h.generation = p_generation AND p_cursor > 0
            AND NOT EXISTS (SELECT 1 FROM lanyard.feed_batch b WHERE b.last = p_cursor AND b.mark = p_mark));
    RETURN QUERY SELECT s.name, s.may_edit, h.generation, s.sequence, s.hash, f.last, h.keys_version,
                        (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                        (SELECT max(step) FROM lanyard.schema_step)
                 FROM lanyard.station s, lanyard.hub h, lanyard.feed_head f WHERE s.name = my_name;
END $$;

-- Appends a run of events to a chain. What is there already is compared and left out.
CREATE FUNCTION lanyard.append(p_station text, p_by text, p_first bigint, p_uuid uuid[], p_hlc bigint[],
    p_kind text[], p_body bytea[], p_key integer[], p_previous bytea[], p_hash bytea[], p_signature bytea[],
    p_head_key integer, p_head_signature bytea) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    n integer := cardinality(p_uuid);
    chain lanyard.station;
    known integer; -- of the run, here already
    base bigint;
BEGIN
    SELECT * INTO chain FROM lanyard.station WHERE name = p_station FOR UPDATE;
    IF NOT FOUND OR n NOT BETWEEN 1 AND (CASE WHEN p_by = p_station THEN 200 ELSE 20000 END)
        OR n <> ANY (ARRAY[cardinality(p_hlc), cardinality(p_kind),
        cardinality(p_body), cardinality(p_key), cardinality(p_previous), cardinality(p_hash),
        cardinality(p_signature)]) THEN
        RAISE EXCEPTION 'a malformed run of % events of station %', n, p_station USING ERRCODE = 'LY023';
    END IF;
    IF p_first > chain.sequence + 1 THEN
        RAISE EXCEPTION 'events % to % of % are missing', chain.sequence + 1, p_first - 1, p_station
            USING ERRCODE = 'LY020';
    END IF;
    known := least(n, chain.sequence - p_first + 1);
    IF EXISTS (SELECT 1 FROM lanyard.event_log e, generate_series(1, known) i WHERE e.station = p_station
               AND e.sequence = p_first + i - 1 AND e.hash <> p_hash[i]) THEN
        RAISE EXCEPTION 'station % has another history here from event % on', p_station, p_first
            USING ERRCODE = 'LY021';
    END IF;
    IF known = n THEN
        RETURN chain.sequence;
    END IF;
    IF p_previous[known + 1] <> chain.hash OR EXISTS (SELECT 1 FROM generate_series(known + 2, n) i
                                                      WHERE p_previous[i] <> p_hash[i - 1]) THEN
        RAISE EXCEPTION 'an event of % does not follow the one before it', p_station USING ERRCODE = 'LY022';
    END IF;
    base := lanyard.feed_take(n - known) - n;
    INSERT INTO lanyard.event_log
        SELECT base + i, p_station, p_first + i - 1, p_uuid[i], p_hlc[i], p_kind[i], p_body[i], p_key[i],
               p_previous[i], p_hash[i], p_signature[i], CASE WHEN i = n THEN p_head_key END,
               CASE WHEN i = n THEN p_head_signature END, nullif(p_by, p_station)
        FROM generate_series(known + 1, n) i;
    UPDATE lanyard.station SET sequence = p_first + n - 1, hash = p_hash[n] WHERE name = p_station;
    RETURN p_first + n - 1;
END $$;

-- Up to 200 events of the caller's own chain. Returns where the chain now ends.
CREATE FUNCTION lanyard.push(p_first bigint, p_uuid uuid[], p_hlc bigint[], p_kind text[], p_body bytea[],
    p_key integer[], p_previous bytea[], p_hash bytea[], p_signature bytea[], p_head_key integer,
    p_head_signature bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
    cut bigint;
BEGIN
    -- What others brought back under this name and is not its own gives way.
    SELECT min(e.sequence) INTO cut FROM lanyard.event_log e, generate_subscripts(p_hash, 1) i
        WHERE e.station = my_name AND e.sequence = p_first + i - 1 AND e.hash <> p_hash[i];
    IF cut IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lanyard.event_log WHERE station = my_name AND sequence >= cut
                                       AND healed_by IS NULL) THEN
        DELETE FROM lanyard.event_log WHERE station = my_name AND sequence >= cut;
        UPDATE lanyard.station SET sequence = cut - 1, hash = coalesce((SELECT e.hash FROM lanyard.event_log e
            WHERE e.station = my_name AND e.sequence = cut - 1), (SELECT uuid_send(event) || uuid_send(event)
            FROM lanyard.hub)) WHERE name = my_name;
    END IF;
    RETURN lanyard.append(my_name, my_name, p_first, p_uuid, p_hlc, p_kind, p_body, p_key, p_previous, p_hash,
                          p_signature, p_head_key, p_head_signature);
END $$;

-- Events of another station that the hub has lost; only after it has noticed a loss.
CREATE FUNCTION lanyard.heal(p_station text, p_first bigint, p_uuid uuid[], p_hlc bigint[], p_kind text[],
    p_body bytea[], p_key integer[], p_previous bytea[], p_hash bytea[], p_signature bytea[], p_head_key integer,
    p_head_signature bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    IF (SELECT generation FROM lanyard.hub) = 1 THEN
        RAISE EXCEPTION 'this hub has lost nothing' USING ERRCODE = 'LY023';
    END IF;
    RETURN lanyard.append(p_station, my_name, p_first, p_uuid, p_hlc, p_kind, p_body, p_key, p_previous, p_hash,
                          p_signature, p_head_key, p_head_signature);
END $$;

-- Where every chain ends here.
CREATE FUNCTION lanyard.heads() RETURNS TABLE (station text, sequence bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM lanyard.me_or_fail();
    RETURN QUERY SELECT name, sequence FROM lanyard.station;
END $$;

-- One field of a document, if it is the newer one; the other version is kept.
CREATE FUNCTION lanyard.put_field(p_kind text, p_key text, p_field text, p_value jsonb, p_ms bigint, p_by text)
RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    doc lanyard.document;
    stamp jsonb;
    newer boolean;
BEGIN
    SELECT * INTO STRICT doc FROM lanyard.document WHERE kind = p_kind AND key = p_key;
    stamp := coalesce(doc.stamps -> p_field, doc.stamps -> '');
    IF doc.body -> p_field IS NOT DISTINCT FROM p_value AND (stamp ->> 0)::bigint >= p_ms THEN
        RETURN false;
    END IF;
    newer := (p_ms, p_by) > ((stamp ->> 0)::bigint, stamp ->> 1);
    IF doc.body -> p_field IS DISTINCT FROM p_value THEN
        INSERT INTO lanyard.document_lost VALUES (p_kind, p_key, p_field,
            CASE WHEN newer THEN doc.body -> p_field ELSE p_value END,
            CASE WHEN newer THEN (stamp ->> 0)::bigint ELSE p_ms END,
            CASE WHEN newer THEN stamp ->> 1 ELSE p_by END);
    END IF;
    IF newer THEN
        UPDATE lanyard.document SET body = jsonb_set(body, ARRAY[p_field], p_value),
            stamps = stamps || jsonb_build_object(p_field, jsonb_build_array(p_ms, p_by))
            WHERE kind = p_kind AND key = p_key;
    END IF;
    RETURN newer;
END $$;

-- Changed documents: p_body[i] is all of it, p_changed[i] names the fields that changed ("title,position"; '': all),
-- p_ms[i] says when. One that is not here is taken whole; else field by field the newer version wins. The sender, who
-- may hold a losing version, gets the outcome with its next pull. Returns the number of the feed, and its mark, by
-- which the sender can tell later that the hub still has them.
CREATE FUNCTION lanyard.put_documents(p_kind text[], p_key text[], p_body jsonb[], p_changed text[], p_ms bigint[])
RETURNS TABLE (last bigint, mark uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
    n bigint := cardinality(p_kind);
    base bigint;
    doc record;
    field record;
BEGIN
    IF NOT (SELECT may_edit FROM lanyard.station WHERE name = my_name) THEN
        RAISE EXCEPTION 'station % may not change the roster', my_name USING ERRCODE = 'LY014';
    END IF;
    base := lanyard.feed_take(n) - n;
    FOR doc IN WITH sent AS (SELECT * FROM unnest(p_kind, p_key, p_body, p_changed, p_ms) WITH ORDINALITY
                                      AS u (kind, key, body, changed, ms, i)),
                    fresh AS (INSERT INTO lanyard.document SELECT kind, key, base + i, body, my_name, ms,
                                  jsonb_build_object('', jsonb_build_array(CASE changed WHEN '' THEN ms ELSE 0 END,
                                                                           my_name)) FROM sent
                              ON CONFLICT (kind, key) DO NOTHING RETURNING seq)
               SELECT s.* FROM sent s LEFT JOIN fresh f ON f.seq = base + s.i
               WHERE s.changed <> '' OR f.seq IS NULL
    LOOP
        FOR field IN SELECT * FROM jsonb_each(doc.body) f
                     WHERE doc.changed = '' OR f.key = ANY (string_to_array(doc.changed, ',')) LOOP
            PERFORM lanyard.put_field(doc.kind, doc.key, field.key, field.value, doc.ms, my_name);
        END LOOP;
        UPDATE lanyard.document SET seq = base + doc.i, only_from = NULL, stamp_ms = greatest(stamp_ms, doc.ms) WHERE kind = doc.kind AND key = doc.key;
    END LOOP;
    RETURN QUERY SELECT b.last, b.mark FROM lanyard.feed_batch b WHERE b.last = base + n;
END $$;

-- A newer key list; the stations believe it only with the root key's signature.
CREATE FUNCTION lanyard.put_keys(p_version bigint, p_text text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    IF NOT (SELECT may_edit FROM lanyard.station WHERE name = my_name) THEN
        RAISE EXCEPTION 'station % may not change the key list', my_name USING ERRCODE = 'LY014';
    END IF;
    UPDATE lanyard.hub SET keys_version = p_version, keys = p_text WHERE keys_version < p_version;
    PERFORM lanyard.feed_take(1);
END $$;

-- Everything behind p_after up to the end of the batch that holds number p_after + p_limit. The last row, 'c', is
-- the new cursor with its mark; its sequence is the end of the feed. A key list newer than p_keys comes first.
CREATE FUNCTION lanyard.pull(p_after bigint, p_limit integer, p_keys bigint, p_own boolean)
RETURNS TABLE (type text, seq bigint, uuid uuid, station text, sequence bigint, hlc bigint, kind text, body bytea,
               key_id integer, previous bytea, hash bytea, signature bytea, head_key integer, head_signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    my_name text := lanyard.me_or_fail();
    upto lanyard.feed_batch;
BEGIN
    SELECT * INTO upto FROM lanyard.feed_batch WHERE last >= p_after + p_limit ORDER BY last LIMIT 1;
    IF NOT FOUND THEN
        SELECT * INTO upto FROM lanyard.feed_batch ORDER BY last DESC LIMIT 1;
    END IF;
    RETURN QUERY SELECT 'k'::text, 0::bigint, NULL::uuid, NULL::text, keys_version, NULL::bigint, NULL::text,
        convert_to(keys, 'UTF8'), NULL::integer, NULL::bytea, NULL::bytea, NULL::bytea, NULL::integer, NULL::bytea
        FROM lanyard.hub WHERE keys_version > p_keys;
    RETURN QUERY SELECT 'd'::text, d.seq, NULL::uuid, d.key, NULL::bigint,
        d.stamp_ms, d.kind, convert_to(d.body::text, 'UTF8'),
        NULL::integer, NULL::bytea, NULL::bytea, NULL::bytea, NULL::integer, NULL::bytea
        FROM lanyard.document d WHERE d.seq > p_after AND d.seq <= upto.last
            AND (p_own OR d.only_from IS DISTINCT FROM my_name) ORDER BY d.seq;
    RETURN QUERY SELECT 'e'::text, e.seq, e.uuid, e.station, e.sequence, e.hlc, e.kind, e.body, e.key_id, e.previous,
        e.hash, e.signature, e.head_key, e.head_signature
        FROM lanyard.event_log e WHERE e.seq > p_after AND e.seq <= upto.last AND (p_own OR e.station <> my_name)
        ORDER BY e.seq;
    RETURN QUERY SELECT 'c'::text, upto.last, upto.mark, NULL::text, (SELECT last FROM lanyard.feed_head),
        NULL::bigint, NULL::text, NULL::bytea, NULL::integer, NULL::bytea, NULL::bytea, NULL::bytea, NULL::integer,
        NULL::bytea WHERE upto.last IS NOT NULL;
END $$;

-- What the hub's status shows of the caller. Not worth a sync of the disk.
CREATE FUNCTION lanyard.ack(p_cursor bigint, p_outbox bigint, p_clock_off_ms bigint, p_version text,
                            p_quarantined bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO lanyard.contact VALUES (my_name, clock_timestamp(), p_cursor, p_outbox, p_clock_off_ms, p_version,
                                        p_quarantined)
        ON CONFLICT (station) DO UPDATE SET seen_at = excluded.seen_at, cursor = excluded.cursor,
            outbox = excluded.outbox, clock_off_ms = excluded.clock_off_ms, version = excluded.version,
            quarantined = excluded.quarantined;
END $$;

-- ---- enrolment ----

-- What a station that joins needs to make its folder.
CREATE FUNCTION lanyard.event() RETURNS TABLE (station text, event uuid, name text, place text, timezone text,
                                               days text, root_public bytea, keys text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    RETURN QUERY SELECT my_name, event, name, place, timezone, days, root_public, keys FROM lanyard.hub;
END $$;

-- Offers the station's public key, once; the operator enters it into the key list.
CREATE FUNCTION lanyard.join_hub(p_public_key bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    my_name text := lanyard.me_or_fail();
BEGIN
    UPDATE lanyard.station SET public_key = p_public_key, joined_at = now() WHERE name = my_name AND joined_at IS NULL;
    IF NOT FOUND OR length(p_public_key) <> 32 THEN
        RAISE EXCEPTION 'station % has joined already', my_name USING ERRCODE = 'LY023';
    END IF;
END $$;

-- Trades the one-time code, which is the role's first password and expires, for the station's own.
CREATE FUNCTION lanyard.set_password(p_password text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM lanyard.me_or_fail();
    EXECUTE format('ALTER ROLE %I PASSWORD %L VALID UNTIL ''infinity''', session_user, p_password);
END $$;

-- ---- what the operator does; with a role that may create roles ----

CREATE FUNCTION lanyard.role_name(p_station text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT 'lanyard_' || left(event::text, 8) || '_' || replace(p_station, '-', '_') FROM lanyard.hub
$$;

-- A station of this name with a first password, which is good once and until then. Enrolling it again takes the
-- place of a station that was revoked or never joined.
CREATE FUNCTION lanyard.enrol(p_station text, p_may_edit boolean, p_password text, p_minutes integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    its_role name := lanyard.role_name(p_station);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = its_role) THEN
        EXECUTE format('CREATE ROLE %I IN ROLE lanyard_station', its_role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L VALID UNTIL %L', its_role, p_password,
                   CASE WHEN p_minutes > 0 THEN (now() + make_interval(mins => p_minutes))::text ELSE 'infinity' END);
    INSERT INTO lanyard.station (name, role, may_edit, hash)
        SELECT p_station, its_role, p_may_edit, uuid_send(event) || uuid_send(event) FROM lanyard.hub
        ON CONFLICT (name) DO UPDATE SET may_edit = p_may_edit, enrolled_at = now(), joined_at = NULL,
            revoked_at = NULL, public_key = NULL;
END $$;

-- Cuts a station off, now: it may not log in again, and its sessions end.
CREATE FUNCTION lanyard.revoke_station(p_station text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    its_role name;
BEGIN
    UPDATE lanyard.station SET revoked_at = now() WHERE name = p_station RETURNING role INTO its_role;
    IF its_role IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', its_role);
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = its_role;
    RETURN true;
END $$;

-- ---- what the operator sees ----

-- A body as JSON; NULL when it is none: a station may sign nonsense.
CREATE FUNCTION lanyard.body_of(p_body bytea) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
    RETURN convert_from(p_body, 'UTF8')::jsonb;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;

-- Who was let in twice without leaving between: the first stands, each other one is an incident.
CREATE VIEW lanyard.incident AS
    WITH undone AS (
        SELECT (b.body ->> 'undone_hlc')::bigint AS hlc, b.body ->> 'undone_station' AS station
        FROM lanyard.event_log e, LATERAL (SELECT lanyard.body_of(e.body) AS body) b
        WHERE e.kind = 'undo'),
    passage AS (
        SELECT e.station, e.hlc, e.kind, b.body ->> 'holder' AS holder, (b.body ->> 'scope')::integer AS scope,
               b.body ->> 'checkpoint' AS checkpoint
        FROM lanyard.event_log e, LATERAL (SELECT lanyard.body_of(e.body) AS body) b
        WHERE e.kind IN ('arrival', 'admission', 'exit')
          AND (e.kind <> 'admission' OR (b.body -> 'once') IS NOT NULL)
          AND (e.hlc, e.station) NOT IN (SELECT hlc, station FROM undone)),
    run AS (SELECT *, count(*) FILTER (WHERE kind = 'exit') OVER w AS stay FROM passage
            WINDOW w AS (PARTITION BY holder, scope ORDER BY hlc, station COLLATE "C")),
    first AS (SELECT *, first_value(station) OVER f AS first_station, first_value(checkpoint) OVER f
                  AS first_checkpoint, first_value(hlc) OVER f AS first_hlc FROM run WHERE kind <> 'exit'
              WINDOW f AS (PARTITION BY holder, scope, stay ORDER BY hlc, station COLLATE "C"))
    SELECT holder, scope, hlc, station, checkpoint, first_hlc, first_station, first_checkpoint FROM first
    WHERE station <> first_station;

GRANT EXECUTE ON FUNCTION lanyard.me_or_fail() TO lanyard_station, lanyard_keeper;
GRANT EXECUTE ON FUNCTION
    lanyard.hello, lanyard.push, lanyard.heal, lanyard.heads, lanyard.put_documents, lanyard.put_keys, lanyard.pull,
    lanyard.ack, lanyard.event, lanyard.join_hub, lanyard.set_password TO lanyard_station;
RESET ROLE;
ALTER FUNCTION lanyard.set_password(text) OWNER TO lanyard_keeper;
