from datetime import date, timedelta

import pytest

from hemvist.search.counting import (
    asked_in_vain,
    count_question,
    forget_old_questions,
    may_be_kept,
    most_asked,
)
from hemvist.search.models import AskedFor

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Dagis", "dagis"),
        ("  дитячий   садок ", "дитячий садок"),
        ("ring mig på 070-123 45 67", ""),
        ("anna@example.org", ""),
        ("19800101-1234", ""),
        ("www.example.org", ""),
        ("jag heter Anna och vill veta hur det går", ""),
        ("x" * 41, ""),
        ("?!", ""),
    ],
)
def test_what_may_be_about_a_person_is_not_kept(asked, kept):
    assert may_be_kept(asked) == kept


def ask(text, *, times=1, found=0, on=DAY):
    for _ in range(times):
        count_question(text, language="sv", found=found, on=on)


def test_questions_are_counted_by_day_and_summed(db):
    ask("dagis", times=2, found=25)
    ask("dagis", on=DAY + timedelta(days=1), found=26)
    ask("curling", times=2)

    assert AskedFor.objects.count() == 3
    assert list(most_asked(since=DAY)) == [
        {"text": "dagis", "language": "sv", "total": 3, "most": 26},
        {"text": "curling", "language": "sv", "total": 2, "most": 0},
    ]
    assert [row["text"] for row in asked_in_vain(since=DAY)] == ["curling"]


def test_rare_questions_are_forgotten_after_a_month_and_all_after_a_year(db):
    ask("rare", times=4)
    ask("often", times=5)

    assert forget_old_questions(on=DAY + timedelta(days=30)) == 0
    assert forget_old_questions(on=DAY + timedelta(days=31)) == 1
    assert [row.text for row in AskedFor.objects.all()] == ["often"]
    assert forget_old_questions(on=DAY + timedelta(days=366)) == 1
