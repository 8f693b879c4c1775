"""What undoing puts back, also after later changes, and what it tells."""

import pytest

from hemvist.casework.actions import (
    add_note,
    close_case,
    receive_message,
    set_next_step,
    write_to_person,
)
from hemvist.casework.models import CloseReason, NextStep
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.actions import merge_cases
from hemvist.merging.showing import choices_of, told_in_words
from hemvist.merging.undoing import CannotUndo, undo_merge
from hemvist.people.actions import protect_household
from tests.merging.making import kept_of, picture

pytestmark = pytest.mark.django_db


def test_undoing_puts_everything_back_as_it_was(case, other, host):
    make.a_message(other, body="Hej igen")
    add_note(other, body="Ringde.", by=host, at=NOW)
    make.a_referral(other, by=host)
    before = picture(case, other)
    members = zip(other.household.people.all(), case.household.people.all(), strict=True)
    kept = kept_of(case, origin="eu", contact_of_other=True, pairs=dict(members))
    regrouping = merge_cases(case, other=other, kept=kept, by=host, at=NOW)
    assert picture(case, other) != before

    undo_merge(regrouping, by=host, at=NOW)

    assert picture(case, other) == before
    regrouping.refresh_from_db()
    assert regrouping.told == []


def test_what_came_since_stays_with_the_kept_case_unless_it_is_sent_along(
    merged, case, other, host
):
    stays = add_note(case, body="Stannar", by=host, at=NOW)
    goes = receive_message(case, body="Jag menade det andra", channel="web", at=NOW)
    shown = {one.text: one.key for one in choices_of(merged)}
    assert set(shown) == {"Stannar", "Jag menade det andra"}

    undo_merge(merged, by=host, at=NOW, goes=[shown["Jag menade det andra"]])

    stays.refresh_from_db()
    goes.refresh_from_db()
    other.refresh_from_db()
    assert (stays.case_id, goes.conversation_id) == (case.pk, other.conversation_id)
    assert goes.register_entry.case_id == other.pk
    assert other.first_unanswered_at is not None


def test_a_later_change_wins_and_is_told(merged, case, host):
    case.refresh_from_db()
    case.household.refresh_from_db()
    home = case.household
    later = make.a_case(make.a_household("Mira Exempel", email="m3@example.org", origin="nordic"))
    undo_merge(merged, by=host, at=NOW)
    merged = merge_cases(
        case, other=later, kept=kept_of(case, origin="nordic", language="fi"), by=host, at=NOW
    )
    home.refresh_from_db()
    home.language = "uk"
    home.save()

    undo_merge(merged, by=host, at=NOW)

    home.refresh_from_db()
    merged.refresh_from_db()
    assert (home.origin, home.language) == ("sweden", "uk")
    assert told_in_words(merged) == [
        "Household, language: changed by somebody since, so the later one holds."
    ]


def test_the_step_somebody_set_since_stays(case, other, host):
    case.refresh_from_db()
    kept = kept_of(case, next_step=NextStep.CALL, next_step_note="Båda")
    merged = merge_cases(case, other=other, kept=kept, by=host, at=NOW)
    set_next_step(case, step=NextStep.MEET, on=today(), by=host, at=NOW)

    undo_merge(merged, by=host, at=NOW)

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.MEET, today())


def test_a_month_later_with_the_kept_case_closed_the_other_opens_as_it_was(
    merged, case, other, host
):
    write_to_person(case, body="Klart.", by=host, at=NOW)
    close_case(case, reason=CloseReason.SETTLED, by=host, at=NOW)

    undo_merge(merged, by=host, at=NOW)

    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.is_open, other.is_open, other.merged_into) == (False, True, None)
    assert other.first_unanswered_at is not None


def test_undoing_twice_or_out_of_order_is_refused(merged, case, host):
    case.refresh_from_db()
    third = make.a_case(make.a_household("Mira Exempel"))
    later = merge_cases(case, other=third, kept=kept_of(case), by=host, at=NOW)

    with pytest.raises(CannotUndo) as refusal:
        undo_merge(merged, by=host, at=NOW)
    assert (refusal.value.why, refusal.value.later) == ("later", later)

    undo_merge(later, by=host, at=NOW)
    undo_merge(merged, by=host, at=NOW)
    with pytest.raises(CannotUndo):
        undo_merge(merged, by=host, at=NOW)


def test_what_was_protected_meanwhile_is_protected_on_both_sides(merged, case, other, host):
    protect_household(case.household, staff=[host.pk], by=host)

    undo_merge(merged, by=host, at=NOW)

    other.refresh_from_db()
    assert other.household.is_protected
    assert list(other.household.named_staff.all()) == [host]


def test_undoing_an_address_that_was_removed_since_tells_so(merged, case, host):
    case.household.contact_points.filter(value="mira.e@example.org").delete()

    undo_merge(merged, by=host, at=NOW)

    merged.refresh_from_db()
    assert told_in_words(merged) == ["Contact point: no longer there, so it could not be put back."]
