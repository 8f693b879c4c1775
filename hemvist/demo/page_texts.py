"""A page as a file says it, made into the fields of a page; its blocks have lasting numbers."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from hemvist.demo.markdown import blocks_of, html_of
from hemvist.demo.page_tree import NAMESPACE
from hemvist.directory.models import Area, LifeArea, Service
from hemvist.guide import models

KINDS: dict[str, type[Any]] = {
    "start": models.StartPage,
    "life": models.LifePage,
    "guides": models.GuidesPage,
    "areas": models.AreasPage,
    "stories": models.StoriesPage,
    "answers": models.AnswersPage,
    "happenings": models.HappeningsPage,
    "life_area": models.LifeAreaPage,
    "article": models.ArticlePage,
    "steps": models.StepsPage,
    "area": models.AreaPage,
    "village": models.VillagePage,
    "story": models.StoryPage,
    "answer": models.AnswerPage,
}
LANGUAGE = "sv"  # of the source; links are written in it and follow the reader


class TargetIsUnknown(ValueError):
    """A link leads to a page, a place or an area that is not there."""


class Targets:
    """What links can lead to, read once."""

    def __init__(self, pages: dict[str, int]) -> None:
        self.pages = pages
        self.places = {place.slug: place for place in Service.objects.all()}
        self.areas = set(Area.objects.values_list("pk", flat=True))
        self.life_areas = set(LifeArea.objects.values_list("pk", flat=True))

    def __call__(self, target: str) -> str:
        """The attributes of a link as the editor keeps them. Raises TargetIsUnknown."""
        scheme, _colon, rest = target.partition(":")
        if scheme == "page":
            return f'linktype="page" id="{self.page(rest)}"'
        if scheme in ("https", "http", "mailto", "tel"):
            return f'href="{target}"'
        return f'href="{self._ours(scheme, rest)}"'

    def page(self, path: str) -> int:
        """The number of a page. Raises TargetIsUnknown."""
        if path.strip("/") not in self.pages:
            raise TargetIsUnknown(f"page:{path}")
        return self.pages[path.strip("/")]

    def place(self, slug: str) -> Service:
        """A place of the directory. Raises TargetIsUnknown."""
        if slug not in self.places:
            raise TargetIsUnknown(f"place:{slug}")
        return self.places[slug]

    def area(self, slug: str) -> str:
        """An area of the municipality. Raises TargetIsUnknown."""
        if slug not in self.areas:
            raise TargetIsUnknown(f"area:{slug}")
        return slug

    def life_area(self, slug: str) -> str:
        """An area of life. Raises TargetIsUnknown."""
        if slug not in self.life_areas:
            raise TargetIsUnknown(f"life:{slug}")
        return slug

    def _ours(self, scheme: str, rest: str) -> str:
        if scheme == "place":
            return f"/{LANGUAGE}/places/{self.place(rest).slug}/"
        if scheme == "area":
            return f"/{LANGUAGE}/areas/{self.area(rest)}/"
        if scheme == "enquiry":
            return f"/{LANGUAGE}/enquiry/"
        raise TargetIsUnknown(f"{scheme}:{rest}")


class Nowhere(Targets):
    """Stands in while the pages that links lead to are not all there yet."""

    def __init__(self) -> None:
        super().__init__({})

    def page(self, path: str) -> int:
        """No number yet."""
        return 0


def fields_of(file: dict[str, Any], words: dict[str, Any], *, path: str, to: Targets) -> Any:
    """Everything a page of this language has, except its place in the tree."""
    more = MORE.get(file["kind"], _nothing)
    return {
        "title": words["title"],
        "summary": words["summary"],
        "drawing": file.get("picture", ""),
        "authority": words.get("authority", ""),
        "review_months": file.get("review_months", 6),
        "gateway_code": file.get("gateway", {}).get("code", ""),
        "gateway_topic": file.get("gateway", {}).get("topic", ""),
        "checked_on": _day(file["checked_on"]) if "checked_on" in file else None,
        "sources": [
            {"type": "source", "value": _source(source), "id": _number(path, "source", at)}
            for at, source in enumerate(file.get("sources", []))
        ],
        "body": _body(file, words, path=path, to=to),
        **more(file, words, path, to),
    }


def _body(file: dict[str, Any], words: dict[str, Any], *, path: str, to: Targets) -> list[Any]:
    found: list[tuple[str, Any]] = list(blocks_of(words.get("body", ""), to))
    if words.get("internal"):
        found.append(("internal", html_of(words["internal"], to)))
    # A village names its service point, which the page of the area shows by itself.
    if file.get("places") and file["kind"] != "village":
        places = [
            {"type": "item", "value": str(to.place(slug).pk), "id": _number(path, "place", at)}
            for at, slug in enumerate(file["places"])
        ]
        found.append(("places", {"heading": "", "places": places}))
    return [
        {"type": kind, "value": value, "id": _number(path, "body", at)}
        for at, (kind, value) in enumerate(found)
    ]


def _source(source: dict[str, Any]) -> dict[str, str]:
    return {"url": source["url"], "checked_on": _day(source["checked_on"]).isoformat()}


def _day(said: Any) -> date:
    if not isinstance(said, date):
        raise ValueError(f"checked_on must be a day, like 2026-11-23, not '{said}'.")
    return said


def _number(path: str, *parts: str | int) -> str:
    """The same block has the same number in every language and at every loading."""
    return str(uuid.uuid5(NAMESPACE, "/".join(["block", path, *map(str, parts)])))


def _steps(file: dict[str, Any], words: dict[str, Any], path: str, to: Targets) -> dict[str, Any]:
    steps = [
        {
            "title": step["title"],
            "when": step.get("when", ""),
            "body": html_of(step.get("body", ""), to),
            "link": step.get("link", ""),
        }
        for step in words.get("steps", [])
    ]
    return {
        "steps": [
            {"type": "step", "value": step, "id": _number(path, "step", at)}
            for at, step in enumerate(steps)
        ]
    }


def _area(file: dict[str, Any], words: dict[str, Any], path: str, to: Targets) -> dict[str, Any]:
    lives_here = html_of(words["lives_here"], to) if "lives_here" in words else ""
    return {"area_id": to.area(file["area"]), "who_lives_here": lives_here}


def _story(file: dict[str, Any], words: dict[str, Any], path: str, to: Targets) -> dict[str, Any]:
    area = to.area(file["area"]) if "area" in file else None
    return {"area_id": area, "is_invented": file.get("invented", False)}


def _village(file: dict[str, Any], words: dict[str, Any], path: str, to: Targets) -> dict[str, Any]:
    places = [to.place(slug) for slug in file.get("places", [])]
    point = next((place for place in places if place.category_id == "service_point"), None)
    return {**_area(file, words, path, to), "service_point": point}


def _life_area(file: dict[str, Any], words: dict[str, Any], path: str, to: Targets) -> Any:
    return {"life_area_id": to.life_area(file["slug"])}


def _nothing(*args: Any) -> dict[str, Any]:
    return {}


MORE: dict[str, Callable[..., dict[str, Any]]] = {
    "steps": _steps,
    "area": _area,
    "village": _village,
    "life_area": _life_area,
    "story": _story,
}
