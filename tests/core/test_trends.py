"""A number from year to year, drawn and told."""

from hypothesis import given
from hypothesis import strategies as st

from hemvist.core.trends import HEIGHT, WIDTH, trend_of
from hemvist.importing.readers.series import MOST_YEARS, by_year, written

YEARS = st.integers(1900, 2100).map(str)
NUMBERS = st.decimals(-1_000_000, 1_000_000, places=2).map(str)
SERIES = st.dictionaries(YEARS, NUMBERS, min_size=2, max_size=MOST_YEARS)


@given(SERIES)
def test_every_year_has_its_number_and_its_point_inside_the_drawing(series):
    trend = trend_of(series)

    assert [year for year, _value in trend.years] == sorted(series)
    assert all(value for _year, value in trend.years)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in trend.points)


def test_higher_is_higher_and_years_that_are_missing_leave_a_gap():
    trend = trend_of({"2020": "10", "2021": "20", "2024": "15"})
    (x1, y1), (x2, y2), (x3, y3) = trend.points

    assert y2 < y3 < y1
    assert round((x3 - x2) / (x2 - x1)) == 3


def test_number_that_stays_is_a_level_line():
    assert {y for _x, y in trend_of({"2020": "5", "2021": "5"}).points} == {HEIGHT / 2}


def test_one_year_is_no_trend():
    assert trend_of({"2020": "5"}) is None
    assert written(by_year("2020=5")) == ""


@given(SERIES)
def test_series_is_the_same_after_it_was_written(series):
    assert by_year(written(series)) == dict(sorted(series.items()))


@given(st.text())
def test_what_is_no_series_is_left_out(text):
    for year, value in by_year(text).items():
        assert year.isdecimal()
        assert value
