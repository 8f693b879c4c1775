"""Reading CSV and workbooks as anybody writes them, and refusing what nobody can have meant."""

import codecs
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MOST_LINES, clean
from hemvist.importing.readers import comma_separated, workbook
from hemvist.importing.readers.tables import letter_of, named
from tests.importing import files

ROWS = "Namn;Ort;Telefon\r\nMårängsskolan;Sävast;0921-1\r\nHedens skola;Heden;\r\n"
READ = [
    {"Namn": "Mårängsskolan", "Ort": "Sävast", "Telefon": "0921-1"},
    {"Namn": "Hedens skola", "Ort": "Heden", "Telefon": ""},
]


def values(read, content):
    return [line.values for line in read(files.as_file(content))]


@pytest.mark.parametrize(
    "encoded",
    [
        ROWS.encode(),
        codecs.BOM_UTF8 + ROWS.encode(),
        ROWS.encode("utf-16"),
        ROWS.encode("utf-16-le"),
        ROWS.encode("utf-16-be"),
        ROWS.encode("utf-32"),
        ROWS.encode("cp1252"),
        ROWS.replace("\r\n", "\n").encode(),
        ROWS.replace("\r\n", "\r").encode(),
        ROWS.replace(";", ",").encode(),
        ROWS.replace(";", "\t").encode(),
        ROWS.replace(";", "|").encode(),
    ],
)
def test_every_usual_way_of_writing_csv_says_the_same(encoded):
    assert values(comma_separated.read, encoded) == READ


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    lines = list(comma_separated.read(files.as_file("Skolor i kommunen\n\nNamn,Ort\nA,B\n\nC,D\n")))

    assert [(line.number, line.values["Namn"]) for line in lines] == [(4, "A"), (6, "C")]


def test_quoted_newlines_and_separators_stay_inside_their_cell():
    read = values(comma_separated.read, 'Namn,Om\n"A, B","rad 1\nrad 2"\nC,"sa ""hej"""\n')

    assert read == [{"Namn": "A, B", "Om": "rad 1\nrad 2"}, {"Namn": "C", "Om": 'sa "hej"'}]


def test_text_beyond_the_last_heading_is_a_fault_of_its_line():
    lines = list(comma_separated.read(files.as_file("Namn,Ort\nA,B\nC,D,E\n")))

    assert [[fault.code for fault in line.faults] for line in lines] == [[], ["too_many_cells"]]


def test_headings_that_are_empty_or_the_same_are_told_apart():
    assert named(["Namn", "", "Namn", "Namn"]) == ["Namn", "B", "Namn (2)", "Namn (3)"]
    assert [letter_of(place) for place in [0, 25, 26, 701, 702]] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;;\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"Namn,Ort\n", "nothing_in_it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "not_a_table"),
        ('Namn,Ort\n"' + "a" * 200_000, "quote_not_closed"),
        ("," * 300 + "\n" + "a," * 300, "too_many_columns"),
    ],
)
def test_csv_that_cannot_be_taken_in_is_refused_with_its_reason(content, code):
    assert files.fault_of(comma_separated.read, content) == code


def test_nul_and_half_characters_and_turned_directions_are_cleaned_away():
    assert clean("a\0b\u202ec\ud800\t d\x07 ") == "a bc\ufffd  d"
    assert values(comma_separated.read, b"Namn,Ort\na\0b,c\n") == [{"Namn": "a b", "Ort": "c"}]


def test_more_rows_than_we_take_are_refused():
    content = b"Namn,Ort\n" + b"A,B\n" * (MOST_LINES + 1)

    assert files.fault_of(comma_separated.read, content) == "too_many_rows"


def test_a_hundred_thousand_rows_are_read_one_at_a_time():
    content = files.as_file(b"Namn,Ort\n" + b"En skola i en by,Byn\n" * MOST_LINES)
    tracemalloc.start()
    try:
        count = sum(1 for _line in comma_separated.read(content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == MOST_LINES
    assert peak < 3_000_000


@given(st.binary(max_size=3_000))
def test_no_bytes_bring_the_csv_reader_down(content):
    files.fault_of(comma_separated.read, content)


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=6), st.sampled_from(";,\t|"))
def test_no_text_brings_the_csv_reader_down(rows, separator):
    text = "\n".join(separator.join(row) for row in rows)
    files.fault_of(comma_separated.read, text.encode("utf-8", "surrogatepass"))


