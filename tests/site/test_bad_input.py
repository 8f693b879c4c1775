"""Whatever somebody writes into an address or a form, there is an answer and never a crash."""

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve

from tests.site.addresses import address
from tests.site.doors import DOORS
from tests.site.world import RESIDENT

STRANGE = {
    "nul": "a\0b",
    "emoji": "🦌🏔️",
    "long": "x" * 5_000,
    "right to left": "\u202eشمال\u202c",
    "up": "../../etc/passwd",
    "query": "' OR 1=1 --",
    "percent": "%00%ff%",
    "number": "9" * 30,
    "minus": "-1",
    "lone surrogate": "\udcff",
}
WORDS = {key: text for key, text in STRANGE.items() if key != "lone surrogate"}
SHOWN = [name for name, door in DOORS.items() if 200 in door.answers.values()]
WITH_ARGS = [name for name, door in DOORS.items() if door.args]
FIELDS = [
    "q", "page", "before", "next", "who", "verb", "subject_type", "subject", "since", "until",
    "category", "area", "state", "team", "owner", "language", "from", "to", "day", "number", "sort",
]  # fmt: skip


def _who(name):
    answers = DOORS[name].answers
    for who in ["coordinator", "receiver", "auditor", RESIDENT]:
        if answers[who] in {200, 405}:
            return who
    return "coordinator"


def _urls(world, name):
    """The address with each strange thing in each place where the resolver lets it in."""
    door = DOORS[name]
    for position in range(len(door.args)):
        for words in WORDS.values():
            args = [world.named_for[arg] for arg in door.args]
            args[position] = words
            try:
                url = address(name, args)
                resolve(url)
            except (NoReverseMatch, Resolver404, ValueError):
                continue
            yield url


@pytest.mark.parametrize("name", WITH_ARGS)
def test_strange_addresses_are_answered(world, visitor, name):
    client = visitor(_who(name))
    for url in _urls(world, name):
        codes = {client.get(url).status_code, client.post(url, {}).status_code}
        assert max(codes) < 500, url


@pytest.mark.parametrize("name", SHOWN)
def test_strange_questions_are_answered(world, visitor, name):
    client = visitor(_who(name))
    url = address(name, [world.named_for[arg] for arg in DOORS[name].args])
    for words in ["a\0b", "\u202eشمال🦌", "9" * 30, "-1", "9999-12-31"]:
        answer = client.get(url, dict.fromkeys(FIELDS, words))
        assert answer.status_code < 500, (url, words)


@pytest.mark.parametrize("name", SHOWN)
def test_strange_forms_are_answered(world, visitor, name):
    who = _who(name)
    url = address(name, [world.named_for[arg] for arg in DOORS[name].args])
    shown = visitor(who).get(url)
    fields = _fields_of(shown)
    for words in ["a\0b", "🦌\u202eشمال" * 500, "9" * 30]:
        answer = visitor(who).post(url, dict.fromkeys(fields, words))
        assert answer.status_code < 500, (url, words)


def _fields_of(answer):
    """The names of everything one can write or choose on the page."""
    from tests.site.test_pages import Page

    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = Page(b"".join(answer).decode() if answer.streaming else answer.content.decode())
    tags = ["input", "select", "textarea", "button"]
    names = {attrs.get("name") for tag in tags for attrs in page.all(tag)}
    return sorted(names - {None, "csrfmiddlewaretoken"})


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_addresses_that_are_none_are_not_found(world, visitor, words):
    from urllib.parse import quote

    path = "/" + quote(words.encode("utf-8", "surrogateescape"))

    assert visitor("host").get(path).status_code in {301, 302, 400, 404, 414}
