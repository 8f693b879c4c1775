"""When a colleague leaves, nothing of theirs is left lying."""

import pytest
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.casework.models import Case
from hemvist.casework.noting import add_task
from hemvist.demo.factories import NOW, a_case, a_household, a_municipality, a_team, a_user
from hemvist.desk.leaving import let_go


@pytest.fixture
def team(db):
    a_municipality()
    return a_team("Mottagningen", is_front_door=True)


@pytest.fixture
def coordinator(team):
    return a_user("Karin", role=Role.COORDINATOR, teams=[team])


@pytest.fixture
def host(team):
    return a_user("Hedda", teams=[team])


def test_access_ends_and_cases_go_back_to_their_queue(client, coordinator, host):
    case = a_case(owner=host)
    client.force_login(coordinator)
    page = reverse("desk:leaving", args=[host.pk])

    shown = client.get(page)
    answer = client.post(page)

    host.refresh_from_db()
    assert shown.context["open_cases"] == 1
    assert (answer.status_code, answer.url) == (302, reverse("accounts:staff"))
    assert not host.is_active
    assert Case.objects.get(pk=case.pk).owner is None


def test_household_only_they_could_see_is_seen_by_the_coordinator(client, coordinator, host):
    household = a_household(staff=[host])
    client.force_login(coordinator)

    client.post(reverse("desk:leaving", args=[host.pk]))

    assert list(household.named_staff.all()) == [coordinator]


def test_household_others_see_too_stays_with_them(client, coordinator, host, team):
    other = a_user("Olle", teams=[team])
    household = a_household(staff=[host, other])
    client.force_login(coordinator)

    client.post(reverse("desk:leaving", args=[host.pk]))

    assert set(household.named_staff.all()) == {host, other}


def test_household_whose_others_have_left_too_is_seen_by_the_coordinator(
    client, coordinator, host, team
):
    other = a_user("Olle", teams=[team])
    household = a_household(staff=[host, other])
    client.force_login(coordinator)
    client.post(reverse("desk:leaving", args=[other.pk]))

    client.post(reverse("desk:leaving", args=[host.pk]))

    assert list(household.named_staff.all()) == [coordinator]


def test_nobody_shows_themselves_out(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("desk:leaving", args=[coordinator.pk]))

    coordinator.refresh_from_db()
    assert answer.status_code == 422
    assert coordinator.is_active


def test_only_a_coordinator_ends_access(client, host, coordinator):
    client.force_login(host)

    answer = client.post(reverse("desk:leaving", args=[coordinator.pk]))

    coordinator.refresh_from_db()
    assert answer.status_code == 403
    assert coordinator.is_active


def test_a_protected_case_is_not_in_the_number_shown_to_one_who_may_not_know_of_it(
    client, coordinator, host
):
    a_case(owner=host)
    protected = a_case(a_household(staff=[host]), owner=host)
    client.force_login(coordinator)
    page = reverse("desk:leaving", args=[host.pk])

    shown = client.get(page)
    client.post(page)

    assert shown.context["open_cases"] == 1
    assert Case.objects.get(pk=protected.pk).owner is None


def test_tasks_of_one_who_leaves_go_to_whoever_has_the_cases(client, coordinator, host):
    case = a_case(owner=coordinator)
    task = add_task(case, what="Ring", on=NOW.date(), assignee=host, by=coordinator, at=NOW)

    let_go(host, by=coordinator)

    task.refresh_from_db()
    assert task.assignee is None
