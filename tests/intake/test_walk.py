"""The whole way, as a person goes it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemvist.audit.models import Event
from hemvist.casework.models import Case, Need, RegisterEntry
from hemvist.intake.models import Enquiry
from hemvist.messaging.models import Delivery, Message
from hemvist.people.links import token_for
from hemvist.people.models import Household, Person
from tests.intake.filling import ANSWERS, TYPED, address, answers_of, make_draft


def walk(client, language="en"):
    """Begin, answer every question where it leads, and stop before sending."""
    at = client.post(f"/{language}/enquiry/")["Location"]
    shown = []
    while (step := at.rstrip("/").rpartition("/")[2]) != "check":
        assert client.get(at).status_code == 200, at
        answer = client.post(at, TYPED[step])
        assert answer.status_code == 302, answer.content.decode()
        shown.append(step)
        at = answer["Location"]
    return Enquiry.objects.get(), shown


def test_every_question_is_asked_once_and_kept_as_clean_values(client, installation, monday):
    enquiry, shown = walk(client)

    assert shown == list(ANSWERS)
    assert answers_of(enquiry) == {"prefill": {}, **ANSWERS}


def test_sending_makes_household_case_needs_message_and_receipt(client, installation, monday):
    enquiry, _shown = walk(client)

    sent = client.post(address(enquiry, "check"))

    assert sent["Location"] == address(enquiry, "receipt")
    enquiry.refresh_from_db()
    case = enquiry.case
    household = case.household
    assert [enquiry.state, case.title, case.area_id, case.reference] == [
        "sent",
        "Marker Markersson",
        "harads",
        "HV-26-00001",
    ]
    people = list(household.people.values_list("name", "is_child", "age"))
    assert people == [
        ("Marker Markersson", False, None),
        ("", False, None),
        ("", True, 4),
        ("", True, 11),
    ]
    partner = household.people.get(name="", is_child=False)
    needs = list(case.needs.values_list("life_area_id", "person"))
    assert needs == [("housing", None), ("work", partner.pk)]
    points = dict(household.contact_points.values_list("kind", "normalised"))
    assert points == {"email": "marker@example.org", "phone": "+49301234567"}
    choice = household.contact_choice
    assert [choice.channels, choice.language, choice.hours.as_text, choice.time_zone] == [
        ["email", "phone"],
        "en",
        "weekdays 18:30-21:00",
        "Europe/Helsinki",
    ]
    assert choice.no_content
    assert [choice.no_voicemail, choice.needs_interpreter, choice.note] == [True, True, "Dari"]
    assert [household.origin, str(household.moving_on)] == ["eu", "2027-06-01"]
    message = Message.objects.get()
    assert [message.direction, message.channel, message.body] == [
        "in",
        "form",
        "We have a dog.\nIt is large.",
    ]
    delivery = Delivery.objects.get()
    assert [delivery.purpose, delivery.address] == ["receipt", "marker@example.org"]
    assert case.reference in delivery.subject
    assert "Wednesday 25 November at 10:00" in delivery.body
    assert "/en/my/" in delivery.body
    assert [entry.direction for entry in RegisterEntry.objects.all()] == ["in"]
    assert set(Event.objects.values_list("verb", flat=True)) >= {
        "household.made",
        "case.opened",
        "enquiry.sent",
    }


def test_receipt_tells_reference_day_and_channels_again_on_reload(client, installation, monday):
    enquiry, _shown = walk(client)
    client.post(address(enquiry, "check"))

    enquiry.refresh_from_db()
    for _time in range(2):
        page = client.get(address(enquiry, "receipt"))
        assert page.status_code == 200
        assert "HV-26-00001" in page.content.decode()
        assert "Wednesday 25 November at 10:00" in page.content.decode()
        assert "E-mail, Telephone" in page.content.decode()
        assert token_for(enquiry.case.household).split(":")[0] not in page.content.decode()


def test_receipt_says_nothing_personal_after_a_day(client, installation, monday):
    enquiry, _shown = walk(client)
    client.post(address(enquiry, "check"))
    monday.shift(24 * 3600 + 1)

    page = client.get(address(enquiry, "receipt")).content.decode()

    assert "HV-26-00001" in page
    assert "Telephone" not in page


def test_one_adult_who_wants_a_call_needs_little(client, installation, monday):
    client.post("/en/enquiry/")
    enquiry = Enquiry.objects.get()
    for step, typed in {
        "household": {"adults": "1"},
        "needs": {"areas": ["unsure"]},
        "from": {"origin": "sweden"},
        "when": {"when": "unsure"},
        "area": {"area": ""},
        "contact": {"best": "phone"},
        "hours": {"language": "sv"},
        "name": {"name": "Märta", "phone": "0701-74 06 05"},
        "other": {"text": ""},
    }.items():
        assert client.post(address(enquiry, step), typed).status_code == 302, step
    client.post(address(enquiry, "check"))

    household = Household.objects.get()
    delivery = Delivery.objects.get()
    assert Need.objects.count() == Message.objects.count() == 0
    assert list(household.contact_points.values_list("normalised", flat=True)) == ["+46701740605"]
    assert [delivery.channel, delivery.address, delivery.language] == ["sms", "+46701740605", "sv"]
    assert len(delivery.body) <= 4 * 67
    assert household.moving_on is None


def test_sending_again_gives_the_same_receipt_and_no_second_case(client, installation, monday):
    enquiry, _shown = walk(client)

    answers = [client.post(address(enquiry, "check")) for _time in range(3)]

    assert {answer["Location"] for answer in answers} == {address(enquiry, "receipt")}
    assert [Case.objects.count(), Delivery.objects.count(), Person.objects.count()] == [1, 1, 4]


def test_another_language_midway_keeps_the_answers(client, installation, monday):
    enquiry, _shown = walk(client)

    page = client.get(address(enquiry, "household", "ar"))
    client.post(address(enquiry, "area", "ar"), {"area": ""})

    assert 'dir="rtl"' in page.content.decode()
    kept = answers_of(enquiry)
    assert {**kept, "area": None} == {"prefill": {}, **ANSWERS, "area": None}
    enquiry.refresh_from_db()
    assert enquiry.language == "ar"
    assert client.get(address(enquiry, "check", "ar")).status_code == 200


def test_nothing_the_page_does_needs_a_cookie(installation, monday):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    first = strict.post("/en/enquiry/")["Location"]
    strict.cookies.clear()

    assert strict.post(first, TYPED["household"]).status_code == 302


def test_a_whole_enquiry_asks_for_few_queries(
    client, installation, monday, django_assert_max_num_queries
):
    enquiry, _shown = walk(client)

    for step, typed in TYPED.items():
        with django_assert_max_num_queries(6):
            client.get(address(enquiry, step))
        with django_assert_max_num_queries(6):
            client.post(address(enquiry, step), typed)
    with django_assert_max_num_queries(8):
        client.get(address(enquiry, "check"))


def test_sending_asks_as_many_queries_for_twelve_children_as_for_none(client, installation, monday):
    counted = []
    # The first to send it is the one for whom the form and the rules are read and kept.
    for ages in ([], [], list(range(12))):
        household = {"adults": 2, "ages": ages}
        whom = {"housing": [], "work": ["adult-2", *(f"child-{n + 1}" for n in range(len(ages)))]}
        enquiry = make_draft(household=household, whom=whom)
        with CaptureQueriesContext(connection) as all_queries:
            client.post(address(enquiry, "check"))
        counted.append(len(statements(all_queries)))
        assert Person.objects.filter(household=enquiry_household(enquiry)).count() == 2 + len(ages)

    assert counted[2] == counted[1]
    assert counted[2] < 34


def enquiry_household(enquiry):
    return Enquiry.objects.get(pk=enquiry.pk).case.household


def statements(queries):
    """What really goes to the tables; savepoints stand for one transaction within the test's."""
    return [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
