"""The letter of the morning: how much waits, by the numbers of cases; nothing about anybody."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.accounts.models import User
from hemvist.accounts.queries import is_here
from hemvist.audit.actions import record
from hemvist.casework.rules import ANSWERING
from hemvist.core.working_time import ZONE, Calendar
from hemvist.desk.counts import NAMED, Counts, counts_of
from hemvist.messaging.actions import queue_delivery

PURPOSE = "digest"


@transaction.atomic
def choose_digest(user: User, *, wants: bool) -> None:
    """Ask for the letter of the morning, or for it no more."""
    user.wants_digest = wants
    user.save(update_fields=["wants_digest"])
    record("user.digest_chosen", user, by=user, detail={"wants": wants})


def send_digests(*, at: datetime) -> int:
    """Write to everybody who wants it and is here, on a working day; says to how many."""
    day = at.astimezone(ZONE).date()
    if not Calendar.current().is_working_day(day):
        return 0
    wanting = User.objects.filter(is_active=True, wants_digest=True, role__in=ANSWERING)
    here = [user for user in wanting.order_by("pk") if is_here(user, day)]
    return sum(_write_to(user, at=at) for user in here)


@transaction.atomic
def _write_to(user: User, *, at: datetime) -> bool:
    counts = counts_of(user, on=at.astimezone(ZONE).date())
    if not counts.is_anything:
        return False
    with translation.override(user.language):
        queue_delivery(
            purpose=PURPOSE,
            email=user.email,
            language=user.language,
            subject=_("What waits for you today"),
            body="\n\n".join(in_words(counts)),
        )
    return True


def in_words(counts: Counts) -> Iterator[str]:
    """The paragraphs of the letter, in the language that is spoken now."""
    lists = [
        (
            counts.unanswered,
            ngettext("%(n)d person waits for an answer.", "%(n)d people wait for an answer.", n)
            if (n := len(counts.unanswered))
            else "",
        ),
        (
            counts.unread,
            ngettext(
                "%(n)d has written something you have not read.",
                "%(n)d have written something you have not read.",
                n,
            )
            if (n := len(counts.unread))
            else "",
        ),
        (
            counts.due,
            ngettext("%(n)d next step is due.", "%(n)d next steps are due.", n)
            if (n := len(counts.due))
            else "",
        ),
    ]
    for references, words in lists:
        if references:
            more = "…" if len(references) > NAMED else ""
            named = ", ".join(references[:NAMED])
            yield f"{words % {'n': len(references)}}\n{named}{more}"
    for n, one, many in (
        (counts.tasks, _("One task is due."), _("Tasks that are due: %(n)d")),
        (counts.mentions, _("A colleague mentions you."), _("Colleagues mention you: %(n)d")),
        (counts.mail, _("One mail waits to be sorted."), _("Mails to sort: %(n)d")),
        (counts.texts, _("One text message waits to be sorted."), _("Texts to sort: %(n)d")),
    ):
        if n:
            yield one if n == 1 else many % {"n": n}
    yield settings.SITE_URL + reverse("desk:home")
