"""What changes who works here."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hemvist.accounts import actions
from hemvist.accounts.models import Role, User
from hemvist.audit.models import Event
from tests.accounts.conftest import PASSWORD, jobs, make_user, work


def test_deactivated_colleague_is_out_at_once_and_everywhere(client, host, coordinator):
    client.post("/accounts/login/", {"login": host.email, "password": PASSWORD})

    actions.deactivate_user(host, by=coordinator)

    assert client.get("/staff/welcome/").status_code == 302
    host.refresh_from_db()
    assert not host.is_active
    assert [job["verb"] for job in jobs("audit.record_account")][-1] == "user.deactivated"


def test_nobody_ends_their_own_access(coordinator):
    with pytest.raises(actions.IsOneself):
        actions.deactivate_user(coordinator, by=coordinator)


def test_last_coordinator_stays(coordinator):
    other = make_user(Role.COORDINATOR, email="other@norrby.example")
    actions.deactivate_user(other, by=coordinator)

    with pytest.raises(actions.LastCoordinator):
        actions.deactivate_user(coordinator, by=other)


def test_deeds_reach_the_log_with_the_moment_they_happened(host, coordinator):
    actions.let_in(host, by=coordinator)
    asked_at = jobs("audit.record_account")[0]["at"]

    work("audit.record_account")

    event = Event.objects.get()
    assert (event.verb, event.subject_type, event.subject_id) == (
        "user.let_in",
        "user",
        str(host.pk),
    )
    assert (event.actor, event.at.isoformat()) == (coordinator, asked_at)


def test_invitation_of_a_known_address_is_refused(host, coordinator):
    with pytest.raises(actions.EmailIsTaken):
        actions.invite_user(email=" HOST@norrby.example", name="X", role="host", by=coordinator)


def test_command_makes_the_first_coordinator(monkeypatch):
    monkeypatch.setenv("HEMVIST_COORDINATOR_PASSWORD", PASSWORD)
    out = StringIO()

    call_command("create_coordinator", email="Chef@norrby.example", name="Chef", stdout=out)

    user = User.objects.get()
    assert (user.email, user.role, user.check_password(PASSWORD)) == (
        "chef@norrby.example",
        Role.COORDINATOR,
        True,
    )
    assert out.getvalue() == "Chef can now sign in as chef@norrby.example.\n"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("not an address", PASSWORD),
        ("a@norrby.example", "short"),
        ("host@norrby.example", PASSWORD),
    ],
)
def test_command_refuses_in_words(monkeypatch, host, email, password):
    monkeypatch.setenv("HEMVIST_COORDINATOR_PASSWORD", password)

    with pytest.raises(CommandError):
        call_command("create_coordinator", email=email, name="Chef")

    assert User.objects.count() == 1
