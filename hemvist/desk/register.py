"""The public register as staff read it, and extracts of it as the public may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemvist.casework.models import RegisterEntry
from hemvist.core.working_time import ZONE

PAGE = 50
PREVIEW = 200
# A cell that begins so is a formula to a spreadsheet; the apostrophe makes it text.
FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"\d{4}-\d{1,6}")


@dataclass(frozen=True)
class Line:
    """One line of the register: the row, and what may be shown of it."""

    entry: RegisterEntry
    counterpart: str
    subject: str
    is_protected: bool

    @property
    def has_secrets(self) -> bool:
        """Whether the public sees less of the line than staff do."""
        entry = self.entry
        return entry.counterpart_is_secret or entry.subject_is_secret or self.is_protected


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register, the newest first; `older` is where to go on."""

    lines: list[Line]
    older: int | None


def entries(
    *,
    since: date,
    until: date,
    direction: str = "",
    kind: str = "",
    text: str = "",
    case: str = "",
) -> QuerySet[Any]:
    """The lines of a period of whole days in Swedish time, narrowed by what they are and by words.

    Those of a protected household are not found by its case.
    """
    found = RegisterEntry.objects.select_related("case", "case__household").filter(
        registered_at__gte=datetime.combine(since, time(), ZONE),
        registered_at__lt=datetime.combine(until + timedelta(days=1), time(), ZONE),
    )
    if direction:
        found = found.filter(direction=direction)
    if kind:
        found = found.filter(kind=kind)
    if case:
        found = found.filter(case__reference=case)
    return _with_words(found, text) if text else found


def nothing() -> QuerySet[Any]:
    """No lines, for a question that could not be read."""
    return RegisterEntry.objects.none()


def _with_words(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    if NUMBER.fullmatch(text.strip()):
        return found.filter(number__startswith=text.strip())
    words = re.findall(r"[^\W_]+", text)
    if not words:
        return found.none()
    beginnings = SearchQuery(
        " & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple"
    )
    # Looking for a protected name must not find its line.
    return (
        found.annotate(words=SearchVector("counterpart", "subject", config="simple"))
        .filter(words=beginnings)
        .exclude(case__household__is_protected=True)
    )


def register_page(found: QuerySet[Any], *, before: int | None = None) -> RegisterPage:
    """A page of lines as staff see them; `before` is the key of the last line already seen."""
    mark = RegisterEntry.objects.filter(pk=before).first() if before else None
    if mark:
        at = mark.registered_at
        found = found.filter(registered_at__lte=at).filter(
            Q(registered_at__lt=at) | Q(pk__lt=mark.pk)
        )
    rows = list(found.order_by("-registered_at", "-pk")[: PAGE + 1])
    lines = [line_for_staff(entry) for entry in rows[:PAGE]]
    return RegisterPage(lines, rows[PAGE - 1].pk if len(rows) > PAGE else None)


def line_for_staff(entry: RegisterEntry) -> Line:
    """A line with what is kept out of the public part, but never a protected name."""
    protected = _is_protected(entry)
    return Line(entry, _kept_out() if protected else entry.counterpart, entry.subject, protected)


def line_for_public(entry: RegisterEntry) -> Line:
    """A line as anybody may see it."""
    protected = _is_protected(entry)
    return Line(
        entry,
        _kept_out() if protected or entry.counterpart_is_secret else entry.counterpart,
        _kept_out() if entry.subject_is_secret else entry.subject,
        protected,
    )


def _is_protected(entry: RegisterEntry) -> bool:
    return entry.case is not None and entry.case.household.is_protected


def _kept_out() -> str:
    return _("Kept out of the public part")


def extract(found: QuerySet[Any]) -> Iterator[Line]:
    """All lines of a period as the public may see them, oldest first, in bounded memory."""
    for entry in found.order_by("registered_at", "pk").iterator(chunk_size=1000):
        yield line_for_public(entry)


def rows_of(lines: Iterator[Line]) -> Iterator[list[str]]:
    """The rows of an extract, the words above the columns first."""
    yield [_("Number"), _("Date"), _("Direction"), _("Kind"), _("Sender or receiver"), _("Subject")]
    for line in lines:
        entry = line.entry
        yield [
            entry.number,
            f"{entry.registered_at.astimezone(ZONE):%Y-%m-%d %H:%M}",
            str(entry.get_direction_display()),
            str(entry.get_kind_display()),
            line.counterpart,
            line.subject,
        ]


def csv_rows(lines: Iterator[Line]) -> Iterator[list[str]]:
    """The same for a spreadsheet; nothing in them can run as a formula."""
    for row in rows_of(lines):
        yield [harmless(cell) for cell in row]


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return f"'{text}" if FORMULA.match(text) else text
