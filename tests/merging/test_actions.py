"""What a merge moves, closes and refuses."""

import threading

import pytest
from django.db import connection

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import add_note, close_case, receive_message, write_to_person
from hemvist.casework.models import Case, CloseReason
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.actions import CannotMerge, confirm_same, merge_cases, tell_apart
from hemvist.merging.models import KnownHow, MovedValue, Regrouping
from hemvist.merging.queries import candidates
from hemvist.people.actions import protect_household, write_discreetly
from hemvist.privacy.actions import erase_household
from hemvist.privacy.queries import export_lines
from tests.merging.making import kept_of

pytestmark = pytest.mark.django_db


def test_all_of_the_other_case_moves_and_it_closes_as_the_same(case, other, host):
    message = make.a_message(other, body="Hej igen")
    add_note(other, body="Ringde.", by=host, at=NOW)

    merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)

    other.refresh_from_db()
    message.refresh_from_db()
    case.refresh_from_db()
    assert (other.is_open, other.close_reason, other.merged_into) == (False, "duplicate", case)
    assert message.conversation_id == case.conversation_id
    assert [note.body for note in case.notes.all()] == ["Ringde."]
    assert case.needs.count() == 3
    assert other.household_id == case.household_id
    assert case.register_entries.count() == 3
    assert case.other_information == "Vi ringde också."


def test_the_clock_of_the_one_who_has_waited_longest_goes_on(case, other, host):
    write_to_person(case, body="Hej!", by=host, at=NOW)
    case.refresh_from_db()

    merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)

    case.refresh_from_db()
    assert (case.first_unanswered_at, case.state) == (other.first_unanswered_at, "active")


def test_what_was_chosen_of_the_other_is_kept(case, other, host):
    theirs = other.household.contact_choice
    theirs.channels, theirs.no_voicemail = ["phone"], True
    theirs.save()

    merge_cases(
        case,
        other=other,
        kept=kept_of(case, origin="eu", contact_of_other=True),
        by=host,
        at=NOW,
    )

    home = type(case.household).objects.get(pk=case.household_id)
    choice = home.contact_choice
    assert (home.origin, choice.channels, choice.no_voicemail) == ("eu", ["phone"], True)


@pytest.mark.parametrize("asked", ["case", "other"])
@pytest.mark.parametrize("of_other", [True, False])
def test_if_either_wants_nothing_said_in_letters_nothing_is(case, other, host, asked, of_other):
    home = {"case": case, "other": other}[asked].household
    write_discreetly(home, is_discreet=True, by=host)

    merge_cases(case, other=other, kept=kept_of(case, contact_of_other=of_other), by=host, at=NOW)

    assert type(home).objects.get(pk=case.household_id).contact_choice.no_content


def test_members_who_are_the_same_are_one_and_their_needs_come_along(case, other, host):
    need = other.needs.first()
    need.person = theirs = other.household.people.get(is_contact=True)
    need.save()
    mine = case.household.people.get(is_contact=True)

    merge_cases(case, other=other, kept=kept_of(case, pairs={theirs: mine}), by=host, at=NOW)

    need.refresh_from_db()
    assert need.person == mine
    assert case.household.people.filter(name="Mira Exempel").count() == 1
    assert case.household.people.count() == 4 + 3


def refused(case, other, by, **more):
    with pytest.raises(CannotMerge) as refusal:
        merge_cases(case, other=other, kept=kept_of(case), by=by, at=NOW, **more)
    assert not Regrouping.objects.filter(undone_at=None, other=other).exists()
    return refusal.value.why


def test_closed_erased_protected_and_the_same_case_are_refused(case, other, host):
    assert refused(case, case, host) == "same"
    protect_household(other.household, staff=[host.pk], by=host)
    assert refused(case, other, host) == "protected"
    third = make.a_case()
    close_case(third, reason=CloseReason.ANSWERED, by=host, at=NOW)
    assert refused(case, third, host) == "closed"
    erase_household(third.household, by=Actor.RESIDENT, at=NOW)
    assert refused(case, third, host) == "erased"


