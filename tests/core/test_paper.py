"""Tables on paper."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hemvist.core.paper import PaperTable, TooLongForPaper, clean, in_latin, pdf_of

TABLE = PaperTable("Lista", "Exempelby kommun", "sv", ["mars"], ["Namn", "Ärende"], [1, 2])


def words(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_long_table_goes_on_over_pages_with_its_head_on_each():
    pages = PdfReader(BytesIO(pdf_of(TABLE, [(f"Rad {n}", "x") for n in range(120)]))).pages

    assert len(pages) > 2
    assert all("Ärende" in page.extract_text() for page in pages)
    assert f"{len(pages)} / {len(pages)}" in pages[-1].extract_text()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=4))
def test_any_text_at_all_comes_on_paper(rows):
    assert pdf_of(TABLE, rows).startswith(b"%PDF")


def test_what_no_font_has_is_spelled_in_latin_letters():
    assert in_latin("Åsa Дарина") == "Åsa Дарина"
    assert in_latin("漢字 Li").endswith(" Li")
    assert in_latin("漢字 Li").isascii()
    assert clean("a\x00b\ud800c") == "a bc"


def test_more_than_anybody_prints_is_refused(monkeypatch):
    monkeypatch.setattr("hemvist.core.paper.MOST_ROWS", 3)

    pdf_of(TABLE, [("a", "b")] * 3)
    with pytest.raises(TooLongForPaper):
        pdf_of(TABLE, [("a", "b")] * 4)
