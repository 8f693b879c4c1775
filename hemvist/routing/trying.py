"""A changed set of rules, tried on enquiries that came already; nothing is written.

The enquiries are played again in the order they came, once by the rules in force and once by
the draft. Each set counts its own work as it hands it out, and a case weighs until the day it
was really closed, so that both are compared on the same past.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from hemvist.accounts.models import User
from hemvist.casework.clock import promised_hours
from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.core.working_time import Calendar, NeverOpen
from hemvist.routing.choosing import Days, Staff, days_from
from hemvist.routing.deciding import Verdict, decide
from hemvist.routing.facts import Facts, arrivals_of, facts_from
from hemvist.routing.queries import enquiries_to_try, names_of_teams, staff_then
from hemvist.routing.sentences import Rule

COUNT = 1_000


@dataclass(frozen=True)
class Change:
    """One enquiry that the draft sends elsewhere."""

    case: Case
    before: Verdict
    after: Verdict
    before_name: str
    after_name: str


@dataclass(frozen=True)
class Line:
    """How many went to a team, or to somebody, by either set."""

    name: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """How many more, or with a minus fewer."""
        return self.after - self.before

    @property
    def fewer(self) -> int:
        """How many fewer."""
        return self.before - self.after


@dataclass(frozen=True)
class Trial:
    """What a draft would have done to the latest enquiries."""

    count: int
    teams: list[Line]
    people: list[Line]
    changes: list[Change]
    lines: dict[int, int]


def try_rules(before: Sequence[Rule], after: Sequence[Rule], *, user: User) -> Trial:
    """Play the latest enquiries that somebody may know of by two sets of rules."""
    calendar = Calendar.current()
    hours = promised_hours("enquiry")[0]
    arrivals = arrivals_of(enquiries_to_try(user, COUNT))
    then = _Play(before, staff_then()), _Play(after, staff_then())
    teams, people = names_of_teams(), _names(then[0].staff)

    def who(verdict: Verdict) -> str:
        return people[verdict.owner] if verdict.owner else teams.get(verdict.team, "?")

    changes: list[Change] = []
    for case, arrival in arrivals:
        facts, days = facts_from(arrival, calendar=calendar), _days(arrival.at, calendar, hours)
        old, new = (play.next(case, facts, days) for play in then)
        if (old.team, old.owner) != (new.team, new.owner):
            changes.append(Change(case, old, new, who(old), who(new)))
    old_play, new_play = then
    return Trial(
        len(arrivals),
        _lines(old_play.teams, new_play.teams, teams),
        _lines(old_play.people, new_play.people, people),
        changes[::-1],
        dict(new_play.lines),
    )


def _days(at: datetime, calendar: Calendar, hours: int) -> Days:
    on = local_day(at)
    try:
        due = local_day(calendar.add(at, hours=hours))
    except NeverOpen:  # a calendar that begins later than the enquiry
        due = on
    return days_from(on, due=due, calendar=calendar)


class _Play:
    """One set of rules on its way through the past."""

    def __init__(self, rules: Sequence[Rule], staff: Staff) -> None:
        self.rules, self.staff = rules, staff
        self.teams: Counter[int] = Counter()
        self.people: Counter[int] = Counter()
        self.lines: Counter[int] = Counter()
        self.ends: list[tuple[datetime, int]] = []

    def next(self, case: Case, facts: Facts, days: Days) -> Verdict:
        """Decide one more, and count it as somebody's until it ended."""
        while self.ends and self.ends[0][0] <= facts.at:
            self.staff.takes_back(heappop(self.ends)[1])
        verdict = decide(self.rules, facts, self.staff, days=days)
        self.teams[verdict.team] += 1
        if verdict.rule:
            self.lines[verdict.rule.line] += 1
        if verdict.owner is not None:
            self.people[verdict.owner] += 1
            self.staff.gives(verdict.owner)
            if case.closed_at:
                heappush(self.ends, (case.closed_at, verdict.owner))
        return verdict


def _names(staff: Staff) -> dict[int, str]:
    return {pk: one.name for pk, one in staff.colleagues.items()}


def _lines(before: Counter[int], after: Counter[int], names: dict[int, str]) -> list[Line]:
    found = [Line(names.get(pk, "?"), before[pk], after[pk]) for pk in {*before, *after}]
    return sorted(found, key=lambda line: (-max(line.before, line.after), line.name))
