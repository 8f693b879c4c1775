import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hemvist.core.models import Municipality
from hemvist.directory.models import (
    Advice,
    Area,
    Figure,
    LifeArea,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)

LANGUAGES = ["sv", "en", "ar"]
PAGES = [
    "",
    "life/school/",
    "life/arriving/",
    "life/",
    "areas/",
    "areas/compare/",
    "areas/compare/?area=vittjarv&area=harads&area=centrum",
    "areas/vittjarv/",
    "areas/aldernas/",
    "places/",
    "places/?category=school&area=torpgardan&text=skola",
    "places/fagernas-skola/",
    "places/bodens-bk/",
    "accessibility/",
    "privacy/",
]


def text_of(answer):
    return answer.content.decode()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def make_more_places(number):
    """Schools and homes in Fagernäs, like the one that is there."""
    like = Service.objects.select_related("category", "organization").get(slug="fagernas-skola")
    where = {"source_url": like.source_url, "checked_on": like.checked_on}
    for n in range(Service.objects.count(), Service.objects.count() + number):
        organization = Organization.objects.create(name=f"Föreningen {n}")
        service = Service.objects.create(
            slug=f"skola-{n}",
            name=f"Skola {n}",
            category=like.category,
            organization=organization,
            descriptions={"sv": "En skola."},
            **where,
        )
        location = Location.objects.create(name=service.name, area_id="fagernas", **where)
        ServiceAtLocation.objects.create(service=service, location=location, **where)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_in_every_direction(client, language, address):
    answer = client.get(f"/{language}/{address}")

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text_of(answer)


@pytest.mark.parametrize("address", ["life/moon/", "areas/moon/", "places/moon/", "moon/"])
def test_a_wrong_address_is_not_found(client, address):
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_nothing_can_be_posted(client, address):
    assert client.post(f"/en/{address}").status_code == 405


def test_a_place_that_has_closed_for_good_is_not_found(client):
    Service.objects.filter(slug="fagernas-skola").update(status="defunct")

    assert client.get("/en/places/fagernas-skola/").status_code == 404


def test_the_root_leads_to_the_readers_language(client):
    answer = client.get("/", headers={"accept-language": "uk"})

    assert (answer.status_code, answer["Location"]) == (302, "/uk/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_places_are_the_same_in_every_language(client, language):
    assert "Vittjärv" in text_of(client.get(f"/{language}/areas/"))
    assert "<h1>Svartbjörnsbyn</h1>" in text_of(client.get(f"/{language}/areas/svartbjornsbyn/"))
    assert "Bröstsockerkläppen" in text_of(client.get(f"/{language}/areas/vittjarv/"))


def test_the_start_page_shows_areas_of_life_areas_and_figures_in_their_order(client):
    answer = client.get("/en/")

    assert [row.slug for row in answer.context["life_areas"]] == [
        "housing",
        "school",
        "work",
        "leisure",
        "culture",
        "music",
        "community",
        "everyday",
        "health",
        "language",
        "getting-around",
        "arriving",
    ]
    assert [len(areas) for _label, areas in answer.context["areas_by_kind"]] == [8, 9, 10]
    assert "Monday–Friday" in text_of(answer)
    assert "300+" in text_of(answer)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/", 12),
        ("/en/life/school/", 8),
        ("/en/areas/", 4),
        ("/en/areas/fagernas/", 10),
        ("/en/places/", 9),
        ("/en/places/fagernas-skola/", 8),
    ],
)
def test_queries_are_few_and_do_not_grow_with_the_places(client, address, most):
    make_more_places(8)  # so that all that can stand near by does
    first = queries_of(client, address)

    make_more_places(30)

    assert queries_of(client, address) == first <= most


def test_a_text_that_fell_back_says_its_language(client):
    page = text_of(client.get("/ar/places/fagernas-skola/"))

    assert '<span lang="en" dir="auto">Compulsory school' in page


def test_every_page_names_itself_in_all_languages(client):
    page = text_of(client.get("/en/places/fagernas-skola/"))

    assert re.findall(r'hreflang="([a-z-]+)" href="[^"]*?(/[^"/]+/places/[^"]+)"', page) == [
        *[(code, f"/{code}/places/fagernas-skola/") for code in ("sv", "en", "fi", "ar", "uk")],
        ("x-default", "/sv/places/fagernas-skola/"),
    ]
    assert re.search(r'rel="canonical" href="http[^"]*/en/places/fagernas-skola/"', page)
    assert '<meta property="og:title" content="Fagernäs skola">' in page
    assert '<meta name="description" content="Compulsory school' in page


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "GovernmentOffice"),
        ("areas/harads/", "Place"),
        ("places/fagernas-skola/", "School"),
        ("places/bodens-bk/", "Organization"),
    ],
)
def test_pages_say_what_they_are_about_in_words_of_schema_org(client, address, kind):
    page = text_of(client.get(f"/en/{address}"))

    script, *_trail = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    facts = json.loads(script)
    assert (facts["@context"], facts["@type"]) == ("https://schema.org", kind)
    assert "" not in facts.values() and None not in facts.values()


