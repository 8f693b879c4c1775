"""The second step: an app, a recovery code, and where it is required."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail

from tests.accounts.conftest import PASSWORD, jobs, sign_in, work


def test_adding_a_second_step_asks_who_it_is_first(client, host):
    client.force_login(host)

    for page in ["totp/activate", "webauthn/add", "recovery-codes/generate"]:
        answer = client.get(f"/accounts/2fa/{page}/")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")


def digits(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)}).status_code == 302
    return secret


def test_app_is_set_up_and_asked_for_at_the_next_sign_in(client, host):
    sign_in(client, host)
    secret = set_up_app(client)
    client.post("/accounts/logout/")

    first = sign_in(client, host)
    assert (first.status_code, first.url) == (302, "/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    wrong = client.post(first.url, {"code": "000000"})
    assert wrong.status_code == 422

    last = client.post(first.url, {"code": digits(secret)})
    assert (last.status_code, last.url) == (302, "/desk/")


def test_digits_cannot_be_used_twice(client, host):
    sign_in(client, host)
    secret = set_up_app(client)
    client.post("/accounts/logout/")
    code = digits(secret)
    client.post(sign_in(client, host).url, {"code": code})
    client.post("/accounts/logout/")

    assert client.post(sign_in(client, host).url, {"code": code}).status_code == 422


def test_secret_of_the_app_is_not_readable_in_the_table(client, host):
    from allauth.mfa.models import Authenticator

    sign_in(client, host)
    secret = set_up_app(client)

    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code("000000") is False


def test_recovery_code_opens_once(client, host):
    from allauth.mfa.models import Authenticator

    sign_in(client, host)
    set_up_app(client)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/accounts/logout/")
    step = sign_in(client, host).url

    assert client.post(step, {"code": code}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client, host)
    assert client.post(step, {"code": code}).status_code == 422


def test_second_step_comes_before_everything_where_it_is_required(client, host, settings):
    settings.REQUIRE_MFA = True
    sign_in(client, host)

    led = client.get("/staff/welcome/")
    assert (led.status_code, led.url) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/staff/invite/", {}).status_code == 302

    set_up_app(client)
    assert client.get("/staff/welcome/").status_code == 200


def test_last_second_step_stays_where_it_is_required(client, host, settings):
    from allauth.mfa.models import Authenticator

    settings.REQUIRE_MFA = True
    sign_in(client, host)
    set_up_app(client)

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(type="totp").count() == 1


def test_letter_about_a_new_second_step(client, host, django_capture_on_commit_callbacks):
    sign_in(client, host)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)

    work("accounts.send_notice")

    assert mail.outbox[0].to == [host.email]
    assert "user.totp_activated" in {job["verb"] for job in jobs("audit.record_account")}
    assert {job["notice"] for job in jobs("accounts.send_notice")} >= {"totp_activated"}
