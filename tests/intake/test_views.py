"""Every page of the enquiry: wrong turns, wrong numbers, wrong order, too much."""

import uuid
from dataclasses import asdict
from datetime import timedelta

import pytest
import time_machine

from hemvist.core.carried import Carried, sign
from hemvist.intake import limits
from hemvist.intake.models import Enquiry
from hemvist.messaging.models import Delivery
from tests.intake.filling import ANSWERS, NOW, TYPED, address, answers_of, make_draft

WRONG = {
    "household": {"adults": "0", "ages_0": "7"},
    "needs": {},
    "whom": {"whom_work": ["nobody"]},
    "from": {"origin": "mars"},
    "when": {"when": ""},
    "area": {"area": "atlantis"},
    "contact": {"also": ["sms"]},
    "hours": {"language": "xx", "note": "kept " * 100},
    "name": {"name": "", "email": "kept@", "phone": "12"},
    "other": {"text": "kept " * 1_200},
}


@pytest.mark.parametrize("step", WRONG)
def test_a_mistake_is_told_in_a_summary_and_loses_nothing(client, draft, step):
    page = client.post(address(draft, step), WRONG[step])

    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert answers_of(draft) == ANSWERS
    for value in WRONG[step].values():
        if isinstance(value, str) and value.startswith("kept"):
            assert value.strip() in page.content.decode()


@pytest.mark.parametrize("step", TYPED)
def test_the_same_page_posted_twice_gives_the_same(client, draft, step):
    first = client.post(address(draft, step), TYPED[step])
    second = client.post(address(draft, step), TYPED[step])

    assert first["Location"] == second["Location"]
    assert answers_of(draft) == ANSWERS


def test_the_first_page_shows_the_way_out_before_the_button_and_makes_nothing(client, installation):
    page = client.get("/en/enquiry/").content.decode()

    assert page.index("protected identity") < page.index('method="post"')
    assert "0921-100 00" in page
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "prefill"),
    [
        ("?need=work&area=harads", {"need": "work", "area": "harads"}),
        ("?need=hidden&area=atlantis", {}),
        ("?need=%ED%A0%80&area=%FF", {}),
        ("?need=" + "x" * 5_000, {}),
    ],
)
def test_what_the_guide_was_read_about_is_proposed_if_it_exists(
    client, installation, query, prefill
):
    page = client.get("/en/enquiry/" + query)
    wish = page.context["wish"]
    client.post("/en/enquiry/", wish)

    enquiry = Enquiry.objects.get()
    assert enquiry.answers == {"prefill": prefill}
    shown = client.get(address(enquiry, "needs")).content.decode()
    assert ('value="work"' in shown and " checked" in shown) is bool(prefill)


@pytest.mark.parametrize("page", ["household", "check", "receipt", "later", "nonsense"])
def test_an_unknown_number_gets_a_page_with_a_way_on(client, installation, page):
    answer = client.get(f"/en/enquiry/{uuid.uuid4()}/{page}/")

    assert answer.status_code == 404
    assert "Begin a new enquiry" in answer.content.decode()


@pytest.mark.parametrize("path", ["not-a-number/check/", "1/household/", "%ED%A0%80/"])
def test_a_broken_number_is_not_found(client, installation, path):
    assert client.get("/en/enquiry/" + path).status_code == 404


def test_an_unknown_question_is_not_found(client, draft):
    assert client.get(address(draft, "nonsense")).status_code == 404


@pytest.mark.parametrize(
    ("page", "method"), [("receipt", "post"), ("check", "delete"), ("name", "put")]
)
def test_a_wrong_method_is_refused(client, draft, page, method):
    assert getattr(client, method)(address(draft, page)).status_code == 405


def test_looking_changes_nothing(client, draft):
    before = Enquiry.objects.values().get()
    for page in [*TYPED, "check", "receipt", "later"]:
        client.get(address(draft, page))

    assert Enquiry.objects.values().get() == before
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("step", [*ANSWERS])
def test_the_check_cannot_be_reached_past_an_unanswered_question(client, installation, step):
    enquiry = make_draft(without=[step])

    for answer in [client.get(address(enquiry, "check")), client.post(address(enquiry, "check"))]:
        assert answer["Location"] == address(enquiry, step) + "?missing=1&change=1"
    page = client.get(address(enquiry, step) + "?missing=1&change=1").content.decode()
    assert "needs an answer before we can send" in page
    back = client.post(address(enquiry, step) + "?missing=1&change=1", TYPED[step])
    assert back["Location"] == address(enquiry, "check")


