"""What waits, in numbers: on the desk, and in a letter each working morning."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from hemvist.accounts.models import Absence, Role
from hemvist.audit.actions import record
from hemvist.casework.actions import add_note, receive_message, set_next_step
from hemvist.casework.models import Mention, NextStep
from hemvist.casework.noting import add_task
from hemvist.demo import factories as make
from hemvist.desk.counts import counts_of
from hemvist.desk.digest import send_digests
from hemvist.desk.tasks import send_morning_letters
from hemvist.messaging.models import Delivery
from hemvist.messaging.sending import send_delivery
from hemvist.people.actions import protect_household
from hemvist.texts.models import IncomingText

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # seven here


@pytest.fixture
def host():
    make.a_municipality()
    return make.a_user("Elin Bäck", wants_digest=True, language="en")


@pytest.fixture
def case(host):
    return make.a_case(make.a_household("Mira Hemlig"), owner=host, title="Mira Hemlig")


def test_letter_has_numbers_of_cases_and_nothing_of_anybody(case, host):
    receive_message(case, body="Mycket hemligt", channel="web", at=MONDAY - timedelta(hours=2))

    assert send_digests(at=MONDAY) == 1
    send_delivery(Delivery.objects.get(purpose="digest").pk, at=MONDAY)

    (letter,) = mail.outbox
    text = letter.body + str(letter.alternatives)
    assert case.reference in text
    assert "1 person waits for an answer." in text
    assert "emlig" not in text
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_comes_on_a_free_day_to_who_is_away_or_has_nothing(case, host):
    make.a_user("Omar Lind", wants_digest=True)
    make.a_user("Ida Stolt", wants_digest=False)
    assert send_digests(at=MONDAY - timedelta(days=1)) == 0
    Absence.objects.create(
        user=host, first_on=MONDAY.date(), last_on=MONDAY.date(), made_by=host, made_at=MONDAY
    )

    assert send_digests(at=MONDAY) == 0


def test_it_goes_to_nobody_who_has_not_asked_has_left_or_works_no_cases(host):
    for name, about in [
        ("Ida Stolt", {"wants_digest": False}),
        ("Ulf Norr", {"is_active": False}),
        ("Bo Söder", {"role": Role.SERVICE_POINT}),
    ]:
        colleague = make.a_user(name, **{"wants_digest": True, **about})
        home = make.a_household(name, email=f"{colleague.pk}@example.org")
        colleague.teams.add(make.a_case(home, owner=colleague).team)

    assert send_digests(at=MONDAY) == 0


@pytest.mark.parametrize(
    ("at", "sent"),
    [(MONDAY, 1), (MONDAY + timedelta(hours=1), 0), (datetime(2026, 8, 24, 5, tzinfo=UTC), 1)],
)
def test_it_goes_at_seven_by_the_clock_here(case, host, at, sent):
    send_morning_letters.func(timestamp=int(at.timestamp()))

    assert Delivery.objects.filter(purpose="digest").count() == sent


def test_what_one_has_looked_at_is_not_unread(case, host):
    record("case.viewed", case, by=make.a_user("Omar Lind"))
    assert counts_of(host, on=MONDAY.date()).unread == [case.reference]
    record("case.viewed", case, by=host)
    assert counts_of(host, on=MONDAY.date()).unread == []

    receive_message(case, body="Hej", channel="web", at=MONDAY)

    assert counts_of(host, on=MONDAY.date()).unread == [case.reference]


def test_a_step_is_due_on_its_day_and_not_before(case, host):
    day = MONDAY.date()
    set_next_step(case, step=NextStep.CALL, on=day, by=host, at=MONDAY)

    assert counts_of(host, on=day).due == [case.reference]
    assert counts_of(host, on=day - timedelta(days=1)).due == []


def test_tasks_and_mentions_count_when_they_are_ones_own_and_may_be_known_of(case, host):
    colleague, day = make.a_user("Omar Lind"), MONDAY.date()
    hidden = make.a_case(make.a_household("Skyddad", email="skyddad@example.org"))
    tomorrow = day + timedelta(days=1)
    for one, who, on in [
        (case, host, day),
        (case, host, tomorrow),
        (case, colleague, day),
        (hidden, host, day),
    ]:
        add_task(one, what="Ring", on=on, assignee=who, by=colleague, at=MONDAY)
    for one, who in [(case, host), (case, host), (case, colleague), (hidden, host)]:
        add_note(one, body="Se här", by=colleague, at=MONDAY, mentions=[who])
    Mention.objects.filter(pk=Mention.objects.earliest("pk").pk).update(read_at=MONDAY)
    protect_household(hidden.household, staff=[colleague.pk], by=colleague)

    counts = counts_of(host, on=day)

    assert (counts.tasks, counts.mentions) == (1, 1)


def test_letter_is_asked_for_and_ended_by_a_button(case, client):
    colleague = make.a_user("Omar Lind")
    client.force_login(colleague)

    for wants in ("1", "0"):
        client.post(reverse("desk:digest"), {"wants": wants})
        colleague.refresh_from_db()
        assert colleague.wants_digest is (wants == "1")


def test_desk_says_how_many_wait_and_what_has_come(case, host, client):
    client.force_login(host)
    IncomingText.objects.create(
        provider_id="s", number="+46701740699", body="x", received_at=MONDAY, state="unsorted"
    )

    page = client.get(reverse("desk:home"))

    assert "1 person waits for your answer" in page.text
    assert "1 text to sort" in page.text
    address = page.context["news_address"]
    receive_message(case, body="Hej", channel="web", at=MONDAY)
    assert "1 new message has come" in client.get(address).text