# Workbooks


def test_a_workbook_says_what_its_cells_say():
    book = files.workbook(["Namn", "Antal"], ["Skolan", 3.0], ["Parken", 2.5], [None, None])

    assert values(workbook.read, book.read()) == [
        {"Namn": "Skolan", "Antal": "3"},
        {"Namn": "Parken", "Antal": "2.5"},
    ]


def test_a_formula_is_text_and_is_never_worked_out():
    book = files.workbook(["Namn", "Summa"], ["A", "=1+1"], ["B", '=HYPERLINK("http://x","y")'])

    assert [line["Summa"] for line in values(workbook.read, book.read())] == [
        "=1+1",
        '=HYPERLINK("http://x","y")',
    ]


def test_a_merged_cell_counts_for_each_row_it_covers():
    book = files.workbook(["Slag", "Namn"], ["Skola", "A"], [None, "B"], merge=["A2:A3"])

    assert [line["Slag"] for line in values(workbook.read, book.read())] == ["Skola", "Skola"]


def test_empty_and_hidden_sheets_are_passed_over():
    book = files.workbook(lista=[["Namn", "Ort"], ["A", "B"]])

    assert values(workbook.read, book.read()) == [{"Namn": "A", "Ort": "B"}]


def sheet(inside):
    xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{xmlns}"><sheetData>{inside}</sheetData></worksheet>'.encode()


def hostile(inside):
    return files.repacked(files.workbook(["a"]), {"xl/worksheets/sheet1.xml": sheet(inside)})


CELL = '<c r="{at}" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    ("book", "code"),
    [
        (hostile("<row r='1'>" + CELL.format(at="ZZZZZZZ1") + "</row>"), None),
        (hostile("<row r='99999999999'>" + CELL.format(at="A99999999999") + "</row>"), None),
        (hostile("<row r='1'><c r='A1' t='s'><v>99</v></c></row>"), "broken_workbook"),
        (hostile("<row r='x'>"), "broken_workbook"),
        (files.as_file(b"PK\x03\x04 nothing more"), "broken_workbook"),
        (files.repacked(files.workbook(["a"]), {"xl/worksheets/sheet1.xml": b"<"}), None),
    ],
)
def test_a_workbook_made_to_do_harm_is_refused(book, code):
    found = files.fault_of(workbook.read, book)

    assert found == code if code else found


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = files.repacked(files.workbook(["a"]), {"xl/worksheets/sheet1.xml": b" " * 30_000_000})

    tracemalloc.start()
    try:
        code = files.fault_of(workbook.read, bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert code == "workbook_unpacks_too_large"
    assert peak < 2_000_000


def test_entities_that_grow_are_refused():
    grow = '<!DOCTYPE d [<!ENTITY a "' + "x" * 1000 + '">'
    grow += "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    part = grow.encode() + b"]><worksheet>&a8;</worksheet>"
    book = files.repacked(files.workbook(["a"]), {"xl/worksheets/sheet1.xml": part})

    assert files.fault_of(workbook.read, book) == "broken_workbook"


def test_a_zip_of_something_else_is_no_table():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "hej")
    file.seek(0)

    assert files.fault_of(workbook.read, file) == "not_a_table"


def test_too_many_parts_are_refused():
    many = {f"xl/media/{number}.txt": b"" for number in range(501)}

    assert files.fault_of(workbook.read, files.repacked(files.workbook(["a"]), many)) == (
        "workbook_unpacks_too_large"
    )


WHOLE = files.workbook(["Namn", "Ort"], ["A", "B"]).read()


@given(st.data())
def test_no_damage_brings_the_workbook_reader_down(data):
    content = bytearray(WHOLE)
    for _n in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    files.fault_of(workbook.read, bytes(content[: data.draw(st.integers(0, len(content)))]))


def test_reading_can_be_broken_off():
    lines = workbook.read(files.workbook(["Namn", "Ort"], *[["A", "B"]] * 50))
    next(lines)
    lines.close()

    with pytest.raises(CannotRead):
        list(workbook.read(files.as_file(b"")))
