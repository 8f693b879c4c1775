import pytest
from django.utils import translation

from hemvist.core.letters import plain
from hemvist.directory.models import Service, ServiceStatus
from hemvist.search.asking import read_question
from hemvist.search.finding import find_things
from hemvist.search.models import Document
from hemvist.search.queries import Filters
from hemvist.search.results import because, in_groups, results_of

pytestmark = pytest.mark.usefixtures("boden", "by_words_alone")

PRESCHOOLS = ("category", "preschool")
HOMES = ("category", "housing")
HEALTH = ("category", "health")
LANGUAGES = ["sv", "en", "fi", "uk", "ar"]


def found(text, language="sv", **kept_to):
    return find_things(read_question(text, language=language), Filters(**kept_to)).things


def titles(text, language="sv"):
    asked = read_question(text, language=language)
    finding = find_things(asked, Filters())
    with translation.override(language):
        return [result.document.title for result in results_of(finding.things, finding, asked)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("daycare", PRESCHOOLS),
        ("dagis", PRESCHOOLS),
        ("kindergarten", PRESCHOOLS),
        ("päiväkoti", PRESCHOOLS),
        ("Kita", PRESCHOOLS),
        ("дитячий садок", PRESCHOOLS),
        ("روضة أطفال", PRESCHOOLS),
        ("رَوْضَةُ أَطْفَالٍ", PRESCHOOLS),
        ("förskolan", PRESCHOOLS),
        ("FÖRSKOLA", PRESCHOOLS),
        ("forskola", PRESCHOOLS),
        ("förskoleplats", PRESCHOOLS),
        ("bostäder", HOMES),
        ("bostad", HOMES),
        ("bostaden", HOMES),
        ("flats", HOMES),
        ("asunnot", HOMES),
        ("Wohnungen", HOMES),
        ("квартиру", HOMES),
        ("الشقة", HOMES),
        ("läkare", HEALTH),
        ("doctors", HEALTH),
        ("lääkärit", HEALTH),
        ("Ärzte", HEALTH),
        ("лікаря", HEALTH),
        ("الطبيب", HEALTH),
    ],
)
def test_any_language_finds_it_on_a_page_in_any_language(words, thing, language):
    assert thing in found(words, language)[:3]


@pytest.mark.parametrize("words", ["dagis", "kindergarten", "дитячий садок", "روضة أطفال"])
def test_the_preschools_come_along_nearest_first(words):
    places = [key for kind, key in found(words) if kind == "place"]

    names = [Service.objects.get(pk=key).name for key in places[:2]]
    assert set(names) == {"Björkdungens förskola", "Kyrkkläppens förskola"}  # both in the centre


def test_forms_of_a_word_find_the_same():
    assert set(found("förskolan")) == set(found("förskola"))


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Fagernäs skola", "Fagernäs skola"),
        ("fagernas skola", "Fagernäs skola"),
        ("Fagernås skola", "Fagernäs skola"),
        ("Björknäsgymnasiet", "Björknäsgymnasiet"),
        ("bjorknasgymnasiet", "Björknäsgymnasiet"),
        ("Björknäsgymasiet", "Björknäsgymnasiet"),
        ("stadsbibliotek", "Bodens stadsbibliotek"),
        ("bibliotek", "Bodens stadsbibliotek"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, place):
    assert place in titles(typed)[:3]


def test_a_slip_is_put_right_and_said():
    asked = read_question("förskloa", language="sv")

    assert asked.corrected == "förskola"
    assert PRESCHOOLS in find_things(asked, Filters()).things[:3]


def test_a_right_word_that_nothing_has_is_not_taken_for_a_slip():
    assert read_question("mamma", language="sv").corrected == ""


def test_reason_says_what_a_word_was_taken_for():
    asked = read_question("Dagis", language="en")

    with translation.override("en"):
        assert [because(meant) for meant in asked.meant] == ["Because “Dagis” can mean “preschool”"]


