"""The public pages of the guide. None of them writes anything."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemvist.core.addresses import page_at
from hemvist.core.context import our_municipality
from hemvist.core.dates import local_day
from hemvist.core.kept import kept_for
from hemvist.core.read_once import read_once
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, AreaKind, Category, LifeArea
from hemvist.directory.opening_words import start_of_day_after
from hemvist.directory.place_parts import PlaceParts
from hemvist.directory.queries import (
    OfOneKind,
    areas_by_distance,
    by_kind,
    every_area,
    figures,
    life_areas,
    located,
    places,
)
from hemvist.directory.whole_places import place_called, places_numbered
from hemvist.guide import addresses, linked_data, place_page
from hemvist.guide.comparing import FEWEST, MOST, compare
from hemvist.guide.distances import rings, with_shares
from hemvist.guide.forms import MapFilter, PlaceFilter
from hemvist.guide.hours import opening_hours_in_words
from hemvist.guide.mapping import Drawing, draw
from hemvist.guide.moves import present_address
from hemvist.guide.near_by import areas_near, places_near
from hemvist.guide.pages import find
from hemvist.guide.showing import first_below, one_page_of, show, text_at, words_at
from hemvist.guide.told import stories_of
from hemvist.happenings.queries import next_occurrences

PLACES_ON_A_PAGE = 24
TEN_MINUTES = 600
STORIES_ON_START = 3
GUIDES_ON_START = 6
PAGES = frozenset({"page"})
PLACES = frozenset({"core", "directory"})
TEXTS = PLACES | {"guide"}
# What many ask alike: not a part of a name, and not what is open this minute.
ASKED_OF_PLACES = frozenset({"category", "area", "within", "need", "page"})


@require_safe
@kept_for(TEN_MINUTES, own="guide")
def start(request: HttpRequest) -> HttpResponse:
    """The first page: what we promise, what one can look for, and where one can live."""
    words = words_at("")
    municipality = words.get("municipality") or our_municipality()
    page = page_at(request)
    language = get_language() or settings.LANGUAGE_CODE
    listed = first_below("guides/", "stories/", most=GUIDES_ON_START, language=language)
    return _render(
        request,
        "guide/start.html",
        {
            **words,
            "page": page,
            "municipality": municipality,
            "life_areas": life_areas(),
            "guides": listed["guides/"],
            "areas_by_kind": _by_kind(every_area()),
            "figures": figures(),
            "coming": next_occurrences(at=timezone.now()),
            "stories": listed["stories/"][:STORIES_ON_START],
            "opening_hours": opening_hours_in_words(),
            "linked_data": linked_data.of_office(municipality, url=page.canonical),
        },
    )


@require_safe
@kept_for(about=PLACES)
def life(request: HttpRequest) -> HttpResponse:
    """All areas of life: what a newcomer asks about."""
    trail = [_home(), (_("Areas of life"), None)]
    context = {"life_areas": life_areas(), "trail": trail}
    return _render(request, "guide/life.html", context)


@require_safe
@kept_for(asked=PAGES, own="guide")
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page that an editor has written; a page that has moved leads on to where it is now."""
    language = get_language() or "sv"
    found = find(f"{path}/", language)
    if found is None:
        now = present_address(f"/{language}/{path}/")
        if now is None:
            raise Http404
        return redirect(now, permanent=True)
    return show(request, found)


@require_safe
@kept_for(asked=PAGES, about=TEXTS, own="guide")
def life_area(request: HttpRequest, slug: str) -> HttpResponse:
    """One area of life: the editor's text, what is good to know, and the places."""
    found = get_object_or_404(LifeArea, pk=slug)
    text = text_at(f"life/{slug}/")
    return _render(
        request,
        "guide/life_area.html",
        {
            **text,
            "below": one_page_of(text.get("below", ()), request),
            "life_area": found,
            "advice": found.advice.all(),
            "groups": _kinds(life_area=found),
            "trail": [_home(), (spoken(found.names)[0], None)],
        },
    )


