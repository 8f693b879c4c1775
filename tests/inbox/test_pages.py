"""The inbox of the desk: what waits, one mail, and every decision with its way back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.casework.actions import write_to_person
from hemvist.inbox.models import IncomingMail
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import Delivery
from hemvist.messaging.returning import has_returned
from hemvist.people.actions import protect_household
from tests.inbox.making import a_mail, answer_to, arrive
from tests.portal.making import make_host
from tests.site.queries import assert_constant_queries

NOW = timezone.now()


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


def test_what_waits_is_listed_by_why_it_waits(desk, case):
    arrive(a_mail(to="info@norrby.example", subject="A new one"))
    arrive(answer_to(case, sender="x@y.example", subject="A strange one"))
    arrive(a_mail(subject="A robot", Auto_Submitted="auto-replied", to="info@norrby.example"))

    for tab, words in [("", "A new one"), ("unverified", "A strange one"), ("automatic", "robot")]:
        page = desk.get("/desk/inbox/", {"tab": tab}).content.decode()
        assert words in page
        assert page.count("inbox__main") == 1


def test_menu_counts_what_waits(desk, case):
    arrive(a_mail(to="info@norrby.example"))
    arrive(answer_to(case, sender="x@y.example"))

    assert "(2)" in " ".join(desk.get("/desk/inbox/").content.decode().split())


def test_one_mail_is_shown_whole_and_the_reading_is_recorded(desk, case):
    mail = arrive(
        a_mail(
            "Hello\n\nOn Mon, Nov 23, 2026 A <a@b.c> wrote:\n\n> quoted words\n",
            to="info@norrby.example",
            html='<p>Hello</p><img src="https://track.example/x.gif">',
            files=[("a<b>.pdf", b"%PDF-1", "application/pdf")],
        )
    )

    page = desk.get(f"/desk/inbox/{mail.pk}/").content.decode()

    assert "quoted words" in page
    assert "track.example" not in page
    assert "a&lt;b&gt;.pdf" in page
    assert case.reference in page  # the sender's address is in it
    assert Event.objects.filter(verb="mail.read", subject_id=str(mail.pk)).count() == 1


def test_part_is_saved_and_never_shown(desk, municipality):
    mail = arrive(a_mail(files=[("x.html", b"<script>1</script>", "text/html")]))

    answer = desk.get(f"/desk/inbox/{mail.pk}/part/1/")

    assert answer.content == b"<script>1</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert desk.get(f"/desk/inbox/{mail.pk}/part/2/").status_code == 404


def test_host_looks_for_a_case_attaches_and_takes_back(desk, case):
    mail = arrive(a_mail(to="info@norrby.example", sender="new@example.org"))
    page = desk.get(f"/desk/inbox/{mail.pk}/", {"q": "markers"}).content.decode()
    assert f'value="{case.reference}"' in page

    said = desk.post(f"/desk/inbox/{mail.pk}/attach/", {"case": case.reference}, follow=True)
    assert case.reference in said.content.decode()
    mail.refresh_from_db()
    assert mail.state == "landed"
    message = mail.message_id
    shown = desk.get(f"/desk/cases/{case.reference}/").content.decode()
    assert f"/desk/inbox/message/{message}/" in shown
    assert desk.get(f"/desk/inbox/message/{message}/")["Location"] == f"/desk/inbox/{mail.pk}/"

    desk.post(f"/desk/inbox/{mail.pk}/undo/")
    mail.refresh_from_db()
    assert mail.state == "unsorted"


@pytest.mark.parametrize("reference", ["", "HV-26-99999", "\0", "x" * 5000])
def test_case_that_is_none_gets_a_sentence(desk, municipality, reference):
    mail = arrive(a_mail(to="info@norrby.example"))

    answer = desk.post(f"/desk/inbox/{mail.pk}/attach/", {"case": reference}, follow=True)

    assert "This case is not there" in answer.content.decode()
    assert IncomingMail.objects.get().state == "unsorted"


@pytest.mark.parametrize("asked", ["", "'", "a & | ! ( :*", "x" * 3000, "مرحبا"])
def test_whatever_is_looked_for_the_page_answers(desk, municipality, asked):
    mail = arrive(a_mail(to="info@norrby.example"))

    assert desk.get(f"/desk/inbox/{mail.pk}/", {"q": asked}).status_code == 200


def test_somebody_new_gets_a_case(desk, municipality):
    mail = arrive(a_mail(to="info@norrby.example"))

    assert desk.post(f"/desk/inbox/{mail.pk}/enquiry/", {"name": ""}).status_code == 422
    answer = desk.post(f"/desk/inbox/{mail.pk}/enquiry/", {"name": "Mira", "language": "uk"})

    mail.refresh_from_db()
    assert answer["Location"] == f"/desk/cases/{mail.case.reference}/"
    assert mail.case.household.language == "uk"
    again = desk.post(f"/desk/inbox/{mail.pk}/enquiry/", {"name": "x", "language": "uk"})
    assert again["Location"] == f"/desk/inbox/{mail.pk}/"


def test_mail_of_a_protected_household_is_no_page_for_others(desk, case, host):
    named = make_host("Nora Named")
    mail = arrive(answer_to(case, sender="x@y.example"))
    protect_household(case.household, staff=[named.pk], by=host)

    for way in ("", "part/1/", "enquiry/"):
        assert desk.get(f"/desk/inbox/{mail.pk}/{way}").status_code == 404
    for way in ("attach/", "not-ours/", "undo/"):
        assert desk.post(f"/desk/inbox/{mail.pk}/{way}").status_code == 404
    desk.force_login(named)
    assert desk.get(f"/desk/inbox/{mail.pk}/").status_code == 200


def test_list_and_page_ask_the_same_for_few_and_many(desk, case, host):
    write_to_person(case, body="Hi", by=host, at=NOW)
    mail = arrive(answer_to(case, sender="x@y.example"))

    def add():
        for number in range(5):
            arrive(answer_to(case, text=str(number), sender=f"{number}@y.example"))

    assert_constant_queries(lambda: desk.get("/desk/inbox/?tab=unverified"), add=add)
    assert_constant_queries(lambda: desk.get(f"/desk/inbox/{mail.pk}/"), add=add)


def test_a_letter_about_no_household_that_fails_waits_for_somebody(desk, municipality):
    letter = queue_delivery(
        purpose="places_due", language="sv", subject="Dags", body="x", email="klubben@example.org"
    )
    Delivery.objects.filter(pk=letter.pk).update(state="sent")
    has_returned(letter, reason="550 No such user", is_the_address=True, at=timezone.now())
    address = reverse("inbox:list") + "?tab=failed"

    page = desk.get(address).text
    assert "klubben@example.org" in page
    assert "550 No such user" in page
    assert "1 mail to sort" in desk.get(reverse("desk:home")).text

    desk.post(reverse("inbox:see_to_letter", args=[letter.pk]))
    assert "klubben@example.org" not in desk.get(address).text
    assert desk.post(reverse("inbox:see_to_letter", args=[letter.pk])).status_code == 302
