"""Every template is used, and written so that nothing strange can get in through it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

PACKAGE = Path(__file__).parents[2] / "hemvist"
FILES = sorted(
    path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".svg"}
)
PAGES = [path for path in FILES if path.suffix == ".html"]
# Read in a mail program, which knows no stylesheet of ours.
LETTERS = {"messaging/mail.html"}
# Taken by Django or allauth under these names.
TAKEN = re.compile(r"^(\d{3}\.html|django/|account/|mfa/|usersessions/|allauth/)")


def _name(path):
    return path.relative_to(path.parents[len(path.parents) - 1]).as_posix().split("/templates/")[1]


@pytest.fixture(scope="module")
def mentions():
    """Every template name that some code or some template speaks of."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*PACKAGE.rglob("*.py"), *FILES]
        if "migrations" not in path.parts
    )


def _is_used(name, mentions):
    """By its whole name, or by a name put together from its folder and its stem."""
    if TAKEN.match(name) or f'"{name}"' in mentions or f'"{name}#' in mentions:
        return True
    folder, _, file = name.rpartition("/")
    stem = re.escape(file.rsplit(".", 1)[0].removesuffix("_subject"))
    made = re.search(rf'f"{re.escape(folder)}/\{{', mentions)
    return bool(made and re.search(rf'"{stem}"', mentions))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_template_is_used(path, mentions):
    assert _is_used(_name(path), mentions), f"Nothing uses {_name(path)}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_template_parses(path):
    get_template(_name(path))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_no_template_has_styles_handlers_or_scripts_of_its_own(path):
    text = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S
    )

    assert re.findall(r"""\sstyle\s*=\s*["']""", text) == []
    assert re.findall(r"""\son[a-z]+\s*=\s*["']""", text) == []
    assert "javascript:" not in text
    assert "<style" not in text or _name(path) in LETTERS
    inline = re.findall(
        r"<script\b(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))[^>]*>", text
    )
    assert [tag for tag in inline if "nonce=" not in tag] == []


# Stand on pages that are kept for everybody, and give nothing away.
FOR_EVERYBODY = {"upkeep/useful.html", "upkeep/tell.html", "upkeep/review.html"}
FOR_EVERYBODY |= {"upkeep/report.html", "upkeep/propose.html"}


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_form_that_changes_something_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    if _name(path).startswith("intake/") or _name(path) in FOR_EVERYBODY:
        pytest.skip("Needs no login, and is sent again when the token is long gone; see doors.py.")
    for form in re.findall(r"<form\b.*?</form>", text, flags=re.S | re.I):
        method = re.search(r"""method=["']?(\w+)""", form, flags=re.I)
        says = method.group(1).lower() if method else "get"
        is_for_everybody = 'action="{% url "favourites:' in form or "data-swap" in form
        needs_token = says == "post" and not is_for_everybody
        assert ("csrf_token" in form) == needs_token, form[:120]


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_template_is_longer_than_one_can_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_from_people_is_trusted_as_markup(path):
    text = path.read_text(encoding="utf-8")

    assert "|safe" not in text
    if path.suffix == ".html":
        assert "autoescape off" not in text


def test_every_file_that_a_page_fetches_is_there():
    named = {
        (template.name, name)
        for template in FILES
        for name in re.findall(r'{% static "([^"]+)"', template.read_text())
    }

    assert named
    assert {found for found in named if finders.find(found[1]) is None} == set()
