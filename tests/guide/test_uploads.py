"""Pictures that editors put up, with real files: what is kept holds the picture and nothing else."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile as Waiting

from hemvist.accounts.models import Role
from hemvist.demo.factories import a_municipality, a_user
from hemvist.guide.models import Picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def municipality(db):
    a_municipality()


@pytest.fixture
def editor(client):
    client.force_login(a_user(role=Role.EDITOR))
    return client


def a_photograph(kind="JPEG", size=(40, 30)):
    """With a position, a camera's name, a comment and a thumbnail's worth of other things."""
    picture = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[0x010F] = "Hemlig kamera"
    exif[0x0112] = 6  # lies on its side
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "N", (65.0, 49.0, 30.0)
    position[3], position[4] = "E", (21.0, 41.0, 0.0)
    out = io.BytesIO()
    more = {"comment": b"Hemlig kommentar"} if kind == "JPEG" else {}
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


def put_up(client, content, name="bild.jpg", **fields):
    data = {"title": "Bild", "credit": "Foto: kommunen", "tags": "", **fields}
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Bild", "files[]": SimpleUploadedFile(name, content), **data},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_of_a_photograph_is_only_its_dots(editor, kind):
    content = a_photograph(kind)
    assert b"Hemlig" in content

    answer = put_up(editor, content, name=f"semester.{kind.lower()}")

    assert answer.json()["success"] is True, answer.content
    name = editor_file()
    with default_storage.open(name) as file:
        kept = file.read()
    assert b"Hemlig" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (30, 40)  # the right way up
        assert set(picture.info) & {"exif", "comment", "icc_profile", "xmp"} == set()


def editor_file():
    """The picture, or what waits for its title and credit to be one."""
    picture = Picture.objects.last()
    return picture.file.name if picture else Waiting.objects.last().file.name


def test_a_picture_is_known_by_its_content_and_not_by_its_name(editor):
    answer = put_up(editor, a_photograph("PNG"), name="egentligen.jpg")

    assert answer.json()["success"] is True
    with default_storage.open(editor_file()) as file:
        assert Image.open(file).format == "PNG"
    assert editor_file().endswith(".png")


def a_bomb():
    """A PNG of a few kilobytes that says it is 30,000 dots wide and high."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    lines = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "a.svg",
            "JPEG",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "JPEG"),
        (b"#!/bin/sh\nrm -rf /", "a.jpg", "JPEG"),
        (b"GIF89a" + b"\0" * 20, "a.gif", "JPEG"),
        (b"", "a.jpg", ""),
        (a_photograph()[:200], "a.jpg", "JPEG"),
        (a_bomb(), "a.png", "6000"),
    ],
    ids=["svg", "svg called png", "script", "broken gif", "empty", "cut off", "bomb"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(editor, content, name, words):
    answer = put_up(editor, content, name=name)

    told = answer.json()
    assert told["success"] is False
    assert words in told["error_message"]
    assert Picture.objects.count() == 0


def test_what_is_too_large_is_refused_before_it_is_read(editor):
    answer = put_up(editor, b"\xff" * (11 * 1024 * 1024))

    assert answer.status_code == 413
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("path", ["/sv/enquiry/", "/staff/invite/", "/editor/pages/1/"])
def test_nowhere_else_is_a_file_taken(editor, path):
    request = editor.post(path, {"file": SimpleUploadedFile("a.jpg", a_photograph())}).wsgi_request

    assert dict(request.FILES) == {}


def test_a_stranger_uploads_nothing(client):
    answer = put_up(client, a_photograph())

    assert answer.status_code in {302, 403}
    assert dict(answer.wsgi_request.FILES) == {}


@pytest.mark.parametrize(
    "name",
    ["original_images/bild.jpg", "images/../../settings.py", "images/x.svg", "images/none.png", ""],
)
def test_only_pictures_in_the_sizes_of_pages_are_given_out(client, name):
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's file
def test_a_picture_is_given_out_to_be_kept_for_ever(client):
    picture = Picture(title="Bild", credit="Foto: kommunen")
    picture.file.save("bild.jpg", SimpleUploadedFile("bild.jpg", a_photograph()))
    picture.save()

    answer = client.get(picture.get_rendition("width-20").url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(b"".join(answer))).size[0] == 20
