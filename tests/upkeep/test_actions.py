"""What readers say: taken, answered, and forgotten in time."""

from datetime import timedelta

import pytest

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.demo.factories import NOW, a_feedback, a_municipality, a_user
from hemvist.messaging.models import Delivery
from hemvist.upkeep import actions
from hemvist.upkeep.models import Feedback
from hemvist.upkeep.queries import Verdict, least_useful_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    a_municipality()
    return a_user("Tova Redig", role=Role.EDITOR)


def test_words_make_an_answer_into_work_and_a_bare_one_is_only_counted():
    a_feedback("")
    written = a_feedback("It says nothing about Sundays")

    assert list(Feedback.objects.to_read()) == [written]


def test_an_answer_is_a_letter_in_the_readers_language_and_ends_the_work(editor):
    feedback = a_feedback("Milloin se aukeaa?", language="fi")

    actions.answer_feedback(feedback, answer="Kello kymmenen.", by=editor, at=NOW)

    letter = Delivery.objects.get()
    assert (letter.address, letter.language, letter.purpose) == (
        "reader@example.org",
        "fi",
        "feedback.answer",
    )
    assert "> Milloin se aukeaa?" in letter.body
    assert "Kello kymmenen." in letter.body
    assert list(Feedback.objects.to_read()) == []
    assert Event.objects.get(verb="feedback.handled").actor == editor


def test_nobody_is_answered_who_left_no_address(editor):
    feedback = a_feedback(email="")

    with pytest.raises(actions.NobodyToAnswer):
        actions.answer_feedback(feedback, answer="Tack", by=editor, at=NOW)

    assert list(Feedback.objects.to_read()) == [feedback]


def test_two_colleagues_do_not_answer_the_same_reader(editor):
    feedback = a_feedback()
    actions.close_feedback(feedback, by=editor, at=NOW)

    with pytest.raises(actions.AlreadyHandled):
        actions.answer_feedback(feedback, answer="Tack", by=editor, at=NOW)

    assert Delivery.objects.count() == 0


def test_what_was_closed_by_mistake_is_read_again(editor):
    feedback = a_feedback()
    actions.close_feedback(feedback, by=editor, at=NOW)
    actions.reopen_feedback(feedback, by=editor)

    assert list(Feedback.objects.to_read()) == [feedback]


def test_nobody_writes_more_into_what_is_dealt_with(editor):
    feedback = a_feedback()
    actions.close_feedback(feedback, by=editor, at=NOW)

    with pytest.raises(actions.AlreadyHandled):
        actions.add_words(feedback, words="And more", email="")


def test_words_are_forgotten_ninety_days_after_they_were_dealt_with(editor):
    young, old, waiting = (a_feedback(f"Words {number}") for number in range(3))
    actions.close_feedback(old, by=editor, at=NOW)
    actions.close_feedback(young, by=editor, at=NOW + timedelta(days=2))

    assert actions.empty_old_feedback(at=NOW + timedelta(days=91)) == 1

    old.refresh_from_db()
    assert (old.words, old.email, old.was_useful) == ("", "", False)
    assert {
        one.words for one in (Feedback.objects.get(pk=pk) for pk in (young.pk, waiting.pk))
    } == {
        "Words 0",
        "Words 2",
    }


def test_pages_that_helped_least_come_first_and_few_answers_say_nothing():
    for path, yes, no in [("a/", 3, 2), ("b/", 1, 4), ("c/", 0, 4), ("d/", 9, 0)]:
        for useful in [True] * yes + [False] * no:
            a_feedback("", path=path, was_useful=useful)
    a_feedback("", path="a/", at=NOW - timedelta(days=91))

    assert least_useful_pages(at=NOW) == [
        Verdict("b/", "Simhallen", 1, 4),
        Verdict("a/", "Simhallen", 3, 2),
    ]
