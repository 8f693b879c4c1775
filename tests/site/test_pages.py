"""What is true of every page, whoever looks at it."""

import itertools
from html.parser import HTMLParser

import pytest
from django.urls import resolve

from tests.site.doors import DOORS, WITHOUT_TOKEN
from tests.site.visits import LOOKING
from tests.site.world import NAMED, SECRET

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
WRITTEN_IN = {"input", "select", "textarea"}
# What a checker of HTML complains of, and a browser silently mends in its own way.
NOT_IN_PARAGRAPHS = {
    "p", "div", "ul", "ol", "dl", "table", "form", "section", "article", "aside", "header",
    "footer", "main", "nav", "figure", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "details",
}  # fmt: skip
INTERACTIVE = {"a", "button"}
ONLY_IN = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "option": {"select", "optgroup", "datalist"},
}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list")
# Where the marker may stand for somebody who is not named: nowhere.
PAGES = [name for name, door in DOORS.items() if 200 in door.answers.values()]


class Page(HTMLParser):
    """The parts of a page that are easy to get wrong."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.wrong_nesting = [], [], []
        self.labels, self.ids, self.inputs = set(), [], []
        self.misplaced = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.misplaced += self._misplaced(tag)
        self.tags.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "label" and attrs.get("for"):
            self.labels.add(attrs["for"])
        if tag in WRITTEN_IN and attrs.get("type") not in UNLABELLED:
            self.inputs.append((attrs, "label" in self.open))
        if tag not in VOID:
            self.open.append(tag)

    def _misplaced(self, tag):
        """Whether a tag stands where none of its kind may."""
        parent = self.open[-1] if self.open else ""
        if "svg" in self.open or "template" in self.open:
            return
        if tag in NOT_IN_PARAGRAPHS and "p" in self.open:
            yield f"{tag} in a p"
        if tag in INTERACTIVE and INTERACTIVE & set(self.open):
            yield f"{tag} in something to press"
        if parent not in ONLY_IN.get(tag, {parent}):
            yield f"{tag} in {parent}"

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong_nesting.append((tag, self.open[-3:]))
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture
def shown(visits):
    """The pages of one address that were really shown, each with who saw it."""

    def of(name):
        found = []
        for who in DOORS[name].visitors:
            visit = visits[name, who]
            if visit.status == 200 and visit.kind.startswith("text/html"):
                found.append((who, Page(visit.text)))
        return found

    return of


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_heading_a_title_a_language_and_a_main_part(db, shown, name):
    for who, page in shown(name):
        assert len(page.all("h1")) == 1, who
        assert len(page.all("main")) == 1, who
        assert len(page.all("title")) >= 1, who
        assert page.all("html")[0].get("lang"), who


@pytest.mark.parametrize("name", PAGES)
def test_headings_leave_out_no_level(db, shown, name):
    for who, page in shown(name):
        levels = [
            int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
        ]
        jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert jumps == [], who


@pytest.mark.parametrize("name", PAGES)
def test_everything_one_writes_in_has_a_label(db, shown, name):
    for who, page in shown(name):
        bare = [
            attrs.get("name")
            for attrs, inside in page.inputs
            if not inside
            and attrs.get("id") not in page.labels
            and not attrs.get("aria-label")
            and not attrs.get("aria-labelledby")
        ]
        assert bare == [], who


@pytest.mark.parametrize("name", PAGES)
def test_tags_are_closed_in_order_and_ids_stand_once(db, shown, name):
    for who, page in shown(name):
        assert page.wrong_nesting == [], who
        assert sorted({i for i in page.ids if page.ids.count(i) > 1}) == [], who


@pytest.mark.parametrize("name", PAGES)
def test_every_tag_stands_where_it_may_and_names_what_is_there(db, shown, name):
    for who, page in shown(name):
        named = {
            one for _tag, attrs in page.tags for key in REFERENCES for one in _names(attrs, key)
        }
        assert page.misplaced == [], who
        assert [i for i in page.ids if not i or " " in i] == [], who
        assert named - set(page.ids) == set(), who


@pytest.mark.parametrize("name", PAGES)
def test_no_attribute_says_what_its_tag_may_not(db, shown, name):
    for who, page in shown(name):
        hidden = [field for field in page.all("input") if field.get("type") == "hidden"]
        assert [field["name"] for field in hidden if "autocomplete" in field] == [], who
        parts = [attrs for tag in ("table", "tr", "td", "th") for attrs in page.all(tag)]
        assert [attrs for attrs in parts if "role" in attrs] == [], who
        empty = {"href", "src", "lang", "dir", "type", "datetime", "name"}
        assert [
            (tag, key)
            for tag, attrs in page.tags
            for key, said in attrs.items()
            if key in empty and said == "" and (tag, key) != ("a", "href")
        ] == [], who


def _names(attrs, key):
    return (attrs.get(key) or "").split()


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere_and_pictures_say_what_they_are(db, shown, name):
    for who, page in shown(name):
        assert [a for a in page.all("a") if not a.get("href")] == [], who
        assert [image for image in page.all("img") if "alt" not in image] == [], who


@pytest.mark.parametrize("name", PAGES)
def test_page_loads_nothing_from_elsewhere_and_nothing_the_policy_forbids(db, shown, name):
    for who, page in shown(name):
        for tag, attrs in page.tags:
            assert "style" not in attrs, (who, tag, attrs)
            assert not [key for key in attrs if key.startswith("on")], (who, tag, attrs)
            if tag in {"script", "img", "iframe", "link", "source"} and attrs.get("rel") not in {
                "alternate", "canonical"}:  # fmt: skip
                place = attrs.get("src") or attrs.get("href") or ""
                assert not place.startswith(("http:", "https:", "//")), (who, tag, attrs)
            if tag == "script" and "src" not in attrs:
                assert "json" in attrs.get("type", "") or attrs.get("nonce"), (who, attrs)


@pytest.mark.parametrize("name", PAGES)
def test_forms_that_change_something_carry_their_token(db, shown, name):
    for who, page in shown(name):
        posts = [
            form
            for form in page.all("form")
            if form.get("method", "").lower() == "post"
            and not (form.get("action") and resolve(form["action"]).view_name in WITHOUT_TOKEN)
        ]
        tokens = [
            field for field in page.all("input") if field.get("name") == "csrfmiddlewaretoken"
        ]
        if name not in WITHOUT_TOKEN:
            assert len(tokens) >= len(posts), who


@pytest.mark.parametrize("name", DOORS)
def test_looking_changes_nothing(db, visits, name):
    for who in DOORS[name].visitors:
        assert visits[name, who].writes - LOOKING == set(), who


@pytest.mark.parametrize("name", DOORS)
def test_protected_household_is_on_no_page_of_anybody_not_named(db, visits, name):
    for who in DOORS[name].visitors:
        if who != NAMED:
            assert SECRET not in visits[name, who].text, who


def test_protected_household_is_seen_by_the_staff_named_for_it(db, visits):
    assert SECRET in visits["desk:home", NAMED].text


@pytest.mark.parametrize("name", DOORS)
def test_no_door_falls_off_its_hinges(db, visits, name):
    assert {
        w: visits[name, w].trouble for w in DOORS[name].visitors if visits[name, w].status >= 500
    } == {}
