"""The demo's guide as it is written, before anything loads it: whole, true to form and readable."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from hemvist.core.readability import lix
from hemvist.demo import municipality

BODEN = Path(municipality.__file__).parent / "boden"
DRAWINGS = BODEN.parents[1] / "guide/static/guide/pictures"
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
LANGUAGES = {"sv", "en", "fi", "ar", "uk"}
KINDS = {"life_area", "article", "steps", "area", "village", "story", "answer"}
SHELVES = {"life", "guides", "areas", "stories", "answers"}


def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


PAGES = {path.stem: _read(path) for path in sorted((BODEN / "pages").glob("*.toml"))}
ADDRESSES = [f"{page['under']}/{page['slug']}" for page in PAGES.values()]
PLACES = {row["slug"]: row for row in municipality.place_rows()}
AREAS = {area["slug"]: area for area in _read(BODEN / "areas.toml")["areas"]}
LIFE_AREAS = [area["slug"] for area in _read(BODEN / "life_areas.toml")["life_areas"]]

every_page = pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))


def texts_of(words):
    """All running text of one language, as (what it is, text)."""
    found = [("body", words["body"])]
    found += [("internal", words["internal"])] if "internal" in words else []
    return found + [("step", step["body"]) for step in words.get("steps", [])]


def shape(text):
    """What a translation must keep: blocks, items, bold words and where each link leads."""
    blocks = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        kind = re.match(r"(#{2,3} |> |- |1\. )?", block)[0].strip()
        count = len(lines) if kind in ("-", "1.") else 1
        assert kind in ("-", "1.") or kind == ">" or len(lines) == 1, block
        targets = [target for _words, target in LINK.findall(block)]
        blocks.append((kind, count, block.count("**"), targets))
    return blocks


def plain(text):
    text = LINK.sub(r"\1", text)
    return re.sub(r"(?m)^(#{2,3}|>|-|\d+\.) |\*\*", "", text)


def test_the_guide_has_its_pages_and_every_area_of_life_has_one():
    assert len(PAGES) >= 44
    assert sorted(page["slug"] for page in PAGES.values() if page["kind"] == "life_area") == sorted(
        LIFE_AREAS
    )
    in_five = [page for page in PAGES.values() if set(page["texts"]) == LANGUAGES]
    assert len(in_five) >= 14


def test_no_two_pages_share_an_address():
    assert len(set(ADDRESSES)) == len(ADDRESSES)


@every_page
def test_a_page_has_its_place_its_kind_and_swedish_and_english(page):
    assert page["kind"] in KINDS
    assert re.fullmatch(r"[a-z0-9-]+", page["slug"])
    assert page["under"] in SHELVES or page["under"] in ADDRESSES
    assert {"sv", "en"} <= set(page["texts"]) <= LANGUAGES
    assert ("area" in page) == (page["kind"] in ("area", "village")) or page["kind"] == "story"
    assert page.get("area", "centrum") in AREAS
    assert set(page.get("places", [])) <= set(PLACES)


@every_page
def test_a_page_says_where_its_facts_come_from_and_when_that_was_read(page):
    assert page["checked_on"] <= date(2026, 11, 23)
    assert 1 <= page["review_months"] <= 12
    assert page["sources"]
    for source in page["sources"]:
        assert re.match(r"https?://\S+$", source["url"])
        assert source["checked_on"] == date(2026, 11, 23)
    urls = [source["url"] for source in page["sources"]]
    assert len(set(urls)) == len(urls)


@every_page
def test_no_text_is_empty_and_summaries_fit_a_search_result(page):
    for words in page["texts"].values():
        assert 3 <= len(words["title"]) <= 100
        assert 20 <= len(words["summary"]) <= 200
        assert all(text.strip() for _kind, text in texts_of(words))
        assert ("internal" in words) == (page["kind"] == "answer")
        assert bool(words.get("steps")) == (page["kind"] == "steps")
        for step in words.get("steps", []):
            assert 2 <= len(step["title"]) <= 120
            assert 2 <= len(step["when"]) <= 120


@every_page
def test_a_page_is_built_alike_in_every_language(page):
    shapes = {
        language: [(kind, shape(text)) for kind, text in texts_of(words)]
        for language, words in page["texts"].items()
    }

    for language, built in shapes.items():
        assert built == shapes["sv"], language


@every_page
def test_every_link_leads_somewhere(page):
    for words in page["texts"].values():
        for _kind, text in texts_of(words):
            for label, target in LINK.findall(text):
                assert label.strip()
                scheme, _, rest = target.partition(":")
                known = {"page": ADDRESSES, "place": PLACES, "area": AREAS, "enquiry": [""]}
                assert rest in known[scheme] if scheme in known else scheme == "https", target


@every_page
def test_a_place_is_called_by_its_own_name_in_every_language(page):
    """No white wolverines: a link to an area carries its name, in whatever case it stands."""
    for words in page["texts"].values():
        for _kind, text in texts_of(words):
            for label, target in LINK.findall(text):
                if target.startswith("area:"):
                    assert AREAS[target[5:]]["name"][:4] in label, (label, target)


@every_page
def test_the_swedish_is_light_to_read(page):
    words = page["texts"]["sv"]
    texts = [words["summary"], *(text for _kind, text in texts_of(words))]

    assert lix(plain("\n".join(texts))) < 45


@every_page
def test_a_drawing_that_a_page_names_is_there_small_and_without_words(page):
    if "picture" in page:
        drawing = (DRAWINGS / f"{page['picture']}.svg").read_text(encoding="utf-8")
        assert len(drawing.encode()) < 6_144
        assert "<text" not in drawing
        assert "prefers-color-scheme:dark" in drawing


def test_a_story_says_that_it_is_an_example():
    stories = [page for page in PAGES.values() if page["kind"] == "story"]

    assert len(stories) == 3
    for page in stories:
        assert "exempel" in page["texts"]["sv"]["body"].split("\n\n")[0]
        assert page["texts"]["en"]["title"].startswith("An example: ")
