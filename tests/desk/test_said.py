"""Finding a case by what was said in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from hemvist.accounts.models import Role
from hemvist.bulk.filters import Filters
from hemvist.casework.actions import add_note
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.desk import said
from hemvist.desk.search import find_cases
from hemvist.people.actions import protect_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(db):
    make.a_municipality()
    return make.a_user("Elin Bäck", teams=[make.a_team("Mottagningen", is_front_door=True)])


@pytest.fixture
def case(host):
    case = make.a_case(make.a_household("Märta Öhrn"), owner=host)
    make.a_message(
        case, body="Vi undrar om förskolan i Harads har plats, och om\nryttarföreningen."
    )
    add_note(case, body="Vill ha kolonilott.", by=host, at=NOW)
    log_call(case, outcome=CallOutcome.TALKED, summary="Pratade om segling.", by=host, at=NOW)
    return case


def found(user, text, **more):
    with override("en"):
        page = find_cases(user, text, filters=more.pop("filters", Filters()), now=NOW)
    return {hit.row.case.title: hit.reasons for hit in page.hits}


@pytest.mark.parametrize(
    "text", ["ryttarföreningen", "RYTTARFÖRE", "plats ryttar", "harads förskol"]
)
def test_a_case_is_found_by_words_of_a_message_and_shows_them(host, case, text):
    (reason,) = found(host, text)["Märta Öhrn"]

    assert reason.startswith("A message of 23 Nov: “")
    assert "ryttarföreningen" in reason or "förskolan" in reason


def test_notes_and_calls_are_found_too(host, case):
    assert found(host, "kolonilott") == {"Märta Öhrn": ["A note of 23 Nov: “Vill ha kolonilott.”"]}
    assert found(host, "segling") == {"Märta Öhrn": ["A call of 23 Nov: “Pratade om segling.”"]}


@pytest.mark.parametrize(
    "text", ["bryggeri", "ryttarföreningen bryggeri", "om i", "har@plats", "0000"]
)
def test_what_nobody_said_is_not_found(host, case, text):
    assert found(host, text) == {}


def test_nobody_finds_what_they_may_not_read(host, case):
    desk = make.a_user("Disken", role=Role.CITIZEN_SERVICES)
    village = make.a_user("Byn", role=Role.SERVICE_POINT, teams=[case.team])
    add_note(case, body="Hämtade karta.", by=village, at=NOW)

    assert list(found(desk, "kolonilott")) == ["Märta Öhrn"]
    assert found(village, "kolonilott") == found(village, "ryttarföreningen") == {}
    assert list(found(village, "karta")) == ["Märta Öhrn"]
    protect_household(case.household, staff=[host.pk], by=host)
    assert found(desk, "kolonilott") == {}
    assert list(found(host, "kolonilott")) == ["Märta Öhrn"]


def test_filters_narrow_what_is_found_by_words(host, case):
    assert found(host, "kolonilott", filters=Filters(state="closed")) == {}


def test_words_in_very_many_texts_are_looked_for_in_the_newest(host, case, monkeypatch):
    monkeypatch.setattr(said, "MANY", 1)
    monkeypatch.setattr(said, "NEWEST", 1)
    later = make.a_case(make.a_household("Nils", email="n@example.org"), owner=host)
    make.a_message(later, body="Och ryttarföreningen?")

    assert list(found(host, "ryttarföreningen")) == ["Nils"]


def test_it_costs_the_same_however_much_was_said(host, case):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            found(host, "ryttarföreningen")
        return len(asked)

    first = cost()
    for number in range(3):
        other = make.a_case(make.a_household(f"N{number}", email=f"n{number}@example.org"))
        make.a_message(other, body="Och ryttarföreningen?")
    assert cost() == first


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kort", "kort"),
        ("x" * 40 + " ord " + "y" * 90, "…" + "ord"),
        ("ett två tre " * 10 + "ord " + "fyra fem sex " * 10, None),
    ],
)
def test_what_stands_around_is_cut_at_words(text, shown):
    cut = said.around(text, ["ord"])

    assert cut.strip("…") in " ".join(text.split())
    assert len(cut) < 130
    assert shown is None or shown.strip("…") in cut
