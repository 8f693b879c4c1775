"""Tokens in addresses: ours come back whatever a mail program does to them, others never."""

import pytest
from hypothesis import example, given
from hypothesis import settings as bounded
from hypothesis import strategies as some

from hemvist.messaging.reply_addresses import (
    ALPHABET,
    BOUNCE,
    LENGTH,
    REPLY,
    NotAToken,
    bounce_address,
    make_token,
    numbers_in,
    read_token,
    reply_address,
)


@pytest.fixture
def receiving(settings):
    settings.REPLY_ADDRESS = "svar@norrby.example"
    settings.BOUNCE_ADDRESS = "studs@norrby.example"


@given(some.integers(0, 2**40 - 1))
@bounded(max_examples=60, deadline=None)
def test_a_token_comes_back_as_its_number_in_capitals_too(number):
    token = make_token(number, use=REPLY)

    assert len(token) == LENGTH
    assert set(token) <= set(ALPHABET)
    assert read_token(token, use=REPLY) == number
    assert read_token(token.upper(), use=REPLY) == number


@given(some.integers(0, 2**40 - 1), some.integers(0, LENGTH - 1), some.sampled_from(ALPHABET))
@bounded(max_examples=60, deadline=None)
def test_a_token_with_one_sign_changed_is_none(number, place, sign):
    token = make_token(number, use=REPLY)
    changed = token[:place] + sign + token[place + 1 :]

    if changed != token:
        with pytest.raises(NotAToken):
            read_token(changed, use=REPLY)


@given(some.text(max_size=60))
@example("0" * LENGTH)
@example("ı" * LENGTH)  # grows when it is made lower
@example("\0" * LENGTH)
@bounded(max_examples=60, deadline=None)
def test_no_other_text_is_a_token(text):
    with pytest.raises(NotAToken):
        read_token(text, use=REPLY)
    assert list(numbers_in(f"svar+{text}@norrby.example", use=REPLY)) == []


def test_a_token_for_answers_is_none_for_returned_letters():
    with pytest.raises(NotAToken):
        read_token(make_token(7, use=REPLY), use=BOUNCE)


def test_a_token_outlives_a_change_of_the_secret_key(settings):
    token = make_token(7, use=REPLY)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert read_token(token, use=REPLY) == 7

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(NotAToken):
        read_token(token, use=REPLY)


def test_an_address_holds_its_token_and_fits(receiving):
    answer, back = reply_address(7), bounce_address(2**40 - 1)

    assert answer.startswith("svar+")
    assert answer.endswith("@norrby.example")
    assert len(answer.partition("@")[0]) <= 64
    assert list(numbers_in(f'"A, B" <{answer.upper()}>, x@y.z', use=REPLY)) == [7]
    assert list(numbers_in(back, use=BOUNCE)) == [2**40 - 1]


def test_without_a_mailbox_for_answers_there_is_no_such_address():
    assert (reply_address(7), bounce_address(7)) == ("", "")
