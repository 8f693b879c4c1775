"""Finding a case by whatever one has at hand."""

import pytest
from django.utils.translation import override

from hemvist.accounts.models import Role
from hemvist.bulk.filters import Filters
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.desk import search
from hemvist.desk.search import find_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case():
    return make.a_case(
        make.a_household("Märta Öhrn-Al Hakim", email="Marta.O@Example.org", phone="070-174 06 05")
    )


@pytest.fixture(autouse=True)
def _others():
    make.a_case(make.a_household("Nils Annan", email="nils@example.org", phone="070-174 06 99"))


def found(user, text, **more):
    with override("en"):
        page = find_cases(user, text, filters=more.pop("filters", Filters()), now=NOW, **more)
    return [(hit.row.case.title, hit.reasons) for hit in page.hits]


@pytest.mark.parametrize("text", ["märta", "Öhrn", "ÖHRN-AL hakim", "hak mär", "  Märta   Öhrn "])
def test_a_case_is_found_by_its_name(host, case, text):
    assert found(host, text) == [("Märta Öhrn-Al Hakim", ["The name"])]


@pytest.mark.parametrize(
    "text",
    [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "0046701740605",
        "(070) 174.06.05",
        "46701740605",
        "+4670174060",
    ],
)
def test_a_case_is_found_by_its_number_in_any_notation(host, case, text):
    assert [title for title, _why in found(host, text)][:1] == ["Märta Öhrn-Al Hakim"]


def test_the_whole_number_finds_one_and_says_why(host, case):
    assert found(host, "0701740605") == [("Märta Öhrn-Al Hakim", ["The number 070-174 06 05"])]


def test_a_case_is_found_by_its_e_mail_in_any_case_of_letters(host, case):
    assert found(host, "MARTA.o@exa") == [
        ("Märta Öhrn-Al Hakim", ["The e-mail address Marta.O@Example.org"])
    ]


def test_a_case_is_found_by_its_reference_and_the_beginning_of_it(host, case):
    assert found(host, case.reference.lower()) == [("Märta Öhrn-Al Hakim", ["The reference"])]
    assert len(found(host, case.reference[:5])) == 2


@pytest.mark.parametrize(
    "text",
    ["zzz", "%", "_", "'", "' | 'qqq", "a:* & !b", "🙂", "()", "\\", "--", "%%%%%%", "x" * 10_000],
)
def test_what_matches_nothing_finds_nothing(host, case, text):
    assert found(host, text) == []


def test_a_nul_byte_is_a_space(host, case):
    assert found(host, "märta\0öhrn") == [("Märta Öhrn-Al Hakim", ["The name"])]


def test_without_words_all_are_shown_the_newest_first(host, case):
    assert [title for title, _why in found(host, "")] == ["Märta Öhrn-Al Hakim", "Nils Annan"]


@pytest.mark.parametrize("text", ["", "Zq7", "070-174 06 77", "zq7@example.org", "HV-26"])
def test_a_protected_household_is_found_by_named_staff_alone(host, text):
    named = make.a_user("Namngiven Värd")
    make.a_case(
        make.a_household(
            "Zq7 Hemlig", email="zq7@example.org", phone="070-174 06 77", staff=[named]
        )
    )

    assert "Zq7 Hemlig" not in [title for title, _why in found(host, text)]
    assert "Zq7 Hemlig" in [title for title, _why in found(named, text)]


def test_a_service_point_finds_only_its_own(case):
    village = make.a_team("Råbäcken")
    make.a_case(make.a_household("Märta Bybo"), team=village)
    user = make.a_user("Byns värd", role=Role.SERVICE_POINT, teams=[village])

    assert [title for title, _why in found(user, "märta")] == ["Märta Bybo"]


@pytest.mark.parametrize("text", ["", "exempel", "07017"])
def test_pages_follow_each_other_without_gap_or_repeat(host, monkeypatch, text):
    monkeypatch.setattr(search, "PAGE", 2)
    made = [make.a_case(make.a_household(f"Nr{n} Exempel")).pk for n in range(5)]

    leafed, before = [], None
    for _ in range(9):
        page = find_cases(host, text, filters=Filters(), now=NOW, before=before)
        leafed += [hit.row.case.pk for hit in page.hits]
        before = page.older
        if before is None:
            break

    assert [pk for pk in leafed if pk in made] == made[::-1]
    assert len(leafed) == len(set(leafed))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_search_takes_the_same_number_of_queries_for_any_number_of_hits(
    host, count, django_assert_num_queries
):
    for _number in range(count):
        make.a_case(make.a_household("Alva Exempel"))

    with django_assert_num_queries(16):
        find_cases(host, "alva", filters=Filters(), now=NOW)


def test_filters_narrow_what_is_found(host, case):
    make.a_case(make.a_household("Märta Finsk", language="fi"), owner=host)

    assert [t for t, _ in found(host, "märta", filters=Filters(language="fi"))] == ["Märta Finsk"]
    assert [t for t, _ in found(host, "", filters=Filters(owner=str(host.pk)))] == ["Märta Finsk"]
    assert found(host, "", filters=Filters(state="closed")) == []
    assert len(found(host, "", filters=Filters(state="open"))) == 3
