"""A number year by year, as one text: "2023=28000 2024=28100"."""

from collections.abc import Mapping

from hemvist.core.numbers import in_figures

MOST_YEARS = 15


def by_year(text: str) -> dict[str, str]:
    """The number of each year, oldest first; what is no year or no number is left out."""
    pairs = (one.partition("=") for one in text.split())
    found = {
        year: value
        for year, _equals, value in pairs
        if len(year) == 4 and year.isascii() and year.isdecimal() and in_figures(value)
    }
    return dict(sorted(found.items())[-MOST_YEARS:])


def written(series: Mapping[str, str]) -> str:
    """The same as text; one year alone is no series."""
    if len(series) < 2:
        return ""
    return " ".join(f"{year}={value}" for year, value in sorted(series.items()))
