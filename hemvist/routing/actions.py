"""Opening a case where the rules send it, and writing, publishing and leaving sets of rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import By, record
from hemvist.casework.actions import Wish, open_case
from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.directory.models import Area
from hemvist.employers.models import SourceCode
from hemvist.people.models import Household
from hemvist.routing.facts import arrival_of
from hemvist.routing.linting import findings_in
from hemvist.routing.models import RuleSet, RuleSetState
from hemvist.routing.placing import placing_now, team_and_owner, write_down
from hemvist.routing.queries import reading_of, staff_now


class RulesHaveChanged(Exception):
    """Somebody else has written on the draft, or published it, since this page was shown."""


class RulesHaveMistakes(Exception):
    """A set with mistakes in it can be kept as a draft but not put in force."""


@transaction.atomic(savepoint=False)
def open_routed_case(
    household: Household,
    *,
    wishes: Iterable[Wish],
    at: datetime,
    by: By,
    source: str = "form",
    source_code: SourceCode | None = None,
    area: Area | None = None,
    team: Team | None = None,
    owner: User | None = None,
    form: str = "enquiry",
    **words: Any,
) -> Case:
    """Start a case and send it where the rules in force say, with the decision written down.

    Somebody who names a team or an owner has decided already. As long as no rules are in force
    it waits at the front door, and there is nothing to explain. `words` are its title and the
    person's own words.
    """
    wishes = list(wishes)
    came_by: dict[str, Any] = {"source": source, "source_code": source_code}
    placing, verdict = None if team or owner else placing_now(), None
    if placing is not None:
        needs, place = {wish.life_area.pk for wish in wishes}, area.pk if area else ""
        arrival = arrival_of(household, at=at, needs=needs, area=place, form=form, **came_by)
        verdict = placing.place(arrival)
        team, owner = team_and_owner(verdict)
    where: dict[str, Any] = {"area": area, "team": team, "owner": owner, "kind": form}
    case = open_case(household, wishes=wishes, at=at, by=by, **where, **came_by, **words)
    if placing is not None and verdict is not None:
        write_down([case], [verdict], rule_set=placing.rule_set, by=by, at=at)
    return case


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
