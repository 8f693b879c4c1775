"""Deciding where new cases go: one, or many of one list, by the rules in force."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import By, record
from hemvist.casework.clock import promised_hours
from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.core.working_time import Calendar
from hemvist.routing.choosing import Days, Staff, Standing, days_from
from hemvist.routing.deciding import Verdict, decide
from hemvist.routing.facts import Arrival, facts_from
from hemvist.routing.models import Decision, RuleSet
from hemvist.routing.queries import reading_of, staff_now

# Lets one decision at a time see who has room: two enquiries never share the last place.
ONE_AT_A_TIME = 7_410_033


class Placing:
    """The rules in force, and everybody with what they have; until the transaction ends.

    What is placed counts at once, so that many that come together are shared out as if they had
    come one after the other.
    """

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._rules = reading_of(rule_set).rules
        self._calendar = Calendar.current()
        self._days: dict[tuple[datetime, str], Days] = {}
        self._staff: Staff | None = None

    def place(self, arrival: Arrival) -> Verdict:
        """Where an enquiry goes, and why."""
        staff = self._staff = self._staff or staff_now(local_day(arrival.at))
        facts = facts_from(arrival, calendar=self._calendar)
        verdict = decide(self._rules, facts, staff, days=self._days_of(arrival))
        if verdict.owner is not None:
            staff.gives(verdict.owner)
        return verdict

    def _days_of(self, arrival: Arrival) -> Days:
        key = arrival.at, arrival.form
        if key not in self._days:
            hours = promised_hours(arrival.form)[0]
            due = local_day(self._calendar.add(arrival.at, hours=hours))
            self._days[key] = days_from(local_day(arrival.at), due=due, calendar=self._calendar)
        return self._days[key]


def placing_now() -> Placing | None:
    """What decides from here to the end of the transaction; nothing when no rules are in force.

    Others who have something to place wait for that.
    """
    rule_set = RuleSet.objects.in_force().first()
    if rule_set is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    return Placing(rule_set)


def team_and_owner(verdict: Verdict) -> tuple[Team, User | None]:
    """The rows behind a verdict."""
    owner = User.objects.get(pk=verdict.owner) if verdict.owner else None
    return Team.objects.get(pk=verdict.team), owner


def write_down(
    cases: Sequence[Case],
    verdicts: Sequence[Verdict],
    *,
    rule_set: RuleSet,
    by: By,
    at: datetime,
) -> None:
    """Keep because of what each case is where it is, and tell the log."""
    decisions = Decision.objects.bulk_create(
        Decision(
            case=case,
            rule_set=rule_set,
            line=verdict.rule.line if verdict.rule else None,
            how=verdict.how,
            team_id=verdict.team,
            owner_id=verdict.owner,
            because=because_of(verdict),
            decided_at=at,
        )
        for case, verdict in zip(cases, verdicts, strict=True)
    )
    for case, decision in zip(cases, decisions, strict=True):
        team, owner = decision.team_id, decision.owner_id
        detail = {"decision": decision.pk, "team": team, "owner": owner}
        record("case.routed", case, by=by, detail=detail, at=at)


def because_of(verdict: Verdict) -> dict[str, Any]:
    """Everything a decision was made from, as it is kept."""
    return {
        "rule": verdict.rule.text if verdict.rule else "",
        "held": list(verdict.held),
        "passed_over": [{"line": line, "why": why} for line, why in verdict.passed_over],
        "standings": [_standing(one) for one in verdict.standings],
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "user": one.pk,
        "cases": one.cases,
        "points": one.points,
        "share": one.share,
        "days": one.days,
        "speaks": one.speaks,
        "load": None if one.load is None else round(float(one.load), 2),
        "why_not": one.why_not,
    }