def test_each_result_has_its_reason_where_words_mean_several_things():
    asked = read_question("Kita Wohnung", language="en")
    finding = find_things(asked, Filters(kind="category"))

    with translation.override("en"):
        results = results_of(finding.things, finding, asked)

    reasons = {result.document.key: result.reason for result in results}
    assert reasons["preschool"] == "Because “Kita” can mean “preschool”"
    assert reasons["housing"] == "Because “Wohnung” can mean “housing”"


def test_results_are_in_the_readers_language_where_there_is_one():
    assert titles("dagis", "uk")[0] == "Дитячі садки"


def test_one_kind_and_one_area_can_be_kept_to():
    things = found("skola", kind="place", area="fagernas")

    assert [Service.objects.get(pk=key).name for _kind, key in things] == ["Fagernäs skola"]


def test_what_is_not_public_any_longer_is_not_shown_though_the_index_has_it():
    asked = read_question("Fagernäs skola", language="sv")
    Service.objects.filter(slug="fagernas-skola").update(status=ServiceStatus.DEFUNCT)
    assert Document.objects.filter(title="Fagernäs skola").exists()

    shown = [one.document.title for group in in_groups(find_things(asked, Filters()), asked)
             for one in group.shown]  # fmt: skip

    assert "Fagernäs skola" not in shown
    assert shown


@pytest.mark.parametrize(
    "words", ["", "och", "§preschool", "'", "a' | 'b", "!!", ":*", "\\", "9" * 200]
)
def test_strange_words_find_something_or_nothing_but_break_nothing(words):
    found(words)


def test_mark_of_a_concept_cannot_be_asked_for():
    assert found("§preschool") == found("preschool")


def test_what_only_looks_the_same_without_its_dots_is_not_meant():
    assert "host" not in {one.concept.code for one in read_question("hösten", language="sv").meant}
    assert "host" in {one.concept.code for one in read_question("värd", language="sv").meant}


@pytest.mark.parametrize(
    ("words", "language"), [("förskoleköns längd", "sv"), ("Kitaplatzsuche", "en")]
)
def test_a_part_of_a_compound_says_what_is_meant(words, language):
    assert PRESCHOOLS in found(words, language)[:3]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("inflyttningsvärd", "sv"),
        ("relocation host", "en"),
        ("muuttoneuvoja", "fi"),
        ("Umzugsberater", "en"),
        ("консультант з переїзду", "uk"),
        ("مرشد الانتقال", "ar"),
    ],
)
def test_whoever_looks_for_a_host_finds_where_to_ask_one(words, language):
    assert ("site", "intake:start") in found(words, language)[:3]


def where_of(words, language="sv"):
    asked = read_question(words, language=language)
    finding = find_things(asked, Filters(kind="place"))
    results = results_of(finding.things[:3], finding, asked)
    return asked, [(result.document.area, result.kilometres_from_there) for result in results]


@pytest.mark.parametrize(
    ("words", "language"),
    [("förskola i Sävast", "sv"), ("preschool savast", "en"), ("дитячий садок Sävast", "uk"),
     ("روضة أطفال Sävast", "ar"), ("päiväkoti Sävast", "fi")],
)  # fmt: skip
def test_where_an_area_is_named_what_lies_there_comes_first(words, language):
    asked, found_there = where_of(words, language)

    assert asked.near.area.pk == "savast"
    assert found_there[0] == ("savast", None)


def test_where_nothing_lies_there_the_nearest_comes_first_and_says_how_far():
    asked, found_there = where_of("förskola i Harads")

    far = [kilometres for _area, kilometres in found_there]
    assert asked.near.area.pk == "harads"
    assert far == sorted(far)
    assert far[0] > 20


@pytest.mark.parametrize("words", ["Harads", "Sävast", "harads"])
def test_an_area_alone_is_asked_about_itself(words):
    assert read_question(words, language="sv").near is None
    assert ("area", plain(words).replace("ä", "a")) == found(words)[0]


def test_a_slip_finds_what_was_meant():
    assert PRESCHOOLS in found("förksola")[:3]
