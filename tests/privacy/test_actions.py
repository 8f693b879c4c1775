"""Ending, sharing no more, erasing."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import receive_message
from hemvist.casework.models import RegisterEntry
from hemvist.core.models import Erasure
from hemvist.demo.factories import an_enquiry
from hemvist.intake.actions import send_resume_link
from hemvist.messaging.models import Delivery
from hemvist.messaging.sending import send_delivery
from hemvist.people.actions import Contact, HouseholdIsErased, set_contact
from hemvist.people.models import Household
from hemvist.portal.actions import erase_own_page
from hemvist.privacy.actions import end_consent, erase_household, withdraw_household
from hemvist.referrals.models import Referral
from tests.portal.making import make_case, make_family
from tests.privacy.conftest import MARK


def tables_with(text):
    """Every table of the database in which a text stands anywhere, in any column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(
                f'SELECT count(*) FROM "{name}" AS t WHERE t::text ILIKE %s', [f"%{text}%"]
            )
            if cursor.fetchone()[0]:
                found.append(name)
    return sorted(found)


def send_everything():
    for pk in Delivery.objects.filter(state="queued").values_list("pk", flat=True):
        send_delivery(pk)


def test_the_marks_are_in_every_table_that_is_about_a_household(full):
    found = tables_with(MARK)

    assert {
        "people_person",
        "people_contactpoint",
        "people_contactchoice",
        "people_consent",
        "messaging_message",
        "messaging_delivery",
        "casework_case",
        "casework_need",
        "casework_note",
        "casework_call",
        "casework_registerentry",
        "intake_enquiry",
        "referrals_referral",
        "portal_linkrequest",
    } <= set(found)


@pytest.mark.parametrize("text", [MARK, "701740605", "70 174 06 05"])
def test_erasing_leaves_nothing_about_the_person_in_any_table(full, text):
    send_everything()

    erase_own_page(full.household, at=timezone.now())
    send_everything()

    assert tables_with(text) == []


def test_erasing_leaves_numbers_dates_and_a_register_line_without_the_name(full):
    reference, opened = full.reference, full.opened_at
    lines = RegisterEntry.objects.filter(case=full).count()

    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    full.refresh_from_db()
    assert (full.reference, full.opened_at) == (reference, opened)
    assert (full.state, full.close_reason, full.title) == ("closed", "withdrawn", "")
    entries = RegisterEntry.objects.filter(case=full)
    assert entries.count() == lines + 1
    assert set(entries.values_list("counterpart", "counterpart_is_secret")) == {
        ("", True),
        (Referral.objects.get().function.name, False),
    }


def test_erasing_is_recorded_without_personal_data(full):
    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    event = Event.objects.get(verb="household.erased")
    assert (event.actor_kind, event.subject_id) == ("resident", str(full.household.pk))
    merged = full.merged_cases.get().reference
    assert event.detail == {"cases": [full.reference, merged]}


def test_erasing_tells_the_functions_to_stop_and_the_person_what_remains(full, mailoutbox):
    send_everything()
    mailoutbox.clear()
    function = Referral.objects.get().function

    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())
    send_everything()

    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {function.email, "marker@example.org"}
    assert (
        "taken back" in letters[function.email].subject
        or full.reference in letters[function.email].subject
    )
    farewell = letters["marker@example.org"].body
    assert "your name, your addresses and telephone numbers" in farewell
    assert "a line in our public register" in farewell
    assert "dpo@norrby.example" in farewell


def test_nothing_more_is_kept_of_one_who_was_erased_while_writing(full):
    household = Household.objects.get(pk=full.household.pk)  # as a page has it that is being sent
    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    with pytest.raises(HouseholdIsErased):
        receive_message(full, body="Marker", channel="web", at=timezone.now())
    with pytest.raises(HouseholdIsErased):
        set_contact(
            household,
            contact=Contact(channels=["email"], language="en", email="marker@example.org"),
            by=Actor.RESIDENT,
        )

    full.refresh_from_db()
    assert (full.state, household.contact_points.count()) == ("closed", 0)


def test_erasing_forgets_the_link_to_go_on_with_the_form(full):
    enquiry = an_enquiry(language="en")
    send_resume_link(enquiry, email="marker@example.org", link="https://norrby.example/")

    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    assert not Delivery.objects.filter(purpose="resume").exists()


def test_erasing_twice_is_erasing_once(full):
    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())
    first = Household.objects.get(pk=full.household.pk)

    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    again = Household.objects.get(pk=full.household.pk)
    assert (again.erased_at, again.link_version) == (first.erased_at, first.link_version)
    assert Event.objects.filter(verb="household.erased").count() == 1


def test_erasing_one_household_touches_no_other(full, host):
    other = make_case(make_family("Other Otherson", email="other@example.org"), title="Other")
    before = tables_with("other@example.org")

    erase_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    other.refresh_from_db()
    assert other.is_open
    assert other.title == "Other"
    assert tables_with("other@example.org") == before


def test_household_without_case_or_choice_can_be_erased(host):
    household = Household.objects.create(language="ar")

    erase_household(household, by=Actor.RESIDENT, at=timezone.now())

    household.refresh_from_db()
    assert household.erased_at is not None
    assert Delivery.objects.count() == 0


def test_withdrawing_ends_case_referrals_and_consents_and_says_so(full):
    assert withdraw_household(full.household, by=Actor.RESIDENT, at=timezone.now()) == 1

    full.refresh_from_db()
    assert (full.state, full.close_reason) == ("closed", "withdrawn")
    assert Referral.objects.get().state == "withdrawn"
    assert full.household.consents.filter(withdrawn_at=None).count() == 0
    assert Delivery.objects.filter(purpose="withdrawn").count() == 1
    assert full.household.people.filter(name="Marker Markersson").exists()
    entry = RegisterEntry.objects.filter(case=full).first()
    assert (entry.direction, entry.subject) == ("in", "Återkallelse")


def test_withdrawing_again_writes_no_second_letter(full):
    withdraw_household(full.household, by=Actor.RESIDENT, at=timezone.now())

    assert withdraw_household(full.household, by=Actor.RESIDENT, at=timezone.now()) == 0

    assert Delivery.objects.filter(purpose="withdrawn").count() == 1


def test_ending_a_consent_takes_back_its_referral_and_leaves_the_case_open(full):
    consent = full.household.consents.get()

    end_consent(consent, by=Actor.RESIDENT, at=timezone.now())

    full.refresh_from_db()
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert Referral.objects.get().state == "withdrawn"
    assert full.is_open


def test_every_table_about_a_household_is_in_the_export():
    from hemvist.portal.queries import MORE_SECTIONS
    from hemvist.privacy.queries import SECTIONS

    # Answered by a worker within a minute, and not tied to a household before that.
    passing = {"portal.LinkRequest"}
    about_households = {
        model._meta.label
        for model in apps.get_models()
        if getattr(model, "erasure", None) == Erasure.WITH_HOUSEHOLD
    }
    exported = {section.model._meta.label for section in [*SECTIONS, *MORE_SECTIONS]}

    assert about_households - exported == passing
