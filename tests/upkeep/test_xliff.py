"""XLIFF out and in: nothing is lost, and nothing harmful gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.upkeep import xliff
from hemvist.upkeep.xliff import NAMESPACE, Document, NotATranslation, Unit, read, written

# What XML can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
TEXTS = st.one_of(
    TEXT, st.sampled_from(["<b>Ring</b> oss", "a\r\nb", "a\rb", "]]>", "&amp;", "  "])
)
DOCUMENTS = st.builds(
    Document,
    original=TEXT,
    source_language=st.just("sv"),
    target_language=st.sampled_from(["en", "ar"]),
    units=st.lists(st.builds(Unit, place=TEXT, source=TEXTS, target=TEXTS), max_size=5),
)


@given(DOCUMENTS)
def test_what_goes_out_comes_in_as_it_was(document):
    assert read(written(document)) == document


@given(st.text())
def test_characters_that_xml_cannot_hold_are_left_out_and_break_nothing(text):
    (unit,) = read(written(Document("x", "sv", "en", [Unit("body", text, text)]))).units

    assert unit.source == unit.target == xliff.NOT_IN_XML.sub("", text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    try:
        read(content)
    except NotATranslation as refused:
        assert str(refused.words).endswith(".")


def one(body, head="", attributes='original="x" source-language="sv" target-language="en"'):
    return (
        f'<?xml version="1.0"?>{head}<xliff version="1.2" xmlns="{NAMESPACE}">'
        f"<file {attributes}><body>{body}</body></file></xliff>"
    ).encode()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
HOSTILE = {
    "a billion laughs": one("&a8;", f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'),
    "a file of ours": one("&f;", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    "an address": one("", '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'),
    "too deep": one("<g>" * 40 + "</g>" * 40),
    "too many texts": one("<trans-unit id='1'/>" * (xliff.MOST_UNITS + 1)),
    "too large": b" " * (xliff.MOST_BYTES + 1),
    "no XML": b'msgid "x"',
    "nothing": b"",
    "another XML": b"<html/>",
    "XLIFF 2": b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
    "half a file": one("<trans-unit>")[:-30],
    "a strange encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
    "NUL": one("\0"),
    "two at once": one("</body></file><file original='y'><body>"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_translation_gets_a_sentence(content):
    with pytest.raises(NotATranslation) as refused:
        read(content)

    assert str(refused.value.words).endswith(".")


def test_tools_may_put_marks_and_other_suggestions_into_a_text():
    document = read(
        one(
            '<trans-unit id="1" resname="title"><source>Sök <mrk mtype="x">plats</mrk></source>'
            "<target><g id='1'>Apply</g></target><note>Hello</note>"
            "<alt-trans><source>No</source><target>Not this</target></alt-trans></trans-unit>"
        )
    )

    assert document.units == [Unit("title", "Sök plats", "Apply")]


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("<b>Ring</b>", "<b>Call</b>", False),
        ("<b>Ring</b>", "Call", True),
        ('<a id="a1">Här</a>', '<a id="a2">Here</a>', True),
        ("Ring", "<script>x</script>", True),
        ("<b>Ring</b>", "", False),
        ("1 < 2", "2 > 1", False),
    ],
)
def test_tags_must_be_the_same_in_both(source, target, lost):
    assert Unit("body", source, target).has_lost_tags == lost
