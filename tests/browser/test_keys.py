"""The letters of the desk: through a list, into a case, and to what is done there."""

import pytest

from hemvist.demo import factories as make
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

# A click is noted and not followed, so that one page is enough for all letters.
NOTE = """document.addEventListener("click", (event) => {
  event.preventDefault(); window.went = event.target.closest("a")?.pathname;
}, true)"""


def test_letters_go_through_a_list_and_to_every_deed_of_a_case(page, live_server):
    host = make.a_user("Elin Bäck", email="elin@boden.example")
    first, second = (
        make.a_case(make.a_household(email=f"{n}@example.org"), owner=host, title=f"Family {n}")
        for n in (1, 2)
    )
    sign_in(page, host.email)
    page.goto("/desk/cases/")
    keys, names = page.keyboard, page.locator(".case-row__name")
    order = [names.nth(n).get_attribute("href") for n in (0, 1)]

    keys.press("a")
    assert page.locator("[name=case]:checked").count() == 2
    keys.press("j")
    keys.press("j")
    keys.press("k")
    keys.press("j")
    with page.expect_navigation():
        keys.press("o")
    assert page.url.endswith(order[1])
    case = {f"/desk/cases/{one.reference}/": one for one in (first, second)}[order[1]]

    page.evaluate(NOTE)
    for key, end in {"r": "write/", "c": "call/", "t": "note/", "e": "next-step/"}.items():
        keys.press(key)
        assert page.evaluate("window.went") == f"/desk/cases/{case.reference}/{end}"

    page.evaluate("window.went = ''")
    page.locator("#desk-search").press("r")
    assert page.evaluate("window.went") == ""
