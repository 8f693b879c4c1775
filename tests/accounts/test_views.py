"""A coordinator's pages about staff."""

import pytest
from django.core import mail
from django.urls import reverse

from hemvist.accounts.models import Role, Team, User
from tests.accounts.conftest import jobs, make_user, work

STRANGERS = [role for role in Role if role != Role.COORDINATOR]


def answers(team=None, **more):
    return {
        "email": "Ny@Norrby.example",
        "name": "Nils Ny",
        "title": "",
        "phone": "",
        "role": "host",
        "teams": [team.pk] if team else [],
        "language": "sv",
        "languages": ["sv"],
        **more,
    }


def verbs():
    return [job["verb"] for job in jobs("audit.record_account")]


def test_invited_colleague_gets_a_link_and_can_choose_a_password(client, coordinator, team):
    client.force_login(coordinator)

    answer = client.post(reverse("accounts:invite"), answers(team))
    work("accounts.send_link")

    person = User.objects.get(email="ny@norrby.example")
    assert (answer.status_code, answer.url) == (302, reverse("accounts:person", args=[person.pk]))
    assert (person.name, person.role, list(person.teams.all())) == ("Nils Ny", "host", [team])
    assert not person.has_usable_password()
    assert mail.outbox[0].to == ["ny@norrby.example"]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert verbs() == ["user.invited"]


def test_address_taken_in_other_capitals_is_taken(client, coordinator, host):
    client.force_login(coordinator)

    answer = client.post(reverse("accounts:invite"), answers(email="HOST@norrby.example"))

    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    assert User.objects.count() == 2


def test_role_and_teams_change_and_are_written_down(client, coordinator, host, team):
    client.force_login(coordinator)

    client.post(
        reverse("accounts:person", args=[host.pk]), answers(team, role="service_point", name="Siv")
    )

    host.refresh_from_db()
    assert (host.name, host.role, list(host.teams.all())) == ("Siv", "service_point", [team])
    job = jobs("audit.record_account")[0]
    assert (job["verb"], job["by"], job["role"], job["teams"]) == (
        "user.changed",
        coordinator.pk,
        "service_point",
        str(team.pk),
    )


def test_last_coordinator_cannot_give_the_role_away(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("accounts:person", args=[coordinator.pk]), answers(role="host"))

    assert answer.status_code == 422
    coordinator.refresh_from_db()
    assert coordinator.role == Role.COORDINATOR


def test_lost_telephone_is_removed_after_a_question(client, coordinator, host):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=host, type="totp", data={"secret": "x"})
    client.force_login(coordinator)
    page = reverse("accounts:remove_second_factor", args=[host.pk])

    assert client.get(page).status_code == 200
    assert Authenticator.objects.count() == 1
    client.post(page)

    assert Authenticator.objects.count() == 0
    assert verbs() == ["user.second_factor_removed"]
    assert jobs("accounts.send_notice") == [{"user": host.pk, "notice": "second_factor_removed"}]


def test_former_colleague_gets_access_again(client, coordinator, host):
    host.is_active = False
    host.save()
    client.force_login(coordinator)

    client.post(reverse("accounts:reactivate", args=[host.pk]))

    host.refresh_from_db()
    assert host.is_active
    assert verbs() == ["user.reactivated"]


def test_new_link_is_sent(client, coordinator, host):
    client.force_login(coordinator)

    client.post(reverse("accounts:send_link", args=[host.pk]))

    assert jobs("accounts.send_link") == [{"user": host.pk, "reason": "reset"}]
    assert verbs() == ["user.link_sent"]


@pytest.mark.parametrize("role", STRANGERS)
def test_only_coordinators_manage_staff(client, host, role):
    somebody = make_user(role, email="somebody@norrby.example")
    client.force_login(somebody)
    gets = ["accounts:staff", "accounts:invite"]
    posts = ["accounts:send_link", "accounts:let_in", "accounts:reactivate"]

    seen = [client.get(reverse(name)).status_code for name in gets]
    seen += [client.post(reverse(name, args=[host.pk])).status_code for name in posts]
    seen.append(client.post(reverse("accounts:person", args=[somebody.pk]), answers()).status_code)

    assert seen == [403] * 6
    assert jobs("audit.record_account") == []


def test_list_costs_the_same_for_one_and_for_many(client, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    client.get(reverse("accounts:staff"))

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("accounts:staff"))
    for number in range(5):
        make_user(email=f"h{number}@norrby.example").teams.set(
            [Team.objects.create(name=f"Lag {number}")]
        )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("accounts:staff"))

    assert len(few) == len(many)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.PROGRAMME_GUIDE])
def test_people_without_a_desk_are_told_what_they_can_do(client, role):
    client.force_login(make_user(role))

    assert client.get(reverse("accounts:start")).url == "/staff/welcome/"
    assert client.get("/staff/welcome/").status_code == 200
