"""Working hours, promises and days that differ, as a coordinator changes them."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.models import Promise
from hemvist.core.dates import today
from hemvist.core.models import CalendarDay, Municipality
from hemvist.core.working_time import Calendar
from hemvist.demo import factories as make
from hemvist.desk.hours_forms import read_blocks, written

WEEK = {f"day_{n}": "8–12, 13–16.30" for n in range(5)} | {"day_5": "", "day_6": ""}
PROMISES = {"first_": "16", "answer_": "8", "first_recruit": "4", "answer_recruit": "4"}


@pytest.fixture
def boss(db):
    make.a_municipality()
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(make.a_user("Solveig Chef", role=Role.COORDINATOR, language="en"))
    return client


BLOCKS = st.lists(st.integers(0, 1439), min_size=2, max_size=8, unique=True).map(
    lambda minutes: tuple(
        (time(first // 60, first % 60), time(last // 60, last % 60))
        for first, last in zip(*[iter(sorted(minutes)[: len(minutes) // 2 * 2])] * 2, strict=True)
    )
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_hours_are_read_as_they_are_written(blocks):
    assert read_blocks(written(blocks)) == blocks


@pytest.mark.parametrize(
    "text", ["8", "12-8", "8–25", "8–12, 11–13", "åtta till fyra", "²–³", "8-12 13-16"]
)
def test_hours_that_cannot_be_are_kept_with_a_sentence(boss, text):
    answer = boss.post(reverse("desk:save_week"), {**WEEK, "day_2": text, "confirmed": "1"})

    assert answer.status_code == 422
    assert answer.context["week"].errors["day_2"]
    assert text in answer.content.decode()
    assert Calendar.current().weekdays[2] == ((time(8), time(16)),)


def test_the_week_changes_after_its_effect_was_shown(boss):
    sure = boss.post(reverse("desk:save_week"), WEEK)
    assert sure.status_code == 200
    assert len(sure.context["rows"]) == 4
    assert Calendar.current().weekdays[0] == ((time(8), time(16)),)

    boss.post(reverse("desk:save_week"), {**WEEK, "confirmed": "1"})

    blocks = ((time(8), time(12)), (time(13), time(16, 30)))
    assert Calendar.current().weekdays == dict.fromkeys(range(5), blocks)
    assert Event.objects.get(verb="calendar.week_saved").detail["0"] == [
        "08:00-12:00",
        "13:00-16:30",
    ]


def test_a_week_without_work_is_refused(boss):
    empty = {f"day_{n}": "" for n in range(7)} | {"confirmed": "1"}

    assert boss.post(reverse("desk:save_week"), empty).status_code == 422
    assert len(Calendar.current().weekdays) == 5


def test_promises_are_kept_for_each_kind_and_taken_away_by_emptying(boss):
    assert boss.post(reverse("desk:save_promises"), PROMISES).status_code == 200
    assert not Promise.objects.exists()

    boss.post(reverse("desk:save_promises"), {**PROMISES, "confirmed": "1"})

    assert list(Promise.objects.values_list("kind", "first_contact_hours", "answer_hours")) == [
        ("recruit", 4, 4)
    ]
    assert Municipality.objects.get().answer_hours == 8
    boss.post(reverse("desk:save_promises"), {"first_": "16", "answer_": "8", "confirmed": "1"})
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"first_": ""}, {"first_": "0"}, {"first_student": "3"}, {"answer_": "x" * 100_000}]
)
def test_half_a_promise_is_refused(boss, wrong):
    told = {**PROMISES, **wrong, "confirmed": "1"}

    assert boss.post(reverse("desk:save_promises"), told).status_code == 422
    assert not Promise.objects.exists()


def test_a_year_is_filled_and_what_was_decided_stays(boss):
    year = today().year + 2
    told = {"day": f"{year}-12-24", "name": "Julafton", "hours": "8–12"}
    assert boss.post(reverse("desk:day"), told).status_code == 302

    boss.post(reverse("desk:fill"), {"year": str(year)})

    eve = CalendarDay.objects.get(day=date(year, 12, 24))
    assert (eve.opens, eve.closes) == (time(8), time(12))
    assert CalendarDay.objects.filter(day=date(year, 6, 6)).exists()
    page = boss.get(reverse("desk:hours"), {"year": year}).content.decode()
    assert "Julafton" in page
    edit = boss.get(reverse("desk:day"), {"day": eve.day.isoformat()})
    assert edit.context["form"].initial["hours"] == "8–12"
    boss.post(reverse("desk:remove_day", args=[eve.pk]))
    assert not CalendarDay.objects.filter(pk=eve.pk).exists()


@pytest.mark.parametrize("year", ["", "1", "99999", "²024", "x"])
def test_odd_years_and_days_are_survived(boss, year):
    assert boss.get(reverse("desk:hours"), {"year": year}).status_code == 200
    assert boss.get(reverse("desk:day"), {"day": year}).status_code == 200
    boss.post(reverse("desk:fill"), {"year": year})
    assert not CalendarDay.objects.exists()


def test_a_closed_day_tells_of_the_cases_that_are_planned_for_it(boss):
    case = make.a_case()
    told = {"day": case.next_step_on.isoformat(), "name": "Planeringsdag", "hours": ""}

    page = boss.post(reverse("desk:day"), told, follow=True).content.decode()

    assert "1 case" in page or "1 ärende" in page
