"""Tells that something the public reads has changed, in whichever process that was done.

A trigger on every table of the apps in `settings.EDITION_APPS` writes one row for each app in
which a transaction changed something. What is counted are the rows that can be seen, so a
transaction that ends late is noticed when it ends, not when it began.

An edition says how each app is now. A page is of a part of it: of the apps it reads from. When an
editor publishes a text, the pages of places stay what they are.

What stands on one page alone is told apart still further: an app of `settings.EDITION_BY_PAGE`
tells by **page** what changed there, and in the app only what others can show of it
(`guide.own_text`, `directory.own_facts`). Its models say which of their changes it tells itself.
Pages share two hundred and fifty-six parts, by their addresses, so that an edition stays short
however many there are.
"""

from functools import lru_cache
from hashlib import md5
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

State = tuple[Any, ...]  # the app, how many changes, and which is the newest
Edition = frozenset[State]

NOT_WATCHED = {"core_edition", "core_keptpage"}  # what comes of a change is none
READ = "SELECT app, count(*), max(number), max(made_at) FROM core_edition GROUP BY app"
# What of a table is told to the whole app; a model says so in `edition_tells`.
WHOLE = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
NEW_AND_GONE = "INSERT OR DELETE OR TRUNCATE"
GONE = "DELETE OR TRUNCATE"
EMPTIED = "TRUNCATE"
NOTHING = ""
# The number of a transaction comes again after a restore into another cluster.
FUNCTION = """
CREATE OR REPLACE FUNCTION core_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_edition (number, app, made_at)
    VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0], now())
    ON CONFLICT (number, app) DO UPDATE SET made_at = excluded.made_at
    WHERE core_edition.made_at <> excluded.made_at;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER core_new_edition AFTER {events} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION core_new_edition({app})
"""


def current_edition() -> Edition:
    """What is equal as long as nothing that the public reads has changed. Costs one short query."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        changed = {name: (name, *told) for name, *told in cursor.fetchall()}
    return frozenset(changed.get(name, (name, 0, None, None)) for name in _names())


@lru_cache(maxsize=2_000)
def part_of(edition: Edition, about: frozenset[str]) -> Edition:
    """How the apps are that a page reads from."""
    return frozenset(state for state in edition if state[0] in about)


def own_part(app: str, address: str) -> str:
    """Under what is told that the text of the page at an address changed, without its language.

    The database works out the same (`guide.own_text`).
    """
    return f"{app}/{md5(address.encode(), usedforsecurity=False).hexdigest()[:2]}"


def every_part(app: str) -> frozenset[str]:
    """An app and all its own parts: for what depends on anything that changes there."""
    return frozenset({app, *_own_parts(app)})


def _own_parts(app: str) -> list[str]:
    return [f"{app}/{n:02x}" for n in range(256)] if app in settings.EDITION_BY_PAGE else []


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    parts = (_own_parts(app) for app in settings.EDITION_BY_PAGE)
    return (*settings.EDITION_APPS, *chain.from_iterable(parts))


def watched_tables() -> dict[str, str]:
    """The tables whose changes make a new edition, and of which app."""
    found: dict[str, str] = {}
    for label in settings.EDITION_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if _is_watched(model):
                found[model._meta.db_table] = label
    for label, app in settings.EDITION_MODELS.items():
        found[apps.get_model(label)._meta.db_table] = app
    return found


def watch(**told: Any) -> None:
    """Put the trigger on every table, as it is to be now; runs after each migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('core_edition') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT tgrelid::regclass::text,"
            " substring(pg_get_triggerdef(oid) FROM ' AFTER (.*) ON ') FROM pg_trigger"
            " WHERE tgname = 'core_new_edition'"
        )
        watched = {table: set(events.split(" OR ")) for table, events in cursor.fetchall()}
        there = set(connection.introspection.table_names(cursor))
        tells = {model._meta.db_table: _tells(model) for model in apps.get_models()}
        missing = [
            (table, app, events)
            for table, app in sorted(watched_tables().items())
            if (events := tells.get(table, WHOLE)) and table in there
            if watched.get(table) != set(events.split(" OR "))
        ]
        if missing:
            cursor.execute(FUNCTION)
        for table, app, events in missing:
            named = {"table": connection.ops.quote_name(table), "app": f"'{app}'"}
            cursor.execute(TRIGGER.format(events=events, **named))


def _tells(model: type[models.Model]) -> str:
    tells: str = getattr(model, "edition_tells", WHOLE)
    return tells


def _is_watched(model: type[models.Model]) -> bool:
    meta = model._meta
    is_ours = meta.managed and not meta.proxy and meta.db_table not in NOT_WATCHED
    return is_ours and bool(_tells(model))
