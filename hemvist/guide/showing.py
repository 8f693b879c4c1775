"""A page of the tree as the public sees it; the editor's preview shows the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page as Paginated
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from hemvist.core.addresses import Page as Address
from hemvist.core.context import our_municipality
from hemvist.core.dates import reader_locale
from hemvist.core.read_once import read_once
from hemvist.directory.models import LifeArea
from hemvist.guide import models
from hemvist.guide.linked_data import of_text
from hemvist.guide.machine import is_machine_text
from hemvist.guide.pages import Found, by_address, code_of, find, languages_for, readable
from hemvist.guide.templatetags.pages import marks

TEMPLATES: dict[type[Page], str] = {
    models.ArticlePage: "guide/pages/article.html",
    models.StepsPage: "guide/pages/steps.html",
    models.AnswerPage: "guide/pages/answer.html",
    models.StoryPage: "guide/pages/story.html",
    models.HappeningsPage: "guide/pages/happenings.html",
    models.LifePage: "guide/pages/index.html",
    models.GuidesPage: "guide/pages/index.html",
    models.AnswersPage: "guide/pages/index.html",
    models.StoriesPage: "guide/pages/index.html",
    # These have no address of their own: they stand on pages that the directory makes, and by
    # themselves in the editor's preview only.
    models.StartPage: "guide/pages/start.html",
    models.AreasPage: "guide/pages/index.html",
    models.LifeAreaPage: "guide/pages/article.html",
    models.AreaPage: "guide/pages/about_area.html",
    models.VillagePage: "guide/pages/about_area.html",
}
SUMMARIES = [F(f"{kind._meta.model_name}__summary") for kind in TEMPLATES]
OTHERS_SHOWN = 6
Step = tuple[str | SafeString, str | None]  # of the way to a page: what it is called, where it is
PAGES_ON_A_PAGE = 48


@dataclass(frozen=True)
class Below:
    """A page in a list: where it is, what it says, and the marks of its language."""

    url: str
    title: str
    summary: str
    marks: SafeString


def context_of(found: Found) -> dict[str, Any]:
    """What every template of a page needs, whatever type it is."""
    language = get_language() or settings.LANGUAGE_CODE
    foreign = found.language if found.is_foreign(language) else ""
    return {
        "page": address_of(found),
        "text": found.page,
        "municipality": our_municipality(),
        "foreign_language": foreign,
        "fallback_words": fallback_words(foreign) if foreign else "",
        "is_machine_text": is_machine_text(found.page),
    }


def words_at(path: str) -> dict[str, Any]:
    """What an editor has written for an address that is there without it; often nothing."""
    found = find(path, get_language() or settings.LANGUAGE_CODE)
    return context_of(found) if found else {}


def text_at(path: str) -> dict[str, Any]:
    """The same, with the pages below."""
    words = words_at(path)
    return {**words, "below": PagesBelow(words["text"])} if words else {}


def address_of(found: Found) -> Address:
    """The page's own address and its real translations; a stand-in points to what it shows."""
    alternates = [(code, settings.SITE_URL + path) for code, path in found.addresses.items()]
    return Address(settings.SITE_URL + found.addresses[found.language], alternates)


def fallback_words(shown: str) -> str:
    """The sentence above a page that is not in the reader's language.

    The language is named by itself at the end: in many languages its name would have to be bent.
    """
    name = reader_locale().languages.get(shown, shown)
    return _(
        "This page has not been translated into your language yet."
        " The text is in this language: %(shown)s."
    ) % {"shown": name}


def trail_to(path: str, title: str, *, foreign: str) -> list[Step]:
    """The way here, each page in the best language there is; one query."""
    language = get_language() or settings.LANGUAGE_CODE
    parts = path.strip("/").split("/")[:-1]
    above = ["/".join(parts[: end + 1]) + "/" for end in range(len(parts))]
    steps = _steps(tuple(above), language)
    return [(_("Home"), f"/{language}/"), *steps, (_marked(title, foreign), None)]


@read_once(most=1000)
def _steps(paths: tuple[str, ...], language: str) -> list[Step]:
    found = by_address(list(paths), language) if paths else {}
    steps: list[Step] = []
    for path in paths:
        if path in found:
            code = code_of(found[path])
            label = _marked(found[path].title, "" if code == language else code)
            steps.append((label, f"/{language}/{path}"))
    return steps


def _marked(title: str, code: str) -> str | SafeString:
    return format_html("<span{}>{}</span>", marks(code), title) if code else title


class PagesBelow(Sequence[Below]):
    """The pages below one, in the order of the tree, each in the best language there is.

    Which they are takes one query; what they say is read of those alone that somebody looks at.
    """

    def __init__(self, page: Page, *, without: Page | None = None) -> None:
        self.language = get_language() or settings.LANGUAGE_CODE
        best = _all_below(page.translation_key, self.language)
        left_out = without.translation_key if without is not None else None
        self.numbers = [pk for key, pk in best.items() if key != left_out]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, which: int) -> Below: ...

    @overload
    def __getitem__(self, which: slice) -> list[Below]: ...

    def __getitem__(self, which: int | slice) -> Below | list[Below]:
        """Some of them, in one query."""
        if isinstance(which, int):
            return self._read([self.numbers[which]])[0]
        return self._read(self.numbers[which])

    def __iter__(self) -> Iterator[Below]:
        return iter(self._read(self.numbers))

    def _read(self, numbers: list[int]) -> list[Below]:
        told = _told(tuple(numbers), self.language)
        return [told[pk] for pk in numbers if pk in told]


