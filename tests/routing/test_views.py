"""The coordinator's pages: writing, trying and publishing rules."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.routing.models import Decision, RuleSet
from tests.routing.test_actions import FALLBACK, a_service, ask, in_force


@pytest.fixture
def service(db):
    return a_service()


@pytest.fixture
def boss(service):
    client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    client.force_login(service["boss"])
    return client


def write(client, text, version=""):
    return client.post(reverse("routing:draft"), {"text": text, "note": "", "version": version})


def test_from_the_first_rules_to_a_case_that_says_why_it_is_where_it_is(boss, service):
    assert "No rules yet" in boss.get(reverse("routing:rules")).content.decode()

    rule = "språk är arabiska → helst Samira"
    assert write(boss, f"{rule}\n{FALLBACK}").status_code == 302
    version = RuleSet.objects.get().version
    assert boss.post(reverse("routing:publish"), {"version": version}).status_code == 302

    case = ask(language="ar")
    page = boss.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "Why is it here?" in page
    assert "The rule names Samira Sol." in page
    assert "Line 1 of rules number 1:" in page
    assert "load 4 – 0 open cases, works 100 %, here 10 of the next 10 working days" in page


def test_a_mistake_stands_beside_its_line_with_its_word_marked_and_is_not_published(boss):
    write(boss, "språk är klingonska → Samira\nannars → kön")

    page = boss.get(reverse("routing:draft")).content.decode()
    assert "<mark>klingonska</mark>" in page
    assert "No language is called “klingonska”." in page
    assert reverse("routing:publish") not in page
    boss.post(reverse("routing:publish"), {"version": 1})
    assert not RuleSet.objects.in_force().exists()


def test_two_windows_on_one_draft_lose_nothing(boss):
    write(boss, "annars → kön")

    late = write(boss, "annars → Samira")

    assert late.status_code == 422
    assert "annars → Samira" in late.content.decode()
    assert RuleSet.objects.get().text == "annars → kön"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"text": "", "version": "1"},
        {"text": "x" * 100_000, "version": ""},
        {"text": "annars → kön", "version": "nio"},
        {"text": "annars → kön", "note": "n" * 400},
        {"text": "annars\0", "version": ""},
    ],
)
def test_bad_input_is_kept_on_the_page_with_a_sentence(boss, told):
    answer = boss.post(reverse("routing:draft"), told)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not RuleSet.objects.exists()


def test_a_trial_shows_who_would_go_elsewhere_and_writes_nothing(boss, service):
    in_force(FALLBACK, by=service["boss"])
    for n in range(4):
        ask(f"Familj{n} Arabisk", language="ar", at=NOW + timedelta(hours=n))
    ask("Sven Svensk", at=NOW + timedelta(hours=5))
    write(boss, f"språk är arabiska → team Mottagningen, Samira\n{FALLBACK}")
    before = [list(model.objects.values()) for model in (RuleSet, Decision)]

    page = boss.get(reverse("routing:trial"))

    trial = page.context["trial"]
    assert trial.count == 5
    assert [(line.name, line.before, line.after) for line in trial.teams] == [
        ("Mottagningen", 5, 5)
    ]
    people = {line.name: (line.before, line.after) for line in trial.people}
    assert people == {"Samira Sol": (3, 4), "Jonte Jord": (2, 1)}
    assert [(one.before_name, one.after_name) for one in trial.changes] == [
        ("Samira Sol", "Jonte Jord"),
        ("Jonte Jord", "Samira Sol"),
        ("Jonte Jord", "Samira Sol"),
    ]
    assert trial.lines == {1: 4, 2: 1}
    assert [list(model.objects.values()) for model in (RuleSet, Decision)] == before


def test_a_trial_shows_no_case_that_the_coordinator_may_not_know_of(boss, service):
    in_force(FALLBACK, by=service["boss"])
    make.a_case(make.a_household("Zq7skyddad", staff=[service["samira"]]))
    write(boss, "annars → Samira")

    page = boss.get(reverse("routing:trial"))

    assert page.context["trial"].count == 0
    assert "Zq7skyddad" not in page.content.decode()


def test_one_who_has_left_is_told_of_on_the_page_of_the_rules(boss, service):
    in_force("annars → team Mottagningen, Samira", by=service["boss"])
    assert "The rules need you." not in boss.get(reverse("routing:rules")).content.decode()
    service["samira"].is_active = False
    service["samira"].save()

    page = boss.get(reverse("routing:rules")).content.decode()

    assert "The rules need you." in page
    assert "Samira Sol does not work here any more." in page


def test_an_earlier_set_can_be_read_and_begun_from(boss, service):
    in_force("annars → Samira", by=service["boss"])
    in_force("annars → Jonte", by=service["boss"])

    assert "annars → Samira" in boss.get(reverse("routing:rule_set", args=[1])).content.decode()
    assert boss.get(reverse("routing:rule_set", args=[9])).status_code == 404
    begun = boss.get(reverse("routing:draft") + "?from=1")
    assert begun.context["form"].initial["text"] == "annars → Samira"
    for odd in ("x", "9" * 40, "²", "-1"):
        assert boss.get(reverse("routing:draft"), {"from": odd}).status_code == 200


def test_a_draft_is_thrown_away_after_a_question(boss):
    write(boss, "annars → kön")

    assert boss.get(reverse("routing:drop")).status_code == 200
    assert RuleSet.objects.count() == 1
    boss.post(reverse("routing:drop"), {"version": "1"})
    assert RuleSet.objects.count() == 0
    assert boss.get(reverse("routing:drop")).status_code == 404


def test_part_time_and_days_are_kept_from_the_page_of_a_colleague(boss, service):
    samira = service["samira"]
    told = {"name": samira.name, "role": "host", "language": "sv", "work_share": "50"}
    told |= {"working_days": ["0", "2"], "most_cases": "12"}

    assert boss.post(reverse("accounts:person", args=[samira.pk]), told).status_code == 302
    samira.refresh_from_db()
    assert (samira.work_share, samira.working_days, samira.most_cases) == (50, [0, 2], 12)
    assert "of at most 12" in boss.get(reverse("routing:rules")).content.decode()
    told["work_share"] = "0"
    assert boss.post(reverse("accounts:person", args=[samira.pk]), told).status_code == 422
