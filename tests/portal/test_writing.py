"""Writing to the host from one’s own page."""

from uuid import uuid4

import pytest
from django.utils import timezone

from hemvist.casework.actions import close_case, write_to_person
from hemvist.casework.models import Case
from hemvist.messaging.models import Message
from tests.portal.making import make_case, make_family

HOME = "/en/my/"


def page(client, path=HOME):
    return client.get(path).content.decode()


def test_answer_is_in_the_timeline_and_starts_the_clock(at_home, case, host):
    write_to_person(case, body="Welcome!", by=host, at=timezone.now())
    case.refresh_from_db()
    assert case.first_unanswered_at is None

    response = at_home.post(
        HOME + "write/", {"body": "Thank you <3", "key": str(uuid4())}, follow=True
    )

    case.refresh_from_db()
    message = case.conversation.messages.first()
    assert (message.body, message.direction, message.channel) == ("Thank you <3", "in", "web")
    assert case.first_unanswered_at is not None
    assert case.next_step == "answer"
    assert case.conversation.messages.filter(direction="out", read_at=None).count() == 0
    assert "Your message has arrived. You have an answer by" in response.content.decode()
    assert "Thank you &lt;3" in response.content.decode()


def test_double_click_is_one_message(at_home, case):
    form = {"body": "Hello", "key": str(uuid4())}

    at_home.post(HOME + "write/", form)
    at_home.post(HOME + "write/", form)

    assert Message.objects.count() == 1


def test_going_back_and_writing_more_is_another_message(at_home, case):
    key = str(uuid4())

    at_home.post(HOME + "write/", {"body": "Hello", "key": key})
    at_home.post(HOME + "write/", {"body": "Hello again", "key": key})

    assert set(Message.objects.values_list("body", flat=True)) == {"Hello", "Hello again"}


def test_key_of_another_household_loses_nothing(at_home, case):
    other = make_case(make_family("Other", email="other@example.org"))
    key = uuid4()
    Message.objects.create(
        conversation=other.conversation,
        direction="in",
        channel="web",
        body="Theirs",
        language="en",
        created_at=timezone.now(),
        submission_key=key,
    )

    response = at_home.post(HOME + "write/", {"body": "Theirs", "key": str(key)}, follow=True)

    assert case.conversation.messages.count() == 1
    assert other.conversation.messages.count() == 1
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Write your message first."),
        ("   \n ", "Write your message first."),
        ("x" * 10_001, "yours has 10001"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_mistake_in_a_message_keeps_what_was_written(at_home, case, body, sentence):
    response = at_home.post(HOME + "write/", {"body": body, "key": str(uuid4())})

    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert body.strip().replace("\x00", "") in text.replace("\x00", "")
    assert Message.objects.count() == 0


def test_line_breaks_count_once(at_home, case):
    response = at_home.post(HOME + "write/", {"body": "x" + "\r\n" * 9_998 + "x", "key": ""})

    assert response.status_code == 302


def test_writing_to_a_closed_case_says_so_and_opens_it(at_home, case, host):
    close_case(case, reason="answered", by=host, at=timezone.now())
    assert "it is opened again" in page(at_home, HOME + "write/")
    at_home_page = page(at_home)
    assert "Your case is closed." in at_home_page
    assert "Not started yet" not in at_home_page

    at_home.post(HOME + "write/", {"body": "One more question", "key": ""})

    case.refresh_from_db()
    assert case.is_open


def test_a_case_that_was_closed_before_anybody_took_it_promises_nobody(at_home, case, host):
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert "A host takes over your case soon." in page(at_home)

    close_case(case, reason="answered", by=host, at=timezone.now())

    assert "A host takes over" not in page(at_home)
    assert "Anybody at the service can help you." in page(at_home)
