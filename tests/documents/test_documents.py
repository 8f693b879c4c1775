"""Files in cases: known by their content, scanned, kept apart, given out, removed."""

import io
import socketserver
import struct
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse
from PIL import Image

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.models import RegisterEntry
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.documents.actions import private_store, scan_file
from hemvist.documents.kinds import (
    FileIsEmpty,
    FileIsTooLarge,
    FileLies,
    KindIsNotTaken,
    plain_name,
)
from hemvist.documents.models import CaseFile, FileKind, FileSource, ScanState
from hemvist.documents.scanning import ScannerIsAway
from hemvist.privacy.actions import erase_household
from tests.documents.making import PDF, a_file

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def picture(form="JPEG", size=(40, 20)):
    """A picture that says where and when it was taken."""
    written, image = io.BytesIO(), Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (65.0, 49.0, 12.0)
    image.save(written, form, exif=exif)
    return written.getvalue()


def packed(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return written.getvalue()


WORD = packed(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
MACROS = packed(
    **{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", "word/vbaProject.bin": "x"}
)
OPEN = packed(mimetype=ODT)
UNNAMEABLE = packed(mimetype=ODT, å="x").replace("å".encode(), b"\xc3(")


def damaged_inside():
    """A document whose packed part cannot be unpacked."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODT)
    content = whole.getvalue()
    return content[:38] + b"\xff" * 8 + content[46:]


def damaged_heic(after, wrong):
    """As an iPhone takes it, with something wrong behind a mark."""
    written = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(written, "HEIF")
    head, mark, rest = written.getvalue().partition(after)
    return head + mark + wrong + rest[len(wrong) :]


@pytest.mark.parametrize(
    ("name", "content", "declared", "kind"),
    [
        ("a.pdf", PDF, "application/pdf", FileKind.PDF),
        ("a.JPEG", picture(), "image/jpeg", FileKind.JPEG),
        ("a.png", picture("PNG"), "image/png", FileKind.PNG),
        ("a.webp", picture("WEBP"), "application/octet-stream", FileKind.WEBP),
        ("a.docx", WORD, DOCX, FileKind.DOCX),
        ("a.odt", OPEN, ODT, FileKind.ODT),
        ("a.txt", "Blåbär, не".encode(), "text/plain; charset=utf-8", FileKind.TEXT),
    ],
)
def test_a_file_is_known_by_its_content(case, name, content, declared, kind):
    assert a_file(case, name=name, content=content, declared=declared).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "declared", "why"),
    [
        ("a.pdf", b"MZ\x90\x00\x03", "application/pdf", KindIsNotTaken),
        ("a.pdf", picture(), "application/pdf", FileLies),
        ("a.jpg", PDF, "image/jpeg", FileLies),
        ("a.pdf", PDF, "image/jpeg", FileLies),
        ("a.exe", PDF, "application/pdf", FileLies),
        ("a.pdf.txt", PDF, "text/plain", FileLies),
        ("a", PDF, "application/pdf", FileLies),
        ("a.txt", b"<script>\x00", "text/plain", KindIsNotTaken),
        ("a.html", b"<script>alert(1)</script>", "text/html", FileLies),
        ("a.docx", MACROS, DOCX, KindIsNotTaken),
        ("a.docx", packed(x="x"), DOCX, KindIsNotTaken),
        ("a.docx", b"PK\x03\x04 broken", DOCX, KindIsNotTaken),
        ("a.odt", damaged_inside(), ODT, KindIsNotTaken),
        ("a.odt", UNNAMEABLE, ODT, KindIsNotTaken),
        ("a.jpg", picture()[:60], "image/jpeg", KindIsNotTaken),
        ("a.heic", damaged_heic(b"mdat", b"\xff" * 8), "image/heic", KindIsNotTaken),
        ("a.heic", damaged_heic(b"ispe\0\0\0\0", b"\x7f" * 8), "image/heic", KindIsNotTaken),
        ("a.pdf", b"", "application/pdf", FileIsEmpty),
        ("a.txt", b"  \n", "text/plain", FileIsEmpty),
    ],
)
def test_what_lies_is_damaged_or_not_taken_leaves_nothing_behind(
    case, name, content, declared, why
):
    with pytest.raises(why):
        a_file(case, name=name, content=content, declared=declared)

    assert not CaseFile.objects.exists()


def test_a_content_that_gets_no_line_is_not_kept(case):
    a_file(case)
    stored = private_store().listdir("")

    with pytest.raises(DataError):
        a_file(case, content=PDF + b"%", source="x" * 999)

    assert private_store().listdir("") == stored


def test_more_than_ten_megabytes_and_huge_pictures_are_refused(case, monkeypatch):
    with pytest.raises(FileIsTooLarge):
        a_file(case, content=PDF + b"x" * 10 * 1024 * 1024)
    monkeypatch.setattr("hemvist.documents.kinds.MOST_PIXELS", 500)
    with pytest.raises(FileIsTooLarge):
        a_file(case, name="a.jpg", content=picture(), declared="image/jpeg")


@pytest.mark.parametrize(
    ("form", "ending", "declared"),
    [("JPEG", "jpg", "image/jpeg"), ("WEBP", "webp", "image/webp"), ("PNG", "png", "image/png")],
)
def test_a_picture_keeps_nothing_of_where_and_when_it_was_taken(case, form, ending, declared):
    content = picture(form)
    assert b"Kamera" in content

    kept = a_file(case, name=f"a.{ending}", content=content, declared=declared)

    with private_store().open(kept.stored_as) as file:
        said = file.read()
    with Image.open(io.BytesIO(said)) as image:
        assert (dict(image.getexif()), image.size) == ({}, (20, 40))
    assert b"Kamera" not in said


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\hem\\intyg.PDF", "intyg.pdf"),
        ("intyg\u202efdp.pdf", "intygfdp.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("\udcff.pdf", "file.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        (".pdf", "file.pdf"),
    ],
)
def test_a_name_shows_what_the_file_is(name, shown):
    assert plain_name(name, FileKind.PDF) == shown


def test_what_comes_from_outside_is_registered_and_what_we_made_is_not(case, host):
    before = RegisterEntry.objects.count()

    a_file(case)
    a_file(case, source=FileSource.OURS, by=host)

    assert RegisterEntry.objects.count() == before + 1
    assert RegisterEntry.objects.first().subject == "Handling från den sökande"
    assert Event.objects.filter(verb="file.added").count() == 2


def send(client, case, **fields):
    upload = SimpleUploadedFile("intyg.pdf", PDF, content_type="application/pdf")
    words = {"file": upload, "source": "person", **fields}
    url = reverse("documents:files", args=[case.reference])
    return client.post(url, words, headers={"accept-language": "en"})


def test_a_file_is_given_out_to_save_and_never_to_be_shown(client, case):
    assert send(client, case).status_code == 302
    kept = CaseFile.objects.get()

    answer = client.get(reverse("documents:file", args=[case.reference, kept.pk]))

    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="intyg.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(verb="file.opened", subject_id=str(case.pk)).count() == 1


def test_a_file_that_lies_gets_a_sentence(client, case):
    upload = SimpleUploadedFile("bild.jpg", PDF, content_type="image/jpeg")

    answer = send(client, case, file=upload)

    assert answer.status_code == 422
    assert "inside it is PDF" in answer.text
    assert send(client, case, file="").status_code == 422
    assert send(client, case, source="nowhere").status_code == 422


def bomb():
    """A Word document of a few hundred kilobytes that becomes a quarter of a gigabyte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("[Content_Types].xml", "<x/>")
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _n in range(210):
                part.write(bytes(1024 * 1024))
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content", "declared", "said"),
    [
        ("avtal.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "application/pdf", "cannot take this kind"),
        ("avtal.docx", b"\x7fELF\x02\x01\x01\x00", DOCX, "cannot take this kind"),
        ("bild.png", SVG, "image/png", "inside it is"),
        ("bild.svg", SVG, "image/svg+xml", "inside it is"),
        ("intyg.pdf", PAGE, "application/pdf", "inside it is"),
        ("intyg.html", PAGE, "text/html", "inside it is"),
        ("intyg.pdf", PDF, "text/html", "inside it is"),
        ("bild.jpg", b"\xff\xd8\xff" + PAGE, "image/jpeg", "cannot take this kind"),
        ("bilaga.docx", packed(a="b"), DOCX, "cannot take this kind"),
        ("intyg.pdf", WORD, "application/pdf", "inside it is"),
    ],
)
def test_what_lies_about_its_type_at_the_desk_gets_a_sentence_and_is_not_kept(
    client, case, name, content, declared, said
):
    answer = send(client, case, file=SimpleUploadedFile(name, content, content_type=declared))

    assert answer.status_code == 422
    assert said in answer.text
    assert not CaseFile.objects.exists()
    assert not Event.objects.filter(verb="file.added").exists()


def test_a_document_that_unpacks_beyond_measure_is_not_taken(client, case):
    answer = send(client, case, file=SimpleUploadedFile("stor.docx", bomb(), content_type=DOCX))

    assert answer.status_code == 422
    assert not CaseFile.objects.exists()


def test_a_picture_with_something_else_behind_it_is_kept_as_the_picture_alone(client, case):
    both = picture() + packed(**{"index.html": PAGE.decode()})

    assert (
        send(
            client, case, file=SimpleUploadedFile("bild.jpg", both, content_type="image/jpeg")
        ).status_code
        == 302
    )

    kept = CaseFile.objects.get()
    with private_store().open(kept.stored_as) as stored:
        content = stored.read()
    assert b"PK\x03\x04" not in content and b"script" not in content


def test_nobody_opens_a_file_of_a_case_they_may_not_read(client, case, host):
    kept = a_file(case)
    other = make.a_case(make.a_household("Annan", email="annan@example.org"))
    protected = make.a_case(make.a_household("Skyddad", staff=[make.a_user("Invigd")]))
    hidden = a_file(protected)

    assert client.get(reverse("documents:file", args=[other.reference, kept.pk])).status_code == 404
    assert (
        client.get(reverse("documents:file", args=[protected.reference, hidden.pk])).status_code
        == 404
    )
    client.force_login(make.a_user(role=Role.SERVICE_POINT, teams=[case.team]))
    assert client.get(reverse("documents:file", args=[case.reference, kept.pk])).status_code == 403


def test_erasing_the_household_removes_the_contents_too(
    case, host, django_capture_on_commit_callbacks
):
    kept = a_file(case)

    with django_capture_on_commit_callbacks(execute=True):
        erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    assert not CaseFile.objects.exists()
    assert not private_store().exists(kept.stored_as)


class Clam(socketserver.BaseRequestHandler):
    """Speaks as clamd does: INSTREAM in pieces with their length, one answer."""

    def handle(self):
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", line.read(4))[0]:
            content += line.read(size)
        harmful = b"EICAR" in content
        answer = b"stream: Eicar-Signature FOUND\0" if harmful else b"stream: OK\0"
        self.request.sendall(
            b"INSTREAM size limit exceeded. ERROR\0" if b"HUGE" in content else answer
        )


@pytest.fixture
def clam(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Clam) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_without_a_scanner_a_file_says_that_nobody_looked(case):
    kept = a_file(case)

    assert (kept.scan, kept.may_be_opened) == (ScanState.NOT_SCANNED, True)


def test_a_file_waits_for_the_scanner_and_is_open_when_nothing_is_found(client, case, clam):
    kept = a_file(case, content=PDF + b"x" * 200_000)
    url = reverse("documents:file", args=[case.reference, kept.pk])
    assert client.get(url).status_code == 404

    scan_file(kept, at=NOW)

    assert client.get(url).status_code == 200


def test_a_harmful_file_is_removed_and_its_line_says_so(
    client, case, clam, django_capture_on_commit_callbacks
):
    kept = a_file(case, content=PDF + b"EICAR")

    with django_capture_on_commit_callbacks(execute=True):
        scan_file(kept, at=NOW)

    kept.refresh_from_db()
    assert kept.scan == ScanState.REFUSED
    assert not private_store().exists(kept.stored_as)
    page = client.get(
        reverse("documents:files", args=[case.reference]), headers={"accept-language": "en"}
    )
    assert "Refused: harmful" in page.text


@pytest.mark.parametrize("where", ["127.0.0.1:1", "/nowhere/clamd.sock", "away"])
def test_a_scanner_that_is_away_lets_the_file_wait(case, clam, settings, where):
    kept = a_file(case, content=PDF + b"HUGE" if where == "away" else PDF)
    settings.CLAMAV = settings.CLAMAV if where == "away" else where

    with pytest.raises(ScannerIsAway):
        scan_file(kept, at=NOW)

    kept.refresh_from_db()
    assert (kept.scan, kept.may_be_opened) == (ScanState.WAITING, False)
