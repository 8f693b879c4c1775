"""The site under axe: every page in Swedish, residents' in English and Arabic too.

In Finnish and Ukrainian one page of each kind that the public reads.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hemvist.people.models import Household
from hemvist.portal import devices
from tests.site.doors import DOORS
from tests.site.world import RESIDENT, STRANGER, make_world

pytestmark = pytest.mark.django_db(transaction=True)

IN_ORDER = [STRANGER, RESIDENT, "coordinator", "host", "receiver", "auditor"]
FOR_RESIDENTS = (
    "guide:",
    "search:",
    "vacancies:",
    "happenings:",
    "favourites:",
    "useful:",
    "proposal:",
    "intake:",
    "portal:",
    "referrals:answer",
    "keeper:",
    "open_data",
)
ONE_OF_EACH = (
    "guide:start",
    "guide:life_area",
    "guide:area",
    "guide:compare",
    "guide:map",
    "guide:places",
    "guide:place",
    "guide:page",
    "search:find",
    "vacancies:vacancy",
    "happenings:calendar",
    "happenings:happening",
    "favourites:mine",
    "useful:report",
    "proposal:propose",
    "intake:step",
)
ONLY_WHAT_IS_WRONG = {"resultTypes": ["violations"]}
NOT_PAGES = {
    "core:stylesheet",
    "core:health",
    "core:manifest",
    "core:robots",
    "sitemap",
    "search:suggest",
}
NOT_PAGES |= {name for name in DOORS if name.startswith(("hsds:", "api:", "datasets:"))}
NOT_PAGES |= {
    "saved_worker",
    "happenings:feed",
    "happenings:one_file",
    "core:security_txt",
    "portal:export_file",
    "desk:extract_csv",
    "desk:extract_pdf",
    "documents:file",
    "portal:paper",
    "inbox:part",
    "forms:fetch",
    "employers:picture",
    "audit:export",
}


@pytest.fixture
def world(transactional_db):
    call_command("createcachetable")
    return make_world()


def visitor_of(name):
    """The first in order who gets to see the page; nobody for what is no page."""
    return next((who for who in IN_ORDER if DOORS[name].answers.get(who) == 200), None)


def names_of(who):
    return [name for name in DOORS if name not in NOT_PAGES and visitor_of(name) == who]


def cookies_of(world, who, url):
    client = Client()
    if who == RESIDENT:
        response = HttpResponse()
        household = Household.objects.get(pk=world.household.pk)
        devices.remember(response, household, shared=False)
        client.cookies.update(response.cookies)
    elif who != STRANGER:
        client.force_login(world.users[who])
    return [
        {"name": name, "value": morsel.value, "url": url} for name, morsel in client.cookies.items()
    ]


def barriers(page):
    return [
        (violation["id"], [node["target"] for node in violation["nodes"]][:5])
        for violation in Axe().run(page, options=ONLY_WHAT_IS_WRONG).response["violations"]
    ]


def look_at_all(open_page, world, language, live_server, only=("",)):
    """What axe finds, by page; and how many pages it looked at."""
    found, looked_at = {}, 0
    for who in IN_ORDER:
        page = open_page(reduced_motion="reduce", viewport={"width": 900, "height": 900})
        page.context.add_cookies(cookies_of(world, who, live_server.url))
        page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        for name in names_of(who):
            if name.startswith(tuple(only)):
                with translation.override(language):
                    path = reverse(name, args=[world.named_for[arg] for arg in DOORS[name].args])
                answer = page.goto(path)
                assert answer.status == 200, (path, answer.status)
                looked_at += 1
                if trouble := barriers(page):
                    found[f"{name} as {who}"] = trouble
    return found, looked_at


def test_no_page_has_a_barrier(open_page, world, live_server):
    found, looked_at = look_at_all(open_page, world, "sv", live_server)

    assert found == {}
    assert looked_at > 60


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_residents_has_a_barrier(open_page, world, live_server, language):
    found, looked_at = look_at_all(open_page, world, language, live_server, only=FOR_RESIDENTS)

    assert found == {}
    assert looked_at > 20


@pytest.mark.parametrize("language", ["fi", "uk"])
def test_no_kind_of_public_page_has_a_barrier(open_page, world, live_server, language):
    found, looked_at = look_at_all(open_page, world, language, live_server, only=ONE_OF_EACH)

    assert found == {}
    assert looked_at >= len(ONE_OF_EACH)


@pytest.mark.parametrize("rest", ["", "new/", "{place}/", "{place}/hours/", "{place}/access/"])
def test_the_editors_pages_of_places_have_no_barrier(open_page, world, live_server, rest):
    page = open_page(viewport={"width": 1200, "height": 900})
    page.context.add_cookies(cookies_of(world, "editor", live_server.url))
    answer = page.goto("/editor/places/" + rest.format(place=world.named_for["place"]))

    found = Axe().run(page, context="main", options=ONLY_WHAT_IS_WRONG).response["violations"]

    assert answer.status == 200
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


# Pages of staff on which something can be left out, and the sentence is shown that says so.
CAN_GO_WRONG = [
    "casework:write",
    "casework:call",
    "casework:note",
    "casework:next_step",
    "casework:assign",
    "casework:close",
    "casework:new_need",
    "casework:new_fact",
    "casework:new_task",
    "casework:new_member",
    "documents:files",
    "merging:divide",
    "referrals:refer",
    "referrals:new_function",
    "bulk:save_filter",
    "waves:new",
    "desk:day",
    "replies:new",
    "employers:new_source",
    "registration:register",
    "registration:people_lists",
    "accounts:invite",
]
SEND_NOTHING = """() => {
    const form = document.querySelector("main form[method=post]");
    form.noValidate = true;
    form.querySelectorAll("input:not([type=hidden]), textarea, select").forEach((field) => {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else if (field.type !== "submit") field.value = "";
    });
    const first = ".actions [type=submit]";  // the page's own button, not one beside a field
    (form.querySelector(first) ?? form.querySelector("[type=submit], button")).click();
}"""
OPEN_ALL = "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"


@pytest.fixture
def in_the_dark(open_page, world, live_server):
    """A coordinator's telephone in the dark."""
    page = open_page(
        reduced_motion="reduce",
        color_scheme="dark",
        viewport={"width": 390, "height": 844},
        has_touch=True,
    )
    page.context.add_cookies(cookies_of(world, "coordinator", live_server.url))

    def go(name):
        page.goto(reverse(name, args=[world.named_for[arg] for arg in DOORS[name].args]))
        return page

    return go


