"""Tells that something the public reads has changed, in whichever process that was done.

A trigger on every table of the apps in `settings.EDITION_APPS` writes one row for each
transaction that changed something there. What is counted are the rows that can be seen, so a
transaction that ends late is noticed when it ends, not when it began.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

Edition = tuple[Any, ...]

NOT_WATCHED = {"core_edition", "core_keptpage"}  # what comes of a change is none
READ = "SELECT count(*), max(id), max(made_at) FROM core_edition"
# The number of a transaction comes again after a restore into another cluster.
FUNCTION = """
CREATE OR REPLACE FUNCTION core_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_edition (id, made_at) VALUES (pg_current_xact_id()::text::bigint, now())
    ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at
    WHERE core_edition.made_at <> excluded.made_at;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER core_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION core_new_edition()
"""


def current_edition() -> Edition:
    """What is equal as long as nothing that the public reads has changed. Costs one short query."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row: Edition = cursor.fetchone()
    return row


def watched_tables() -> set[str]:
    """The tables whose changes make a new edition."""
    found: set[str] = set()
    for label in settings.EDITION_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if _is_watched(model):
                found.add(model._meta.db_table)
    return found | {apps.get_model(label)._meta.db_table for label in settings.EDITION_MODELS}


def watch(**told: Any) -> None:
    """Put the trigger on every table that has none yet; runs after each migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('core_edition') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'core_new_edition'"
        )
        watched = {name for (name,) in cursor.fetchall()}
        missing = (watched_tables() - watched) & set(connection.introspection.table_names(cursor))
        if missing:
            cursor.execute(FUNCTION)
        for table in sorted(missing):
            cursor.execute(TRIGGER.format(table=connection.ops.quote_name(table)))


def _is_watched(model: type[models.Model]) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and meta.db_table not in NOT_WATCHED