@require_safe
@kept_for(about=TEXTS, own="guide")
def areas(request: HttpRequest) -> HttpResponse:
    """All areas of the municipality, nearest to the centre first in each group."""
    found = with_shares(areas_by_distance())
    return _render(
        request,
        "guide/areas.html",
        {
            **text_at("areas/"),
            "areas_by_kind": _by_kind(found),
            "rings": rings(found),
            "trail": [_home(), (_("Areas"), None)],
        },
    )


@require_safe
@kept_for(about=PLACES)
def map_page(request: HttpRequest) -> HttpResponse:
    """Where areas and places lie, drawn; the list beside it says the same in words."""
    form = MapFilter(request.GET if {"category", "within"} & set(request.GET) else None)
    is_mistaken = form.is_bound and not form.is_valid()
    said = form.cleaned_data if form.is_bound and not is_mistaken else {}
    drawn, listed = _drawn(said.get("category"), int(said.get("within") or 0))
    context = {
        "form": form,
        "map": drawn,
        "listed": listed,
        "category": said.get("category"),
        "tiles_source": settings.TILES_SOURCE,
        "trail": [_home(), (_("Areas"), reverse("guide:areas")), (_("Map"), None)],
    }
    return _render(request, "guide/map.html", context, status=422 if is_mistaken else 200)


@read_once(most=4, about=PLACES)
def _drawn(category: Category | None, within: int) -> tuple[Drawing | None, list[tuple[Area, int]]]:
    """The map, and how many places each area has; the same in all languages."""
    found, shown = every_area(), located(category=category)
    here = Counter(place.area_id for place in shown)
    return draw(found, shown, within=within), [(area, here[area.pk]) for area in found]


@require_safe
def compare_areas(request: HttpRequest) -> HttpResponse:
    """Two to four areas side by side; too few or too many get a sentence and the choice again."""
    found = list(areas_by_distance())
    asked = set(request.GET.getlist("area"))
    chosen = [area for area in found if area.pk in asked]
    trouble = choice_trouble(len(chosen)) if asked else ""
    shown = chosen[:MOST] if len(chosen) >= FEWEST else []
    return _render(
        request,
        "guide/compare.html",
        {
            "areas_by_kind": _by_kind(found),
            "chosen": {area.pk for area in chosen},
            "comparison": compare(shown) if shown else None,
            "trouble": trouble,
            "trail": [_home(), (_("Areas"), reverse("guide:areas")), (_("Compare"), None)],
        },
        status=422 if trouble else 200,
    )


@require_safe
@kept_for(about=TEXTS, own="guide")
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """One area: how far out it is, and what there is, by kind."""
    found = get_object_or_404(Area, pk=slug)
    municipality, text = our_municipality(), text_at(f"areas/{slug}/")
    page = text.get("page") or page_at(request)
    return _render(
        request,
        "guide/area.html",
        {
            **text,
            "page": page,
            "municipality": municipality,
            "area": found,
            "groups": _kinds(area=found),
            "neighbours": areas_near(found),
            "stories": stories_of([found]).get(found.pk, []),
            "trail": [_home(), (_("Areas"), reverse("guide:areas")), (found.name, None)],
            "linked_data": linked_data.of_area(found, municipality, url=page.canonical),
        },
    )


@require_safe
@kept_for(asked=ASKED_OF_PLACES, about=PLACES)
def place_list(request: HttpRequest) -> HttpResponse:
    """All places, with filters in plain view; a filter that means nothing gets a sentence."""
    is_asked = any(name in request.GET for name in PlaceFilter.base_fields)
    form = PlaceFilter(request.GET if is_asked else None)
    is_mistaken = form.is_bound and not form.is_valid()
    filters = form.cleaned_data if form.is_bound and not is_mistaken else {}
    found = places(**_as_asked(filters)).prefetch_related(None).values_list("pk", flat=True)
    shown = Paginator(found, PLACES_ON_A_PAGE).get_page(request.GET.get("page"))
    return _render(
        request,
        "guide/places.html",
        {
            "page": page_at(request, number=shown.number),
            "form": form,
            "shown": shown,
            "places": places_numbered(shown.object_list),
            "is_filtered": any(filters.values()),
            "trail": [_home(), (_("Places"), None)],
        },
        status=422 if is_mistaken else 200,
    )


