"""What is new since somebody looked, and the small page that open pages ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hemvist.audit.actions import record, record_all
from hemvist.casework.actions import add_note, assign_case
from hemvist.demo import factories as make
from hemvist.desk import news
from hemvist.people.actions import protect_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client):
    make.a_municipality()
    host = make.a_user("Elin Bäck", teams=[make.a_team("Mottagningen", is_front_door=True)])
    client.force_login(host)
    return host


@pytest.fixture
def colleague(host):
    return make.a_user("Kollega")


@pytest.fixture
def case(host):
    return make.a_case(owner=host, at=timezone.now())


def new_to(user, *cases):
    with translation.override("en"):
        found = news.unseen(cases, user=user)
    return [found.get(case.pk, "") for case in cases]


def look(user, case):
    record("case.viewed", case, by=user)


def test_a_row_says_in_words_what_is_new_to_its_reader(host, colleague, case):
    assert new_to(host, case) == ["New to you"]
    look(host, case)
    assert new_to(host, case) == [""]
    add_note(case, body="Själv", by=host, at=timezone.now())
    look(colleague, case)
    assert new_to(host, case) == [""]
    add_note(case, body="Hej", by=colleague, at=timezone.now())
    assert new_to(host, case) == ["Changed"]
    make.a_message(case, at=timezone.now())
    assert new_to(host, case) == ["New message"]
    look(host, case)
    assert new_to(host, case) == [""]


def test_what_is_older_than_two_weeks_is_new_to_nobody(host):
    old = make.a_case(owner=host, at=timezone.now() - timedelta(days=20))

    assert new_to(host, old) == [""]


def test_what_is_new_costs_one_query_for_any_number_of_cases(host, case):
    others = [make.a_case(make.a_household(f"N{n}", email=f"n{n}@example.org")) for n in range(3)]

    with CaptureQueriesContext(connection) as asked:
        new_to(host, case, *others)
    assert len(asked) == 1


def test_the_case_tells_what_others_did_since_one_last_looked(client, host, colleague, case):
    address = f"/desk/cases/{case.reference}/"
    assert client.get(address).context["since"].words == ""
    make.a_message(case, at=timezone.now())
    add_note(case, body="Hej", by=colleague, at=timezone.now())

    with translation.override("en"):
        since = news.since_last_look(case, user=host)
    assert since.words == "1 new message, 1 change"
    client.get(address)
    assert news.since_last_look(case, user=host).words == ""


def ask(client, address, **headers):
    return client.get(address, headers=headers)


def test_an_open_list_is_told_of_what_others_changed_and_of_nothing_else(
    client, host, colleague, case
):
    address = client.get("/desk/").context["news_address"]
    add_note(case, body="Själv", by=host, at=timezone.now())
    assert ask(client, address).content.strip() == b""
    elsewhere = make.a_case(make.a_household("Annan", email="a@example.org"), owner=colleague)
    add_note(elsewhere, body="Hej", by=colleague, at=timezone.now())
    assert ask(client, address).content.strip() == b""

    add_note(case, body="Hej", by=colleague, at=timezone.now())
    add_note(case, body="Hej igen", by=colleague, at=timezone.now())

    assert ask(client, address).context["count"] == 1


def test_a_case_that_leaves_the_queue_is_no_news_and_one_that_comes_is(client, host, colleague):
    address = client.get("/desk/queue/").context["news_address"]
    case = make.a_case(make.a_household("Ny", email="ny@example.org"))
    assert ask(client, address).context["count"] == 1

    assign_case(case, owner=colleague, by=colleague, at=timezone.now())
    assert ask(client, address).context["count"] == 0


def test_an_open_case_is_told_of_a_new_message(client, host, case):
    address = client.get(f"/desk/cases/{case.reference}/").context["news_address"]
    make.a_message(case, at=timezone.now())

    told = ask(client, address).context
    assert (told["count"], told["is_message"]) == (1, True)


def test_an_open_case_is_told_of_it_however_much_has_happened_elsewhere_since(
    client, host, colleague, case
):
    address = client.get(f"/desk/cases/{case.reference}/").context["news_address"]
    elsewhere = make.a_case(make.a_household("Annan", email="a@example.org"), owner=colleague)
    make.a_message(case, at=timezone.now())
    record_all([("case.next_step_set", elsewhere)] * news.MOST, by=colleague)

    assert ask(client, address).context["count"] == 1


def test_nothing_new_is_not_sent_again(client, host, case):
    address = client.get("/desk/").context["news_address"]
    tag = ask(client, address)["ETag"]

    with CaptureQueriesContext(connection) as asked:
        again = ask(client, address, if_none_match=tag)
    assert again.status_code == 304
    assert len(asked) <= 3  # the session, the user, the newest event
    make.a_message(case, at=timezone.now())
    assert ask(client, address, if_none_match=tag).status_code == 200


def test_nobody_is_told_of_a_case_they_may_not_know_of(client, host, colleague, case):
    address = client.get("/desk/").context["news_address"]
    mine = client.get(f"/desk/cases/{case.reference}/").context["news_address"]
    protect_household(case.household, staff=[colleague.pk], by=colleague)
    add_note(case, body="Hej", by=colleague, at=timezone.now())

    assert ask(client, address).context["count"] == 0
    assert ask(client, mine).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?page=x", "?page=home&mark=x", "?case=%00", "?page=cases&owner=x"]
)
def test_whatever_is_asked_there_is_an_answer(client, host, query):
    assert ask(client, f"/desk/news/{query}").status_code in {200, 404, 400}
