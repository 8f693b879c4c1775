"""What a set of rules says of an enquiry: which team and person, and because of what.

Pure: it asks no database and changes nothing, so that a changed set can be tried on the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hemvist.routing.choosing import Days, Staff, Standing
from hemvist.routing.facts import Facts
from hemvist.routing.sentences import Rule

# How the person, or nobody, was chosen.
EARLIER_HOST, NAMED, LEAST, QUEUE = "earlier_host", "named", "least", "queue"
# Nobody could have it; nobody shall before a person has looked; no rule fits.
NOBODY, SUSPECTED, NO_RULE = "nobody", "suspected", "no_rule"


@dataclass(frozen=True)
class Verdict:
    """Where an enquiry goes, and why."""

    team: int
    owner: int | None
    how: str
    rule: Rule | None = None
    standings: tuple[Standing, ...] = ()
    passed_over: tuple[tuple[int, str], ...] = ()
    held: tuple[str, ...] = field(default=())


def decide(rules: Sequence[Rule], facts: Facts, staff: Staff, *, days: Days) -> Verdict:
    """The first rule whose conditions all hold.

    A rule that leads to the earlier host is passed over when there is none or they cannot have
    it; `passed_over` says which line, and why.
    """
    passed_over: list[tuple[int, str]] = []
    for rule in rules:
        if not facts.fits(rule):
            continue
        if not rule.target.is_earlier_host:
            return _by(rule, facts, staff, days, tuple(passed_over))
        verdict, why_not = _to_earlier_host(rule, facts, staff, days)
        if verdict:
            return verdict
        passed_over.append((rule.line, why_not))
    how = SUSPECTED if facts.is_suspected else NO_RULE
    return Verdict(staff.front_door, None, how, passed_over=tuple(passed_over))


def _to_earlier_host(
    rule: Rule, facts: Facts, staff: Staff, days: Days
) -> tuple[Verdict | None, str]:
    earlier = facts.earlier
    if earlier is None or earlier.owner is None:
        return None, "no_earlier_host"
    if facts.is_suspected:
        return None, SUSPECTED
    standing = staff.standing(earlier.owner, language=facts.language, days=days)
    # One who knows them already goes on, however full.
    if standing.why_not not in ("", "full"):
        return None, standing.why_not
    team = _known(earlier.team, staff)
    return Verdict(team, earlier.owner, EARLIER_HOST, rule, (standing,), held=_held(rule)), ""


def _by(
    rule: Rule, facts: Facts, staff: Staff, days: Days, passed_over: tuple[tuple[int, str], ...]
) -> Verdict:
    target = rule.target
    team = _known(_team_of(rule, staff), staff)

    def verdict(owner: int | None, how: str, standings: Sequence[Standing] = ()) -> Verdict:
        return Verdict(team, owner, how, rule, tuple(standings), passed_over, _held(rule))

    if facts.is_suspected:
        return verdict(None, SUSPECTED)
    standings: list[Standing] = []
    if target.person is not None:
        first = staff.standing(target.person, language=facts.language, days=days)
        if not first.why_not:
            return verdict(target.person, NAMED, [first])
        standings.append(first)
    if target.is_least:
        among = target.among or staff.teams.get(team, ())
        standings += staff.standings(
            (pk for pk in among if pk != target.person), language=facts.language, days=days
        )
        able = next((one for one in standings if not one.why_not), None)
        if able:
            return verdict(able.pk, LEAST, standings)
    return verdict(None, NOBODY if standings or target.is_least else QUEUE, standings)


def _team_of(rule: Rule, staff: Staff) -> int:
    """The team a rule names; otherwise the first one of the person it names."""
    if rule.target.team is not None:
        return rule.target.team
    for person in rule.target.people:
        of_theirs = [team for team, members in staff.teams.items() if person in members]
        if of_theirs:
            return staff.front_door if staff.front_door in of_theirs else min(of_theirs)
    return staff.front_door


def _known(team: int, staff: Staff) -> int:
    return team if team in staff.teams else staff.front_door


def _held(rule: Rule) -> tuple[str, ...]:
    return tuple(condition.text for condition in rule.conditions)
