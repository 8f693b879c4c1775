"""What the invented households live in: a calendar, staff, functions, words; read once."""

import tomllib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from hemvist.accounts.models import Role, Team, User
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE, Calendar
from hemvist.directory.models import Area, LifeArea
from hemvist.intake.models import FormVersion
from hemvist.intake.queries import ENQUIRY
from hemvist.referrals.models import Function

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("sv", "en", "fi", "ar", "uk")
DAYS_BACK, DAYS_AHEAD = 330, 120


class WorkingTime:
    """The calendar laid out as spans, so that a million moments can be asked for.

    Answers exactly as `core.working_time.Calendar` does, within the year it covers.
    """

    def __init__(self, calendar: Calendar, *, first: date, last: date) -> None:
        self.opens: list[datetime] = []
        self.closes: list[datetime] = []
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.days = [day for day in days if calendar.is_working_day(day)]
        for day in self.days:
            for opens, closes in calendar.blocks(day):
                self.opens.append(datetime.combine(day, opens, ZONE).astimezone(UTC))
                self.closes.append(datetime.combine(day, closes, ZONE).astimezone(UTC))

    def add(self, start: datetime, hours: int) -> datetime:
        """The moment when this much working time has passed since `start`."""
        left = timedelta(hours=hours)
        index = bisect_right(self.closes, start)
        while True:
            begins = max(self.opens[index], start)
            room = self.closes[index] - begins
            if left <= room:
                return begins + left
            left -= room
            index += 1

    def day_after(self, day: date, days: int) -> date:
        """The working day that comes `days` working days after a date, or before it."""
        if days < 0:
            return self.days[bisect_left(self.days, day) + days]
        return self.days[bisect_right(self.days, day) + days - 1]

    def opening_of(self, day: date, days: int) -> datetime:
        """When work begins on the working day so many days after a date, or before it."""
        start = datetime.combine(self.day_after(day, days), time(), ZONE).astimezone(UTC)
        return self.opens[bisect_left(self.opens, start)]

    def at_work(self, at: datetime, chance: float) -> datetime:
        """The moment itself in working time; otherwise one in the next span, by `chance` 0-1."""
        index = bisect_right(self.closes, at)
        opens = self.opens[index]
        if opens <= at:
            return at
        minutes = int((self.closes[index] - opens).total_seconds() / 60 * chance * 0.6)
        return opens + timedelta(minutes=minutes + 1, seconds=int(chance * 1000) % 60)

    def last_before(self, at: datetime) -> datetime:
        """Late on the last working day before a moment."""
        return self.closes[bisect_left(self.closes, at) - 1] - timedelta(minutes=12)


@dataclass(frozen=True)
class FunctionFacts:
    """What a story needs of a receiving function."""

    pk: int
    name: str
    email: str
    life_areas: frozenset[str]
    needs_to_know: tuple[str, ...]
    answer_hours: int


@dataclass(frozen=True)
class World:
    """Everything the stories share. `horizon` is the first moment of the day that counts as today;
    nothing has happened after it."""

    on: date
    horizon: datetime
    working: WorkingTime
    municipality: Municipality
    hosts: tuple[User, ...]
    coordinator: User
    citizen_services: User
    front_door: Team
    village: Team
    areas: dict[str, str]
    life_areas: dict[str, dict[str, str]]
    functions: tuple[FunctionFacts, ...]
    enquiry_form: int
    words: dict[str, dict[str, Any]]

    @cached_property
    def owners(self) -> tuple[User, ...]:
        """Those who have cases of their own; the coordinator has a few."""
        return (*self.hosts, *self.hosts, *self.hosts, self.coordinator)

    def host_for(self, language: str, rng: Random) -> User:
        """A host who speaks the language, if there is one."""
        able = [user for user in self.owners if language in user.languages]
        return rng.choice(able or self.owners)


def read_world(*, on: date) -> World:
    """Read what the municipality's loader and `staff.load_staff` have written."""
    calendar = Calendar.current()
    staff = list(User.objects.order_by("pk"))
    teams = {team.is_front_door: team for team in Team.objects.order_by("pk")}
    return World(
        on=on,
        horizon=datetime.combine(on, time(), ZONE).astimezone(UTC),
        working=WorkingTime(
            calendar,
            first=on - timedelta(days=DAYS_BACK + 40),
            last=on + timedelta(days=DAYS_AHEAD + 60),
        ),
        municipality=Municipality.objects.get(pk=1),
        hosts=tuple(user for user in staff if user.role == Role.HOST),
        coordinator=next(user for user in staff if user.role == Role.COORDINATOR),
        citizen_services=next(user for user in staff if user.role == Role.CITIZEN_SERVICES),
        front_door=teams[True],
        village=Team.objects.filter(members__role=Role.SERVICE_POINT).first() or teams[True],
        areas=dict(Area.objects.order_by("pk").values_list("slug", "name")),
        life_areas=dict(
            LifeArea.objects.filter(can_be_sought=True).order_by("pk").values_list("slug", "names")
        ),
        functions=tuple(_functions()),
        enquiry_form=FormVersion.objects.get(form__slug=ENQUIRY, state="published").pk,
        words={language: read_words(language) for language in LANGUAGES},
    )


def read_words(language: str) -> dict[str, Any]:
    """What people and hosts write in one language, and what people who write it are called."""
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


def _functions() -> list[FunctionFacts]:
    functions = Function.objects.active().order_by("pk").prefetch_related("life_areas")
    return [
        FunctionFacts(
            function.pk,
            function.name,
            function.email,
            frozenset(sorted(area.pk for area in function.life_areas.all())),
            tuple(function.needs_to_know),
            function.answer_hours,
        )
        for function in functions
    ]