def test_another_way_of_contact_asks_for_its_address_again(client, installation):
    enquiry = make_draft(
        name={**ANSWERS["name"], "phone": ""}, contact={"best": "email", "also": []}
    )
    client.post(address(enquiry, "contact") + "?change=1", {"best": "sms"})

    answer = client.get(address(enquiry, "check"))

    assert answer["Location"] == address(enquiry, "name") + "?missing=1&change=1"


def test_another_household_is_asked_again_for_whom(client, draft):
    client.post(address(draft, "household") + "?change=1", {"adults": "3", "ages_0": "5"})

    assert client.get(address(draft, "check"))["Location"].startswith(address(draft, "whom"))
    assert answers_of(draft)["name"] == ANSWERS["name"]


def test_one_person_is_never_asked_for_whom(client, draft):
    client.post(address(draft, "household"), {"adults": "1"})

    assert client.post(address(draft, "needs"), TYPED["needs"])["Location"] == address(
        draft, "from"
    )
    assert client.get(address(draft, "whom")).status_code == 302


def test_more_boxes_for_children_keep_what_was_typed(client, draft):
    typed = {"adults": "2", "ages_0": "4", "ages_1": "11", "ages_2": "0", "add": "6"}

    answer = client.post(address(draft, "household"), typed)

    assert answer["Location"] == address(draft, "household") + "?rows=6"
    page = client.get(answer["Location"]).content.decode()
    assert page.count('name="ages_') == 6
    assert answers_of(draft)["household"] == {"adults": 2, "ages": [4, 11, 0]}


@pytest.mark.parametrize("rows", ["-1", "999999999999", "x", "²", ""])
def test_a_wrong_number_of_boxes_is_passed_over(client, draft, rows):
    page = client.get(address(draft, "household"), {"rows": rows}).content.decode()

    assert page.count('name="ages_') == 3


def test_two_windows_keep_each_others_answers(client, installation):
    enquiry = make_draft(without=["area", "from"])

    client.post(address(enquiry, "area"), TYPED["area"])
    client.post(address(enquiry, "from"), TYPED["from"])

    assert answers_of(enquiry) == ANSWERS


def test_a_sent_enquiry_leads_to_its_receipt_and_says_what_came_too_late(client, draft, monday):
    client.post(address(draft, "check"))

    assert client.get(address(draft, "name"))["Location"] == address(draft, "receipt")
    late = client.post(address(draft, "name"), {**TYPED["name"], "name": "Other"})
    assert late["Location"] == address(draft, "receipt") + "?late=1"
    assert "already been sent" in client.get(late["Location"]).content.decode()
    assert answers_of(draft) == ANSWERS
    assert client.get(f"/en/enquiry/{draft.public_id}/")["Location"] == address(draft, "receipt")


def test_who_comes_back_meets_the_first_question_without_an_answer(client, installation):
    whole, part = make_draft(), make_draft(without=["when", "other"])

    assert client.get(f"/en/enquiry/{whole.public_id}/")["Location"] == address(whole, "check")
    assert client.get(f"/en/enquiry/{part.public_id}/")["Location"] == address(part, "when")


def test_leaving_for_later_keeps_the_answer_of_this_page(client, draft):
    answer = client.post(address(draft, "area"), {"area": "", "later": "1"})

    assert answer["Location"] == address(draft, "later")
    assert answers_of(draft)["area"] == {"area": ""}


def test_leaving_an_untouched_page_for_later_is_no_mistake(client, installation):
    enquiry = make_draft(without=["from"])

    assert client.post(address(enquiry, "from"), {"later": "1"})["Location"] == address(
        enquiry, "later"
    )


def test_the_link_to_go_on_is_sent_once_however_often_pressed(client, draft, settings):
    for _time in range(3):
        client.post(address(draft, "later"), {"email": "me@example.org"})

    delivery = Delivery.objects.get()
    assert [delivery.purpose, delivery.address] == ["resume", "me@example.org"]
    assert f"{settings.SITE_URL}/en/enquiry/{draft.public_id}/" in delivery.body


def test_a_wrong_address_for_the_link_is_told(client, draft):
    page = client.post(address(draft, "later"), {"email": "me@"})

    assert page.status_code == 422
    assert Delivery.objects.count() == 0


