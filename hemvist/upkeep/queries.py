"""What is to be done, and how pages do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from hemvist.accounts.models import User
from hemvist.upkeep.models import (
    TO_TRANSLATE,
    Feedback,
    HappeningProposal,
    OutsideLink,
    PageTranslation,
    ProposalOutcome,
)
from hemvist.upkeep.reviews import pages_to_review

COUNTED_DAYS = 90
FEWEST = 5  # fewer answers say nothing about a page
SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """What readers think of one page."""

    path: str
    title: str
    useful: int
    not_useful: int

    @property
    def share(self) -> int:
        """Of a hundred readers who answered, how many found it useful."""
        return round(100 * self.useful / (self.useful + self.not_useful))


def least_useful_pages(*, at: datetime) -> list[Verdict]:
    """The pages that most readers did not find useful, the worst first; pages all like left out."""
    since = at - timedelta(days=COUNTED_DAYS)
    counted = (
        Feedback.objects.filter(created_at__gte=since, is_barrier=False)
        .values("path")
        .annotate(
            title=Max("title"),
            useful=Count("pk", filter=Q(was_useful=True)),
            not_useful=Count("pk", filter=Q(was_useful=False)),
        )
        .order_by()
    )
    verdicts = [Verdict(**row) for row in counted if row["useful"] + row["not_useful"] >= FEWEST]
    verdicts = [verdict for verdict in verdicts if verdict.not_useful]
    return sorted(verdicts, key=lambda verdict: (verdict.share, -verdict.not_useful))[:SHOWN]


def page_rows(*, language: str, state: str) -> QuerySet[Page]:
    """Source pages with how they stand in each language, in `stands`; in the order of the tree.

    Without a state those of which some language is work; with "all" every page.
    """
    stands = PageTranslation.objects.all()
    if language:
        stands = stands.filter(language=language)
    if state and state != "all":
        stands = stands.filter(state=state)
    elif not state:
        stands = stands.filter(Q(state__in=TO_TRANSLATE) | ~Q(lost_names=[]))
    rows: QuerySet[Page] = Page.objects.filter(pk__in=stands.values("page")).order_by("path")
    every = PageTranslation.objects.order_by("language")
    return rows.prefetch_related(Prefetch("stands", every))


def find_copies(pages: Iterable[Page]) -> None:
    """Tell each of the pages' `stands` which page is the translation, whether published or not."""
    shown = list(pages)
    copies = Page.objects.filter(translation_key__in=[page.translation_key for page in shown])
    found = {
        (key, code): pk
        for key, code, pk in copies.values_list("translation_key", "locale__language_code", "pk")
    }
    for page in shown:
        for stand in page.stands.all():
            stand.copy_pk = found.get((page.translation_key, stand.language))


@dataclass(frozen=True)
class WorkGroup:
    """One kind of upkeep: where it is done and how much waits."""

    title: str
    text: str
    address: str
    count: int


def work_at_a_glance(user: User, *, on: date) -> list[WorkGroup]:
    """The kinds of upkeep with how much waits in each, and of what is due how much is one's own."""
    due = pages_to_review(on=on)
    mine = sum(page.owner_id == user.pk for page in due)
    yours = _("%(number)d of them yours") % {"number": mine} if mine else ""
    to_translate = PageTranslation.objects.filter(Q(state__in=TO_TRANSLATE) | ~Q(lost_names=[]))
    return [
        WorkGroup(
            _("What readers say"),
            _("Words that nobody has read yet."),
            reverse("upkeep:feedback_list"),
            Feedback.objects.to_read().count(),
        ),
        WorkGroup(
            _("Proposed for the calendar"),
            _("What associations want to have in the calendar."),
            reverse("upkeep:proposals"),
            HappeningProposal.objects.filter(outcome=ProposalOutcome.WAITING).count(),
        ),
        WorkGroup(
            _("Pages to read again"),
            yours or _("The time that was set for each page is over."),
            reverse("upkeep:review_list"),
            len(due),
        ),
        WorkGroup(
            _("Translations"),
            _("Missing, outdated, or a machine's."),
            reverse("upkeep:translation_list"),
            to_translate.count(),
        ),
        WorkGroup(
            _("Links that lead out"),
            _("Addresses that no longer answer, or have moved."),
            reverse("upkeep:link_list"),
            OutsideLink.objects.to_mend(on=on).count(),
        ),
    ]
