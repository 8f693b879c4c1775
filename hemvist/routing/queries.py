"""What the rules may name here, who can have cases and how much they have, as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from hemvist.accounts.models import Absence, Team, User
from hemvist.casework.models import Case
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import Employer
from hemvist.routing import words
from hemvist.routing.choosing import WEIGHTS, Colleague, Staff, Work
from hemvist.routing.models import RuleSet
from hemvist.routing.parsing import read
from hemvist.routing.sentences import Reading
from hemvist.routing.words import Vocabulary, plain


def vocabulary_now(names: dict[str, int] | None = None) -> Vocabulary:
    """The names that can be written now; `names` are those a published set was written with.

    People who have left are in it, so that a rule that names them can say so; five queries.
    """
    values = {
        "language": words.language_names(),
        "area": _by_name((slug, [slug, name]) for slug, name in _areas()),
        "need": _by_name(
            (slug, [slug, *texts.values(), *_parts(texts.values())])
            for slug, texts in LifeArea.objects.values_list("slug", "names")
        ),
        "employer": _by_name(
            (str(pk), [name]) for pk, name in Employer.objects.values_list("pk", "name")
        ),
        "origin": words.names_by(words.ORIGINS),
        "form": words.names_by(words.FORMS),
        "day": {**words.names_by(words.DAYS), **words.WEEK},
    }
    vocabulary = Vocabulary(values, teams=_teams(), people=_people())
    for name, key in (names or {}).items():
        kind, _colon, written = name.partition(":")
        (vocabulary.teams if kind == "team" else vocabulary.people)[written] = frozenset([key])
    return vocabulary


def _areas() -> Iterable[tuple[str, str]]:
    return Area.objects.values_list("slug", "name")


def _parts(names: Iterable[str]) -> Iterable[str]:
    """The halves of a name with "and" in it, for people say only one: preschool and school."""
    for name in names:
        for joint in (" och ", " and "):
            yield from name.split(joint)


def _by_name(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, names in rows:
        for name in names:
            found.setdefault(plain(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items() if name}


def _teams() -> dict[str, frozenset[int]]:
    return {plain(name): frozenset([pk]) for pk, name in Team.objects.values_list("pk", "name")}


def _people() -> dict[str, frozenset[int]]:
    """Everybody by the whole name, and by the first alone.

    One who works here comes before those who have left and are called the same.
    """
    here: dict[str, set[int]] = {}
    gone: dict[str, set[int]] = {}
    for pk, name, is_active in User.objects.values_list("pk", "name", "is_active"):
        for written in {plain(name), plain(name).split(" ")[0]}:
            (here if is_active else gone).setdefault(written, set()).add(pk)
    return {name: frozenset(pks) for name, pks in {**gone, **here}.items() if name}


def reading_of(rule_set: RuleSet | None) -> Reading:
    """The rules of a set, as they are understood now; none of none."""
    if rule_set is None:
        return Reading(())
    return read(rule_set.text, vocabulary_now(rule_set.names))


def staff_now(on: date) -> Staff:
    """Everybody with their capacity, absences from a day on, and what they have; four queries."""
    away: dict[int, list[tuple[date, date]]] = {}
    for absence in Absence.objects.from_day(on):
        away.setdefault(absence.user_id, []).append((absence.first_on, absence.last_on))
    return Staff(*_staff(away), work=work_now())


def staff_then() -> Staff:
    """The same people and all their absences ever, with nothing in hand: to play the past."""
    away: dict[int, list[tuple[date, date]]] = {}
    for absence in Absence.objects.all():
        away.setdefault(absence.user_id, []).append((absence.first_on, absence.last_on))
    return Staff(*_staff(away))


def _staff(
    away: dict[int, list[tuple[date, date]]],
) -> tuple[dict[int, Colleague], dict[int, tuple[int, ...]], int]:
    colleagues = {
        user.pk: Colleague(
            user.pk,
            user.name,
            is_active=user.is_active,
            is_host=user.is_host,
            languages=frozenset(user.languages),
            share=user.work_share,
            days=frozenset(user.working_days),
            most=user.most_cases,
            away=tuple(away.get(user.pk, ())),
        )
        for user in User.objects.all()
    }
    members: dict[int, list[int]] = {}
    front_door = 0
    for team, is_front_door, user in Team.objects.values_list("pk", "is_front_door", "members"):
        of_team = members.setdefault(team, [])
        if user is not None and colleagues[user].is_host and colleagues[user].is_active:
            of_team.append(user)
        front_door = team if is_front_door else front_door
    return colleagues, {team: tuple(pks) for team, pks in members.items()}, front_door


def work_now() -> dict[int, Work]:
    """What everybody has in hand; one query."""
    found: dict[int, Work] = {}
    rows = Case.objects.open().filter(owner__isnull=False).values_list("owner", "state")
    for owner, state, count in rows.annotate(count=Count("pk")).order_by():
        work = found.setdefault(owner, Work())
        work.cases += count
        work.points += count * WEIGHTS.get(state, WEIGHTS["active"])
    return found


def history() -> QuerySet[RuleSet]:
    """Every set that has been in force, the newest first."""
    return RuleSet.objects.exclude(state="draft").select_related("published_by")


def enquiries_to_try(user: User, count: int) -> QuerySet[Case]:
    """The latest cases that somebody may know of."""
    latest = (
        Case.objects.visible_to(user).filter(merged_into__isnull=True).order_by("-opened_at", "-pk")
    )
    return Case.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[:count]))


def names_of_teams() -> dict[int, str]:
    """Every team by key."""
    return dict(Team.objects.values_list("pk", "name"))


@dataclass(frozen=True)
class Capacity:
    """How one who has cases stands today."""

    colleague: Colleague
    work: Work
    teams: list[str]
    away_until: date | None

    @property
    def is_full(self) -> bool:
        """Whether they have as many cases as they can have."""
        return self.colleague.most is not None and self.work.cases >= self.colleague.most


def capacity_of(staff: Staff, *, on: date) -> list[Capacity]:
    """Everybody who has cases, by name; one query more."""
    names = names_of_teams()
    teams: dict[int, list[str]] = {}
    for team, members in staff.teams.items():
        for pk in members:
            teams.setdefault(pk, []).append(names[team])
    hosts = [one for one in staff.colleagues.values() if one.is_active and one.is_host]
    return [
        Capacity(
            one,
            staff.work.get(one.pk, Work()),
            sorted(teams.get(one.pk, [])),
            max((last for first, last in one.away if first <= on <= last), default=None),
        )
        for one in sorted(hosts, key=lambda one: one.name)
    ]


def people_named(rule_set: RuleSet | None) -> set[int]:
    """Everybody a set of rules leads to by name."""
    return {pk for rule in reading_of(rule_set).rules for pk in rule.target.people}
