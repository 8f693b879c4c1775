"""Answers for those who answer: found, taken into a message, ranked by use, and never stale."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.core.dates import today
from hemvist.demo.factories import a_case, a_page, a_user
from hemvist.guide.models import AnswerPage
from hemvist.messaging.models import Message
from hemvist.upkeep.answering import count_use, find_answers, plain_text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def an_answer(slug, text, *, note="", checked_on=None, language="sv"):
    page = a_page(
        f"answers/{slug}",
        kind=AnswerPage,
        title=f"Fråga om {slug}",
        language=language,
        checked_on=checked_on or today(),
    )
    page.body = [("text", f"<p>{text}</p>")]
    if note:
        page.body = [*page.body.raw_data, {"type": "internal", "value": f"<p>{note}</p>"}]
    page.save()
    return page


@pytest.fixture
def host(client):
    user = a_user("Hilma Värd", role=Role.HOST)
    client.force_login(user)
    return user


def titles(words="", **kwargs):
    found = find_answers(**{"words": words, "language": "sv", "on": TODAY, **kwargs})
    return [answer.page.slug for answer in found]


def test_every_word_has_to_stand_somewhere_also_in_what_only_colleagues_read():
    an_answer("queue", "Du får en poäng om dagen.", note="Ring Bodenbo")
    an_answer("school", "Sök i tid.")

    assert titles("POÄNG dag") == ["queue"]
    assert titles("bodenbo") == ["queue"]
    assert titles("poäng skola") == []


def test_what_is_used_most_stands_first():
    an_answer("aaa", "Ett")
    often = an_answer("bbb", "Två")
    for day in (0, 1, 1):
        count_use(often, on=TODAY - timedelta(days=day))

    assert titles() == ["bbb", "aaa"]


def test_what_was_used_long_ago_no_longer_counts():
    an_answer("aaa", "Ett")
    count_use(an_answer("bbb", "Två"), on=TODAY - timedelta(days=181))

    assert titles() == ["aaa", "bbb"]


def test_an_answer_goes_into_the_message_and_is_sent_by_hand(client, host):
    case = a_case(owner=host)
    answer = an_answer("queue", "Du får en poäng om dagen.", note="Hemligt för oss")

    page = client.post(
        reverse("answers:take_answer", args=[answer.pk]), {"case": case.reference}, follow=True
    )

    body = page.context["form"]["body"].value()
    assert "Du får en poäng om dagen." in body
    assert answer.url in body
    assert "Hemligt" not in body
    assert not Message.objects.filter(direction="out").exists()
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    client.post(reverse("casework:write", args=[case.reference]), typed)
    assert Message.objects.filter(direction="out").get().body == body.strip()
    again = client.get(reverse("casework:write", args=[case.reference]))
    assert again.context["form"]["body"].value() == ""


def test_an_answer_that_nobody_has_checked_in_time_is_not_taken(client, host):
    case = a_case(owner=host)
    answer = an_answer("old", "Kanske.", checked_on=date(2020, 1, 1))

    client.post(reverse("answers:take_answer", args=[answer.pk]), {"case": case.reference})

    page = client.get(reverse("casework:write", args=[case.reference]))
    assert page.context["form"]["body"].value() == ""


def test_no_answer_is_put_into_a_case_one_may_not_see(client, host):
    answer = an_answer("queue", "Ja.")

    for reference in ("", "HV-26-99999", "x" * 500):
        answered = client.post(
            reverse("answers:take_answer", args=[answer.pk]), {"case": reference}
        )
        assert answered.status_code == 404


def test_answers_are_shown_in_the_language_the_household_reads(client, host):
    case = a_case(owner=host)
    case.household.language = "en"
    case.household.save()
    an_answer("queue", "Du får en poäng.")
    an_answer("queue", "You earn a point.", language="en")

    shown = client.get(reverse("answers:answer_list"), {"case": case.reference}).content.decode()

    assert "You earn a point." in shown
    assert "Du får en poäng." not in shown


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ett</p><p>Två &amp; tre</p>", "Ett\nTvå & tre"),
        ("<ul><li>a</li><li><b>b</b></li></ul>", "a\nb"),
        ("", ""),
        ("<p", "<p"),
    ],
)
def test_markup_becomes_lines(markup, text):
    assert plain_text(markup) == text
