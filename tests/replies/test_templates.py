"""Templates: kept by hosts, filled from a case, put into a message."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.blanks import BLANKS, example_of, fill, left_open, unknown
from hemvist.casework.models import Case
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.messaging.models import Message
from hemvist.replies.actions import TemplateHasChanged, count_use, save_template
from hemvist.replies.models import ReplyTemplate
from hemvist.replies.queries import choices_for, language_for
from hemvist.writing.actions import put_into_draft

pytestmark = pytest.mark.django_db


def a_template(name="Hälsning", *, sv="Hej {namn}!", **fields):
    values = {"review_on": today() + timedelta(days=30), "bodies": {"sv": sv}, **fields}
    return ReplyTemplate.objects.create(name=name, **values)


@pytest.fixture
def host(client):
    make.a_municipality()
    user = make.a_user("Elin Bäck", phone="0921-111")
    client.force_login(user)
    return user


@pytest.fixture
def case(host):
    return make.a_case(make.a_household("Mira Exempel", moving_on=date(2027, 5, 1)))


def test_blanks_are_filled_in_the_language_of_the_text_by_either_word(case, host):
    text = "{Namn}, {first name}, { flyttmånad }, {reference}, {host}, {värdens telefon}"

    swedish = fill(text, case=case, by=host, language="sv")
    finnish = fill("{moving month}", case=case, by=host, language="fi")

    assert swedish.text == (f"Mira Exempel, Mira, maj 2027, {case.reference}, Elin Bäck, 0921-111")
    assert swedish.missing == []
    assert finnish.text == "toukokuu 2027"


def test_what_is_not_known_stays_and_is_named(case, host):
    case.household.moving_on = None

    filled = fill(
        "Ni flyttar i {flyttmånad}, {flyttmånad}! {inget}", case=case, by=host, language="sv"
    )

    assert filled.text == "Ni flyttar i {flyttmånad}, {flyttmånad}! {inget}"
    assert filled.missing == ["flyttmånad", "inget"]


def test_a_name_with_braces_in_it_fills_nothing_itself(case, host):
    case.title = "{värdens telefon}"

    assert fill("Hej {namn}", case=case, by=host, language="sv").text == "Hej {värdens telefon}"


def test_no_two_blanks_share_a_word():
    words = [word for blank in BLANKS for word in {blank.swedish, blank.english}]

    assert len(words) == len(set(words))
    assert all(left_open(f"{{{word}}}") == [word] for word in words)


@given(st.text(alphabet="{}namn x\n", max_size=60))
def test_any_text_can_be_looked_through(text):
    assert set(left_open(text)).isdisjoint(unknown(text))
    assert example_of(text) == re.sub(r"\{ *namn *\}", "Mira Exempel", text)


def test_a_slip_in_a_blank_is_told_with_the_word_that_was_meant(client, host):
    fields = {"name": "Ny", "body_sv": "Hej {nman}! {xyzzy}", "version": 0, "is_active": "on"}
    fields |= {"owner": host.pk, "review_on": "2027-05-01"}

    answer = client.post(reverse("replies:new"), fields)

    assert answer.status_code == 422
    assert "Nothing fills {nman}. Did you mean {namn}?" in answer.text
    assert "Nothing fills {xyzzy}." in answer.text
    assert "Hej {nman}!" in answer.text, "what was typed is kept"
    assert not ReplyTemplate.objects.exists()


def test_a_template_is_written_read_and_confirmed(client, host):
    fields = {
        "name": "Ny",
        "body_sv": "Hej {namn}!",
        "body_ar": "مرحبًا {name}",
        "subject_ar": "أهلًا",
        "version": 0,
        "is_active": "on",
        "owner": host.pk,
        "review_on": "2020-05-01",
    }

    made = client.post(reverse("replies:new"), fields)
    (template,) = ReplyTemplate.objects.all()
    page = client.get(reverse("replies:template", args=[template.pk])).text

    assert made.status_code == 302
    assert template.bodies == {"sv": "Hej {namn}!", "ar": "مرحبًا {name}"}
    assert template.subjects == {"ar": "أهلًا"}
    assert "مرحبًا Mira Exempel" in page
    assert "Nobody has checked this text in time" in page

    client.post(reverse("replies:confirm", args=[template.pk]))

    template.refresh_from_db()
    assert template.review_on == today() + timedelta(days=180)
    assert list(Event.objects.values_list("verb", flat=True).order_by("pk")) == [
        "replytemplate.saved",
        "replytemplate.confirmed",
    ]


def test_two_who_write_in_the_same_template_both_keep_their_text(client, host):
    template = a_template()
    page = reverse("replies:edit", args=[template.pk])
    fields = {"name": "Hälsning", "is_active": "on", "owner": host.pk, "review_on": "2027-05-01"}

    first = client.post(page, {**fields, "body_sv": "Den första", "version": 0})
    second = client.post(page, {**fields, "body_sv": "Den andra", "version": 0})

    assert first.status_code == 302
    assert second.status_code == 422
    assert "Den första" in second.text
    assert "Den andra" in second.text
    template.refresh_from_db()
    assert template.bodies == {"sv": "Den första"}
    again = client.post(page, {**fields, "body_sv": "Den andra", "version": template.version})
    assert again.status_code == 302
    template.refresh_from_db()
    assert template.bodies == {"sv": "Den andra"}


def test_saving_an_old_version_is_refused_by_the_deed_itself(host):
    template = a_template()
    save_template(template, version=0, by=host)

    with pytest.raises(TemplateHasChanged):
        save_template(template, version=0, by=host)


def test_a_household_gets_its_own_language_else_english_else_swedish():
    only_swedish = a_template()
    many = a_template("Flera", bodies={"sv": "Hej", "en": "Hello", "ar": "مرحبًا"})

    assert [language_for(many, code) for code in ("ar", "uk", "sv")] == ["ar", "en", "sv"]
    assert language_for(only_swedish, "ar") == "sv"


def test_what_a_case_needs_stands_first_then_what_is_used_most(case, host):
    need = case.needs.first()
    a_template("A, sällan")
    often = a_template("B, ofta")
    a_template("C, behov", life_area=need.life_area)
    a_template("D, ur bruk", is_active=False)
    count_use(often)

    found = choices_for(case, by=host, words="", on=today())

    assert [choice.template.name for choice in found] == ["C, behov", "B, ofta", "A, sällan"]
    assert [bool(choice.need) for choice in found] == [True, False, False]
    assert [c.template.name for c in choices_for(case, by=host, words="ofta B", on=today())] == [
        "B, ofta"
    ]


def test_choosing_puts_the_filled_text_after_what_is_written_already(client, case, host):
    template = a_template()
    put_into_draft(case, text="Redan skrivet.", by=host, at=timezone.now())

    answer = client.post(reverse("replies:use", args=[case.reference, template.pk]), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("casework:write", args=[case.reference])
    assert "Redan skrivet.\n\nHej Mira Exempel!" in answer.text
    template.refresh_from_db()
    assert template.uses == 1


def test_the_fall_back_is_visible_where_one_chooses(client, case):
    case.household.language = "ar"
    case.household.save()
    a_template(bodies={"sv": "Hej", "en": "Hello"})

    page = client.get(reverse("replies:choose", args=[case.reference])).text

    assert "Only in EN" in page
    assert 'lang="en"' in page


def test_a_message_with_an_open_blank_is_not_sent_and_not_lost(client, case):
    page = reverse("casework:write", args=[case.reference])

    refused = client.post(page, {"body": "Hej {flyttmånad} {annat}", "version": case.version})
    sent = client.post(page, {"body": "Hej {annat}", "version": case.version})

    assert refused.status_code == 422
    assert "Write something for {flyttmånad} before you send." in refused.text
    assert "Hej {flyttmånad} {annat}" in refused.text
    assert sent.status_code == 302
    assert Message.objects.filter(conversation=Case.objects.get().conversation).count() == 1


def test_citizen_services_use_templates_and_do_not_change_them(client, case):
    template = a_template()
    client.force_login(make.a_user("Birgit", role=Role.CITIZEN_SERVICES))

    assert client.get(reverse("replies:template_list")).status_code == 200
    assert client.get(reverse("replies:edit", args=[template.pk])).status_code == 403
    assert client.post(reverse("replies:confirm", args=[template.pk])).status_code == 403