@require_safe
@kept_for(about=PLACES, own="directory")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: what it is, where, who runs it, and where we know that from."""
    found = place_called(slug)
    if found is None:
        raise Http404
    page, municipality = page_at(request), our_municipality()
    parts, now = PlaceParts(found, found.at), timezone.now()
    location, times = parts.location, parts.opening_times(at=now)
    whom = place_page.for_whom(parts, request.GET)
    near = places_near(found, location) if location else []
    life_area_of = found.category.life_area
    response = _render(
        request,
        "guide/place.html",
        {
            "page": page,
            "municipality": municipality,
            "place": found,
            "parts": parts,
            "location": location,
            "times": times,
            "headline": place_page.headline_of(times),
            "rooms": place_page.room_of(parts, at=now),
            "languages": place_page.languages_of(parts),
            "access": place_page.access_of(parts),
            "whom": whom,
            "is_long_overdue": found.is_long_overdue(on=local_day(now)),
            "near": near,
            "trail": [
                _home(),
                (spoken(life_area_of.names)[0], reverse("guide:life_area", args=[life_area_of.pk])),
                (found.name, None),
            ],
            "linked_data": linked_data.of_place(parts, municipality, url=page.canonical),
        },
        status=422 if whom.form and whom.form.errors else 200,
    )
    until = min([one.holds_until for one in times], default=start_of_day_after(now))
    response.holds_for = (until - now).total_seconds()  # type: ignore[attr-defined]
    return response


@require_safe
@kept_for(about=frozenset({"core"}))
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and how to tell when it is not."""
    trail = [_home(), (_("Accessibility"), None)]
    return _render(request, "guide/accessibility.html", {"trail": trail})


@require_safe
@kept_for(about=frozenset({"core"}))
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of what a person tells us."""
    trail = [_home(), (_("How we treat your data"), None)]
    return _render(request, "guide/privacy.html", {"trail": trail})


@require_safe
@kept_for(TEN_MINUTES)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page in every language for search engines, or where the parts of that are."""
    if parts := addresses.maps():
        return _map(
            request,
            "guide/sitemap_index.xml",
            {
                "addresses": [
                    f"{settings.SITE_URL}{reverse('sitemap_part', args=[name])}" for name in parts
                ]
            },
        )
    return _map(request, "guide/sitemap.xml", {"entries": addresses.every_page()})


@require_safe
@kept_for(TEN_MINUTES)
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """The places of one map, or all other pages."""
    if name not in addresses.maps():
        raise Http404
    return _map(request, "guide/sitemap.xml", {"entries": addresses.one_map(name)})


def _map(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml")


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {"page": page_at(request), **context}, status=status)


def choice_trouble(number: int) -> str:
    """What is wrong with so many areas to compare, in a sentence; nothing if it is right."""
    if number < FEWEST:
        return _("Choose at least two areas to compare.")
    if number > MOST:
        return _("Choose at most four areas; the first four are shown.")
    return ""


def _as_asked(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters of the form as the query knows them: "open now" is open at this moment."""
    asked = {name: value for name, value in filters.items() if name != "open_now"}
    return asked | ({"open_at": timezone.now()} if filters.get("open_now") else {})


@read_once(most=30, about=PLACES)
def _kinds(*, area: Area | None = None, life_area: LifeArea | None = None) -> list[OfOneKind]:
    """The places of an area or of an area of life; the same in all languages."""
    return by_kind(places(area=area, life_area=life_area))


def _home() -> tuple[str, str]:
    return _("Home"), reverse("guide:start")


def _by_kind(found: list[Area]) -> list[tuple[str, list[Area]]]:
    """The areas under the words for how far out they are; a kind without areas is left out."""
    groups = [(str(kind.label), [area for area in found if area.kind == kind]) for kind in AreaKind]
    return [(label, members) for label, members in groups if members]
