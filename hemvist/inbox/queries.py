"""What waits in the inbox, and which cases a mail may belong to."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Q, QuerySet

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.inbox.failing import failed_letters
from hemvist.inbox.models import DECIDED, UNDECIDED, IncomingMail, MailState
from hemvist.inbox.reading import ReadMail

TABS = {
    "unsorted": [MailState.UNSORTED],
    "unverified": [MailState.UNVERIFIED],
    "automatic": [MailState.AUTOMATIC, MailState.BOUNCE],
    "decided": [*DECIDED],
}
FAILED = "failed"  # the tab of our own letters that did not arrive
SUGGESTED = 5
FOUND = 10


def mails(user: User, tab: str) -> "QuerySet[IncomingMail, Any]":
    """The mail of one tab that this person may know of; what waits, the oldest first."""
    found = IncomingMail.objects.visible_to(user).filter(state__in=TABS[tab])
    found = found.select_related("case", "decided_by")
    waits = tab in {"unsorted", "unverified"}
    return found.order_by("received_at", "pk") if waits else found.order_by("-received_at", "-pk")


def counts(user: User) -> dict[str, int]:
    """How many wait in each tab."""
    by_tab = {
        tab: Count("pk", filter=Q(state__in=states))
        for tab, states in TABS.items()
        if set(states) <= set(UNDECIDED)
    }
    waiting = IncomingMail.objects.visible_to(user).undecided()
    return {**waiting.aggregate(**by_tab), FAILED: failed_letters().count()}


def waiting(user: User) -> int:
    """How many wait for a person, mail and letters that did not arrive."""
    mail = IncomingMail.objects.visible_to(user).undecided().order_by().values("pk")
    return mail.union(failed_letters().order_by().values("pk"), all=True).count()


@dataclass(frozen=True)
class Suggestion:
    """A case a mail may belong to, and why one may think so."""

    case: Case
    knows_sender: bool


def suggestions(mail: IncomingMail, read: ReadMail, user: User) -> list[Suggestion]:
    """Cases a person may choose: the one it points to, and those with its sender's address."""
    visible = Case.objects.visible_to(user).filter(merged_into=None)
    visible = visible.select_related("household", "owner")
    pointed_at = visible.filter(incoming_mail=mail)
    found = {case.pk: Suggestion(case, knows_sender=False) for case in pointed_at}
    if read.sender:
        known = visible.filter(household__contact_points__normalised=read.sender).distinct()
        for case in known.order_by("-opened_at")[:SUGGESTED]:
            found[case.pk] = Suggestion(case, knows_sender=True)
    return list(found.values())


def cases_called(text: str, user: User) -> list[Case]:
    """Cases with a reference, an address, or all these words in the name; the newest first."""
    text = " ".join(text.replace("\0", " ").split())[:100]
    if not text:
        return []
    words = " & ".join(f"{word}:*" for word in re.findall(r"\w+", text)[:5])
    visible = Case.objects.visible_to(user).filter(merged_into=None)
    by_name = visible.annotate(names=SearchVector("title", config="simple")).filter(
        names=SearchQuery(words, config="simple", search_type="raw")
    )
    ways = [
        visible.filter(reference__iexact=text),
        visible.filter(household__contact_points__normalised=text.lower()),
        *([by_name] if words else []),
    ]
    found = {pk for way in ways for pk in way.order_by("-pk").values_list("pk", flat=True)[:FOUND]}
    return list(Case.objects.filter(pk__in=found).select_related("owner").order_by("-pk")[:FOUND])
