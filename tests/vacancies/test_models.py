"""How long one can apply, in words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from hemvist.demo.factories import a_vacancy
from hemvist.vacancies.models import Vacancy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (None, "No last day is given"),
        (0, "Today is the last day to apply"),
        (1, "Tomorrow is the last day to apply"),
        (6, "Apply by Sunday 29 November: 6 days left"),
        (30, "Apply by Wednesday 23 December: 30 days left"),
    ],
)
@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_deadline_is_said_as_one_would_say_it(days_left, words):
    with translation.override("en"):
        assert a_vacancy(days_left=days_left).deadline_in_words == words


@time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False)
def test_the_last_day_ends_at_midnight_in_sweden():
    assert not a_vacancy(deadline=date(2026, 11, 23)).is_open
    assert a_vacancy(deadline=date(2026, 11, 24)).is_open


def test_the_last_day_that_comes_first_stands_first_and_those_without_one_last():
    for title, days in [("c", None), ("b", 9), ("a", 3)]:
        a_vacancy(title, days_left=days)

    assert list(Vacancy.objects.values_list("title", flat=True)) == ["a", "b", "c"]
