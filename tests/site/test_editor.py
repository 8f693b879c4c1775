"""Every door of Wagtail's editor: strangers sign in first, and only those who edit come in."""

import pytest
from django.urls import get_resolver

from tests.site.addresses import EDITOR
from tests.site.world import RESIDENT, ROLES, STRANGER

MAY_EDIT = {"editor", "coordinator"}
# A drawing for the editor's pages and its words for scripts: public in Wagtail, and no secret.
OPEN = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_login"}
FILLINGS = {"slug": "none", "str": "none", "uuid": "0" * 32}


def _addresses(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern, route)
        elif "(?P" not in route and "(" not in route and ".*" not in route:
            yield pattern.name or route, _filled(route, pattern)


def _filled(route, pattern):
    import re

    def fill(match):
        kind = match[1] or "str"
        return "1" if kind == "int" else FILLINGS.get(kind, "none")

    return "/" + re.sub(r"<(?:(\w+):)?\w+>", fill, route).rstrip("$\\Z")


def _editor():
    return next(p for p in get_resolver().url_patterns if str(p.pattern) == EDITOR)


DOORS = sorted(set(_addresses(_editor(), EDITOR)))


def test_the_editor_has_as_many_doors_as_we_think():
    assert len(DOORS) > 100


def test_no_door_of_the_editor_opens_to_strangers_or_colleagues_without_the_right(world, visitor):
    closed = sorted({STRANGER, RESIDENT, *ROLES} - MAY_EDIT)
    wrong = {}
    for who in closed:
        client = visitor(who)
        for name, url in DOORS:
            if name in OPEN:
                continue
            answers = client.get(url), client.post(url, {})
            for answer in answers:
                sent_away = answer.status_code == 302 and "/accounts/" in answer.url
                allowed = sent_away if who in {STRANGER, RESIDENT} else answer.status_code == 403
                if not allowed and answer.status_code not in {403, 404, 405}:
                    wrong[who, url] = answer.status_code
        if who not in {STRANGER, RESIDENT, "host"}:
            break  # they all have the same right, which is none

    assert wrong == {}


@pytest.mark.parametrize("who", sorted(MAY_EDIT))
def test_those_who_edit_come_in(world, visitor, who):
    assert visitor(who).get("/editor/").status_code == 200
    assert visitor(who).get("/editor/pages/").status_code == 200


@pytest.mark.parametrize("path", ["users/", "groups/", "password_reset/", "sites/"])
def test_what_has_its_place_elsewhere_is_not_there(world, visitor, path):
    assert visitor("coordinator").get(f"/editor/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["workflows/list/", "workflows/tasks/index/", "locales/", "documents/"]
)
def test_how_the_editor_itself_works_is_not_changed_in_it(world, visitor, path):
    answer = visitor("coordinator").get(f"/editor/{path}")

    assert (answer.status_code, getattr(answer, "url", "")) == (302, "/editor/")


def test_nobody_is_a_superuser(world):
    assert [user for user in world.users.values() if user.is_superuser] == []


def test_the_editor_has_its_own_policy_and_the_public_keeps_the_strict_one(world, visitor):
    editor = visitor("editor").get("/editor/")["Content-Security-Policy"]
    public = visitor("editor").get("/sv/")["Content-Security-Policy"]

    assert "'unsafe-inline'" in editor
    assert "unsafe-inline" not in public
    assert "unsafe-eval" not in editor
    assert "http" not in editor


@pytest.mark.parametrize("words", ['"', "'", '"a" OR "b', "\\", "%", "a & b | !c", "å" * 300, "💥"])
def test_searching_pages_never_breaks(world, visitor, words):
    client = visitor("editor")

    assert client.get("/editor/pages/search/", {"q": words}).status_code == 200
    assert client.get("/editor/choose-page/search/", {"q": words}).status_code == 200
    assert client.get("/editor/choose-place/results/", {"text": words[:100]}).status_code == 200


def test_searching_for_what_no_text_can_hold_is_refused_with_a_page(world, visitor):
    assert visitor("editor").get("/editor/pages/search/?q=a%00b").status_code == 400