@pytest.mark.complains("422")
def test_no_mistake_on_a_page_of_staff_is_a_barrier(in_the_dark):
    found = {}
    for name in CAN_GO_WRONG:
        page = in_the_dark(name)
        with page.expect_navigation():
            page.evaluate(SEND_NOTHING)
        assert page.locator(".mistake, .error-summary").count(), f"{name} shows no mistake"
        if trouble := barriers(page):
            found[name] = trouble

    assert found == {}


def test_nothing_that_opens_on_the_desk_has_a_barrier(in_the_dark):
    found = {}
    page = in_the_dark("desk:cases")
    assert not page.locator(".many").is_visible(), "nothing is ticked, so there is nothing to do"
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.id") == "many-kind"
    assert page.locator("[data-ticked]").inner_text().endswith(" 1")
    page.locator(".case-row__name").first.focus()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "filter-state"
    found["filters, and what is done with many"] = barriers(page)
    page.locator(".case-row__name").first.focus()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    found["the keys"] = barriers(page)
    for name in ("desk:case", "follow_up:case", "merging:merge", "waves:wave", "bulk:deed"):
        page = in_the_dark(name)
        page.evaluate(OPEN_ALL)
        found[name] = barriers(page)

    assert {name: trouble for name, trouble in found.items() if trouble} == {}