def test_nobody_can_have_us_send_links_without_end(client, draft, monkeypatch):
    monkeypatch.setattr(limits, "LETTERS_AN_HOUR", 1)
    client.post(address(draft, "later"), {"email": "me@example.org"})

    page = client.post(address(draft, "later"), {"email": "you@example.org"})

    assert page.status_code == 429
    assert Delivery.objects.count() == 1


def test_a_machine_that_begins_without_end_is_stopped_with_a_way_on(
    client, installation, monkeypatch
):
    monkeypatch.setattr(limits, "BEGINNINGS_AN_HOUR", 1)
    client.post("/en/enquiry/")

    page = client.post("/en/enquiry/")

    assert page.status_code == 429
    assert "0921-100 00" in page.content.decode()
    assert Enquiry.objects.count() == 1


def test_many_begun_in_one_place_are_marked_but_never_stopped(client, installation, monkeypatch):
    monkeypatch.setattr(limits, "SUSPECTED_AFTER", 1)

    client.post("/en/enquiry/")
    client.post("/en/enquiry/")

    begun = Enquiry.objects.order_by("pk").values_list("source", flat=True)
    assert list(begun) == ["form", "form_suspected"]


@pytest.mark.parametrize("page", ["household", "check", "later", "receipt"])
def test_no_search_engine_cache_or_other_site_learns_the_address(client, draft, page):
    answer = client.get(address(draft, page))

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "text", ["before\0after", "half \ud83c of one", "\u202eright to left\u202c 🏔️"]
)
def test_odd_characters_are_taken_in(client, draft, text):
    body = b"text=" + text.encode("utf-8", "surrogatepass")

    answer = client.post(
        address(draft, "other"), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    assert client.get(address(draft, "check")).status_code == 200


def test_a_charset_that_makes_half_characters_breaks_nothing(client, draft):
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf \\ud83c\r\n--b--\r\n'

    answer = client.post(
        address(draft, "other"),
        body,
        content_type="multipart/form-data; boundary=b; charset=unicode_escape",
    )

    assert answer.status_code in {302, 400, 422}


def test_ten_megabytes_are_too_much_and_the_draft_stays(client, draft):
    answer = client.post(address(draft, "other"), {"text": "x" * 10_000_000})

    assert answer.status_code == 413
    assert answers_of(draft) == ANSWERS


BROUGHT = [Carried("Harads", "/en/areas/harads/"), Carried("نورد", "/ar/places/nordpoolen/")]


def test_what_was_saved_comes_along_and_is_seen_before_sending(client, draft):
    start = client.get("/en/enquiry/", {"carried": sign(BROUGHT)})
    assert "What you bring along" in start.content.decode()

    begun = client.post("/en/enquiry/", {"carried": sign(BROUGHT)})
    enquiry = Enquiry.objects.get(public_id=begun["Location"].split("/")[3])
    enquiry.answers = draft.answers
    enquiry.save()
    page = client.get(f"/en/enquiry/{enquiry.public_id}/check/").content.decode()

    assert enquiry.brought == [asdict(page) for page in BROUGHT]
    assert "Harads" in page and "نورد" in page


def test_what_was_saved_can_be_left_out_and_nothing_is_sent_by_that(client, draft):
    draft.brought = [asdict(page) for page in BROUGHT]
    draft.save()

    answer = client.post(f"/en/enquiry/{draft.public_id}/check/", {"without_brought": "1"})
    draft.refresh_from_db()

    assert (answer.status_code, draft.brought, draft.is_sent) == (302, [], False)
    assert "saved in the guide" not in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "signed", ["x", "a\0b", "x" * 100_000, sign(BROUGHT)[:-1], sign(BROUGHT).swapcase()]
)
def test_a_list_that_is_not_ours_is_left_behind(client, installation, signed):
    begun = client.post("/en/enquiry/", {"carried": signed})

    assert begun.status_code == 302
    assert Enquiry.objects.get().brought == []


def test_a_list_is_a_day_old_and_no_older(client, installation):
    with time_machine.travel(NOW) as clock:
        signed = sign(BROUGHT)
        clock.shift(timedelta(days=1, seconds=1))
        client.post("/en/enquiry/", {"carried": signed})

    assert Enquiry.objects.get().brought == []
