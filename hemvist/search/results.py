"""What a reader sees of the things that were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.core.translated import spoken
from hemvist.directory.open_now import open_now
from hemvist.search.asking import Asked, Meant
from hemvist.search.drafts import Source
from hemvist.search.entries import Entry, entries_of
from hemvist.search.finding import Finding, Thing
from hemvist.search.nearness import Near, names_of_areas
from hemvist.search.sources import SOURCES

IN_A_GROUP = 5
ON_A_PAGE = 20


@dataclass(frozen=True)
class Result:
    """A thing as it stands on the page of results, in the best language there is for the reader."""

    document: Entry
    url: str
    source: Source
    area: str
    reason: str
    language: str
    is_open_now: bool = False
    near: Near | None = None

    @property
    def kilometres(self) -> Decimal | None:
        """How far from the centre, unless it is the centre or another place was asked about."""
        return None if self.kilometres_from_there is not None else self.document.kilometres or None

    @property
    def kilometres_from_there(self) -> int | None:
        """How far, about, from the area that was asked about; None within it."""
        if not self.near or self.document.area == self.near.area.pk:
            return None
        far = self.near.kilometres.get(self.document.area)
        return None if far is None else max(1, round(far))

    @property
    def is_foreign(self) -> bool:
        """Whether its text is in another language than the page."""
        return self.document.language != self.language

    @property
    def language_in_words(self) -> str:
        """What the language of its text is called, in the reader's."""
        return str(dict(settings.LANGUAGES).get(self.document.language, self.document.language))


@dataclass(frozen=True)
class Results:
    """The results of one kind, as many as are shown of them."""

    source: Source
    shown: list[Result]
    number: int


def counted(finding: Finding) -> dict[str, int]:
    """How many were found of each kind, the kind of the best first."""
    counts: dict[str, int] = {}
    for kind, _key in finding.things:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def in_groups(finding: Finding, asked: Asked) -> list[Results]:
    """The first few of each kind, the kind of the best first."""
    counts = counted(finding)
    first: list[Thing] = []
    for wanted in counts:
        first += [thing for thing in finding.things if thing[0] == wanted][:IN_A_GROUP]
    shown = results_of(first, finding, asked)
    groups = [
        Results(SOURCES[kind], [one for one in shown if one.source.kind == kind], number)
        for kind, number in counts.items()
    ]
    return [group for group in groups if group.shown]


def results_of(things: Sequence[Thing], finding: Finding, asked: Asked) -> list[Result]:
    """The things in the order given; what is no longer public is left out.

    Costs a query for each kind and a few more, however many things there are.
    """
    public = _public(things)
    things = [thing for thing in things if thing in public]
    entries = entries_of({thing: public[thing] for thing in things}, asked)
    areas = names_of_areas(asked.state.version)
    open_places = {str(pk) for pk in open_now(at=timezone.now())}
    found = []
    for thing in things:
        entry = entries.get(thing)
        if entry and (url := _address_of(entry)):
            reason = _reason(thing, entry, finding, asked)
            area = areas.get(entry.area, "") if entry.kind != "area" else ""
            source, is_open = SOURCES[entry.kind], entry.key in open_places
            found.append(
                Result(entry, url, source, area, reason, asked.language, is_open, asked.near)
            )
    return found


def _address_of(entry: Entry) -> str:
    """Where it leads, in the reader's language; "" if there is no such address any more."""
    try:
        url = reverse(entry.url_name, args=entry.url_args)
    except NoReverseMatch:
        return ""
    return f"{url}?{entry.url_query}" if entry.url_query else url


def _public(things: Iterable[Thing]) -> dict[Thing, list[str]]:
    """Those that are public, with the languages they are public in; none named means all."""
    keys: dict[str, list[str]] = {}
    for kind, key in things:
        if kind in SOURCES:
            keys.setdefault(kind, []).append(key)
    found: dict[Thing, list[str]] = {}
    for kind, of_kind in keys.items():
        languages = SOURCES[kind].languages
        if languages is None:
            found |= {(kind, key): [] for key in SOURCES[kind].public(of_kind)}
            continue
        for key, language in languages(of_kind):
            found.setdefault((kind, key), []).append(language)
    return found


def _reason(thing: Thing, entry: Entry, finding: Finding, asked: Asked) -> str:
    """Why it is here, where the reader would not see it; the ordinary case needs no reason."""
    if entry.has_word:
        return ""
    for meant, is_there in zip(asked.meant, entry.has_concepts, strict=True):
        if is_there and len(asked.meant) > 1:  # one alone stands above them all
            return because(meant)
    if thing in finding.by_meaning:
        return _("Close in meaning to what you wrote")
    return ""


def because(meant: Meant) -> str:
    """Why a word finds what does not have it."""
    name, _language = spoken(meant.concept.names)
    if name.casefold() == meant.term.casefold():
        return ""
    told = {"word": meant.term, "meaning": name}
    return _("Because “%(word)s” can mean “%(meaning)s”") % told
