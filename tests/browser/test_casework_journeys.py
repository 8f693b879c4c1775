"""A service's days, whole, in a browser: what comes in, who gets it, and what goes wrong."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.bulk import doing
from hemvist.bulk.models import BulkDeed, DeedKind
from hemvist.casework.models import Case, CaseState, Need
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.directory.models import LifeArea
from hemvist.merging.tasks import follow
from hemvist.messaging.models import Delivery, Message
from hemvist.waves.models import Wave
from tests.browser.test_journey import sign_in
from tests.browser.walking import Keyboard, Mouse
from tests.messaging.conftest import run_worker

pytestmark = pytest.mark.django_db(transaction=True)

FAIR = """Namn;E-post;Mobilnummer;Språk;Söker
Mira Exempel;mira@example.org;070-174 06 05;Engelska;Bostad
Lesja Prov;lesja@example.org;;Ukrainska;Arbete
Trasig Rad;inte-en-adress;;;
Mira Exempel;mira@example.org;070-174 06 05;Engelska;Bostad
"""


@pytest.fixture
def town(transactional_db, mail_server, live_server, settings):
    settings.SITE_URL = live_server.url
    settings.LANGUAGE_CODE = "en"
    municipality = make.a_municipality()
    for slug, name in (("housing", "Bostad"), ("work", "Arbete")):
        LifeArea.objects.get_or_create(slug=slug, defaults={"names": {"sv": name, "en": slug}})
    team = make.a_team()
    for name, email, role in (
        ("Elin Bäck", "elin@boden.example", Role.HOST),
        ("Samir Lund", "samir@boden.example", Role.HOST),
        ("Karin Lid", "karin@boden.example", Role.COORDINATOR),
        ("Birgit Å", "birgit@boden.example", Role.SERVICE_POINT),
    ):
        make.a_user(name, email=email, role=role, teams=[team], phone="0921-620 00")
    return municipality


def colleague(open_page, email):
    walker = Mouse(open_page(locale="en-GB"))
    sign_in(walker.page, email)
    return walker


def test_a_walk_in_at_a_service_point_gets_its_first_contact(open_page, town):
    point = Keyboard(open_page(locale="en-GB"))
    sign_in(point.page, "birgit@boden.example")

    # One page, keyboard alone, for somebody without e-mail.
    point.page.goto("/desk/register-person/")
    assert point.page.evaluate("document.activeElement.name") == "name"
    point.page.keyboard.type("Nils Vandrare")
    point.fill("phone", "070-174 06 99")
    point.fill("needs", ["housing"])
    point.reach("main [name=was_informed]")
    point.page.keyboard.press("Space")
    point.press("Register and print the receipt")
    case = Case.objects.get()
    paper = point.page.inner_text(".receipt")
    assert case.reference in paper
    assert "at the latest" in paper
    assert town.phone in paper
    assert (case.title, case.owner, case.household.contact_choice.channels) == (
        "Nils Vandrare",
        None,
        ["phone"],
    )

    # A host takes the case, and what is to be done is to call.
    host = colleague(open_page, "elin@boden.example")
    host.page.goto("/desk/queue/")
    host.follow("Nils Vandrare")
    host.press("Take the case")
    host.page.goto(f"/desk/cases/{case.reference}/")
    host.page.locator(".case-head__acts a").click()
    host.fill("outcome", "talked")
    host.fill("summary", "Vill bo nära skolan.")
    host.page.locator("main form button[type=submit]").last.click()
    host.page.wait_for_url(f"**/desk/cases/{case.reference}/**")
    case.refresh_from_db()
    assert case.first_contacted_at is not None
    assert case.first_unanswered_at is None
    assert case.owner.email == "elin@boden.example"


def test_a_list_from_a_fair_becomes_cases_once_and_goes_back(open_page, town, tmp_path):
    file = tmp_path / "mässan.csv"
    file.write_text(FAIR, encoding="cp1252")
    host = colleague(open_page, "karin@boden.example")

    host.page.goto("/desk/routing/draft/")
    host.fill("text", "språk är ukrainska → helst Samir")
    host.press("Save and check")
    host.page.locator("form[action$='/publish/'] button").click()
    host.page.wait_for_load_state()

    host.page.goto("/desk/people-lists/")
    host.fill("name", "Mässan i Umeå 2026")
    host.page.set_input_files("[name=file]", file)
    host.fill("consent", "Ja, kontakta mig om att flytta till Boden.")
    host.press("Read the list")
    run_worker()
    host.page.reload()
    host.follow("Say what the headings mean")
    host.press("See what would become of it")
    run_worker()
    host.page.reload()
    preview = host.page.inner_text("main")
    assert "Row 4:" in preview, "the fault of a row is named with its number"
    assert not Case.objects.exists(), "nothing is made before one says so"

    host.press("Make 2 cases")
    run_worker()
    host.page.reload()
    cases = {case.title: case for case in Case.objects.select_related("owner")}
    assert set(cases) == {"Mira Exempel", "Lesja Prov"}
    assert cases["Lesja Prov"].owner.name == "Samir Lund"
    assert cases["Lesja Prov"].household.language == "uk"
    assert all(case.next_step for case in cases.values())

    host.follow("Take this list back")
    host.page.locator("main form button[type=submit]").first.click()
    host.page.wait_for_load_state()
    run_worker()
    assert not Case.objects.open().exists()


def test_two_that_were_put_together_are_apart_again_a_month_later(open_page, town):
    first = make.a_case(make.a_household("Mira Exempel", email="mira@example.org"))
    second = make.a_case(make.a_household("Mira Exempel", email="mira@example.org"))
    make.a_message(second, body="Jag skrev två gånger.")
    host = colleague(open_page, "elin@boden.example")

    follow(timestamp=int(timezone.now().timestamp()))
    host.page.goto("/desk/duplicates/")
    assert first.reference in host.page.inner_text("main")
    host.page.goto(f"/desk/cases/{first.reference}/merge/{second.reference}/")
    for radio in host.page.locator("main .members select").all():
        radio.select_option(index=0)
    if host.page.locator("main [name=asked_how]").count():
        host.page.locator("main [name=asked_how]").first.check()
    host.press("Put them together")
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.state == CaseState.CLOSED
    host.page.goto(f"/desk/cases/{second.reference}/")
    assert host.page.url.rstrip("/").endswith(first.reference), "its address leads to the kept one"
    assert "Jag skrev två gånger." in host.page.inner_text("main")
    made = host.page.locator("a[href*='/desk/regroupings/']").first.get_attribute("href")

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=True):
        make.a_message(first, body="Det var inte jag.")
        sign_in(host.page, "elin@boden.example")
        host.page.goto(made)
        host.page.locator("a[href$='/undo/']").click()
        host.page.wait_for_load_state()
        host.page.locator("main form button[type=submit]").first.click()
        host.page.wait_for_load_state()
    second.refresh_from_db()
    assert second.is_open
    assert second.conversation.messages.get().body == "Jag skrev två gånger."
    assert first.conversation.messages.get().body == "Det var inte jag."


def test_a_host_is_sick_and_nothing_waits_for_nobody(open_page, town):
    host = colleague(open_page, "elin@boden.example")
    elin, samir = (
        make.User.objects.get(email=f"{name}@boden.example") for name in ("elin", "samir")
    )
    waiting = make.a_case(make.a_household("Mira Exempel"), owner=elin)
    make.a_message(waiting, body="När får vi svar?")

    host.page.goto("/desk/away/")
    host.page.locator("main form").nth(1).locator("[name=first_on]").fill(today().isoformat())
    host.fill("stand_in", str(samir.pk))
    host.press("See what goes to whom")
    assert waiting.reference in host.page.inner_text("main")
    host.press("Hand over")
    waiting.refresh_from_db()
    assert waiting.owner == samir

    stand_in = colleague(open_page, "samir@boden.example")
    stand_in.page.goto("/desk/")
    assert "Mira Exempel" in stand_in.page.inner_text("main")
    stand_in.page.goto("/desk/away/handed/")
    assert "När får vi svar?" in stand_in.page.inner_text("main")


def test_an_employer_falls_and_everybody_it_concerns_is_reached(open_page, town):
    code = make.a_source_code()
    for name, more in {
        "Ada": {"language": "en"},
        "Björn": {"language": "sv"},
        "Ring Mig": {"channels": ["phone"]},
    }.items():
        household = make.a_household(name, email=f"{name[:3].lower()}@example.org", **more)
        make.a_case(household, source_code=code)
    make.a_case(make.a_household("Annan", email="annan@example.org"))
    lead = colleague(open_page, "karin@boden.example")

    # What has happened, and whom it concerns.
    lead.page.goto("/desk/waves/new/")
    lead.fill("name", "Gruvan 2027")
    lead.fill("kind", "employer")
    lead.fill("employer", str(code.employer.pk))
    lead.press("Find the households")
    run_worker()
    lead.page.reload()
    if lead.page.get_by_role("button", name="Do it for 3 cases").count():
        lead.press("Do it for 3 cases")
        run_worker()
    wave = Wave.objects.get()
    lead.page.goto(f"/desk/waves/{wave.pk}/")
    assert "Gruvan 2027" in lead.page.inner_text("main")

    # Work is needed again: one deed for all of them, looked at first.
    lead.press("Work is needed again, for each adult")
    run_worker()
    lead.page.reload()
    assert not Need.objects.filter(life_area="work", changed_by__isnull=False).exists()
    lead.press("Do it for 3 cases")
    run_worker()
    concerned = set(
        Need.objects.filter(life_area="work", person__isnull=False).values_list(
            "case__title", flat=True
        )
    )
    assert concerned == {"Ada", "Björn", "Ring Mig"}

    # A letter to each in their own way; it waits ten minutes, so that it can be stopped.
    lead.page.goto(f"/desk/waves/{wave.pk}/")
    lead.press("Write to all")
    run_worker()
    deed = BulkDeed.objects.get(kind=DeedKind.MESSAGE)
    lead.page.goto(f"/desk/many/{deed.pk}/")
    assert "There is no text in their language" in lead.page.inner_text("main")
    for summary in lead.page.locator("main details.disclosure > summary").all():
        summary.click()
    lead.fill("subject_sv", "Vi finns här")
    lead.fill("body_sv", "Hej {namn}, vi hör av oss.")
    lead.page.locator("form:has([name=body_sv]) button[type=submit]").click()
    lead.page.wait_for_load_state()
    run_worker()
    lead.page.reload()
    lead.page.locator("form[action$='/begin/'] button").click()
    lead.page.wait_for_load_state()
    run_worker()
    assert not Message.objects.filter(direction="out").exists(), "it can still be stopped"
    while doing.do_batch(deed.pk, at=timezone.now() + timedelta(hours=1)):
        pass
    assert set(Delivery.objects.filter(purpose="to_many").values_list("address", flat=True)) == {
        "ada@example.org",
        "bjö@example.org",
    }

    lead.page.goto(f"/desk/waves/{wave.pk}/")
    numbers = lead.page.inner_text(".wave-numbers")
    assert "3" in numbers
    assert not Case.objects.get(title="Annan").conversation.messages.exists()
