"""My work in groups, the queue, and how the team stands."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from hemvist.accounts.models import Role
from hemvist.bulk.filters import Filters
from hemvist.casework.actions import close_case, set_next_step
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome, Case, CloseReason, NextStep
from hemvist.core.working_time import ZONE
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.desk import queries
from hemvist.desk.queries import my_work, queue, team_loads

pytestmark = pytest.mark.django_db
EVERYTHING = Filters()
WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=ZONE)


@pytest.fixture
def host():
    return make.a_user("Elin Bäck", teams=[make.a_team("Mottagningen", is_front_door=True)])


def answered_case(owner, on):
    """A case in which nobody waits, with its next step on a day."""
    case = make.a_case(owner=owner)
    log_call(case, outcome=CallOutcome.TALKED, by=owner, at=NOW)
    return set_next_step(case, step=NextStep.FOLLOW_UP, on=on, by=owner, at=NOW)


def groups_of(user, *, now=WEDNESDAY, **more):
    groups = my_work(user, now=now, filters=more.pop("filters", EVERYTHING), **more)
    return {group.code: [row.case.pk for row in group.rows] for group in groups if group.rows}


@pytest.mark.parametrize(
    ("on", "group"),
    [
        (date(2026, 11, 24), "late"),
        (date(2026, 11, 25), "today"),
        (date(2026, 11, 26), "week"),
        (date(2026, 11, 29), "week"),
        (date(2026, 11, 30), "later"),
    ],
)
def test_a_case_stands_where_its_next_step_says(host, on, group):
    case = answered_case(host, on)

    assert groups_of(host) == {group: [case.pk]}


@pytest.mark.parametrize(
    ("now", "group"),
    [
        (datetime(2026, 11, 25, 23, 59, 59, tzinfo=ZONE), "today"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=ZONE), "late"),
        # Eleven in the evening in London is the next day in Sweden.
        (datetime.fromisoformat("2026-11-25T23:30:00+00:00"), "late"),
        (datetime.fromisoformat("2026-11-24T22:59:00+00:00"), "week"),
    ],
)
def test_the_day_turns_at_midnight_in_sweden(host, now, group):
    case = answered_case(host, date(2026, 11, 25))

    assert groups_of(host, now=now) == {group: [case.pk]}


def test_on_a_sunday_the_week_is_over(host):
    sunday = datetime(2026, 11, 29, 12, 0, tzinfo=ZONE)
    case = answered_case(host, date(2026, 11, 30))

    assert groups_of(host, now=sunday) == {"later": [case.pk]}


def test_one_who_waits_for_an_answer_stands_first_and_only_there(host):
    quiet = answered_case(host, date(2026, 11, 20))
    waiting = answered_case(host, date(2026, 11, 20))
    make.a_message(waiting, at=NOW)

    assert list(groups_of(host).items()) == [("waiting", [waiting.pk]), ("late", [quiet.pk])]


def test_the_one_who_has_waited_longest_stands_first(host):
    later, earlier = (
        make.a_case(owner=host, at=NOW),
        make.a_case(owner=host, at=NOW - timedelta(days=1)),
    )

    assert groups_of(host) == {"waiting": [earlier.pk, later.pk]}


def test_closed_cases_and_those_of_others_are_not_my_work(host):
    colleague = make.a_user("Kollega Sund")
    make.a_case(owner=colleague)
    close_case(make.a_case(owner=host), reason=CloseReason.ANSWERED, by=host, at=NOW)

    assert groups_of(host) == {}


def test_a_protected_case_is_not_even_counted_for_one_who_is_not_named(host):
    named = make.a_user("Namngiven Värd")
    make.a_case(make.a_household(staff=[named]), owner=host)

    assert [group.count for group in my_work(host, now=NOW, filters=EVERYTHING)] == [0] * 5


@pytest.mark.parametrize("count", [1, 3, 30])
def test_my_work_takes_the_same_number_of_queries_for_any_number_of_cases(
    host, count, django_assert_num_queries
):
    for number in range(count):
        make.a_case(owner=host, at=NOW - timedelta(hours=number), life_areas=["school", "home"])
        answered_case(host, date(2026, 11, 26))

    with django_assert_num_queries(11):
        my_work(host, now=WEDNESDAY, filters=EVERYTHING)


def test_a_group_shows_its_first_and_leafs_through_the_others(host, monkeypatch):
    monkeypatch.setattr(queries, "SHOWN", 2)
    monkeypatch.setattr(queries, "SHOWN_ALONE", 3)
    monkeypatch.setattr(queries, "BOUND", 5)
    cases = [make.a_case(owner=host, at=NOW + timedelta(hours=n)).pk for n in range(8)]

    group = my_work(host, now=NOW, filters=EVERYTHING)[0]
    first = my_work(host, now=NOW, filters=EVERYTHING, only="waiting")[0]
    second = my_work(host, now=NOW, filters=EVERYTHING, only="waiting", page=2)[0]

    assert (len(group.rows), group.has_more, group.count_words) == (2, True, "5+")
    assert ([row.case.pk for row in first.rows], first.next_page) == (cases[:3], 2)
    assert ([row.case.pk for row in second.rows], second.next_page) == (cases[3:5], None)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(state="active"),
        Filters(area="lillby"),
        Filters(need="home"),
        Filters(language="uk"),
        Filters(state="active", area="lillby", need="home", language="uk"),
    ],
)
def test_each_filter_leaves_what_fits(host, filters):
    make.a_case(owner=host)
    fits = make.a_case(
        make.a_household(language="uk"),
        owner=host,
        area=make.an_area("lillby"),
        life_areas=["home"],
    )
    Case.objects.filter(pk=fits.pk).update(state="active")

    assert groups_of(host, filters=filters) == {"waiting": [fits.pk]}


def test_the_queue_holds_the_unowned_of_my_teams_the_earliest_promised_first(host):
    village = make.a_team("Råbäcken")
    later, earlier = make.a_case(at=NOW), make.a_case(at=NOW - timedelta(days=3))
    make.a_case(owner=host)
    elsewhere = make.a_case(team=village)

    mine = queue(host, now=NOW, filters=EVERYTHING)
    everybodys = queue(make.a_user(role=Role.COORDINATOR), now=NOW, filters=EVERYTHING)

    assert [row.case.pk for row in mine.rows] == [earlier.pk, later.pk]
    assert {row.case.pk for row in everybodys.rows} == {earlier.pk, later.pk, elsewhere.pk}


def test_pages_of_the_queue_follow_each_other_without_gap_or_repeat(host, monkeypatch):
    monkeypatch.setattr(queries, "QUEUE_PAGE", 2)
    cases = [make.a_case(at=NOW + timedelta(days=n // 2)).pk for n in range(5)]

    leafed, after = [], ""
    for _ in range(9):
        page = queue(host, now=NOW, filters=EVERYTHING, after=after)
        leafed += [row.case.pk for row in page.rows]
        after = page.older
        if not after:
            break

    assert leafed == cases


@pytest.mark.parametrize("after", ["x", "2026-11-24", "2026-13-99.1", ".", "2026-11-24.x"])
def test_a_broken_place_in_the_queue_shows_the_beginning(host, after):
    case = make.a_case()

    assert [row.case.pk for row in queue(host, now=NOW, filters=EVERYTHING, after=after).rows] == [
        case.pk
    ]


def test_the_team_is_counted_in_two_queries(host, django_assert_num_queries):
    answered_case(host, date(2026, 11, 20))
    make.a_case(owner=host)
    boss = make.a_user("Aud Överst", role=Role.COORDINATOR)

    with django_assert_num_queries(2):
        loads = team_loads(boss, today=date(2026, 11, 23))

    assert [(load.user.name, load.open, load.waiting, load.late) for load in loads] == [
        ("Aud Överst", "0", "0", "0"),
        ("Elin Bäck", "2", "1", "1"),
    ]


def test_a_row_says_what_is_looked_for_once(host):
    case = make.a_case(owner=host, life_areas=["school", "home", "school"])

    with override("en"):
        (row,) = queries.rows_of(Case.objects.filter(pk=case.pk), now=NOW, reader=host)
        said = (row.needs, str(row.step), str(row.state))

    assert said == ("School, Home", "Make the first contact", "New")
