"""What looks like spam loses nothing: a person judges, and can take it back."""

import pytest
from django.urls import reverse

from hemvist.audit.models import Event
from hemvist.casework.models import Case
from hemvist.demo.factories import a_user
from hemvist.intake.actions import send_enquiry
from hemvist.intake.models import Enquiry
from hemvist.intake.suspecting import IsJudged, judge_enquiry, take_back
from hemvist.people.actions import protect_household
from tests.intake.filling import ANSWERS, NOW, make_draft


@pytest.fixture
def host(installation):
    return a_user("Astrid Berg", role="host")


@pytest.fixture
def suspected(host):
    draft = make_draft(name={**ANSWERS["name"], "trapped": True})
    return send_enquiry(draft, at=NOW)


def state_of(enquiry):
    case = Case.objects.get(pk=enquiry.case_id)
    return [case.source, case.state, case.close_reason, case.household.people.count()]


def test_a_suspected_one_is_a_case_with_its_promise_and_waits_to_be_judged(suspected):
    case = suspected.case

    assert suspected.suspicion == "trapped"
    assert [case.is_open, case.may_be_spam, case.first_contact_due_at > NOW] == [True] * 3


def test_a_person_is_a_case_like_any_other_and_that_can_be_taken_back(suspected, host):
    judge_enquiry(suspected, verdict="person", by=host, at=NOW)
    assert state_of(suspected) == ["form", "new", "", 4]

    take_back(suspected, by=host, at=NOW)
    assert state_of(suspected) == ["form_suspected", "new", "", 4]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"enquiry.judged", "enquiry.judgement_undone"} <= verbs


def test_spam_is_closed_with_everything_kept_and_opens_again(suspected, host):
    judge_enquiry(suspected, verdict="spam", by=host, at=NOW)
    assert state_of(suspected) == ["form_suspected", "closed", "spam", 4]

    take_back(suspected, by=host, at=NOW)

    case = Case.objects.get()
    assert [case.is_open, case.next_step_on is not None] == [True, True]
    assert Enquiry.objects.get().verdict == ""


def test_two_who_judge_at_once_do_not_overrule_each_other(suspected, host):
    judge_enquiry(suspected, verdict="person", by=host, at=NOW)

    with pytest.raises(IsJudged):
        judge_enquiry(suspected, verdict="spam", by=host, at=NOW)


def test_the_list_shows_who_waits_and_who_was_judged(client, suspected, host):
    client.force_login(host)
    page = reverse("suspected:suspected")
    assert "Marker Markersson" in client.get(page).content.decode()

    client.post(reverse("suspected:judge", args=[suspected.pk]), {"spam": "1"})

    assert "Marker Markersson" not in client.get(page).content.decode()
    judged = client.get(page + "?state=judged").content.decode()
    assert reverse("suspected:undo", args=[suspected.pk]) in judged
    client.post(reverse("suspected:undo", args=[suspected.pk]))
    assert "Marker Markersson" in client.get(page).content.decode()


def test_a_protected_household_is_not_in_the_list_of_others(client, suspected, host):
    protect_household(suspected.case.household, staff=[], by=host)
    client.force_login(host)

    page = client.get(reverse("suspected:suspected")).content.decode()
    answer = client.post(reverse("suspected:judge", args=[suspected.pk]), {"spam": "1"})

    assert "Marker" not in page
    assert answer.status_code == 404
