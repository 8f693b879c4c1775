"""Tells what changed on a page of the tree: what others show of it, too, or its own text alone.

The menus, lists and links of other pages show a page's title, its summary and its address. Who
mends a sentence in the text changes none of these: then only the pages at its own address are made
anew, in all languages, and not the whole guide (`core.editions`). A draft that is saved changes
nothing that the public reads.

What is not named here counts as seen by others, so a new field is safe until somebody names it; a
test changes all that is named and looks whether another page notices.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from hemvist.core.editions import NEW_AND_GONE

PAGES = "wagtailcore_page"
# Shown on the page itself and nowhere else.
OWN = {
    "body", "steps", "sources", "highlights", "distances", "checked_on", "review_months",
    "authority", "gateway_code", "gateway_topic", "drawing", "picture_id", "owner_id",
    "seo_title", "search_description", "first_published_at", "last_published_at",
}  # fmt: skip
# Shown to editors alone.
SILENT = {
    "draft_title", "latest_revision_id", "live_revision_id", "latest_revision_created_at",
    "has_unpublished_changes", "locked", "locked_at", "locked_by_id", "numchild",
}  # fmt: skip
# Pages that translate one another may have different addresses for a while, so all are told.
FUNCTION = """
CREATE OR REPLACE FUNCTION guide_own_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text[] := TG_ARGV[1]::text[];
    silent text[] := TG_ARGV[2]::text[];
    before jsonb := to_jsonb(OLD) - silent;
    after jsonb := to_jsonb(NEW) - silent;
BEGIN
    IF before = after THEN
        RETURN NULL;
    END IF;
    INSERT INTO core_edition (number, app, made_at)
    SELECT DISTINCT pg_current_xact_id()::text::bigint, part, now()
    FROM (
        SELECT 'guide' AS part WHERE before - own <> after - own
        UNION ALL
        SELECT 'guide/' || left(md5(regexp_replace(there.url_path, '^/[^/]*/', '')), 2)
        FROM wagtailcore_page AS here JOIN wagtailcore_page AS there USING (translation_key)
        WHERE here.id = (after ->> TG_ARGV[0])::int AND before - own = after - own
    ) AS told
    ON CONFLICT (number, app) DO UPDATE SET made_at = excluded.made_at
    WHERE core_edition.made_at <> excluded.made_at;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER guide_own_edition AFTER UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION guide_own_edition({told})
"""


def watch_texts(**told: Any) -> None:
    """Put the trigger on the tables of pages, as it is to be now; runs after each migration."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape')"
            " FROM pg_trigger WHERE tgname = 'guide_own_edition'"
        )
        watched = dict(cursor.fetchall())
        there = set(connection.introspection.table_names(cursor))
        wanted = {table: _told_to(table) for table in tables() & there}
        missing = {
            table: words
            for table, words in wanted.items()
            if watched.get(table) != "".join(f"{word}\\000" for word in words)
        }
        if not missing or not {PAGES, "core_edition"} <= there:
            return
        cursor.execute(FUNCTION)
        for table, words in sorted(missing.items()):
            quoted = ", ".join(f"'{word}'" for word in words)
            cursor.execute(TRIGGER.format(table=connection.ops.quote_name(table), told=quoted))


def tables() -> set[str]:
    """Those in which the pages of the tree are."""
    kinds = apps.get_app_config("guide").get_models()
    told_here = (kind for kind in kinds if getattr(kind, "edition_tells", None) == NEW_AND_GONE)
    return {PAGES, *(kind._meta.db_table for kind in told_here)}


def _told_to(table: str) -> list[str]:
    """What the trigger on a table is told: its key, then the own fields and the silent ones."""
    key = "id" if table == PAGES else "page_ptr_id"
    return [key, *(f"{{{','.join(sorted(fields))}}}" for fields in (OWN, SILENT))]
