"""The log."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemvist.accounts.models import Role, Team
from hemvist.audit.actions import Actor, record, seal
from hemvist.audit.models import Event
from tests.accounts.conftest import make_user, municipality  # noqa: F401


@pytest.fixture
def auditor(db):
    return make_user(Role.AUDITOR)


@pytest.fixture
def team(db):
    return Team.objects.create(name="Värdarna")


def at(day):
    return datetime(2026, 11, day, 12, 0, tzinfo=UTC)


def shown(client, query=""):
    answer = client.get(f"/audit/{query}")
    assert answer.status_code == 200
    return [event.verb for event in answer.context["page"].events]


def test_log_is_the_newest_first_and_reading_it_is_a_line_in_it(client, auditor, team):
    record("team.made", team, by=Actor.SYSTEM, at=at(1))
    record("team.seen", team, by=auditor, at=at(2))
    client.force_login(auditor)

    assert shown(client) == ["team.seen", "team.made"]
    assert shown(client)[0] == "audit.read"


def test_what_was_looked_for_is_written_down(client, auditor, team):
    record("team.made", team, by=Actor.SYSTEM, at=at(1))
    client.force_login(auditor)

    shown(client, f"?subject_type=team&subject={team.pk}")

    read = Event.objects.get(verb="audit.read")
    assert (read.actor, read.detail) == (auditor, {"subject_type": "team", "subject": str(team.pk)})


def test_filters_find_by_person_verb_thing_and_day(client, auditor, team):
    other = Team.objects.create(name="Andra")
    record("team.made", team, by=Actor.SYSTEM, at=at(1))
    record("team.seen", team, by=auditor, at=at(2))
    record("team.seen", other, by=Actor.RESIDENT, at=at(3))
    client.force_login(auditor)

    assert shown(client, f"?who={auditor.pk}&until=2026-11-20") == ["team.seen"]
    assert shown(client, "?who=system") == ["team.made"]
    assert shown(client, "?verb=team.seen") == ["team.seen", "team.seen"]
    assert shown(client, f"?subject_type=team&subject={other.pk}") == ["team.seen"]
    assert shown(client, "?since=2026-11-02&until=2026-11-02") == ["team.seen"]


def test_older_goes_on_exactly_where_the_page_ended(client, auditor, team):
    for number in range(120):
        record(
            f"team.n{number:03}", team, by=Actor.SYSTEM, at=at(1) + timedelta(minutes=number // 7)
        )
    client.force_login(auditor)
    query, seen = "?subject_type=team", []
    while True:
        page = client.get(f"/audit/{query}").context["page"]
        seen += [event.verb for event in page.events]
        if not page.older:
            break
        query = f"?subject_type=team&before={page.older.replace('+', '%2B')}"

    assert seen == [f"team.n{number:03}" for number in reversed(range(120))]


def test_page_costs_the_same_for_three_and_for_many(client, auditor, team):
    client.force_login(auditor)
    record("team.seen", team, by=auditor, at=at(1))
    shown(client)
    with CaptureQueriesContext(connection) as few:
        shown(client)
    for number in range(30):
        record("team.seen", team, by=make_user(email=f"{number}@norrby.example"), at=at(2))
    with CaptureQueriesContext(connection) as many:
        shown(client)

    assert len(few) == len(many)


def test_state_of_the_seal_is_shown(client, auditor, team):
    record("team.made", team, by=Actor.SYSTEM)
    seal()
    record("team.seen", team, by=Actor.SYSTEM)
    client.force_login(auditor)

    chain = client.get("/audit/").context["chain"]

    assert (chain.position, len(chain.digest), chain.waiting) == (1, 64, 2)


def test_file_has_what_was_looked_for_and_no_formulas(client, auditor, team):
    spy = make_user(email="spy@norrby.example", name='=HYPERLINK("https://evil.example")')
    record("team.seen", team, by=spy, at=at(1))
    record("team.made", team, by=Actor.SYSTEM, at=at(1))
    client.force_login(auditor)

    answer = client.get("/audit/export/?verb=team.seen")
    rows = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))

    assert rows[1][2:7] == [
        '\'=HYPERLINK("https://evil.example")',
        "staff",
        "team.seen",
        "team",
        str(team.pk),
    ]
    assert len(rows) == 2
    assert Event.objects.filter(verb="audit.exported", actor=auditor).count() == 1


@pytest.mark.parametrize("query", ["?before=x", "?before=2026-11-01T00:00:00_5", "?before=_",
    "?before=0001-01-01T00:00:00%2B14:00_1", "?before=9999-12-31T23:59:59-14:00_1", "?before=9999-12-31T23:59:59-23:00_1", "?until=9999-12-31", "?since=0001-01-01"])  # fmt: skip
def test_places_and_days_made_up_by_hand_do_no_harm(client, auditor, query):
    client.force_login(auditor)

    assert client.get(f"/audit/{query}").status_code == 200


@pytest.mark.parametrize("query", ["?who=999999", "?verb=nothing", "?since=tomorrow", "?subject=7",
    "?since=2026-11-02&until=2026-11-01"])  # fmt: skip
def test_wrong_choices_are_said_in_words(client, auditor, query):
    client.force_login(auditor)

    answer = client.get(f"/audit/{query}")

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert client.get(f"/audit/export/{query}").status_code == 422


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.AUDITOR, Role.COORDINATOR}]
)
def test_others_may_not_read(client, role):
    client.force_login(make_user(role))

    assert [client.get(page).status_code for page in ["/audit/", "/audit/export/"]] == [403, 403]
    assert Event.objects.count() == 0
