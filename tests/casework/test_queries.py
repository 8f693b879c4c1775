"""The timeline: its order, its pages, and who reads what of it."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from hemvist.accounts.models import Role
from hemvist.audit.actions import record
from hemvist.casework.actions import add_note
from hemvist.casework.calling import log_call
from hemvist.casework.history import tell
from hemvist.casework.models import CallOutcome
from hemvist.casework.queries import changes_since, timeline
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Direction, Message, MessageChannel

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


def keys(page):
    return [item.key for item in page.items]


def many_messages(case, count, *, at=NOW):
    Message.objects.bulk_create(
        Message(
            conversation=case.conversation,
            direction=Direction.IN,
            channel=MessageChannel.WEB,
            body=f"Nummer {number}",
            language="sv",
            created_at=at - number * MINUTE,
        )
        for number in range(count)
    )


def test_what_was_said_and_done_stands_newest_first_whatever_it_is(case, host):
    note = add_note(case, body="Ring sent", by=host, at=NOW + 2 * MINUTE)
    message = make.a_message(case, at=NOW + MINUTE)
    call = log_call(case, outcome=CallOutcome.TALKED, by=host, at=NOW + 3 * MINUTE)

    found = timeline(case, reader=host)

    assert keys(found)[:3] == [f"c{call.pk}", f"n{note.pk}", f"m{message.pk}"]
    assert [item.kind for item in found.items] == ["calls", "notes", "messages", "changes"]
    assert found.older == ""


def test_pages_follow_each_other_without_gap_or_repeat_also_at_the_same_moment(case, host):
    many_messages(case, 7)
    for number in range(5):
        add_note(case, body=f"Anteckning {number}", by=host, at=NOW)
    whole = keys(timeline(case, reader=host, size=100))

    leafed, older = [], ""
    for _ in range(20):
        page = timeline(case, reader=host, older_than=older, size=3)
        leafed += keys(page)
        older = page.older
        if not older:
            break

    assert len(whole) == 13
    assert leafed == whole


def test_a_permalink_starts_the_page_at_its_item(case, host):
    many_messages(case, 50)
    tenth = timeline(case, reader=host, kind="messages", size=50).items[9]

    page = timeline(case, reader=host, starting_at=tenth.key, size=5)

    assert keys(page)[0] == tenth.key
    assert not page.starts_at_newest


@pytest.mark.parametrize("key", ["m999999", "x1", "m", "m1; drop", "m" + "9" * 18, "m²"])
def test_a_key_that_is_not_in_the_case_is_ignored(case, host, key):
    assert timeline(case, reader=host, starting_at=key).starts_at_newest


def test_a_key_from_another_case_tells_nothing(case, host):
    elsewhere = make.a_message(make.a_case(), at=NOW - timedelta(days=9))

    assert timeline(case, reader=host, older_than=f"m{elsewhere.pk}").starts_at_newest


def test_looks_are_not_on_the_timeline_and_deeds_have_a_sentence(case, host):
    record("case.viewed", case, by=host)

    found = timeline(case, reader=host).items
    with override("en"):
        tell(found)

    assert [item.row.sentence for item in found] == ["The case was opened"]


def test_one_kind_can_be_shown_alone(case, host):
    add_note(case, body="Bara denna", by=host, at=NOW)
    make.a_message(case)

    assert [item.kind for item in timeline(case, reader=host, kind="notes").items] == ["notes"]


def test_a_service_point_reads_only_what_it_wrote_itself(case, host):
    village = make.a_user("Byns värd", role=Role.SERVICE_POINT, teams=[case.team])
    make.a_message(case)
    add_note(case, body="Kollegans", by=host, at=NOW)
    mine = add_note(case, body="Min egen", by=village, at=NOW)

    assert keys(timeline(case, reader=village)) == [f"n{mine.pk}"]


def test_changes_since_a_page_was_shown_are_only_the_later_ones(case, host):
    add_note(case, body="Före", by=host, at=NOW)
    later = add_note(case, body="Efter", by=host, at=NOW + MINUTE)

    found = changes_since(case, NOW, reader=host)

    assert [item.key for item in found] == [f"n{later.pk}"]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_timeline_takes_five_queries_however_long_it_is(
    case, host, count, django_assert_num_queries
):
    many_messages(case, count)

    with django_assert_num_queries(5):
        timeline(case, reader=host)


def test_what_was_done_in_one_moment_is_not_lost_between_two_pages(case, host):
    """A referral and the step it sets are told by the log in the same instant."""
    for verb in ["case.next_step_set", "referral.made", "case.next_step_set", "referral.made"]:
        record(verb, case, by=host, at=NOW + MINUTE)

    whole = keys(timeline(case, reader=host, size=100))
    found, older = [], ""
    while not found or older:
        page = timeline(case, reader=host, older_than=older, size=1)
        found, older = found + keys(page), page.older

    assert found == whole
    assert len(found) == len(set(found)) == 5
