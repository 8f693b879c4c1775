"""What is done about needs: written down, changed, and what came of them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import By, record
from hemvist.casework.actions import open_and_locked, save_case
from hemvist.casework.models import Case, Need, NeedState
from hemvist.directory.models import LifeArea
from hemvist.people.models import Person

# What can be changed of a need, and how long its words may be.
WORDS = {"note": 300, "desired": 300, "achieved": 300, "unmet_words": 300}


class UnmetWithoutReason(Exception):
    """That a need could not be met teaches nobody anything unless it says why."""


@transaction.atomic
def add_need(
    case: Case,
    *,
    life_area: LifeArea,
    by: User,
    at: datetime,
    person: Person | None = None,
    note: str = "",
    desired: str = "",
) -> Need:
    """Write down something more that the household looks for."""
    case = open_and_locked(case)
    need = Need.objects.create(
        case=case,
        life_area=life_area,
        person=person,
        note=note[:300],
        desired=desired[:300],
        changed_at=at,
        changed_by=by,
    )
    save_case(case)
    record("need.added", case, by=by, detail={"need": need.pk, "area": life_area.pk}, at=at)
    return need


@transaction.atomic
def change_need(need: Need, *, state: NeedState, by: By, at: datetime, **words: Any) -> Need:
    """Say how a need stands, and in words what they want and what it became.

    `words` are those of WORDS, `person` and `unmet_reason`; what is not given stays. A reason
    belongs to a need that could not be met, and goes when it can after all. Raises CaseIsClosed,
    UnmetWithoutReason.
    """
    case = open_and_locked(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    was = need.state
    need.state = state
    for field, said in words.items():
        setattr(need, field, said[: WORDS[field]] if field in WORDS else said)
    if state != NeedState.NOT_POSSIBLE:
        need.unmet_reason = need.unmet_words = ""
    elif not need.unmet_reason:
        raise UnmetWithoutReason
    need.changed_at, need.changed_by = at, by if isinstance(by, User) else None
    need.save()
    save_case(case)
    _tell(case, need, was=was, by=by, at=at)
    return need


def _tell(case: Case, need: Need, *, was: str, by: By, at: datetime) -> None:
    detail = {
        "need": need.pk,
        "area": need.life_area_id,
        "state": str(need.state),
        "was": str(was),
        "reason": str(need.unmet_reason),
    }
    record("need.changed", case, by=by, detail=detail, at=at)
