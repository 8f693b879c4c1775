"""A passkey in a real browser, with an authenticator that Chromium plays."""

import pytest

from hemvist.accounts.models import Role
from hemvist.demo.factories import PASSWORD, a_municipality, a_user

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def guide(transactional_db):
    a_municipality()
    return a_user("Lots Exempel", role=Role.PROGRAMME_GUIDE, language="sv")


def test_passkey_is_added_and_then_opens_the_door_without_a_password(page, live_server, guide):
    home = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{home}/accounts/login/")
    page.fill("#id_login", guide.email)
    page.fill("#id_password", PASSWORD)
    page.click("main form button >> nth=0")
    page.wait_for_url("**/staff/welcome/")
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main form button >> nth=0")
    page.fill("#id_name", "Min telefon")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto(f"{home}/accounts/logout/")
    page.click("main form button >> nth=0")
    page.wait_for_url("**/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/staff/welcome/")

    assert guide.name in page.inner_text("h1")
