"""What people see when something did not work, and what every answer says to browsers."""

import logging
import types

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from hemvist import urls
from hemvist.core import errors
from hemvist.core.models import Municipality

PHONE = "+46 980 31 92 00"


def breaks(request, key=""):
    raise ZeroDivisionError("the inside of the house")


def forbids(request):
    raise PermissionDenied


def reads(request):
    return HttpResponse(f"read {len(request.POST)}, files {len(request.FILES)}")


def has_no_database(request, key=""):
    raise OperationalError("connection refused: password=hemligt")


def has_lost_its_database(request):
    raise InterfaceError("connection already closed")


addresses = types.ModuleType("addresses")
addresses.urlpatterns = [
    path("breaks/", breaks),
    path("forbids/", forbids),
    path("reads/", reads),
    path("breaks/<str:key>/", breaks),
    path("down/", has_no_database),
    path("down/<str:key>/", has_no_database),
    path("down-without-token/", csrf_exempt(has_no_database)),
    path("lost/", has_lost_its_database),
    *urls.urlpatterns,
]
for status in (400, 403, 404, 500):
    setattr(addresses, f"handler{status}", getattr(urls, f"handler{status}"))


@pytest.fixture(autouse=True)
def _broken_house():
    with override_settings(ROOT_URLCONF=addresses, PHONE="0980-319200"):
        yield


@pytest.fixture
def reader():
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


@pytest.fixture
def municipality(db):
    return Municipality.objects.create(
        pk=1, name="Boden", authority="Bodens kommun", phone=PHONE, email="a@boden.example"
    )


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nothing/", 404, "There is nothing at this address"),
        ("/forbids/", 403, "You may not do this"),
        ("/breaks/", 500, "Something broke on our side"),
        ("/reads/?q=%00", 400, "We could not read that"),
        ("/reads/%00/", 400, "We could not read that"),
        ("/reads/?%00=1", 400, "We could not read that"),
        ("/down/", 503, "We are closed for a moment"),
        ("/lost/", 503, "We are closed for a moment"),
    ],
)
def test_every_mistake_has_a_page_with_a_way_on(reader, municipality, address, status, words):
    response = reader.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "tel:+46980319200" in page or "tel:0980319200" in page
    assert 'class="button"' in page
    assert response["Cache-Control"] == "no-store"


def test_mistakes_speak_the_readers_language(municipality):
    reader = Client(headers={"accept-language": "ar"})

    page = reader.get("/nothing/").content.decode()

    assert '<html lang="ar" dir="rtl"' in page


def test_error_has_the_same_reference_on_the_page_and_in_one_entry_of_the_log(
    reader, municipality, caplog
):
    with caplog.at_level(logging.ERROR):
        page = reader.get("/breaks/").content.decode()

    (entry,) = caplog.records
    reference = entry.args[0]
    assert f"<strong>{reference}</strong>" in page
    assert entry.exc_info[0] is ZeroDivisionError
    assert "inside of the house" not in page


def test_stopped_database_gives_a_page_that_asks_no_database(reader, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = reader.get("/down/")

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "0980-319200" in response.content.decode()
    assert "hemligt" not in response.content.decode()


def test_stopped_database_leaves_the_number_that_was_last_read(reader, municipality):
    with override_settings(PHONE=""):
        reader.get("/appearance/")

        page = reader.get("/down/").content.decode()

    assert f"<bdi>{PHONE}</bdi>" in page


def test_what_was_typed_can_be_sent_again(reader, db):
    typed = {"words": "Två\nrader & <b>", "areas": ["home", "work"], "password": "hemligt"}

    page = reader.post("/down/?step=2", typed).content.decode()

    assert 'action="/down/?step=2"' in page
    assert "Två\nrader &amp; &lt;b&gt;</textarea>" in page
    assert page.count('<textarea name="areas" hidden>') == 2
    assert "hemligt" not in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert "Send again" in page


def test_a_strangers_form_is_not_offered_again(db):
    reader = Client(raise_request_exception=False, enforce_csrf_checks=True)
    posted = {"words": "Erase it all"}

    refused = reader.post("/down/", posted)

    assert refused.status_code == 403
    assert "Erase it all" not in refused.content.decode()


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}])
def test_a_form_that_takes_no_token_is_offered_again(headers, db, django_assert_num_queries):
    reader = Client(raise_request_exception=False, enforce_csrf_checks=True, headers=headers)

    with django_assert_num_queries(0):
        response = reader.post("/down-without-token/", {"words": "Two children"})

    assert response.status_code == 503
    assert "Two children</textarea>" in response.content.decode()


def test_a_form_is_offered_again_to_one_who_was_stopped_before_the_view(db, rf):
    """A colleague's session is asked for in a middleware, before Django knows the view."""
    request = rf.post("/down-without-token/", {"words": "Two children"}, headers={"origin": "null"})
    request.resolver_match = None

    response = errors.database_unreachable(request)

    assert "Two children</textarea>" in response.content.decode()


def test_a_forged_form_meets_a_stopped_database_without_asking_it(
    db, rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = errors.database_unreachable(rf.post("/down/", {"words": "Erase it all"}))

    assert response.status_code == 503
    assert "Erase it all" not in response.content.decode()


@pytest.mark.parametrize("address", ["/breaks/ey-key/", "/down/ey-key/"])
def test_the_log_keeps_no_key_from_an_address(address, reader, municipality, caplog):
    with caplog.at_level(logging.WARNING):
        reader.get(address)

    assert caplog.records
    assert "ey-key" not in caplog.text


@pytest.mark.parametrize("size", [2_000_000, 10_000_000])
def test_too_much_text_is_413(reader, municipality, size):
    response = reader.post("/reads/", {"words": "a" * size})

    assert response.status_code == 413
    assert "That was too much at once" in response.content.decode()


def test_too_large_a_file_is_413(reader, municipality):
    response = reader.post("/reads/", {"file": SimpleUploadedFile("a.bin", b"a" * 2_000_000)})

    assert response.status_code == 413


def test_a_small_file_is_left_out_and_the_rest_is_read(reader, municipality):
    response = reader.post("/reads/", {"words": "a", "file": SimpleUploadedFile("a.bin", b"a")})

    assert response.content == b"read 1, files 0"


def test_cookie_with_a_nul_is_refused(reader, municipality):
    reader.cookies["sessionid"] = "abcdefgh\x00ijk"

    assert reader.get("/design/").status_code == 400


def test_emoji_and_every_script_may_stand_in_an_address(reader, db):
    assert reader.get("/reads/", {"q": "😀 ليلى 漢字 ѝ"}).status_code == 200


def test_every_answer_says_what_browsers_may_do(reader, db):
    response = reader.get("/reads/")

    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert "Cookie" in response["Vary"]
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("language", ["sv", "en", "fi", "ar", "uk"])
def test_error_pages_render_in_every_language_without_a_municipality(db, language):
    reader = Client(raise_request_exception=False, headers={"accept-language": language})
    with translation.override(language):
        statuses = [
            reader.get(address).status_code
            for address in ("/nothing/", "/breaks/", "/down/", "/reads/?q=%00")
        ]

    assert statuses == [404, 500, 503, 400]
