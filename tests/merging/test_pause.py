"""A merge ends a pause, with the clock right on both sides and back again."""

from datetime import date, timedelta

import pytest

from hemvist.audit.models import Event
from hemvist.casework.actions import receive_message
from hemvist.casework.clock import promise_of
from hemvist.casework.models import CaseState
from hemvist.casework.pausing import pause_clock
from hemvist.demo.factories import NOW
from hemvist.merging.actions import merge_cases
from hemvist.merging.undoing import undo_merge
from tests.merging.making import kept_of

UNTIL, HOUR = date(2026, 12, 7), timedelta(hours=1)


@pytest.mark.parametrize("paused", ["kept", "other"])
def test_a_pause_of_either_ends_and_comes_back_when_it_is_undone(case, other, host, paused):
    case.refresh_from_db()
    due = {one.pk: one.answer_due_at for one in (case, other)}
    one = case if paused == "kept" else other
    pause_clock(one, on=UNTIL, by=host, at=NOW)
    one.refresh_from_db()
    was = promise_of(one)
    assert (was.is_paused(NOW), one.state) == (True, CaseState.NEW)

    regrouping = merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)

    case.refresh_from_db()
    assert not promise_of(case).is_paused(NOW + HOUR)
    assert case.answer_due_at == min(due.values())
    events = Event.objects.filter(subject_type="case", subject_id=str(case.pk))
    assert events.filter(verb="case.resumed").count() == 1

    undo_merge(regrouping, by=host, at=NOW + HOUR)

    one.refresh_from_db()
    assert promise_of(one) == was


def test_without_a_pause_none_is_said_to_have_ended(case, other, host):
    receive_message(case, body="Hej", channel="web", at=NOW)

    merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)

    assert not Event.objects.filter(verb="case.resumed").exists()
