"""What changes vacancies, and what is remembered of it."""

from datetime import date, timedelta

import pytest

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.core.dates import today
from hemvist.demo.factories import a_vacancy
from hemvist.demo.vacancies import load_vacancies
from hemvist.vacancies import actions
from hemvist.vacancies.models import Vacancy

pytestmark = pytest.mark.django_db
SYSTEM = Actor.SYSTEM


def deeds():
    return list(Event.objects.order_by("pk").values_list("verb", "subject_id"))


def test_saving_again_what_is_there_changes_and_records_nothing():
    vacancy = a_vacancy()

    actions.save_vacancies([Vacancy.objects.get(pk=vacancy.pk)], by=SYSTEM)

    assert deeds() == []


def test_saving_changes_what_differs_and_adds_what_is_new():
    kept = a_vacancy("Bagare")
    kept.title = "Bagare på natten"
    new = Vacancy(
        source="jobs", external_id="new", source_name="x", title="Kock", employer="Krogen"
    )

    actions.save_vacancies([kept, new], by=SYSTEM)

    assert sorted(Vacancy.objects.values_list("title", flat=True)) == ["Bagare på natten", "Kock"]
    assert deeds() == [("vacancy.saved", str(kept.pk)), ("vacancy.saved", str(new.pk))]


def test_a_withdrawn_job_is_open_no_more_and_is_withdrawn_once():
    vacancy = a_vacancy()

    for day in [date(2026, 11, 23), date(2026, 11, 24)]:
        actions.withdraw_vacancies([vacancy], on=day, by=SYSTEM)

    vacancy.refresh_from_db()
    assert vacancy.withdrawn_on == date(2026, 11, 23)
    assert not vacancy.is_open
    assert deeds() == [("vacancy.withdrawn", str(vacancy.pk))]


def test_a_removed_job_is_gone():
    vacancy, other = a_vacancy(), a_vacancy()

    actions.remove_vacancies([vacancy.pk], by=SYSTEM)

    assert list(Vacancy.objects.all()) == [other]
    assert deeds() == [("vacancy.removed", str(vacancy.pk))]


def test_only_what_ended_two_months_ago_is_forgotten():
    a_vacancy("gammal", days_left=-61)
    a_vacancy("tillbakadragen", withdrawn_on=today() - timedelta(days=61))
    a_vacancy("nyss", days_left=-60)
    a_vacancy("utan dag", days_left=None)

    assert actions.forget_old_vacancies(on=today()) == 2
    assert set(Vacancy.objects.values_list("title", flat=True)) == {"nyss", "utan dag"}


def test_the_demo_has_a_dozen_jobs_that_say_they_are_invented():
    load_vacancies(on=today())
    load_vacancies(on=today())

    assert Vacancy.objects.open(on=today()).count() == 12
    assert not Vacancy.objects.filter(is_demo=False).exists()
