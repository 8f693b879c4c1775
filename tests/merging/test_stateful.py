"""Whatever is done to two cases before and after a merge, undoing loses nothing and mixes nothing.

Random deeds, a merge, more deeds, and the undoing; then every row that was there before the merge
belongs to what it belonged to, and every row that came since is still there.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hemvist.casework.actions import (
    CaseIsClosed,
    add_note,
    close_case,
    receive_message,
    reopen_case,
    set_next_step,
    write_to_person,
)
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome, CloseReason, NeedState, NextStep
from hemvist.casework.needs import change_need
from hemvist.casework.noting import add_task, pin_fact
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.actions import confirm_same, merge_cases
from hemvist.merging.models import KnownHow
from hemvist.merging.splitting import Taken, split_case, undo_split
from hemvist.merging.undoing import undo_merge
from hemvist.people.actions import Contact
from hemvist.people.models import ContactChoice
from tests.merging.making import kept_of, picture, points_to


class Rolled(Exception):
    """Ends an example so that the next one starts anew."""


def _write(case, by, at):
    write_to_person(case, body="Från oss", by=by, at=at)


def _receive(case, by, at):
    receive_message(case, body="Från dem", channel="web", at=at)


def _note(case, by, at):
    add_note(case, body="Anteckning", by=by, at=at)


def _call(case, by, at):
    log_call(case, outcome=CallOutcome.TALKED, summary="Pratade", by=by, at=at)


def _step(case, by, at):
    set_next_step(case, step=NextStep.CALL, on=today(), by=by, at=at)


def _need(case, by, at):
    need = case.needs.order_by("pk").last()
    if need is None:  # they went with the merge
        return
    change_need(need, state=NeedState.IN_PROGRESS, by=by, at=at)


def _refer(case, by, at):
    function = make.Function.objects.first() or make.a_function()
    make.a_referral(case, by=by, function=function, at=at)


def _task(case, by, at):
    add_task(case, what="Ring", on=today(), by=by, at=at)


def _fact(case, by, at):
    pin_fact(case, body="Efter fyra", by=by, at=at)


def _close(case, by, at):
    close_case(case, reason=CloseReason.ANSWERED, by=by, at=at)
    reopen_case(case, by=by, at=at)


def _choice(case, by, at):
    ContactChoice.objects.filter(household=case.household_id).update(no_voicemail=True)


DEEDS = [_write, _receive, _note, _call, _step, _need, _refer, _task, _fact, _close, _choice]
deeds = st.lists(st.tuples(st.booleans(), st.sampled_from(DEEDS)), max_size=5)


def do(chosen, cases, by, at):
    for number, (second, deed) in enumerate(chosen):
        case = cases[second]
        case.refresh_from_db()
        try:
            deed(case, by, at + timedelta(minutes=number))
        except CaseIsClosed:
            continue


@pytest.fixture
def pair(case, other):
    return case, other


@given(
    before=deeds,
    since=deeds,
    pairs=st.booleans(),
    theirs=st.booleans(),
    asked=st.booleans(),
)
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.django_db
def test_merged_and_parted_again_everything_is_in_its_place(
    pair, host, before, since, pairs, theirs, asked
):
    case, other = pair
    try:
        with transaction.atomic():
            _live(case, other, host, before, since, pairs, theirs, asked)
            raise Rolled
    except Rolled:
        case.refresh_from_db()
        other.refresh_from_db()


def _live(case, other, host, before, since, pairs, theirs, asked):
    do(before, (case, other), host, NOW)
    was = picture(case, other)
    same = zip(other.household.people.all(), case.household.people.all(), strict=True)
    kept = kept_of(case, contact_of_other=theirs, pairs=dict(same) if pairs else {})
    merged = merge_cases(case, other=other, kept=kept, by=host, at=NOW)
    together = picture(case, other, home=merged.other_household)
    assert set(was) <= set(together)
    if asked:
        confirm_same(merged, how=KnownHow.BY_PHONE, by=host, at=NOW)

    do(since, (case, other), host, NOW + timedelta(days=30))
    between = picture(case, other, home=merged.other_household)
    undo_merge(merged, by=host, at=NOW + timedelta(days=31))

    after = picture(case, other)
    assert set(between) == set(after)
    placed, now = points_to(was), points_to(after)
    assert {key: now[key] for key in placed if key[1] != "owner_id"} == {
        key: value for key, value in placed.items() if key[1] != "owner_id"
    }
    if not since:
        assert after == was


@given(since=deeds, people=st.booleans(), said=st.booleans())
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.django_db
def test_divided_and_put_together_again_nothing_is_lost(pair, host, since, people, said):
    case, _other = pair
    try:
        with transaction.atomic():
            _divide(case, host, since, people, said)
            raise Rolled
    except Rolled:
        case.refresh_from_db()


def _divide(case, host, since, people, said):
    message = make.a_message(case)
    was = picture(case)
    taken = Taken(
        name="Aino Exempel",
        contact=Contact(channels=["email"], language="fi", email="aino@example.org"),
        team=case.team,
        needs=list(case.needs.all()),
        people=list(case.household.people.filter(is_contact=False)) if people else [],
        said=[message] if said else [],
    )
    done = split_case(case, taken=taken, by=host, at=NOW)
    do(since, (case, done.other), host, NOW + timedelta(days=30))
    between = picture(case, done.other)

    undo_split(done, by=host, at=NOW + timedelta(days=31))

    after = picture(case, done.other)
    shell = {"people.household", "people.contactchoice"}  # stay with the household that ended
    assert {key for key in between if key[0] not in shell} <= set(after)
    placed, now = points_to(was), points_to(after)
    assert {key: now[key] for key in placed if key[1] != "owner_id"} == {
        key: value for key, value in placed.items() if key[1] != "owner_id"
    }
    if not since:
        kept = {key: after[key] for key in was}
        assert kept == was