def test_a_name_cannot_break_out_of_the_script(client):
    Service.objects.filter(slug="bodens-bk").update(name='</script><b>&"')

    page = text_of(client.get("/en/places/bodens-bk/"))

    script, *_trail = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(script)["name"] == '</script><b>&"'
    assert "</script><b>" not in page


def test_a_place_tells_its_source_and_when_it_was_checked(client):
    page = text_of(client.get("/en/places/nordpoolen/"))
    place = Service.objects.get(slug="nordpoolen")

    assert f'href="{place.source_url}"' in page
    assert 'Last checked <time datetime="2026-11-23"' in page
    assert "The source speaks of 2008." in page
    assert "mailto:inflyttning@boden.example?subject=Something%20is%20wrong" in page


def test_an_area_of_life_leads_to_the_enquiry_about_it(client):
    page = text_of(client.get("/en/life/housing/"))

    assert "/en/enquiry/?need=housing" in page


def test_a_place_without_an_area_has_none_near_by(client):
    answer = client.get("/en/places/nordpoolen/")

    assert list(answer.context["near"]) == []
    assert "Near by" not in text_of(answer)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 101),
        ("?category=school", 12),
        ("?area=harads", 14),
        ("?category=school&area=harads", 1),
        ("?text=%20fagernäs%20", 1),
        ("?text=🌲", 0),
        ("?text=%25", 0),
        ("?page=2", 101),
        ("?unknown=1", 101),
    ],
)
def test_places_are_filtered(client, query, count):
    answer = client.get(f"/en/places/{query}")

    assert answer.status_code == 200
    assert answer.context["shown"].paginator.count == count


@pytest.mark.parametrize(
    ("query", "number"), [("page=abc", 1), ("page=0", 5), ("page=99", 5), ("page=", 1)]
)
def test_a_page_number_that_means_nothing_gives_a_page(client, query, number):
    answer = client.get(f"/en/places/?{query}")

    assert (answer.status_code, answer.context["shown"].number) == (200, number)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"category": "moon"}, "There is no such kind of place. Choose one in the list."),
        ({"area": "moon"}, "There is no such area. Choose one in the list."),
        ({"text": "x" * 10_000}, "Write at most 100 characters of the name."),
    ],
)
def test_a_filter_that_means_nothing_gets_a_sentence(client, query, sentence):
    answer = client.get("/en/places/", query)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize("query", ["text=a%00b", "page=%00", "category=%00", "area=%00"])
def test_a_null_byte_gets_a_page_that_says_so(client, query):
    answer = client.get(f"/en/places/?{query}")

    assert answer.status_code == 400
    assert "<h1>" in text_of(answer)


def test_places_stand_in_swedish_order(client):
    names = [place.name for place in client.get("/sv/places/?page=5").context["places"]]

    assert names[-1] == "Älvskolan"


def test_a_list_of_nothing_says_so(client):
    assert "No place fits all of that." in text_of(client.get("/en/places/?text=zzzz"))


def test_a_missing_value_leaves_nothing_behind(client):
    Service.objects.filter(slug="fagernas-skola").update(descriptions={}, fact="", fact_year=None)
    Location.objects.filter(name="Fagernäs skola").update(area=None, locality="")
    Area.objects.filter(slug="fagernas").update(summaries={}, kilometres_to_centre=None, part_of="")
    LifeArea.objects.filter(slug="school").update(summaries={}, help_texts={})
    Municipality.objects.update(visiting_address="", promises={}, data_protection_email="")
    Advice.objects.all().delete()
    Figure.objects.all().delete()

    pages = ["", "life/school/", "areas/", "areas/fagernas/", "places/fagernas-skola/", "privacy/"]
    for address in pages:
        assert_nothing_is_empty(text_of(client.get(f"/en/{address}")))


def assert_nothing_is_empty(page):
    body = re.sub(r"<(script|svg).*?</\1>", "", page, flags=re.DOTALL)
    empty = r"<(p|dd|dt|ul|ol|dl|li|h1|h2|h3|a|section|span)(?: [^>]*)?>\s*</\1>"
    assert not re.search(empty, body)
    assert not re.findall(r">\s*[–—-]+\s*<", body)
    assert "None" not in body


def test_an_installation_without_any_rows_still_has_its_pages(client):
    ServiceAtLocation.objects.all().delete()
    for model in (Service, Organization, Location, Area, Advice, Figure, Municipality):
        model.objects.all().delete()

    for address in ["", "areas/", "places/", "life/school/", "privacy/", "accessibility/"]:
        assert client.get(f"/en/{address}").status_code == 200


def test_the_sitemap_lists_every_page_in_every_language(client):
    page = text_of(client.get("/sitemap.xml"))

    places, areas, life_areas, fixed = 101, 27, 12, 10
    assert page.count("<loc>") == 5 * (places + areas + life_areas + fixed)
    assert "/uk/places/bodens-bk/</loc>" in page


def test_the_opening_hours_are_said_in_the_readers_language(client):
    with translation.override("sv"):
        page = text_of(client.get("/sv/"))

    assert "måndag–fredag" in page


def test_a_date_checked_long_ago_shows_its_own_day(client):
    Service.objects.filter(slug="bodens-bk").update(checked_on=date(2024, 2, 29))

    assert 'datetime="2024-02-29"' in text_of(client.get("/en/places/bodens-bk/"))