@read_once(most=200)
def _all_below(key: UUID, language: str) -> dict[UUID, int]:
    """The pages below all versions of one, by what they translate: each in the best language."""
    order = languages_for(language)
    parents = Page.objects.filter(translation_key=key, locale__language_code__in=order)
    places = dict.fromkeys(parents.values_list("path", flat=True), "")
    return _best_below(places, order).get("", {})


@read_once()
def first_below(*paths: str, most: int, language: str) -> dict[str, list[Below]]:
    """The first pages below several addresses; one query more or less, however many those are."""
    order = languages_for(language)
    addresses = {f"/{code}/{path}": path for path in paths for code in order}
    parents = readable().filter(url_path__in=addresses).values_list("path", "url_path")
    best = _best_below({place: addresses[address] for place, address in parents}, order)
    chosen = {path: list(best.get(path, {}).values())[:most] for path in paths}
    told = _told(tuple(pk for numbers in chosen.values() for pk in numbers), language)
    return {path: [told[pk] for pk in chosen[path] if pk in told] for path in paths}


def _best_below(places: dict[str, str], order: list[str]) -> dict[str, dict[Any, int]]:
    """By name of a place in the tree: the pages below it in the best language, in their order."""
    beneath = Q(pk=None)
    for place in places:
        beneath |= Q(path__startswith=place, depth=len(place) // Page.steplen + 1)
    best: dict[str, dict[Any, tuple[int, int]]] = {}
    found = readable().filter(beneath).order_by("path")
    for pk, key, address, place in found.values_list("pk", "translation_key", "url_path", "path"):
        rank = order.index(_language_of(address))
        kept = best.setdefault(places[place[: -Page.steplen]], {})
        if key not in kept or rank < kept[key][0]:
            kept[key] = (rank, pk)
    return {name: {key: pk for key, (_r, pk) in kept.items()} for name, kept in best.items()}


@read_once(most=2000)
def _told(numbers: tuple[int, ...], language: str) -> dict[int, Below]:
    rows = Page.objects.filter(pk__in=numbers).annotate(said=Coalesce(*SUMMARIES))
    return {
        pk: _below(address, title, said, language)
        for pk, address, title, said in rows.values_list("pk", "url_path", "title", "said")
    }


def as_below(page: Any, language: str) -> Below:
    """A page as a line of a list, at its address in the reader's language."""
    return _below(page.url_path, page.title, page.summary, language)


def _below(address: str, title: str, summary: str | None, language: str) -> Below:
    code = _language_of(address)
    path = address.removeprefix(f"/{code}")
    return Below(
        f"/{language}{path}", title, summary or "", marks("" if code == language else code)
    )


def _language_of(address: str) -> str:
    """The first part of an address; asking the page's locale would be a query each."""
    return address.split("/")[1]


def show(request: HttpRequest, found: Found) -> HttpResponse:
    """Answer with the page."""
    context = context_of(found)
    path = found.page.url_path.split("/", 2)[2]
    context["trail"] = trail_to(path, found.page.title, foreign=context["foreign_language"])
    context["linked_data"] = of_text(
        found.page, context["municipality"], url=context["page"].canonical
    )
    more = MORE.get(type(found.page))
    if more:
        context |= more(found.page, request)
    return render(request, TEMPLATES[type(found.page)], context)


def show_preview(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as it would be, in its own language, whatever the editor's is."""
    code = page.locale.language_code
    with override(code):
        return show(request, Found(page, code, {code: page.url_path}))


def _siblings(page: Page, request: HttpRequest) -> dict[str, Any]:
    parent, life_area = _at_place(page.path[: -Page.steplen])
    return {"below": PagesBelow(parent, without=page)[:OTHERS_SHOWN], "life_area": life_area}


@read_once(most=1000)
def _at_place(path: str) -> tuple[Page, LifeArea | None]:
    """The page at a place in the tree, and the area of life it is about."""
    page = Page.objects.get(path=path)
    return page, getattr(page.specific, "life_area", None)


def _children(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {"below": one_page_of(PagesBelow(page), request)}


def one_page_of(below: Sequence[Below], request: HttpRequest) -> Paginated:
    """As many of the pages below as stand on one page."""
    return Paginator(below, PAGES_ON_A_PAGE).get_page(request.GET.get("page"))


MORE: dict[type[Page], Callable[[Any, HttpRequest], dict[str, Any]]] = {
    models.ArticlePage: _siblings,
    models.StepsPage: _siblings,
    models.LifePage: _children,
    models.GuidesPage: _children,
    models.AnswersPage: _children,
    models.StoriesPage: _children,
}