def test_two_with_nothing_in_common_are_put_together_only_when_somebody_has_asked(case, host):
    stranger = make.a_case(make.a_household(email="annan@example.org", phone="070-999 99 99"))

    assert refused(case, stranger, host) == "not_asked"

    done = merge_cases(
        case, other=stranger, kept=kept_of(case), by=host, at=NOW, asked_how=KnownHow.BY_PHONE
    )
    assert not case.household.contact_points.filter(is_unproven=True).exists()
    assert done.known_how == KnownHow.BY_PHONE


def test_an_older_page_is_refused(case, other, host):
    version = (case.version, other.version)
    add_note(other, body="Nytt.", by=host, at=NOW)
    write_to_person(other, body="Hej", by=host, at=NOW)

    assert refused(case, other, host, versions=version) == "changed"


def test_an_address_that_only_one_gave_waits_until_the_household_has_said_it_is_theirs(
    merged, case, host
):
    unproven = case.household.contact_points.filter(is_unproven=True)
    assert {point.value for point in unproven} == {"mira@example.org", "mira.e@example.org"}

    confirm_same(merged, how=KnownHow.IN_PERSON, by=host, at=NOW)

    assert not unproven.all().exists()
    verbs = Event.objects.filter(subject_type="case", subject_id=str(case.pk))
    assert verbs.order_by("-pk").first().verb == "case.proven_same"


def test_what_is_said_to_the_merged_case_is_said_to_the_one_kept(merged, case, other, host):
    receive_message(other, body="Hallå?", channel="web", at=NOW)
    add_note(other, body="Sent.", by=host, at=NOW)

    assert case.conversation.messages.filter(body="Hallå?").exists()
    assert case.notes.filter(body="Sent.").exists()


def test_a_third_case_merged_into_leads_to_the_last_one(merged, case, other, host):
    last = make.a_case(make.a_household("Mira Exempel"))
    case.refresh_from_db()

    merge_cases(last, other=case, kept=kept_of(last), by=host, at=NOW)

    other.refresh_from_db()
    assert (other.merged_into, other.household) == (last, last.household)


def test_two_cases_of_one_household_keep_their_links(case, host):
    second = make.a_case(case.household)
    done = merge_cases(case, other=second, kept=kept_of(case), by=host, at=NOW)

    case.household.refresh_from_db()
    assert (done.known_how, case.household.link_version) == (KnownHow.SAME_HOUSEHOLD, 1)


def test_export_and_erasure_reach_all_that_was_merged(case, other, host):
    make.a_message(other, body="Zebra ett")
    twin = other.household.people.get(is_contact=True)
    mine = case.household.people.get(is_contact=True)
    twin.name = "Zebra Zebrasson"
    twin.save()
    merge_cases(case, other=other, kept=kept_of(case, pairs={twin: mine}), by=host, at=NOW)
    case.household.refresh_from_db()

    text = "".join(export_lines(case.household))
    assert "Zebra ett" in text
    assert "Zebra Zebrasson" in text

    erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', ["%Zebra%"]
            )
            assert cursor.fetchone()[0] == 0, table
    assert (Regrouping.objects.count(), MovedValue.objects.count()) == (0, 0)


def test_said_to_be_two_they_are_not_shown_again(case, other, host):
    assert [one.case for one in candidates(case, reader=host)] == [other]

    tell_apart(case, other=other, by=host, at=NOW)

    assert candidates(case, reader=host) == candidates(other, reader=host) == []


def test_a_protected_household_is_never_a_candidate(case, other, host):
    protect_household(other.household, staff=[host.pk], by=host)

    assert candidates(case, reader=host) == candidates(other, reader=host) == []


def test_a_service_point_sees_only_its_own(case, other):
    village = make.a_team("Råbäcken")
    reader = make.a_user(role=Role.SERVICE_POINT, teams=[village])
    assert candidates(case, reader=reader) == []

    Case.objects.filter(pk=other.pk).update(team=village)

    assert [one.case for one in candidates(case, reader=reader)] == [other]


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_merge_once(case, other, host):
    outcomes = []

    def press(one, twin):
        try:
            merge_cases(one, other=twin, kept=kept_of(one), by=host, at=NOW)
            outcomes.append("done")
        except CannotMerge as refusal:
            outcomes.append(refusal.why)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in ((case, other), (other, case))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("done") == 1
    assert set(outcomes) - {"done"} <= {"closed", "same"}
