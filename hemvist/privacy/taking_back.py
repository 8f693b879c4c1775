"""Taking a list of people back: whom nobody has worked with is erased, as if it had never come."""

from datetime import datetime

from django.db import transaction

from hemvist.audit.actions import By
from hemvist.privacy.actions import erase_household
from hemvist.registration.lists import end_taking_back, is_touched, untouched
from hemvist.registration.models import PeopleList, PersonLine, PersonLineState


def take_back_list(given: PeopleList, *, by: By, at: datetime) -> int:
    """Erase the households that a list made, but for those somebody has worked with since.

    Those stay, and are listed. One household at a time, so that it can go on after a fall. Says
    how many were taken back.
    """
    taken = 0
    for done, pk in enumerate(list(untouched(given).values_list("pk", flat=True)), start=1):
        taken += _take_back(pk, by=by, at=at)
        if done % 50 == 0:
            PeopleList.objects.filter(pk=given.pk).update(lines_done=done)
    end_taking_back(given, by=by, at=at)
    return taken


@transaction.atomic
def _take_back(pk: int, *, by: By, at: datetime) -> bool:
    rows = PersonLine.objects.select_for_update(of=("self",)).select_related("case__household")
    line = rows.get(pk=pk)
    if line.case is None or is_touched(line):
        line.state = PersonLineState.TOUCHED
        line.save(update_fields=["state"])
        return False
    erase_household(line.case.household, by=by, at=at, as_mistake=True)
    PersonLine.objects.filter(pk=pk).update(state=PersonLineState.TAKEN_BACK)
    return True
