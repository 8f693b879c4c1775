"""What waits for whom: my work in groups, the queue, and how the team stands.

Nothing here counts everything: a number stops at BOUND, and the page says "200+".
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from hemvist.accounts.models import Role, Team, User
from hemvist.accounts.queries import away_until
from hemvist.bulk.filters import Filters
from hemvist.casework.models import (
    Case,
    CaseQuerySet,
    CaseState,
    CloseReason,
    Need,
    NeedState,
    NextStep,
)
from hemvist.casework.waiting import Waiting, waiting_of
from hemvist.core.dates import today
from hemvist.core.translated import spoken
from hemvist.core.working_time import ZONE, Calendar
from hemvist.desk.news import unseen
from hemvist.directory.models import LifeArea
from hemvist.referrals.models import Referral, ReferralState

BOUND = 200
SHOWN = 8
SHOWN_ALONE = 50
QUEUE_PAGE = 40
OF_A_ROW = [
    *("reference", "title", "state", "next_step", "next_step_note", "next_step_on"),
    *("opened_at", "first_contacted_at", "first_unanswered_at", "answer_due_at"),
    *("paused_at", "paused_until"),
    *("closed_at", "close_reason", "version"),
    *("household__moving_on", "household__language", "owner__name", "team__name", "area__name"),
]
TONES = {
    CaseState.NEW: "info",
    CaseState.ACTIVE: "good",
    CaseState.WAITING: "neutral",
    CaseState.MOVED: "good",
    CaseState.CLOSED: "neutral",
}


@dataclass(frozen=True)
class Row:
    """A case in a list: the case, its clock and what is looked for, ready to show."""

    case: Case
    waiting: Waiting | None
    needs: str
    news: str = ""

    @property
    def state(self) -> str:
        """Where the case is on its way, in words."""
        return str(CaseState(self.case.state).label)

    @property
    def step(self) -> str:
        """What happens next, in words; what came of it once it is closed."""
        if self.case.is_open:
            return str(NextStep(self.case.next_step).label)
        return str(CloseReason(self.case.close_reason).label)

    @property
    def is_overdue(self) -> bool:
        """Whether the day of the next step has passed."""
        on = self.case.next_step_on
        return self.case.is_open and on is not None and on < today()

    @property
    def tone(self) -> str:
        """The tone of the state, which the words beside it say."""
        return TONES[CaseState(self.case.state)]


@dataclass(frozen=True)
class Group:
    """Some of my cases under one heading; `count` is at most one more than BOUND."""

    code: str
    title: str
    count: int
    rows: list[Row]
    next_page: int | None = None

    @property
    def count_words(self) -> str:
        """The number of cases, or that there are more than one wants to know."""
        return bounded(self.count)

    @property
    def has_more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.rows)

    @property
    def is_beyond_count(self) -> bool:
        """Whether there are more than can be leafed through here."""
        return self.count > BOUND


def bounded(count: int) -> str:
    """A count as text that stops at the bound."""
    return f"{BOUND}+" if count > BOUND else str(count)


def my_work(
    user: User, *, now: datetime, filters: Filters, only: str = "", page: int = 1, mark: int = 0
) -> list[Group]:
    """My open cases, those who wait for an answer first, then by the day of the next step.

    `only` is the code of a group to show at length, a page at a time. The same number of queries
    however many cases there are.
    """
    mine = filters.narrow(Case.objects.visible_to(user).open().filter(owner=user))
    groups = _grouped(mine, now.astimezone(ZONE).date())
    return _shown(user, groups, group_titles(), now=now, only=only, page=page, mark=mark)


def waiting_for_others(
    user: User, *, now: datetime, filters: Filters, only: str = "", page: int = 1, mark: int = 0
) -> list[Group]:
    """Cases in which somebody else has the ball; mine, unless another owner is asked for.

    Those in which the person waits for us are work, and stand there.
    """
    cases = Case.objects.visible_to(user).open().filter(first_unanswered_at__isnull=True)
    if not filters.owner:
        cases = cases.filter(owner=user)
    cases = filters.narrow(cases).order_by("next_step_on", "pk")
    open_states = [ReferralState.SENT, ReferralState.ACCEPTED]
    referred = Exists(Referral.objects.filter(case=OuterRef("pk"), state__in=open_states))
    groups = {
        "function": cases.filter(referred),
        "person": cases.filter(~referred, state=CaseState.WAITING),
    }
    titles = {
        "function": _("Waiting for a receiving function"),
        "person": _("Waiting for the person"),
    }
    return _shown(user, groups, titles, now=now, only=only, page=page, mark=mark)


def _shown(
    user: User,
    groups: dict[str, CaseQuerySet],
    titles: dict[str, str],
    *,
    now: datetime,
    only: str,
    page: int,
    mark: int,
) -> list[Group]:
    """The groups with their counts, and the rows of each, or those of one at length."""
    found = {
        code: list(cases.values_list("pk", flat=True)[: BOUND + 1])
        for code, cases in groups.items()
    }
    start = (page - 1) * SHOWN_ALONE
    end = start + SHOWN_ALONE
    if only in found:
        shown = {only: found[only][start : min(end, BOUND)]}
    else:
        shown = {code: pks[:SHOWN] for code, pks in found.items()}
    wanted = [pk for pks in shown.values() for pk in pks]
    rows = {
        row.case.pk: row
        for row in rows_of(Case.objects.filter(pk__in=wanted), now=now, reader=user, mark=mark)
    }
    return [
        Group(
            code,
            title,
            len(found[code]),
            [rows[pk] for pk in shown.get(code, []) if pk in rows],
            page + 1 if code == only and min(len(found[code]), BOUND) > end else None,
        )
        for code, title in titles.items()
    ]


def group_titles() -> dict[str, str]:
    """The groups of my work, in the order they are shown."""
    return {
        "waiting": _("Waiting for an answer from us"),
        "late": _("Late"),
        "today": _("Today"),
        "week": _("This week"),
        "later": _("Later"),
    }


def _grouped(mine: CaseQuerySet, today: date) -> dict[str, CaseQuerySet]:
    sunday = today + timedelta(days=6 - today.weekday())
    quiet = mine.filter(first_unanswered_at__isnull=True).order_by("next_step_on", "pk")
    return {
        "waiting": mine.filter(first_unanswered_at__isnull=False).order_by(
            "first_unanswered_at", "pk"
        ),
        "late": quiet.filter(next_step_on__lt=today),
        "today": quiet.filter(next_step_on=today),
        "week": quiet.filter(next_step_on__gt=today, next_step_on__lte=sunday),
        "later": quiet.filter(next_step_on__gt=sunday),
    }


@dataclass(frozen=True)
class Queue:
    """A page of cases that nobody owns yet."""

    rows: list[Row]
    count: int
    older: str

    @property
    def count_words(self) -> str:
        """The number of cases, or that there are more than one wants to know."""
        return bounded(self.count)


def teams_of(user: User) -> QuerySet[Team]:
    """The teams whose queue somebody sees: their own, and all for the coordinator."""
    return Team.objects.all() if user.is_coordinator else user.teams.all()


def queue(user: User, *, now: datetime, filters: Filters, after: str = "", mark: int = 0) -> Queue:
    """Cases without an owner in my teams, the longest promised first."""
    cases = Case.objects.visible_to(user).open().filter(owner__isnull=True)
    cases = filters.narrow(cases.filter(team__in=list(teams_of(user))))
    count = len(cases.order_by().values_list("pk")[: BOUND + 1])
    page = cases.order_by("next_step_on", "pk")
    if edge := _edge(after):
        day, pk = edge
        page = page.filter(next_step_on__gte=day).filter(Q(next_step_on__gt=day) | Q(pk__gt=pk))
    pks = list(page.values_list("pk", flat=True)[: QUEUE_PAGE + 1])
    rows = rows_of(
        Case.objects.filter(pk__in=pks[:QUEUE_PAGE]).order_by("next_step_on", "pk"),
        now=now,
        reader=user,
        mark=mark,
    )
    older = ""
    if len(pks) > QUEUE_PAGE and rows:
        last = rows[-1].case
        older = f"{last.next_step_on}.{last.pk}"
    return Queue(rows, count, older)


def _edge(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    try:
        return date.fromisoformat(day), int(pk[:15])
    except ValueError:
        return None


def rows_of(cases: QuerySet[Case], *, now: datetime, reader: User, mark: int = 0) -> list[Row]:
    """Cases as rows of a list, in the order given, and what is new to the reader; six queries.

    Up to `mark` the reader has seen what is on the list.
    """
    found = list(cases.select_related("household", "owner", "team", "area").only(*OF_A_ROW))
    calendar, needs, new = Calendar.current(), _needs(found), unseen(found, user=reader, mark=mark)
    return [
        Row(
            case,
            waiting_of(case, calendar=calendar, now=now),
            needs.get(case.pk, ""),
            new.get(case.pk, ""),
        )
        for case in found
    ]


def _needs(cases: list[Case]) -> dict[int, str]:
    """What each case looks for, in a few words."""
    names = {
        slug: spoken(texts)[0] for slug, texts in LifeArea.objects.values_list("slug", "names")
    }
    sought: dict[int, dict[str, None]] = {}
    needs = Need.objects.filter(case__in=[case.pk for case in cases])
    needs = needs.exclude(state=NeedState.NOT_NEEDED).order_by("pk")
    for case, slug in needs.values_list("case_id", "life_area_id"):
        sought.setdefault(case, {})[names.get(slug) or slug] = None
    return {case: ", ".join(words) for case, words in sought.items()}


class BoundedCount(Subquery):
    """How many rows a subquery has; slice the subquery to keep the counting short."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS bounded)"


def _count(cases: CaseQuerySet) -> BoundedCount:
    return BoundedCount(cases.values("pk")[: BOUND + 1], output_field=IntegerField())


@dataclass(frozen=True)
class Load:
    """How much one member of staff has to do."""

    user: User
    open: str
    waiting: str
    late: str
    away_until: date | None = None


def team_loads(reader: User, *, today: date) -> list[Load]:
    """Every host with how many cases are open, wait for an answer, or are late; two queries."""
    cases = Case.objects.visible_to(reader).open().filter(owner=OuterRef("pk")).order_by()
    people: QuerySet[Any] = User.objects.filter(
        is_active=True, role__in=[Role.HOST, Role.COORDINATOR]
    ).annotate(
        open=_count(cases),
        waiting=_count(cases.filter(first_unanswered_at__isnull=False)),
        late=_count(cases.filter(next_step_on__lt=today)),
    )
    away = away_until(today)
    return [
        Load(one, bounded(one.open), bounded(one.waiting), bounded(one.late), away.get(one.pk))
        for one in people
    ]
