"""The living page in a real browser: no barrier in any language, direction or light."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from hemvist.core.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = {
    "Swedish, light": "language=sv&theme=light",
    "Swedish, dark": "language=sv&theme=dark",
    "English, light": "language=en&theme=light",
    "English, dark": "language=en&theme=dark",
    "Arabic's direction, light": "language=ar&dir=rtl&theme=light",
    "Arabic's direction, dark": "language=ar&dir=rtl&theme=dark",
}


@pytest.fixture
def municipality():
    return Municipality.objects.create(
        pk=1,
        name="Boden",
        authority="Bodens kommun",
        service_names={"sv": "Inflyttningsservice", "en": "Moving-in service"},
        phone="+46 980 31 92 00",
        email="inflyttning@boden.example",
        languages=["sv", "en", "ar"],
    )


def barriers(page):
    """What axe finds, each with where it stands."""
    return [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
    ]


def test_design_page_has_no_barrier_in_any_light_or_direction(open_page, municipality):
    page = open_page(reduced_motion="reduce")
    found = {}
    for way, query in WAYS.items():
        page.goto(f"/design/?{query}")
        found[way] = barriers(page)

    assert found == {way: [] for way in WAYS}


def test_design_page_never_scrolls_sideways(open_page, municipality):
    page = open_page()
    widths = []
    for direction in ("ltr", "rtl"):
        page.goto(f"/design/?dir={direction}")
        for width in (320, 375, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [320, 375, 768, 1440] * 2


def test_appearance_is_chosen_without_script(open_page, municipality):
    page = open_page(script=False)
    page.goto("/appearance/?next=/design/%3Flanguage%3Dsv")

    page.locator("label[for=id_theme_1]").click()
    page.locator("main button[type=submit]").click()

    page.wait_for_load_state()
    assert page.url.endswith("/design/?language=sv")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_counter_tells_what_is_left(open_page, municipality):
    page = open_page()
    page.goto("/design/?language=en")

    page.locator("#id_good-words").fill("Hej på dig 😀")

    assert page.locator("#id_good-words + .count-left").inner_text().endswith(" 288")


def test_skip_link_is_first_and_leads_to_the_content(open_page, municipality):
    page = open_page()
    page.goto("/sv/accessibility/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
