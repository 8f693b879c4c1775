"""`python -m bench.content`: a guide of 5,000 pages and 20,000 places, beside the demo's own.

Every page is one of the demo's over again, in every language it is in, with a name and a history
of its own; every place is of a kind, in an area and run by somebody, with hours and a telephone.
The same numbers make the same guide.
"""

import argparse
import json
import uuid
from datetime import date, time
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from hemvist.directory.models import ServiceAtLocation

PAGES, PLACES = 5_000, 20_000
ON = date(2026, 11, 23)
NAMESPACE = uuid.UUID("0b8f2b0e-8f0a-4b53-9a6b-9d2d6a1f7c11")
BATCH = 2_000
# How the demo's own names go on: with letters that Swedish sorts last among them.
NAMES = ("Åsens", "Ängens", "Östra", "Norra", "Lilla", "Stora", "Björkens", "Älvens", "Sågens")
WEEKS = [
    [("MO,TU,WE,TH,FR", 8, 16)],
    [("MO,TU,WE,TH,FR", 9, 18), ("SA", 10, 14)],
    [("MO,WE", 10, 19), ("TU,TH,FR", 10, 16)],
    [("MO,TU,WE,TH,FR,SA,SU", 6, 22)],
    [("FR,SA", 17, 1)],
    [("1TU,3TU", 13, 15)],
]
COPY_CHILD = """
INSERT INTO {table} (page_ptr_id, {columns})
SELECT made.pk, {columns} FROM {table}, json_to_recordset(%s) AS made(pk int, told int)
WHERE page_ptr_id = made.told
"""
COPY_HISTORY = """
WITH made AS (SELECT * FROM json_to_recordset(%s) AS made(pk int, told int)),
revised AS (
    INSERT INTO wagtailcore_revision
        (content_type_id, base_content_type_id, object_id, created_at, object_str, content)
    SELECT told.content_type_id, told.base_content_type_id, page.id::text, told.created_at,
        page.title, told.content || jsonb_build_object('pk', page.id, 'title', page.title,
            'slug', page.slug, 'path', page.path, 'url_path', page.url_path)
    FROM made JOIN wagtailcore_page page ON page.id = made.pk
    JOIN wagtailcore_page template ON template.id = made.told
    JOIN wagtailcore_revision told ON told.id = template.live_revision_id
    RETURNING id, object_id
)
UPDATE wagtailcore_page SET live_revision_id = revised.id, latest_revision_id = revised.id
FROM revised WHERE wagtailcore_page.id = revised.object_id::int
"""


