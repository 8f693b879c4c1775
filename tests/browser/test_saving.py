"""A family saves, compares, shares, reads without a network, listens, and asks a host about it."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from hemvist.accounts.models import Team
from hemvist.casework.models import Case
from hemvist.demo import factories as make
from hemvist.demo.municipality import load_municipality
from tests.browser.walking import TYPED, Mouse

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 375, "height": 740}, "locale": "en-GB"}
VOICES = """
  window.said = [];
  const voice = { lang: "en-GB" };
  const speech = {
    getVoices: () => [voice],
    speak: (u) => { window.said.push([u.lang, u.text]); setTimeout(() => u.onend && u.onend(), 0); },
    cancel: () => { window.said.push("silence"); },
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def town(transactional_db, settings, live_server):
    settings.SITE_URL = live_server.url
    settings.LANGUAGE_CODE = "en"
    load_municipality(on=timezone.localdate())
    call_command("createcachetable")
    front = Team.objects.get_or_create(is_front_door=True, defaults={"name": "Mottagning"})[0]
    make.a_user("Elin Bäck", email="elin@boden.example", teams=[front])


def save(page, path):
    page.goto(path)
    button = page.locator("form.save button").first
    button.click()
    page.wait_for_selector("form.save--on")


def wait_until(page, so):
    """Asked again and again from outside: the page's policy forbids what Playwright would do."""
    for _ in range(100):
        if page.evaluate(so):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It never came to {so}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_family_saves_compares_shares_and_brings_it_to_a_host(open_page, town, script):
    family = Mouse(open_page(script=script, **PHONE))
    page = family.page
    for path in ["/en/areas/harads/", "/en/areas/centrum/", "/en/places/nordpoolen/"]:
        save(page, path)
    page.goto("/en/saved/")
    assert [page.locator("h2.saved__name").nth(n).inner_text() for n in range(3)] == [
        "Harads", "Centrum", "Nordpoolen",
    ]  # fmt: skip

    family.press("Compare the areas")
    assert "Areas side by side" in page.content() and "48 km" in page.inner_text("main")

    page.goto("/en/saved/")
    family.press("Make a link")
    link = page.input_value("#link")
    friend = open_page(script=script, **PHONE)
    friend.goto(link)
    assert "Nordpoolen" in friend.inner_text("main")
    friend.get_by_role("button", name="Put all of it on my own list").click()
    friend.wait_for_url("**/en/saved/")
    assert "Harads" in friend.inner_text("main")

    page.goto("/en/saved/")
    page.get_by_role("button", name=re.compile("Take away.*Centrum", re.S)).click()
    page.wait_for_load_state()
    assert "Taken away: Centrum." in page.inner_text("main")

    page.goto("/en/saved/")
    family.press("Take the list along")
    assert "What you bring along" in page.inner_text("main")
    family.press("Begin")
    for _ in range(20):
        step = page.url.rstrip("/").split("/")[-1]
        if step == "check":
            break
        for name, value in TYPED[step].items():
            family.fill(name, value)
        family.press("Continue")
    assert "Nordpoolen" in page.inner_text("main")
    family.press("Send")

    case = Case.objects.get()
    assert case.reference in page.inner_text("main")
    host = open_page(script=script, locale="en-GB")
    host.goto("/accounts/login/")
    host.fill("[name=login]", "elin@boden.example")
    host.fill("[name=password]", make.PASSWORD)
    with host.expect_navigation():
        host.press("[name=password]", "Enter")
    host.goto(f"/desk/cases/{case.reference}/")
    brought = host.locator("details.told li a")
    assert brought.all_inner_texts() == ["Harads", "Nordpoolen"]


@pytest.mark.complains("ERR_INTERNET_DISCONNECTED")
def test_what_is_saved_can_be_read_without_a_network_until_it_is_removed(open_page, town):
    page = open_page(**PHONE)
    save(page, "/en/areas/harads/")
    page.goto("/en/saved/")
    page.get_by_role("button", name="Keep them on this device").click()
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.wait_for_selector("text=Pages kept on this device: 1")

    page.context.set_offline(True)
    page.goto("/en/areas/harads/")
    assert page.inner_text("h1") == "Harads"
    assert "Take Harads away" not in page.content()  # as everybody sees it, nobody's own
    page.goto("/en/areas/centrum/")
    assert "No network" in page.inner_text("h1")
    page.wait_for_selector("[data-kept] a")
    assert page.locator("[data-kept] a").all_inner_texts() == ["Harads"]

    page.context.set_offline(False)
    page.goto("/en/saved/")
    page.get_by_role("button", name="Remove them from this device").click()
    page.wait_for_selector("text=Keep them on this device")
    assert page.evaluate("caches.keys()") == []


def test_a_page_is_read_aloud_and_a_number_digit_by_digit(open_page, town):
    page = open_page(**PHONE)
    page.add_init_script(VOICES)
    page.goto("/en/accessibility/")
    page.get_by_role("button", name="Listen to the page").click()
    wait_until(page, "window.said.includes('silence')")

    said = page.evaluate("window.said")
    assert said[0] == ["en", "Accessibility"]
    aloud = " ".join(text for _language, text in said[:-1])
    assert "+ 4 6 9 8 0 3 1 9 2 0 0" in aloud
    assert "+46" not in aloud
    assert page.get_by_role("button", name="Listen to the page").is_visible()


def test_without_a_voice_there_is_no_button(open_page, town):
    page = open_page(**PHONE)
    page.add_init_script(VOICES.replace("en-GB", "ja-JP"))
    page.goto("/en/areas/harads/")

    assert not page.locator(".listen").is_visible()
