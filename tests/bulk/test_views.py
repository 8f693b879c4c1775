"""The pages on which one thing is done to many cases."""

from datetime import date

import pytest

from hemvist.bulk.models import BulkDeed, Tag
from hemvist.casework.models import Case
from hemvist.demo import factories as make
from hemvist.messaging.models import Message
from hemvist.replies.models import ReplyTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(client, host):
    client.force_login(host)
    return [make.a_case(owner=host, life_areas=[area]) for area in ("work", "work", "housing")]


def choose(client, kind, **posted):
    return client.post("/desk/many/choose/", {"kind": kind, **posted})


def test_ticked_cases_are_described_looked_at_and_done(client, cases):
    chosen = choose(client, "tag", case=[cases[0].pk, cases[2].pk])
    page = client.get(chosen["Location"]).content.decode()
    client.post(chosen["Location"], {"new": "Gruvan"})
    seen = client.get(chosen["Location"]).content.decode()
    client.post(chosen["Location"] + "begin/")

    deed = BulkDeed.objects.get()
    assert 'name="new"' in page and "begin/" not in page
    assert "begin/" in seen and cases[0].reference in seen and cases[1].reference not in seen
    assert (deed.state, deed.detail) == ("waiting", {"tag": Tag.objects.get(name="Gruvan").pk})
    assert f'data-again="/desk/many/{deed.pk}/"' in client.get(chosen["Location"]).content.decode()


def test_all_that_fit_the_filter_are_chosen_beyond_the_page(client, cases):
    choose(client, "close", all="1", query="need=work")

    assert set(BulkDeed.objects.get().lines.values_list("case", flat=True)) == {
        cases[0].pk,
        cases[1].pk,
    }


def test_nobody_chooses_what_they_may_not_see(client, cases, coordinator):
    hidden = make.a_case(make.a_household("Okänd", email="o@example.org", staff=[coordinator]))

    choose(client, "close", case=[hidden.pk])
    choose(client, "close", all="1", query="state=open")

    assert not BulkDeed.objects.get().lines.filter(case=hidden).exists()


@pytest.mark.parametrize(
    "posted",
    [{}, {"case": "x"}, {"case": "9" * 30}, {"case": "999999"}, {"all": "1", "query": "owner=0"}],
)
def test_nothing_chosen_leads_back_with_a_sentence(client, cases, posted):
    answer = choose(client, "close", back="/desk/queue/", **posted)

    assert answer["Location"] == "/desk/queue/"
    assert not BulkDeed.objects.exists()


def test_the_way_back_leads_nowhere_else(client, cases):
    for back in ("//evil.example/desk/", "https://evil.example/", "/sv/"):
        assert choose(client, "close", back=back)["Location"] == "/desk/cases/"


def test_a_colleague_does_not_find_the_deed_and_the_coordinator_does(client, cases, coordinator):
    address = choose(client, "close", case=[cases[0].pk])["Location"]

    client.force_login(make.a_user("Kollega"))
    assert client.get(address).status_code == 404
    client.force_login(coordinator)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "body_sv"),
        ({"subject_sv": "Hej"}, "body_sv"),
        ({"body_sv": "Hej"}, "subject_sv"),
        ({"subject_sv": "Hej", "body_sv": "Hej {fornamn}"}, "body_sv"),
        ({"subject_sv": "Hej", "body_sv": "Hej", "instead": "uk"}, "instead"),
        ({"subject_sv": "Hej", "body_sv": "x" * 20_001}, "body_sv"),
        ({"subject_sv": "a\0b", "body_sv": "Hej"}, "subject_sv"),
    ],
)
def test_a_mistake_in_a_letter_is_told_and_loses_nothing(client, cases, typed, field):
    address = choose(client, "message", case=[cases[0].pk])["Location"]

    page = client.post(address, typed)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert BulkDeed.objects.get().state == "draft"


def test_the_letter_is_shown_filled_in_for_one_of_them_in_each_language(client, cases, host):
    other = make.a_household("Olena", email="olena@example.org", language="uk")
    make.a_case(other, owner=host)
    address = choose(client, "message", all="1", query="state=open")["Location"]
    words = {"subject_sv": "Om {reference}", "body_sv": "Hej {name}! {{inte}}", "by_hand": "on"}
    client.post(address, {**words, "body_sv": "Hej {name}!"})

    page = client.get(address)

    samples = page.context["samples"]
    assert [(one.code, one.count, {letter.body for letter in one.letters}) for one in samples] == [
        ("sv", 3, {f"Hej {case.title}!" for case in cases})
    ]
    assert len(samples[0].letters) == 3
    assert "Goes to a person" in page.content.decode() or "Går till" in page.content.decode()
    client.post(address + "begin/")
    assert not Message.objects.exists()


def test_a_letter_begins_from_a_template_and_names_those_it_has_no_text_for(client, cases, host):
    make.a_case(make.a_household("Olena", email="olena@example.org", language="uk"), owner=host)
    whole = a_template("Välkommen", sv="Hej {namn}!", uk="Вітаємо, {name}!")
    half = a_template("Bara svenska", sv="Hej {namn}!", uses=9)
    gone = a_template("Borta", sv="Hej!", is_active=False)
    address = choose(client, "message", all="1", query="state=open")["Location"]

    page = client.get(address, headers={"accept-language": "en"})

    assert [start.template for start in page.context["starts"]] == [whole, half]
    assert "Bara svenska (no text: Ukrainian (1))" in page.text
    begun = client.get(f"{address}?template={whole.pk}").context["form"].initial
    assert begun["body_uk"] == "Вітаємо, {name}!"
    for number in (gone.pk, "x", "9" * 40, 999999):
        assert "body_sv" not in client.get(f"{address}?template={number}").context["form"].initial

    words = {"subject_sv": "Hej", "body_sv": "Hej {namn}!"}
    client.post(f"{address}?template={half.pk}", words)

    half.refresh_from_db()
    seen = client.get(address, headers={"accept-language": "en"})
    assert half.uses == 10
    assert ("No text in", "Ukrainian (1)") in seen.context["words"]


def a_template(name, *, uses=0, is_active=True, **bodies):
    subjects = dict.fromkeys(bodies, name)
    rest = {"review_on": date(2027, 1, 1), "uses": uses, "is_active": is_active}
    return ReplyTemplate.objects.create(name=name, bodies=bodies, subjects=subjects, **rest)


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("next_step", {"step": "call", "on": "2020-01-01"}, "on"),
        ("next_step", {"step": "other", "on": "2099-01-01"}, "note"),
        ("tag", {}, "new"),
        ("close", {"reason": "withdrawn"}, "reason"),
        ("need", {"life_area": "nothing", "whom": "adults"}, "life_area"),
        ("task", {"what": "", "on": "2099-01-01"}, "what"),
        ("assign", {"owner": "999999"}, "owner"),
    ],
)
def test_what_makes_no_sense_is_refused(client, cases, kind, typed, field):
    address = choose(client, kind, case=[cases[0].pk])["Location"]

    page = client.post(address, typed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_rows_are_ticked_only_by_those_who_decide(client, cases):
    assert 'form="many"' in client.get("/desk/cases/").content.decode()
    client.force_login(make.a_user("Disken", role="citizen_services"))
    assert 'form="many"' not in client.get("/desk/cases/").content.decode()
    assert choose(client, "close", case=[cases[0].pk]).status_code == 403
    assert Case.objects.open().count() == 3
