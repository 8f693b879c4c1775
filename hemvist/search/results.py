"""What a reader sees of the things that were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hemvist.core.translated import spoken
from hemvist.directory.models import Area
from hemvist.directory.open_now import open_now
from hemvist.search.asking import Asked, Meant
from hemvist.search.concepts import mark
from hemvist.search.drafts import Source
from hemvist.search.finding import Finding, Thing
from hemvist.search.models import Document
from hemvist.search.nearness import Near
from hemvist.search.sources import SOURCES

IN_A_GROUP = 5
ON_A_PAGE = 20
OTHERS = ("en", "sv")


@dataclass(frozen=True)
class Result:
    """A thing as it stands on the page of results, in the best language there is for the reader."""

    document: Document
    source: Source
    area: str
    reason: str
    language: str
    is_open_now: bool = False
    near: Near | None = None

    @cached_property
    def url(self) -> str:
        """Where it leads, in the reader's language."""
        query = f"?{self.document.url_query}" if self.document.url_query else ""
        return reverse(self.document.url_name, args=self.document.url_args) + query

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
    documents = _documents(things, asked.language)
    words = _words_of(documents.values())
    areas = dict(
        Area.objects.filter(pk__in=[d.area for d in documents.values() if d.area]).values_list(
            "pk", "name"
        )
    )
    open_places = {str(pk) for pk in open_now(at=timezone.now())}
    found = []
    for thing in things:
        document = documents.get(thing)
        if document and _leads_somewhere(document):
            reason = _reason(thing, words.get(document.pk, set()), finding, asked)
            area = areas.get(document.area, "") if document.kind != "area" else ""
            source = SOURCES[document.kind]
            is_open = document.key in open_places
            result = Result(document, source, area, reason, asked.language, is_open, asked.near)
            found.append(result)
    return found


def _leads_somewhere(document: Document) -> bool:
    try:
        reverse(document.url_name, args=document.url_args)
    except NoReverseMatch:
        return False
    return True


def _public(things: Iterable[Thing]) -> set[Thing]:
    keys: dict[str, list[str]] = {}
    for kind, key in things:
        if kind in SOURCES:
            keys.setdefault(kind, []).append(key)
    return {(kind, key) for kind in keys for key in SOURCES[kind].public(keys[kind])}


def _documents(things: Sequence[Thing], language: str) -> dict[Thing, Document]:
    """One document of each thing: in the reader's language, or else in one most people read."""
    if not things:
        return {}
    keys: dict[str, list[str]] = {}
    for kind, key in things:
        keys.setdefault(kind, []).append(key)
    wanted = reduce(or_, (Q(kind=kind, key__in=several) for kind, several in keys.items()))
    liked = {code: place for place, code in enumerate(dict.fromkeys([language, *OTHERS]))}
    best: dict[Thing, Document] = {}
    for document in Document.objects.filter(wanted).defer("vector", "meaning"):
        thing = (document.kind, document.key)
        kept = best.get(thing)
        if kept is None or liked.get(document.language, 9) < liked.get(kept.language, 9):
            best[thing] = document
    return best


def _words_of(documents: Iterable[Document]) -> dict[int, set[str]]:
    pks = [document.pk for document in documents]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, tsvector_to_array(vector) FROM search_document WHERE id = ANY(%s)", [pks]
        )
        return {pk: set(words) for pk, words in cursor.fetchall()}


def _reason(thing: Thing, words: set[str], finding: Finding, asked: Asked) -> str:
    """Why it is here, where the reader would not see it; the ordinary case needs no reason."""
    if any({*word.forms, *word.parts} & words for word in asked.words):
        return ""
    for meant in asked.meant if len(asked.meant) > 1 else []:  # one alone stands above them all
        if mark(meant.concept.code) in words:
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
