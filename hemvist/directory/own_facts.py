"""Tells what changed of a place: what lists show of it, too, or what its own page alone says.

Lists, maps and other places' pages show of a place its name, its kind, its description and where
it is. Who mends a telephone number or says that all is still right changes none of these: then
only the pages of that place are made anew, in all languages, and not those of all places
(`core.editions`). The first of a kind and the last are told to all: who has a list of places can
ask it what is open as soon as the hours of any are known. What editors and owners write down for
each other the public never reads.

What is not named here counts as seen by others, so a new field is safe until somebody names it; a
test changes all that is named and looks whether another page notices.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from hemvist.core.editions import EMPTIED, GONE

# Shown on the pages of the place itself and nowhere else, by what the row is.
OWN = {
    "service": {
        "alternate_name", "url", "email", "alerts", "application_processes",
        "eligibility_descriptions", "fees_descriptions", "interpretation_services", "wait_times",
        "accreditations", "licenses", "minimum_age", "maximum_age", "fact", "fact_year",
        "review_days", "source_url", "checked_on", "last_modified",
    },
    "location": {
        "name", "alternate_name", "location_type", "descriptions", "transportations", "url",
        "external_identifier", "external_identifier_type", "source_url", "checked_on",
        "last_modified",
    },
    "serviceatlocation": {"descriptions", "source_url", "checked_on", "last_modified"},
}  # fmt: skip
KEYS = {
    "service": "service_id",
    "location": "location_id",
    "serviceatlocation": "service_at_location_id",
}
# A part belongs to one or several places; all columns of a row are looked at as they are named.
FUNCTION = """
CREATE OR REPLACE FUNCTION directory_own_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[0];
    own text[] := TG_ARGV[1]::text[];
    changed jsonb[];
    tells_all boolean := false;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        changed := ARRAY(SELECT to_jsonb(told) FROM told);
        IF changed = '{}' THEN
            RETURN NULL;
        END IF;
        IF key <> '' THEN
            tells_all := true;
        ELSE EXECUTE format(
            'SELECT NOT EXISTS (SELECT FROM %s AS one WHERE NOT EXISTS'
            ' (SELECT FROM told WHERE told.id = one.id))', TG_RELID::regclass
        ) INTO tells_all;
        END IF;
    ELSE
        changed := ARRAY(
            SELECT unnest(ARRAY[to_jsonb(before), to_jsonb(told)])
            FROM before JOIN told USING (id) WHERE to_jsonb(before) <> to_jsonb(told)
        );
        tells_all := key <> '' AND EXISTS (
            SELECT FROM before JOIN told USING (id)
            WHERE to_jsonb(before) - own <> to_jsonb(told) - own
        );
    END IF;
    IF tells_all THEN
        INSERT INTO core_edition (number, app, made_at)
        VALUES (pg_current_xact_id()::text::bigint, 'directory', now())
        ON CONFLICT (number, app) DO UPDATE SET made_at = excluded.made_at
        WHERE core_edition.made_at <> excluded.made_at;
        RETURN NULL;
    END IF;
    INSERT INTO core_edition (number, app, made_at)
    WITH belongs AS (
        SELECT CASE key WHEN '' THEN line ELSE jsonb_build_object(key, line -> 'id') END AS to_what
        FROM unnest(changed) AS line
    ), places AS (
        SELECT (to_what ->> 'service_id')::uuid AS id FROM belongs
        UNION
        SELECT at.service_id FROM directory_serviceatlocation AS at JOIN belongs
        ON at.id = (to_what ->> 'service_at_location_id')::uuid
        UNION
        SELECT at.service_id FROM directory_serviceatlocation AS at JOIN belongs
        ON at.location_id = (to_what ->> 'location_id')::uuid
    )
    SELECT DISTINCT pg_current_xact_id()::text::bigint,
        'directory/' || left(md5('places/' || slug || '/'), 2), now()
    FROM places JOIN directory_service USING (id)
    ON CONFLICT (number, app) DO UPDATE SET made_at = excluded.made_at
    WHERE core_edition.made_at <> excluded.made_at;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION directory_own_edition('{key}', '{own}')
"""
NAME = "directory_own_edition"
SEEN = {
    "insert": "NEW TABLE AS told",
    "update": "OLD TABLE AS before NEW TABLE AS told",
    "delete": "OLD TABLE AS told",
}
# That a place is gone is told by `core.editions`. Rows are written over by INSERT, too, which calls
# upon a statement's triggers even when nothing is new: here that is an empty table.
EVENTS = {EMPTIED: tuple(SEEN), GONE: ("insert", "update")}


def watch_places(**told: Any) -> None:
    """Put the triggers on the tables of places and parts, as they are to be now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname::text, encode(tgargs, 'escape')"
            " FROM pg_trigger WHERE tgname LIKE %s",
            [f"{NAME}%"],
        )
        watched = {(table, name): words for table, name, words in cursor.fetchall()}
        there = set(connection.introspection.table_names(cursor))
        missing = [
            (table, event, words)
            for table, event, words in wanted()
            if watched.get((table, f"{NAME}_{event}")) != "".join(f"{w}\\000" for w in words)
        ]
        if not missing or not {"core_edition", *(table for table, *_told in missing)} <= there:
            return
        cursor.execute(FUNCTION)
        for table, event, (key, own) in missing:
            named = {"event": event, "table": table, "tables": SEEN[event], "key": key, "own": own}
            cursor.execute(TRIGGER.format(name=f"{NAME}_{event}", **named))


def wanted() -> list[tuple[str, str, tuple[str, str]]]:
    """On which table for which event, and what the trigger is told."""
    return [
        (model._meta.db_table, event, _told_to(str(model._meta.model_name)))
        for model in apps.get_app_config("directory").get_models()
        for event in EVENTS.get(getattr(model, "edition_tells", ""), ())
    ]


def _told_to(model: str) -> tuple[str, str]:
    """Under which name its number is one of a place, and what is shown on its own page alone."""
    return KEYS.get(model, ""), f"{{{','.join(sorted(OWN.get(model, ())))}}}"
