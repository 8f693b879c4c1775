"""The path, whole: from the guide to a helping hand, with real mail and a real worker."""

import re
from email import message_from_bytes, policy

import pytest
from django.core.management import call_command
from django.utils import timezone

from hemvist.accounts.models import Role, Team
from hemvist.casework.models import Case, CaseState
from hemvist.demo import factories as make
from hemvist.demo.municipality import load_municipality
from hemvist.referrals.models import Referral, ReferralState
from tests.browser.walking import Keyboard, Mouse, enquire
from tests.messaging.conftest import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 375, "height": 740}}


@pytest.fixture
def town(transactional_db, settings):
    load_municipality(on=timezone.localdate())
    call_command("createcachetable")
    front_door = Team.objects.get_or_create(is_front_door=True, defaults={"name": "Mottagning"})[0]
    make.a_user("Elin Bäck", email="elin@boden.example", teams=[front_door], phone="0921-620 00")
    make.a_function(
        "Bostadskontoret",
        life_areas=["housing"],
        needs_to_know=["name", "adults", "children"],
        email="bostad@boden.example",
        language="sv",
    )
    make.a_user("Karin Lid", role=Role.COORDINATOR, email="karin@boden.example")
    return front_door


@pytest.fixture
def post(mail_server, worker, live_server, settings):
    """Runs the worker and hands out what the mail server has got."""
    settings.SITE_URL = live_server.url
    return Post(mail_server)


class Post:
    def __init__(self, server):
        self.server = server

    def newest_to(self, address):
        run_worker()
        letters = [e for e in self.server.letters if address in e.rcpt_tos]
        letter = message_from_bytes(letters[-1].content, policy=policy.default)
        return letter.get_body(("plain",)).get_content()


def link_in(letter):
    return re.search(r"http://\S+", letter).group().rstrip(".")


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", make.PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def open_own_page(walker, post, link):
    walker.page.goto(link)
    walker.page.locator("main [name=point]").first.check()
    walker.press("Send me a code")
    code = re.search(r"\b\d{6}\b", post.newest_to("miroslava@example.org")).group()
    walker.fill("code", code)
    walker.press(re.compile("Open"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_household_goes_the_whole_way(open_page, town, post, settings, script):
    settings.LANGUAGE_CODE = "en"
    person = Mouse(open_page(script=script, locale="en-GB", **PHONE))
    host = Mouse(open_page(script=script, locale="en-GB"))
    function = Mouse(open_page(script=script, locale="sv-SE", **PHONE))

    # The enquiry
    person.page.goto("/en/")
    reference = enquire(person)
    case = Case.objects.get(reference=reference)
    assert case.title == "Мирослава Тест"
    link = link_in(post.newest_to("miroslava@example.org"))

    # The host takes it and writes
    sign_in(host.page, "elin@boden.example")
    host.page.goto("/desk/queue/")
    assert reference in host.page.inner_text("main")
    host.page.goto(f"/desk/cases/{reference}/")
    host.page.locator("form[action$='/take/'] button").first.click()
    host.page.wait_for_load_state()
    host.page.goto(f"/desk/cases/{reference}/write/")
    host.fill("body", "Welcome! There are flats in Harads.")
    host.page.get_by_role("button", name="Send", exact=True).click()
    host.page.wait_for_url(f"**/desk/cases/{reference}/**")
    case.refresh_from_db()
    assert (case.first_unanswered_at, case.state) == (None, CaseState.WAITING)
    assert "flats in Harads" in post.newest_to("miroslava@example.org")

    # The person reads and answers
    open_own_page(person, post, link)
    assert "flats in Harads" in person.page.inner_text("main")
    person.page.goto("/en/my/write/")
    person.fill("body", "Thank you, we would love to see one.")
    person.page.locator("main form button").first.click()
    person.page.wait_for_load_state()
    case.refresh_from_db()
    assert case.first_unanswered_at is not None
    host.page.goto(f"/desk/cases/{reference}/")
    assert "we would love to see one" in host.page.inner_text("main")

    # The referral
    bureau = Referral.function.field.related_model.objects.get(name="Bostadskontoret")
    host.page.goto(f"/referrals/cases/{reference}/")
    assert "Bostadskontoret" in host.page.inner_text("main")
    host.page.goto(f"/referrals/cases/{reference}/{bureau.pk}/")
    host.fill("question", "Could you show them a flat?")
    host.fill("agreed_how", "message")
    host.page.locator("main form button").first.click()
    host.page.wait_for_load_state()
    assert "Мирослава Тест" in host.page.inner_text("main")
    host.page.locator("[name=confirmed]").click()
    host.page.wait_for_url(f"**/desk/cases/{reference}/**")

    # The function answers
    function.page.goto(link_in(post.newest_to("bostad@boden.example")))
    seen = function.page.inner_text("main")
    assert "Мирослава Тест" in seen
    assert "miroslava@example.org" not in seen
    function.fill("answer", "Vi ringer på måndag.")
    function.page.locator("[name=act][value=accept]").click()
    function.page.wait_for_load_state()
    assert Referral.objects.get().state == ReferralState.ACCEPTED

    # Everybody sees it
    host.page.goto(f"/desk/cases/{reference}/")
    assert "Bostadskontoret" in host.page.inner_text("main")
    person.page.goto("/en/my/")
    assert "Bostadskontoret" in person.page.inner_text("main")

    # And the person ends it
    person.page.goto("/en/my/erase/")
    person.follow("Go on to erase")
    person.page.locator("main input[type=checkbox], main input[type=radio]").first.check()
    person.press("Erase everything")
    case.household.refresh_from_db()
    assert case.household.erased_at is not None
    host.page.goto(f"/desk/cases/{reference}/")
    assert "Мирослава" not in host.page.content()


def test_the_enquiry_can_be_sent_with_the_keyboard_alone(open_page, town, post, settings):
    person = Keyboard(open_page(locale="en-GB"))
    person.page.goto("/en/")

    reference = enquire(person)

    assert Case.objects.get(reference=reference).title == "Мирослава Тест"
    assert link_in(post.newest_to("miroslava@example.org"))
