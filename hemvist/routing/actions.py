"""Opening a case where the rules send it, and writing, publishing and leaving sets of rules."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import By, record
from hemvist.casework.actions import Wish, open_case
from hemvist.casework.clock import promised_hours
from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.core.working_time import Calendar
from hemvist.directory.models import Area
from hemvist.employers.models import SourceCode
from hemvist.people.models import Household
from hemvist.routing.choosing import Standing, days_from
from hemvist.routing.deciding import Verdict, decide
from hemvist.routing.facts import Arrival, arrival_of, facts_from
from hemvist.routing.linting import findings_in
from hemvist.routing.models import Decision, RuleSet, RuleSetState
from hemvist.routing.queries import reading_of, staff_now

# Lets one decision at a time see who has room: two enquiries never share the last place.
ONE_AT_A_TIME = 7_410_033


class RulesHaveChanged(Exception):
    """Somebody else has written on the draft, or published it, since this page was shown."""


class RulesHaveMistakes(Exception):
    """A set with mistakes in it can be kept as a draft but not put in force."""


@transaction.atomic
def open_routed_case(
    household: Household,
    *,
    title: str,
    wishes: Iterable[Wish],
    at: datetime,
    by: By,
    source: str = "form",
    source_code: SourceCode | None = None,
    area: Area | None = None,
    other_information: str = "",
    team: Team | None = None,
    owner: User | None = None,
    form: str = "enquiry",
) -> Case:
    """Start a case and send it where the rules in force say, with the decision written down.

    Somebody who names a team or an owner has decided already. As long as no rules are in force
    it waits at the front door, and there is nothing to explain.
    """
    wishes = list(wishes)
    open_it = partial(
        open_case,
        household,
        title=title,
        wishes=wishes,
        at=at,
        by=by,
        source=source,
        source_code=source_code,
        kind=form,
        area=area,
        other_information=other_information,
    )
    rule_set = None if team or owner else RuleSet.objects.in_force().first()
    if rule_set is None:
        return open_it(team=team, owner=owner)
    arrival = arrival_of(
        household,
        at=at,
        needs={wish.life_area.pk for wish in wishes},
        area=area.pk if area else "",
        source=source,
        source_code=source_code,
        form=form,
    )
    verdict = _decide_now(rule_set, arrival)
    team = Team.objects.get(pk=verdict.team)
    owner = User.objects.get(pk=verdict.owner) if verdict.owner else None
    case = open_it(team=team, owner=owner)
    _write_down(case, rule_set, verdict, by=by, at=at)
    return case


def _decide_now(rule_set: RuleSet, arrival: Arrival) -> Verdict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    calendar = Calendar.current()
    on = local_day(arrival.at)
    hours = promised_hours(arrival.form)[0]
    due = local_day(calendar.add(arrival.at, hours=hours))
    days = days_from(on, due=due, calendar=calendar)
    facts = facts_from(arrival, calendar=calendar)
    return decide(reading_of(rule_set).rules, facts, staff_now(on), days=days)


def _write_down(
    case: Case, rule_set: RuleSet, verdict: Verdict, *, by: By, at: datetime
) -> Decision:
    decision = Decision.objects.create(
        case=case,
        rule_set=rule_set,
        line=verdict.rule.line if verdict.rule else None,
        how=verdict.how,
        team_id=verdict.team,
        owner_id=verdict.owner,
        because=because_of(verdict),
        decided_at=at,
    )
    detail = {"decision": decision.pk, "team": verdict.team, "owner": verdict.owner}
    record("case.routed", case, by=by, detail=detail, at=at)
    return decision


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


@transaction.atomic
def save_draft(*, text: str, note: str, by: User, at: datetime, version: int | None) -> RuleSet:
    """Keep what is written as the draft, mistakes and all; it decides nothing yet.

    Without a draft one is begun. Raises RulesHaveChanged when somebody else was quicker.
    """
    draft = RuleSet.objects.draft().select_for_update().first()
    if (draft.version if draft else 0) != (version or 0):
        raise RulesHaveChanged
    if draft is None:
        number = (RuleSet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        draft = RuleSet(number=number, version=0)
    draft.text, draft.note = text, note
    draft.changed_at, draft.changed_by = at, by
    draft.version += 1
    draft.save()
    record("rules.written", draft, by=by, detail={"number": draft.number}, at=at)
    return draft


@transaction.atomic
def publish_draft(*, by: User, at: datetime, version: int) -> RuleSet:
    """Put the draft in force, from the next enquiry on; the one before becomes history.

    Raises RulesHaveChanged, and RulesHaveMistakes when one line cannot be used.
    """
    draft = RuleSet.objects.draft().select_for_update().first()
    if draft is None or draft.version != version:
        raise RulesHaveChanged
    reading = reading_of(draft)
    if any(one.is_error for one in findings_in(reading, staff_now(local_day(at)))):
        raise RulesHaveMistakes
    RuleSet.objects.in_force().update(state=RuleSetState.RETIRED)
    draft.state = RuleSetState.PUBLISHED
    draft.names = reading.names
    draft.published_at, draft.published_by = at, by
    draft.save()
    record("rules.published", draft, by=by, detail={"number": draft.number}, at=at)
    return draft


@transaction.atomic
def drop_draft(*, by: User, at: datetime, version: int) -> None:
    """Throw the draft away; what is in force stays. Raises RulesHaveChanged."""
    draft = RuleSet.objects.draft().select_for_update().first()
    if draft is None or draft.version != version:
        raise RulesHaveChanged
    record("rules.dropped", draft, by=by, detail={"number": draft.number}, at=at)
    draft.delete()
