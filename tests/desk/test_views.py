"""The pages of the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.actions import add_note, close_case, set_next_step
from hemvist.casework.models import CloseReason, NextStep
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.actions import keep_names

pytestmark = pytest.mark.django_db
LISTS = ["/desk/", "/desk/queue/", "/desk/cases/"]
AT_THE_DESK = {Role.HOST, Role.COORDINATOR, Role.CITIZEN_SERVICES, Role.SERVICE_POINT}


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def host(client):
    make.a_municipality()
    front = make.a_team("Mottagningen", is_front_door=True)
    host = make.a_user("Elin Bäck", teams=[front])
    client.force_login(host)
    return host


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


def page_of(case):
    return reverse("desk:case", args=[case.reference])


def in_english(client, address, **query):
    client.cookies["django_language"] = "en"
    return client.get(address, query)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_use_the_desk(client, address, role):
    make.a_municipality()
    client.force_login(make.a_user(role=role))

    assert client.get(address).status_code == (200 if role in AT_THE_DESK else 403)


@pytest.mark.parametrize("role", list(Role))
def test_the_team_is_for_the_coordinator(client, role):
    make.a_municipality()
    client.force_login(make.a_user(role=role))

    status = client.get("/desk/team/").status_code

    assert status == (200 if role == Role.COORDINATOR else 403)


@pytest.mark.parametrize("address", [*LISTS, "/desk/team/", "/desk/cases/HV-26-00001/"])
def test_a_stranger_is_asked_to_sign_in(client, address):
    response = client.get(address)

    assert (response.status_code, reverse("account_login") in response.url) == (302, True)


@pytest.mark.parametrize("address", [*LISTS, "/desk/team/"])
def test_the_lists_are_only_read(client, host, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\0b"},
        {"q": "x" * 10_000},
        {"state": "\0", "area": "x" * 5000, "need": "'", "language": "%"},
        {"owner": "abc"},
        {"owner": "9" * 40},
        {"owner": "²"},
        {"before": "-1"},
        {"before": "9" * 15},
        {"before": "x"},
        {"group": "<script>"},
        {"page": "999999", "group": "later"},
        {"page": "0"},
        {"after": "0001-01-01.9"},
    ],
)
@pytest.mark.parametrize("address", LISTS)
def test_no_address_breaks_a_list(client, case, address, query):
    assert client.get(address, query).status_code in {200, 400}


def test_the_lists_are_kind_when_empty(client, host):
    assert "Nobody waits for you right now" in in_english(client, "/desk/").text
    assert "The queue is empty" in in_english(client, "/desk/queue/").text
    assert "No cases yet" in in_english(client, "/desk/cases/").text
    assert "No case matches" in in_english(client, "/desk/cases/", q="nobody").text


def test_the_case_page_says_who_waits_and_what_to_do_with_one_primary_button(client, case):
    page = in_english(client, page_of(case)).text

    assert "Mira Exempel" in page
    assert case.reference in page
    assert "First contact promised by" in page
    assert "2 adults" in page
    assert "2 children, aged 4, 9 now" in page
    assert page.count('class="button"') == 1


def test_children_have_grown_since_their_age_was_said(client, host):
    a_year_ago = NOW - timedelta(days=366)
    case = make.a_case(make.a_household(child_ages=[4], on=a_year_ago.date()))

    assert "1 child, aged 5 now" in in_english(client, page_of(case)).text


@pytest.mark.parametrize(
    ("step", "act"),
    [
        (NextStep.CALL, "call"),
        (NextStep.OTHER_CHANNEL, "call"),
        (NextStep.WRITE, "write"),
        (NextStep.FOLLOW_UP, "write"),
        (NextStep.MEET, "next_step"),
    ],
)
def test_the_primary_button_is_the_next_step(client, case, host, step, act):
    set_next_step(case, step=step, on=NOW.date(), by=host, at=NOW)

    page = client.get(page_of(case)).text

    assert f'<a class="button" href="{reverse(f"casework:{act}", args=[case.reference])}"' in page


def test_one_who_wants_to_be_called_is_called_first(client, host):
    case = make.a_case(make.a_household(channels=["phone"], no_voicemail=True), owner=host)

    page = in_english(client, page_of(case)).text

    assert f'<a class="button" href="{reverse("casework:call", args=[case.reference])}"' in page
    assert "No voicemail" in page


def test_a_case_in_the_queue_is_taken_first_and_a_closed_one_opened(client, host):
    unowned, closed = make.a_case(), make.a_case(owner=host)
    close_case(closed, reason=CloseReason.ANSWERED, by=host, at=NOW)

    assert reverse("casework:take", args=[unowned.reference]) in client.get(page_of(unowned)).text
    assert reverse("casework:reopen", args=[closed.reference]) in client.get(page_of(closed)).text


def test_looking_at_a_case_is_in_the_log_and_not_on_the_timeline(client, case, host):
    page = client.get(page_of(case)).text

    event = Event.objects.get(verb="case.viewed")
    assert (event.actor, event.subject_id) == (host, str(case.pk))
    assert "case.viewed" not in page


def test_a_protected_case_has_a_banner_for_the_named_and_is_not_there_for_others(client, host):
    case = make.a_case(make.a_household("Zq7 Hemlig", staff=[host]), owner=host)

    assert "Protected identity." in in_english(client, page_of(case)).text
    client.force_login(make.a_user("Annan Värd"))
    assert client.get(page_of(case)).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.EDITOR, Role.RECEIVER, Role.EMPLOYER, Role.PROGRAMME_GUIDE]
)
def test_for_those_who_work_no_cases_there_is_no_case(client, case, role):
    client.force_login(make.a_user(role=role))

    assert client.get(page_of(case)).status_code == 404


def test_a_service_point_sees_whom_to_help_and_not_what_was_said(client, case, host):
    make.a_message(case, body="Hemlig fråga om allt")
    add_note(case, body="Kollegans tanke", by=host, at=NOW)
    client.force_login(make.a_user(role=Role.SERVICE_POINT, teams=[case.team]))

    page = client.get(page_of(case)).text

    assert "Mira Exempel" in page
    assert not any(words in page for words in ("Hemlig fråga", "Kollegans tanke"))


def test_what_a_person_writes_is_shown_as_written_and_never_as_markup(client, case):
    make.a_message(case, body="<script>alert(1)</script> مرحبا https://example.org/x?a=1&b=2")

    page = client.get(page_of(case)).text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "مرحبا" in page


@pytest.mark.parametrize(
    "query", [{"older": "m1"}, {"from": "e9999"}, {"kind": "x\0"}, {"from": "\0"}]
)
def test_no_address_breaks_the_case_page(client, case, query):
    assert client.get(page_of(case), query).status_code in {200, 400}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_case_page_takes_the_same_number_of_queries_for_any_number_of_messages(
    client, case, host, count, settings, django_assert_max_num_queries
):
    for number in range(count):
        make.a_message(case, by=host, body=f"Nr {number}", at=NOW + timedelta(minutes=number))
    keep_names([case.household_id])  # as a worker does within a minute
    settings.KEEP_COUNTS_SECONDS = 60
    client.get("/desk/")  # the session and the menu's numbers are known for a while

    with django_assert_max_num_queries(16):
        client.get(page_of(case))


def test_my_work_tells_who_waits_and_the_queue_offers_to_take(client, case):
    unowned = make.a_case(make.a_household("Nils Annan"))

    assert "Mira Exempel" in client.get("/desk/").text
    queue = client.get("/desk/queue/").text
    assert reverse("casework:take", args=[unowned.reference]) in queue
    assert reverse("casework:take", args=[case.reference]) not in queue


def test_the_host_reads_what_only_this_form_asks(client, case):
    more = {
        "employer": {"text": "Nordverk & Co"},
        "start": {"when": "day", "month": None, "day": "2027-02-01"},
    }
    form = make.a_published_form("recruit")
    make.an_enquiry(state="sent", sent_at=NOW, case=case, more=more, form_version=form)

    shown = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert "Nordverk &amp; Co" in shown and "2027" in shown


def test_the_host_sees_what_was_saved_in_the_guide(client, case):
    page = {"title": "Harads <b>", "address": "/uk/areas/harads/"}
    make.an_enquiry(state="sent", sent_at=NOW, case=case, brought=[page])

    shown = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert "Saved in the guide" in shown or "Sparat i guiden" in shown
    assert '<a href="/uk/areas/harads/" dir="auto">Harads &lt;b&gt;</a>' in shown