def main() -> None:
    """Load the demo, then fill up to the numbers asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.content", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--places", type=int, default=PLACES)
    options = parser.parse_args()
    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        load_demo()
        fill_places(options.places)
        fill_pages(options.pages)
    connection.cursor().execute("ANALYZE")


def load_demo() -> None:
    """The guide and the directory of the demo, without its households; once."""
    from hemvist.directory.models import Service

    if Service.objects.exists():
        return
    from hemvist.demo.happenings import load_happenings
    from hemvist.demo.municipality import load_municipality
    from hemvist.demo.pages import load_pages
    from hemvist.demo.staff import load_staff
    from hemvist.demo.vacancies import load_vacancies

    load_municipality(on=ON)
    load_staff()
    load_pages()
    load_vacancies(on=ON)
    load_happenings(on=ON)


def fill_places(count: int) -> None:
    """As many services at locations as are missing."""
    from hemvist.directory import models

    known = models.Service.objects.count()
    if known >= count:
        return
    chance = Random(1)  # noqa: S311 - nothing secret
    like = list(models.Service.objects.order_by("slug").select_related("category"))
    areas = list(models.Area.objects.exclude(latitude=None).order_by("slug"))
    runs_it = [models.Organization(name=f"Förening {n}") for n in range(count // 4)]
    models.Organization.objects.bulk_create(runs_it, BATCH)
    made = []
    for n in range(known, count):
        one, area = chance.choice(like), chance.choice(areas)
        name = f"{chance.choice(NAMES)} {one.category.names['sv'].lower()} {n}"
        service = models.Service(
            slug=f"plats-{n}",
            name=name,
            organization=chance.choice(runs_it),
            category=one.category,
            descriptions=one.descriptions,
            source_url=one.source_url,
            checked_on=ON,
        )
        location = models.Location(
            name=name,
            area=area,
            latitude=_near(chance, area.latitude),
            longitude=_near(chance, area.longitude),
        )
        made.append(models.ServiceAtLocation(service=service, location=location))
    models.Service.objects.bulk_create([at.service for at in made], BATCH)
    models.Location.objects.bulk_create([at.location for at in made], BATCH)
    models.ServiceAtLocation.objects.bulk_create(made, BATCH)
    _fill_parts(made, chance)


def _fill_parts(made: "list[ServiceAtLocation]", chance: Random) -> None:
    from hemvist.directory import models

    for kind, rows in {
        models.Phone: [
            models.Phone(service_at_location=at, number=f"0921-62 {chance.randrange(1000, 9999)}")
            for at in made
        ],
        models.Address: [
            models.Address(
                location=at.location,
                address_1=f"Storgatan {chance.randrange(1, 200)}",
                postal_code="961 31",
                city="Boden",
                country="SE",
            )
            for at in made
        ],
        models.Schedule: [
            models.Schedule(
                service_at_location=at,
                position=position,
                byday=days,
                freq="MONTHLY" if days[0].isdigit() else "WEEKLY",
                opens_at=time(opens, chance.choice([0, 30])),
                closes_at=time(closes),
            )
            for at in made
            for position, (days, opens, closes) in enumerate(chance.choice(WEEKS))
        ],
        models.Accessibility: [
            models.Accessibility(location=at.location, need=need, answer=answer)
            for at in made
            for need in ("wheelchair", "toilet")
            if (answer := chance.choice(["yes", "partly", "no", ""]))
        ],
    }.items():
        kind._default_manager.bulk_create(rows, BATCH)


def _near(chance: Random, degrees: Any) -> Decimal:
    return Decimal(str(round(float(degrees) + chance.uniform(-0.05, 0.05), 6)))


def fill_pages(count: int) -> None:
    """As many articles, guides, stories and answers as are missing, in turn, after the demo's."""
    from django.db import connection
    from wagtail.models import Page

    known = Page.objects.filter(depth__gt=1).values("translation_key").distinct().count()
    told = _families()
    rows: list[tuple[Page, Page]] = []
    places = _Places()
    for n in range(known, count):
        family = told[n % len(told)]
        key = uuid.uuid5(NAMESPACE, str(n))
        rows += [(places.copy(page, n, key), page) for page in family]
    pages = Page.objects.bulk_create([copy for copy, _page in rows], BATCH)
    pairs: dict[str, list[dict[str, int]]] = {}
    for copy, (_copy, page) in zip(pages, rows, strict=True):
        child = page.specific_class._meta
        pairs.setdefault(child.label, []).append({"pk": copy.pk, "told": page.pk})
    with connection.cursor() as cursor:
        for label, made in pairs.items():
            meta = django.apps.apps.get_model(label)._meta
            columns = [field.column for field in meta.local_concrete_fields[1:]]
            sql = COPY_CHILD.format(table=meta.db_table, columns=", ".join(columns))
            cursor.execute(sql, [json.dumps(made)])
        both = [pair for made in pairs.values() for pair in made]
        cursor.execute(COPY_HISTORY, [json.dumps(both)])
    places.keep_counts()


def _families() -> "list[list[Any]]":
    """The demo's pages that may stand many times, each with its translations."""
    from wagtail.models import Page

    from hemvist.guide import models

    kinds = (models.ArticlePage, models.StepsPage, models.StoryPage, models.AnswerPage)
    found: dict[Any, list[Any]] = {}
    for page in Page.objects.live().type(kinds).order_by("path").exclude(slug__contains="-no-"):
        found.setdefault(page.translation_key, []).append(page)
    return list(found.values())


class _Places:
    """Where copies stand in the tree: after all others below the same page."""

    def __init__(self) -> None:
        from wagtail.models import Page

        self.last: dict[str, Any] = {}
        self.more: dict[str, int] = {}
        for page in Page.objects.filter(depth__gt=2).order_by("path"):
            self.last[page.path[: -Page.steplen]] = page.path

    def copy(self, page: Any, number: int, key: uuid.UUID) -> Any:
        """The same page as the next one beside it."""
        from wagtail.models import Page

        above = page.path[: -Page.steplen]
        path = Page(path=self.last[above], depth=page.depth)._inc_path()
        self.last[above] = path
        self.more[above] = self.more.get(above, 0) + 1
        names = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
        same = {name: getattr(page, name) for name in names}
        slug = f"{page.slug}-no-{number}"
        title = f"{page.title} {number}"
        return Page(
            **same
            | {
                "path": path,
                "slug": slug,
                "title": title,
                "draft_title": title,
                "numchild": 0,
                "translation_key": key,
                "url_path": page.url_path.removesuffix(f"{page.slug}/") + f"{slug}/",
                "latest_revision_id": None,
                "live_revision_id": None,
            }
        )

    def keep_counts(self) -> None:
        """Parents know how many children they have."""
        from django.db.models import F
        from wagtail.models import Page

        for path, more in self.more.items():
            Page.objects.filter(path=path).update(numchild=F("numchild") + more)


if __name__ == "__main__":
    main()
