"""`python -m bench.readers`: what readers of this guide would ask for, as JSON.

A list of kinds: its name, how many of a hundred requests are of it, and its addresses, the most
read first.
"""

import json
from itertools import product
from random import Random
from typing import Any
from urllib.parse import urlencode

import django

LANGUAGES = ("sv", "en", "uk", "ar", "fi")


def main() -> None:
    """Print the kinds."""
    django.setup()
    print(json.dumps(kinds()))


def kinds() -> list[tuple[str, float, list[str]]]:
    """Everything that is asked for; shares add up to a hundred."""
    from hemvist.core.dates import today
    from hemvist.directory.models import Area, LifeArea, Service
    from hemvist.guide import models
    from hemvist.happenings.models import Happening
    from hemvist.vacancies.models import Vacancy

    villages = set(models.VillagePage.objects.values_list("area_id", flat=True))
    areas = set(Area.objects.values_list("pk", flat=True)) - villages
    places = Service.objects.public().values_list("slug", flat=True)
    happenings = Happening.objects.public().values_list("slug", flat=True)
    jobs = Vacancy.objects.open(on=today()).values_list("pk", flat=True)
    life = LifeArea.objects.values_list("pk", flat=True)
    return [
        ("start", 12, _spoken([""])),
        ("area of life", 10, _spoken(_mixed(f"life/{slug}/" for slug in life))),
        ("article, guide, answer", 20, _spoken(_mixed(_texts()))),
        ("place", 22, _spoken(_mixed(f"places/{slug}/" for slug in places))),
        ("area", 8, _spoken(_mixed(f"areas/{slug}/" for slug in areas))),
        ("village", 4, _spoken(_mixed(f"areas/{slug}/" for slug in villages))),
        ("list of areas and of life", 4, _spoken(["areas/", "life/", "areas/map/"])),
        ("list of places", 3, _spoken(["places/"])),
        ("list of places, filtered", 8, _spoken(_mixed(_filters()))),
        ("calendar", 4, _spoken(["calendar/", *_mixed(f"calendar/{s}/" for s in happenings)])),
        ("jobs", 4, _spoken(["jobs/", *_mixed(f"jobs/{pk}/" for pk in jobs)])),
        ("map of the site", 1, _maps()),
    ]


def _spoken(paths: list[str]) -> list[str]:
    """Each in every language, the more spoken ones earlier."""
    order = sorted(
        product(enumerate(paths, 1), enumerate(LANGUAGES, 1)),
        key=lambda pair: pair[0][0] * pair[1][0],
    )
    return [f"/{language}/{path}" for (_n, path), (_m, language) in order]


def _mixed(paths: Any) -> list[str]:
    found = sorted(paths)
    Random(2).shuffle(found)  # noqa: S311 - nothing secret
    return found


def _texts() -> list[str]:
    from wagtail.models import Page

    from hemvist.guide import models

    kinds = (models.ArticlePage, models.StepsPage, models.StoryPage, models.AnswerPage)
    found = Page.objects.live().type(kinds).values_list("url_path", flat=True)
    return list({path.split("/", 2)[2] for path in found})


def _filters() -> list[str]:
    from hemvist.directory.models import Area, Category

    chance = Random(3)  # noqa: S311 - nothing secret
    areas = list(Area.objects.exclude(latitude=None).values_list("pk", flat=True).order_by("pk"))
    categories = list(Category.objects.values_list("pk", flat=True).order_by("pk"))
    asked: list[dict[str, str]] = []
    for area, category in product(areas, categories):
        asked.append({"category": category, "area": area})
    asked += [{"category": category} for category in categories] * 10
    asked += [{"category": category, "open_now": "on"} for category in categories] * 5
    asked += [{"category": category, "need": "wheelchair"} for category in categories] * 5
    asked += [{"area": area, "within": "10"} for area in areas] * 5
    asked += [{"text": word} for word in ("skola", "Åsens", "bibliotek", "vård", "hund")] * 20
    asked += [{"page": str(number)} for number in range(2, 12)] * 10
    chance.shuffle(asked)
    return [f"places/?{urlencode(one)}" for one in asked[:500]]


def _maps() -> list[str]:
    from hemvist.guide.addresses import maps

    return ["/sitemap.xml", *(f"/sitemap-{name}.xml" for name in maps())]


if __name__ == "__main__":
    main()
