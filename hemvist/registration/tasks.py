"""The work on lists of people that nobody waits for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.accounts.models import User
from hemvist.registration import lists
from hemvist.registration.faults import ListFault
from hemvist.registration.models import PeopleList, PeopleListState


@app.task(name="registration.read")
def read(people_list: int) -> None:
    """Read a list that was given."""
    given = _list(people_list, PeopleListState.READING)
    if given is not None:
        with _back_to(PeopleListState.REFUSED, given):
            lists.read_list(given)


@app.task(name="registration.compare")
def compare(people_list: int) -> None:
    """Find out what a list would do."""
    given = _list(people_list, PeopleListState.COMPARING)
    if given is not None:
        with _back_to(PeopleListState.MAPPING, given):
            lists.compare_list(given)


@app.task(name="registration.bring_in")
def bring_in(people_list: int, by: int) -> None:
    """Make cases of a list; started again after a fall it goes on where it was."""
    given = _list(people_list, PeopleListState.BRINGING_IN)
    if given is not None:
        with _back_to(PeopleListState.READY, given):
            lists.bring_in(given, by=User.objects.get(pk=by), at=timezone.now())


@app.periodic(cron="20 4 * * *")
@app.task(name="registration.tidy", queueing_lock="registration.tidy")
def tidy(timestamp: int) -> None:
    """Empty old lines."""
    lists.tidy(at=datetime.fromtimestamp(timestamp, UTC))


def _list(pk: int, state: PeopleListState) -> PeopleList | None:
    """The list, if it still waits for this; a job may be started twice."""
    return PeopleList.objects.select_related("by").filter(pk=pk, state=state).first()


@contextmanager
def _back_to(state: PeopleListState, given: PeopleList) -> Iterator[None]:
    """If something breaks the list is where it was, and says so; what is made stays made."""
    try:
        yield
    except Exception:
        fault = ListFault("broken_off").kept()
        PeopleList.objects.filter(pk=given.pk).update(state=state, fault=fault)
        raise
