"""Papers from the person: taken by the same rules as the host's, seen by them alone."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from hemvist.audit.models import Event
from hemvist.casework.actions import close_case, write_to_person
from hemvist.casework.models import Case, RegisterEntry
from hemvist.documents.actions import FILES_A_DAY, give_with_message, private_store
from hemvist.documents.models import CaseFile, FileSource, ScanState
from tests.documents.making import PDF, a_file
from tests.portal.making import make_case, make_family

PAPERS = "/en/my/papers/"


def sent(name="intyg.pdf", content=PDF, declared="application/pdf"):
    return {"file": SimpleUploadedFile(name, content, content_type=declared)}


def an_iphone_picture():
    written, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[2] = (65.0, 49.0, 12.0)
    Image.new("RGB", (64, 32), "red").save(written, "HEIF", exif=exif)
    return written.getvalue()


def test_a_paper_lands_in_the_case_and_waits_for_an_answer(at_home, case, host):
    close_case(case, reason="answered", by=host, at=timezone.now())

    response = at_home.post(PAPERS, sent(), follow=True)

    kept = CaseFile.objects.get()
    assert [kept.case, kept.name, kept.source, kept.author] == [
        case,
        "intyg.pdf",
        FileSource.PERSON,
        None,
    ]
    case = Case.objects.get(pk=case.pk)
    assert (case.is_open, case.next_step) == (True, "answer")
    assert case.first_unanswered_at == kept.created_at
    assert RegisterEntry.objects.filter(subject="Handling från den sökande").count() == 1
    assert Event.objects.get(verb="file.added").actor_kind == "resident"
    shown = response.content.decode()
    assert "Your file has arrived. You have an answer by" in shown
    assert "intyg.pdf" in shown
    assert "We have it" in shown


def test_the_same_paper_pressed_twice_is_one(at_home, case):
    at_home.post(PAPERS, sent())
    at_home.post(PAPERS, sent())

    assert CaseFile.objects.count() == 1


def test_pressed_again_after_our_answer_it_waits_for_no_other(at_home, case, host):
    at_home.post(PAPERS, sent())
    write_to_person(case, body="Tack", by=host, at=timezone.now())
    at_home.post(PAPERS, sent())

    assert Case.objects.get(pk=case.pk).first_unanswered_at is None


def test_what_we_made_and_they_send_back_is_theirs_too(at_home, case, host):
    a_file(case, source=FileSource.OURS, by=host, at=timezone.now())
    at_home.post(PAPERS, sent())

    assert CaseFile.objects.filter(source=FileSource.PERSON).count() == 1


@pytest.mark.parametrize(
    ("name", "declared"), [("IMG_1.HEIC", "image/heic"), ("bild.heif", ""), ("a.jpg", "image/jpeg")]
)
def test_an_iphones_picture_is_kept_as_one_that_everybody_can_open(at_home, case, name, declared):
    at_home.post(PAPERS, sent(name, an_iphone_picture(), declared))

    kept = CaseFile.objects.get()
    assert kept.name == f"{name.rsplit('.', 1)[0]}.jpg"
    with private_store().open(kept.stored_as) as content, Image.open(content) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (64, 32), {})


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        ({}, "Choose a file."),
        (sent(content=b""), "There is nothing in this file."),
        (sent("a.pdf", b"MZ\x90\x00"), "We cannot take this kind of file"),
        (sent("a.docx", PDF), "named as something else than it is"),
        (sent("a.heic", an_iphone_picture()[:200], "image/heic"), "or it is damaged"),
        (sent("a.pdf", an_iphone_picture()), "named as something else than it is"),
    ],
)
def test_a_file_we_do_not_take_is_refused_with_why(at_home, case, upload, sentence):
    response = at_home.post(PAPERS, upload)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not CaseFile.objects.exists()
    assert Case.objects.get(pk=case.pk).first_unanswered_at == case.first_unanswered_at


def test_a_household_sends_so_many_in_a_day(at_home, case):
    now = timezone.now()
    for number in range(FILES_A_DAY):
        a_file(case, content=PDF + b"%" * number, at=now - timedelta(hours=2))
    response = at_home.post(PAPERS, sent(content=PDF + b"another"))
    CaseFile.objects.update(created_at=now - timedelta(hours=25))
    at_home.post(PAPERS, sent(content=PDF + b"another"))

    assert response.status_code == 422
    assert "Send the rest tomorrow" in response.content.decode()
    assert CaseFile.objects.count() == FILES_A_DAY + 1


def test_what_a_colleague_took_in_for_them_is_not_counted_as_theirs(at_home, case, host):
    for number in range(FILES_A_DAY):
        a_file(case, content=PDF + b"%" * number, by=host, at=timezone.now())

    assert at_home.post(PAPERS, sent(content=PDF + b"another")).status_code == 302


def test_it_is_said_whether_a_paper_is_harmless(at_home, case):
    kept = a_file(case)
    for scan, words in [
        (ScanState.WAITING, "We are looking whether it is harmless"),
        (ScanState.REFUSED, "it could do harm"),
    ]:
        CaseFile.objects.update(scan=scan)
        assert words in at_home.get(PAPERS).content.decode()
        assert words in at_home.get("/en/my/").content.decode()
        assert at_home.get(f"{PAPERS}{kept.pk}/").status_code == 404


def test_only_their_own_papers_are_given_out(at_home, case):
    own, ours = a_file(case), a_file(case, source=FileSource.OURS, content=PDF + b"ours")
    strangers = a_file(make_case(make_family(email="other@example.org")))

    response = at_home.get(f"{PAPERS}{own.pk}/")

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="intyg.pdf"'
    assert at_home.get(f"{PAPERS}{ours.pk}/").status_code == 404
    assert at_home.get(f"{PAPERS}{strangers.pk}/").status_code == 404
    assert Event.objects.get(verb="file.opened").actor_kind == "resident"


def test_file_that_went_with_our_message_is_opened_beside_it(at_home, case, host):
    ours = a_file(case, source=FileSource.OURS)
    message = write_to_person(case, body="Kartan", by=host, at=timezone.now())
    assert at_home.get(f"{PAPERS}{ours.pk}/").status_code == 404

    give_with_message(ours, message, at=timezone.now())

    assert f"{PAPERS}{ours.pk}/" in at_home.get("/en/my/").content.decode()
    assert b"".join(at_home.get(f"{PAPERS}{ours.pk}/").streaming_content) == PDF


def test_who_is_not_let_in_sends_nothing(client, case):
    response = client.post(PAPERS, sent())

    assert response.status_code == 403
    assert not CaseFile.objects.exists()
