"""Which check-ins are due, which wait, and what people have said."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from hemvist.accounts.models import User
from hemvist.casework.models import Case, CaseState
from hemvist.follow_up.models import CheckIn, CheckInQuerySet, CheckInState, Milestone, Mood

MOST = 100


@dataclass(frozen=True)
class Result:
    """What was said at one milestone: how many said what, did not answer, or were not asked."""

    milestone: Milestone
    good: int
    so_so: int
    bad: int
    silent: int
    skipped: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.good + self.so_so + self.bad

    @property
    def share_good(self) -> int | None:
        """Of a hundred that answered, how many said good; None while nobody has."""
        return round(100 * self.good / self.answered) if self.answered else None


def due(*, on: date) -> CheckInQuerySet:
    """What is to be asked by a day, in cases that go on."""
    return CheckIn.objects.filter(
        state=CheckInState.PLANNED, due_on__lte=on, case__state=CaseState.MOVED
    )


def worries(user: User) -> CheckInQuerySet:
    """Those who said not good, or nothing, and have not been asked since; the latest first."""
    found = CheckIn.objects.visible_to(user).filter(case__state=CaseState.MOVED)
    bad = found.filter(state=CheckInState.ANSWERED, mood=Mood.BAD)
    silent = found.filter(state=CheckInState.SILENT)
    return (bad | silent).select_related("case", "case__owner").order_by("-asked_at")[:MOST]


def coming(user: User, *, on: date) -> CheckInQuerySet:
    """What is asked next, the earliest first."""
    found = CheckIn.objects.visible_to(user).filter(case__state=CaseState.MOVED)
    return found.waiting().select_related("case", "case__owner").order_by("due_on")[:MOST]


def results(user: User) -> list[Result]:
    """What was said, for each milestone in its order. One query."""
    counted = (
        CheckIn.objects.visible_to(user)
        .order_by()
        .values("milestone", "state", "mood")
        .annotate(n=Count("pk"))
    )
    found = {(row["milestone"], row["state"], row["mood"]): row["n"] for row in counted}
    answered = CheckInState.ANSWERED
    return [
        Result(
            milestone=milestone,
            good=found.get((milestone, answered, Mood.GOOD), 0),
            so_so=found.get((milestone, answered, Mood.SO_SO), 0),
            bad=found.get((milestone, answered, Mood.BAD), 0),
            silent=found.get((milestone, CheckInState.SILENT, ""), 0),
            skipped=found.get((milestone, CheckInState.SKIPPED, ""), 0),
        )
        for milestone in Milestone
    ]


def check_ins_of(case: Case) -> list[CheckIn]:
    """All of one case, in their order."""
    return list(case.check_ins.select_related("answered_by").order_by("due_on"))


def open_question(case: Case) -> CheckIn | None:
    """What the household has been asked and has not answered."""
    return case.check_ins.filter(state=CheckInState.ASKED).order_by("-asked_at").first()
