"""Signing in, and everything somebody might try instead."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from django.utils import translation

from hemvist.accounts.middleware import SEEN_AT, SIGNED_IN_AT
from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from tests.accounts.conftest import LOGIN, PASSWORD, jobs, make_user, sign_in, work


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.HOST, "/desk/"),
        (Role.COORDINATOR, "/desk/"),
        (Role.CITIZEN_SERVICES, "/desk/"),
        (Role.SERVICE_POINT, "/desk/"),
        (Role.RECEIVER, "/referrals/"),
        (Role.AUDITOR, "/audit/"),
        (Role.EDITOR, "/editor/"),
        (Role.EMPLOYER, "/staff/welcome/"),
        (Role.PROGRAMME_GUIDE, "/staff/welcome/"),
    ],
)
def test_signing_in_leads_to_where_the_work_is(client, role, page):
    answer = sign_in(client, make_user(role))

    assert (answer.status_code, answer.url) == (302, page)


def test_sign_in_is_written_down(client, host):
    sign_in(client, host)

    assert [(job["verb"], job["user"], job["by"]) for job in jobs("audit.record_account")] == [
        ("user.signed_in", host.pk, host.pk)
    ]


def test_wrong_password_and_unknown_address_get_the_same_words(client, host):
    wrong = sign_in(client, host, "fel-fel-fel-fel")
    host.email = "nobody@norrby.example"
    unknown = sign_in(client, host, "fel-fel-fel-fel")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "host@norrby.example" in wrong.content.decode()


def test_sixth_try_is_refused_even_with_the_right_password(client, host):
    for _ in range(5):
        sign_in(client, host, "fel-fel-fel-fel")

    answer = sign_in(client, host)

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    words = " ".join(answer.context["form"].non_field_errors())
    assert "15" in words


def test_lockout_from_one_place_does_not_lock_the_owner_out(client, host):
    for _ in range(5):
        client.post(LOGIN, {"login": host.email, "password": "x"}, REMOTE_ADDR="203.0.113.9")

    assert sign_in(client, host).status_code == 302


def test_many_places_together_do_not_guess_for_ever(client, host):
    for number in range(50):
        client.post(
            LOGIN, {"login": host.email, "password": "x"}, REMOTE_ADDR=f"203.0.113.{number}"
        )

    assert sign_in(client, host).status_code == 422


def test_address_written_otherwise_is_the_same_address(client, host):
    for text in ["HOST@norrby.example", " host@norrby.example", "Host@Norrby.Example"] * 2:
        client.post(LOGIN, {"login": text, "password": "fel"})

    assert sign_in(client, host).status_code == 422


def test_coordinator_ends_the_wait(client, host, coordinator):
    for _ in range(5):
        sign_in(client, host, "fel-fel-fel-fel")
    client.force_login(coordinator)
    client.post(reverse("accounts:let_in", args=[host.pk]))
    client.logout()

    assert sign_in(client, host).status_code == 302


def test_session_number_changes_at_sign_in(client, host):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    before = session.session_key

    sign_in(client, host)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "///evil.example",
    ],
)
def test_next_never_leads_away(client, host, place):
    answer = sign_in(client, host, next=place)

    assert (answer.status_code, answer.url) == (302, "/desk/")


def test_next_leads_back_to_the_page_that_was_wanted(client, host):
    assert sign_in(client, host, next="/desk/cases/").url == "/desk/cases/"


def test_looking_at_sign_out_does_not_sign_out(client, host):
    client.force_login(host)

    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session


def test_signing_out_needs_the_forms_own_token(host, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(host)

    assert strict.post("/accounts/logout/").status_code == 403
    assert "_auth_user_id" in strict.session


def test_nobody_signs_up(client):
    shown = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "new@norrby.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    from hemvist.accounts.models import User

    assert shown.status_code == 200
    assert User.objects.count() == 0


def test_an_hour_without_a_sign_of_life_ends_the_session(client, host):
    sign_in(client, host)
    session = client.session
    session[SEEN_AT] = int(time.time()) - 60 * 60 - 1
    session.save()

    answer = client.get("/staff/start/")

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/staff/start/")
    assert "_auth_user_id" not in client.session


def test_ten_hours_end_the_session_however_busy(client, host):
    sign_in(client, host)
    client.get("/staff/welcome/")
    session = client.session
    session[SIGNED_IN_AT] = int(time.time()) - 10 * 60 * 60 - 1
    session.save()

    assert client.get("/staff/welcome/").status_code == 302


def test_a_new_password_ends_all_other_sessions(client, host):
    from django.test import Client

    other = Client()
    sign_in(other, host)
    sign_in(client, host)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    new = "tre-renar-i-en-raps"
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert answer.status_code == 302
    assert client.get("/staff/welcome/").status_code == 200
    assert other.get("/staff/welcome/").status_code == 302


def test_changing_the_password_needs_the_one_you_have(client, host):
    client.force_login(host)
    new = "tre-renar-i-en-raps"

    answer = client.post(
        "/accounts/password/change/", {"oldpassword": "fel", "password1": new, "password2": new}
    )

    assert answer.status_code == 422
    host.refresh_from_db()
    assert host.check_password(PASSWORD)


def test_other_sessions_are_listed_and_ended(client, host):
    from django.test import Client

    other = Client()
    sign_in(other, host)
    sign_in(client, host)

    assert len(client.get("/accounts/sessions/").context["sessions"]) == 2
    client.post("/accounts/sessions/")

    assert other.get("/staff/welcome/").status_code == 302
    assert client.get("/staff/welcome/").status_code == 200


def reset_link(client, email, **headers):
    client.post("/accounts/password/reset/", {"email": email}, **headers)
    work("accounts.send_link")
    return re.search(r"https?://\S+/password/reset/key/\S+", mail.outbox[-1].body).group()


def test_reset_link_is_made_from_the_sites_own_address(client, host, settings):
    link = reset_link(client, host.email, HTTP_HOST="evil.example")

    assert link.startswith(settings.SITE_URL + "/accounts/password/reset/key/")
    assert mail.outbox[-1].to == [host.email]


def test_reset_link_works_once_and_lets_in_after_a_lockout(client, host):
    for _ in range(5):
        sign_in(client, host, "fel-fel-fel-fel")
    path = "/" + reset_link(client, host.email).split("/", 3)[3]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    new = "tre-renar-i-en-raps"

    client.post(form, {"password1": new, "password2": new})

    assert sign_in(client, host, new).status_code == 302
    client.logout()
    again = client.get(path, follow=True)
    assert again.context["token_fail"] is True


def test_reset_of_an_unknown_address_says_the_same_and_sends_nothing(client, host):
    known = client.post("/accounts/password/reset/", {"email": host.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@norrby.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert jobs("accounts.send_link") == [{"user": host.pk, "reason": "reset"}]
    assert mail.outbox == []


def test_deactivated_account_gets_no_link_and_no_entry(client, host):
    host.is_active = False
    host.save()
    client.post("/accounts/password/reset/", {"email": host.email})

    answer = sign_in(client, host)

    assert jobs("accounts.send_link") == []
    assert (answer.status_code, answer.url) == (302, "/accounts/inactive/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("email", ["host@norrby.example", "nobody@norrby.example"])
def test_wrong_password_is_written_down_without_the_address(client, host, email):
    client.post(LOGIN, {"login": email, "password": "wrong"})

    work("audit.record_failed_sign_in")

    event = Event.objects.get(verb="user.sign_in_failed")
    known = email == host.email
    assert (event.actor_kind, event.subject_type) == ("system", "user")
    assert (event.subject_id, event.detail) == (str(host.pk) if known else "0", {})


def test_a_colleague_is_greeted_in_their_own_language(client, host):
    sign_in(client, host)

    assert client.cookies["django_language"].value == host.language


def test_a_language_chosen_in_this_browser_stays(client, host):
    client.cookies["django_language"] = "en"

    sign_in(client, host)

    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("page", ["account_login", "account_reset_password"])
def test_the_door_says_what_goes_into_a_box_beside_it_and_not_in_it(client, page):
    with translation.override("sv"):
        page = client.get(reverse(page), headers={"accept-language": "sv"}).content.decode()
        label = translation.gettext("E-mail")  # E-post, once the catalogues are compiled
    shown = page.partition("<main")[2]

    assert "placeholder" not in shown
    assert label in shown
    assert "Epost" not in shown
