"""The language, the look, health, and what machines ask for."""

import pytest
from django.db import connection

from hemvist.core.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return Municipality.objects.create(
        pk=1,
        name="Boden",
        authority="Bodens kommun",
        service_names={"sv": "Inflyttningsservice", "en": "Moving-in service"},
        phone="+46 980 31 92 00",
        email="inflyttning@boden.example",
    )


def test_language_is_kept_and_leads_back(client):
    response = client.post("/language/", {"language": "fi", "next": "/design/"})

    assert (response.status_code, response["Location"]) == (302, "/design/")
    assert response.cookies["django_language"].value == "fi"
    assert '<html lang="fi"' in client.get("/design/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:x", ""]
)
def test_language_never_leads_to_another_site(client, elsewhere):
    response = client.post("/language/", {"language": "en", "next": elsewhere})

    assert response["Location"] == "/"


def test_unknown_language_changes_nothing(client):
    response = client.post("/language/", {"language": "tlh", "next": "/design/"})

    assert response.status_code == 302
    assert "django_language" not in response.cookies


def test_looking_never_sets_a_language(client):
    assert client.get("/language/").status_code == 405


def test_light_or_dark_is_kept(client, municipality):
    response = client.post("/appearance/", {"theme": "dark", "next": "/design/"})

    assert response["Location"] == "/design/"
    assert "/look/staff/dark/" in client.get("/design/").content.decode()


def test_light_nobody_offers_is_a_mistake_with_a_sentence(client, municipality):
    response = client.post("/appearance/", {"theme": "neon"})

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert "theme" not in response.cookies


def test_strange_theme_cookie_is_as_the_device(client, municipality):
    client.cookies["theme"] = '"><script>'

    assert "/look/staff/auto/" in client.get("/design/").content.decode()


def test_health_asks_the_database(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_health_says_when_the_database_is_gone(client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    connection.close()

    response = client.get("/health/")

    assert (response.status_code, response.json()) == (503, {"status": "database unreachable"})


def test_design_is_for_staff_only_in_production(client, settings):
    settings.PRODUCTION = True

    assert client.get("/design/").status_code == 404


def test_design_takes_the_language_and_direction_of_its_address(client):
    page = client.get("/design/?language=ar&dir=rtl&theme=dark").content.decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert client.get("/design/?language=%3Cb%3E&theme=neon").status_code == 200


def test_robots_leave_people_alone(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /desk/" in lines
    assert "Disallow: /sv/my/" in lines
    assert "Disallow: /sv/" not in lines


def test_security_txt_has_what_its_standard_asks(client, municipality):
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:inflyttning@boden.example" in text
    assert "Expires: " in text


def test_security_txt_is_missing_without_a_municipality(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_manifest_carries_the_municipalitys_names(client, municipality):
    manifest = client.get("/manifest.webmanifest").json()

    assert (manifest["name"], manifest["short_name"]) == ("Inflyttningsservice", "Boden")


def test_favicon_is_found_where_browsers_look(client):
    assert client.get("/favicon.ico")["Location"].endswith("favicon.svg")
