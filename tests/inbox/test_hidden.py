"""Mail of protected households is for those named for them, whatever else it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.casework.actions import write_to_person
from hemvist.casework.models import Case
from hemvist.inbox.models import IncomingMail
from hemvist.messaging.models import Delivery
from hemvist.messaging.sms import Received
from hemvist.people.actions import protect_household
from hemvist.people.links import link_to
from hemvist.privacy.actions import erase_household
from hemvist.texts.actions import sort_text, take_in
from hemvist.texts.models import IncomingText
from tests.inbox.making import a_mail, answer_to, arrive
from tests.portal.making import make_case, make_family, make_host

NOW = timezone.now()
HIDDEN = "hidden@example.org"


@pytest.fixture
def named():
    return make_host("Nora Named")


@pytest.fixture
def hidden():
    return make_case(make_family("Hidden Markersson", email=HIDDEN), title="Hidden Markersson")


def protect(case, named, host):
    protect_household(case.household, staff=[named.pk], by=host)


def seen_by(user):
    return list(IncomingMail.objects.visible_to(user))


def test_what_waits_from_a_household_is_hidden_when_it_is_protected_later(case, host, named):
    mail = arrive(a_mail("Where we live now", to="info@norrby.example"))
    assert (mail.state, mail.case) == ("unsorted", None)
    assert seen_by(host) == [mail]

    protect(case, named, host)

    assert seen_by(host) == []
    assert seen_by(named) == [mail]


def test_a_protected_household_that_answers_in_the_case_of_others_is_hidden_from_their_host(
    case, hidden, host, named
):
    protect(hidden, named, host)

    mail = arrive(answer_to(case, sender=HIDDEN))

    assert mail.state == "unverified"
    assert seen_by(host) == []
    assert seen_by(named) == [mail]


@pytest.mark.parametrize("machine", [{}, {"Auto_Submitted": "auto-replied"}])
@pytest.mark.parametrize("by", ["references", "links"])
def test_mail_about_several_cases_is_hidden_when_one_is_protected(
    case, hidden, host, named, by, machine
):
    protect(hidden, named, host)
    for one in (case, hidden):
        write_to_person(one, body="Welcome!", by=host, at=NOW - timedelta(days=1))
    if by == "links":
        links = " ".join(link_to(one.household) for one in (case, hidden))
        raw = a_mail(f"We come on Friday. {links}", sender="other@example.org", **machine)
    else:
        ids = " ".join(letter.mail_id for letter in Delivery.objects.all())
        raw = a_mail(sender="other@example.org", References=ids, **machine)

    mail = arrive(raw)

    assert mail.state == ("automatic" if machine else "unsorted")
    assert mail.message is None
    assert seen_by(host) == []
    assert seen_by(named) == [mail]


def test_a_link_of_an_erased_household_beside_a_living_one_loses_no_mail(case, host, hidden):
    links = f"{link_to(hidden.household)} {link_to(case.household)}"
    erase_household(hidden.household, by=Actor.SYSTEM, at=NOW)

    mail = arrive(a_mail(f"We come on Friday. {links}", to="info@norrby.example"))

    assert (mail.state, mail.case) == ("unsorted", None)
    assert "Friday" in mail.words
    assert Case.objects.filter(pk=case.pk).exists()


def test_erasing_a_household_loses_nothing_that_may_be_of_another_with_the_address(host):
    shared = {"email": "shared@example.org", "phone": "+46701740605"}
    gone, _living = make_case(make_family(**shared)), make_case(make_family(**shared))
    mail = arrive(a_mail("We come", to="info@norrby.example", sender=shared["email"]))
    told = Received("s1", shared["phone"], "", "We come")
    text = sort_text(take_in(told, at=NOW)[0])
    assert (mail.state, text.state) == ("unsorted", "unsorted")

    erase_household(gone.household, by=Actor.RESIDENT, at=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.sender) == ("unsorted", shared["email"])
    assert IncomingText.objects.get() == text
