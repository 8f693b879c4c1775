"""What has changed since somebody looked: told by the log, which knows who looked and who did what.

Nothing is written for it. A mark is the number of the newest event when a page was shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Max, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hemvist.accounts.models import User
from hemvist.audit.models import Event
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import FilteredPage, SeenList
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.casework.queries import LOOKS
from hemvist.core.prepared import Prepared

# A page that has lain open over a weekend is told "many", not counted to the last.
MOST = 500
LATELY = timedelta(days=14)
RECEIVED, OPENED = "message.received", "case.opened"


@dataclass(frozen=True)
class Since:
    """What others did in a case since somebody last looked at it."""

    looked_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class SeenUpTo:
    """The newest event there is, and up to which one somebody has seen a list, if they said so."""

    newest: int = 0
    mark: int = 0
    at: datetime | None = None


def seen_up_to(user: User, page: FilteredPage, filters: Filters) -> SeenUpTo:
    """Up to where somebody has seen what is on a list, as it is filtered; one query."""
    seen = SeenList.objects.filter(colleague=user, page=page, query=filters.query[:500])
    marks = Event.objects.order_by("-pk").values_list(
        "pk", Subquery(seen.values("mark")[:1]), Subquery(seen.values("seen_at")[:1])
    )
    newest, mark, at = marks.first() or (0, None, None)
    return SeenUpTo(newest, mark or 0, at)


def mark_now() -> int:
    """The newest event."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def news_address(mark: int, **page: str) -> str:
    """Where a page asks whether something has changed since its mark."""
    return f"{reverse('desk:news')}?{urlencode({'mark': mark, **page})}"


def deeds_since(mark: int, *, user: User) -> list[tuple[int, str]]:
    """Which cases others have changed since a mark, and how; at most the newest MOST deeds."""
    deeds = _by_others(user).filter(pk__gt=mark).order_by("-pk")
    return [(int(pk), verb) for pk, verb in deeds.values_list("subject_id", "verb")[:MOST]]


def deeds_in(case: Case, mark: int, *, user: User) -> list[str]:
    """What others have done in one case since a mark, however much they did in the rest."""
    deeds = _by_others(user).filter(pk__gt=mark, subject_id=str(case.pk)).order_by("-at")
    return list(deeds.values_list("verb", flat=True)[:MOST])


def _by_others(user: User) -> QuerySet[Event]:
    deeds = Event.objects.filter(subject_type="case").exclude(verb__in=LOOKS)
    return deeds.exclude(actor=user)


def how_many(cases: CaseQuerySet, touched: Collection[int]) -> int:
    """How many of the touched cases are on a list."""
    return cases.filter(pk__in=touched).order_by().count() if touched else 0


def unseen(cases: Iterable[Case], *, user: User, mark: int = 0) -> dict[int, str]:
    """For each of some cases, in words, what of the last two weeks is new to somebody.

    What is not beyond the mark was seen on the list, whether or not they opened the case.
    """
    keys = [str(case.pk) for case in cases]
    events = Event.objects.filter(subject_type="case", subject_id__in=keys)
    mine = Q(actor=user)
    looked: dict[str, int] = {}
    done: dict[str, dict[str, int]] = {}
    lately = events.filter(at__gte=timezone.now() - LATELY)
    rows = lately.filter(mine | ~Q(verb__in=LOOKS)).order_by("pk")
    for key, pk, verb, actor in rows.values_list("subject_id", "pk", "verb", "actor"):
        if actor == user.pk:
            looked[key] = pk
        else:
            done.setdefault(key, {})[verb] = pk
    found = {key: _in_words(verbs, max(looked.get(key, 0), mark)) for key, verbs in done.items()}
    return {int(key): words for key, words in found.items() if words}


def unread_cases(cases: Mapping[int, str], *, user: User) -> list[str]:
    """Of some cases by key and reference, those where a message came after somebody's last look."""
    known = {str(pk): reference for pk, reference in cases.items()}
    events = Event.objects.filter(subject_type="case", subject_id__in=known).order_by()
    marks = events.values("subject_id").annotate(
        came=Max("pk", filter=Q(verb__in=[RECEIVED, OPENED])),
        looked=Max("pk", filter=Q(actor=user)),
    )
    unread = {row["subject_id"] for row in marks if (row["came"] or 0) > (row["looked"] or 0)}
    return [reference for key, reference in known.items() if key in unread]


def _in_words(verbs: dict[str, int], looked: int) -> str:
    new = {verb for verb, pk in verbs.items() if pk > looked}
    if not new:
        return ""
    if OPENED in new:
        return _("New to you")
    if RECEIVED in new:
        return _("New message")
    return pgettext("news of a case", "Changed")


def _from_their_look(*, case: str, user: int) -> QuerySet[Event]:
    """Somebody's last look or deed, and after it what others did."""
    events = Event.objects.filter(subject_type="case", subject_id=case)
    last = Subquery(events.filter(actor=user).order_by("-at", "-pk").values("pk")[:1])
    by_others = ~Q(verb__in=LOOKS) & ~Q(actor=user)
    rows = events.filter(pk__gte=last).filter(Q(pk=last) | by_others)
    return rows.order_by("pk").only("at", "verb")[: MOST + 1]


_since_their_look = Prepared(_from_their_look, case="-1", user=-1)


def since_last_look(case: Case, *, user: User) -> Since:
    """What others have done in a case since this person's last look at it, before this one."""
    found = _since_their_look(case=str(case.pk), user=user.pk)
    if not found:
        return Since()
    looked_at, verbs = found[0].at, [event.verb for event in found[1:]]
    messages = sum(verb == RECEIVED for verb in verbs)
    others = len(verbs) - messages
    words = []
    if messages:
        said = ngettext("%(n)d new message", "%(n)d new messages", messages)
        words.append(said % {"n": messages})
    if others:
        words.append(ngettext("%(n)d change", "%(n)d changes", others) % {"n": others})
    return Since(looked_at, ", ".join(words))
