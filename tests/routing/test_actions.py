"""New cases go where the rules say, also two at once; and rules have a history."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from hemvist.accounts.models import Absence, Role
from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import Wish
from hemvist.core.dates import local_day
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.routing import actions
from hemvist.routing.actions import open_routed_case, publish_draft, save_draft
from hemvist.routing.because import why_here
from hemvist.routing.models import Decision, RuleSet

FALLBACK = "annars → team Mottagningen, den med minst att göra"


@pytest.fixture
def service(db):
    return a_service()


def a_service():
    make.a_municipality()
    front = make.a_team("Mottagningen", is_front_door=True)
    make.a_life_area("school", names={"sv": "Skola", "en": "School"})
    return {
        "boss": make.a_user("Solveig Chef", role=Role.COORDINATOR),
        "samira": make.a_user("Samira Sol", teams=[front], languages=["sv", "ar"]),
        "jonte": make.a_user("Jonte Jord", teams=[front], languages=["sv"]),
        "front": front,
    }


def in_force(text, *, by):
    draft = RuleSet.objects.draft().first()
    draft = save_draft(text=text, note="", by=by, at=NOW, version=draft.version if draft else None)
    return publish_draft(by=by, at=NOW, version=draft.version)


def ask(name="Mira Exempel", *, language="sv", needs=("school",), at=NOW, **fields):
    email = fields.pop("email", f"{name.split()[0].lower()}@example.org")
    phone = fields.pop("phone", "")
    household = make.a_household(name, language=language, email=email, phone=phone)
    wishes = [Wish(life_area=make.a_life_area(slug)) for slug in needs]
    return open_routed_case(
        household, title=name, wishes=wishes, at=at, by=Actor.RESIDENT, **fields
    )


def test_a_case_goes_where_the_first_line_that_holds_says_and_keeps_because_of_what(service):
    rule = "språk är arabiska och behov innehåller skola → team Mottagningen, helst Samira"
    rules = in_force(f"{rule}\n{FALLBACK}", by=service["boss"])

    case = ask(language="ar")

    assert (case.team, case.owner) == (service["front"], service["samira"])
    decision = case.routing_decisions.get()
    assert (decision.rule_set, decision.line, decision.how) == (rules, 1, "named")
    assert decision.because["held"] == ["språk är arabiska", "behov innehåller skola"]
    assert decision.because["rule"] == rule
    (standing,) = decision.because["standings"]
    assert standing == {
        **{"user": service["samira"].pk, "cases": 0, "points": 0, "share": 100, "days": 10},
        **{"speaks": True, "load": 4.0, "why_not": ""},
    }
    event = Event.objects.get(verb="case.routed")
    assert event.detail == {
        "decision": decision.pk,
        "team": service["front"].pk,
        "owner": service["samira"].pk,
    }


def test_without_rules_a_case_waits_at_the_front_door(service):
    case = ask()

    assert (case.team, case.owner) == (service["front"], None)
    assert why_here(case) is None


def test_the_work_is_shared_out_as_it_grows(service):
    in_force(FALLBACK, by=service["boss"])

    owners = [ask(f"Familj{n} Ett").owner.name for n in range(4)]

    assert owners == ["Samira Sol", "Jonte Jord"] * 2


def test_a_household_that_writes_from_the_same_address_comes_back_to_its_host(service):
    in_force(f"återkommer → tidigare värd\n{FALLBACK}", by=service["boss"])
    make.a_case(make.a_household(email="Mira@example.org"), owner=service["jonte"], at=NOW)

    case = ask(email="mira@EXAMPLE.org", at=NOW + timedelta(days=90))

    assert (case.owner, case.routing_decisions.get().how) == (service["jonte"], "earlier_host")


def test_a_protected_household_is_not_known_again_by_a_rule(service):
    in_force(f"återkommer → tidigare värd\n{FALLBACK}", by=service["boss"])
    household = make.a_household(email="mira@example.org", staff=[service["jonte"]])
    make.a_case(household, owner=service["jonte"], at=NOW)

    assert ask(at=NOW + timedelta(days=1)).routing_decisions.get().how == "least"


def test_nobody_gets_a_case_who_is_away_until_after_the_promise(service):
    in_force(f"alltid → Samira, {FALLBACK[9:]}", by=service["boss"])
    today = local_day(NOW)
    Absence.objects.create(
        **{"user": service["samira"], "first_on": today, "last_on": today + timedelta(days=7)},
        **{"made_by": service["boss"], "made_at": NOW},
    )

    case = ask()

    assert case.owner == service["jonte"]
    assert case.routing_decisions.get().because["standings"][0]["why_not"] == "away"


def test_one_who_leaves_while_the_rules_name_them_leaves_the_case_to_the_team(service):
    in_force("annars → team Mottagningen, Samira", by=service["boss"])
    service["samira"].is_active = False
    service["samira"].save()

    case = ask()

    assert (case.team, case.owner) == (service["front"], None)
    assert case.routing_decisions.get().because["standings"][0]["why_not"] == "gone"


def test_a_name_means_whom_it_meant_on_the_day_it_was_published(service):
    in_force("annars → Samira", by=service["boss"])
    service["samira"].name = "Sam Sol-Berg"
    service["samira"].save()
    make.a_user("Samira Ny")

    assert ask().owner == service["samira"]


@pytest.mark.django_db(transaction=True)
def test_of_two_enquiries_at_once_one_gets_the_last_place():
    service = a_service()
    for one, most in (("samira", 1), ("jonte", 0)):
        service[one].most_cases = most
        service[one].save()
    in_force(FALLBACK, by=service["boss"])
    start = Barrier(4)

    def send(number):
        try:
            start.wait(timeout=10)
            return ask(f"Familj{number} Exempel").owner_id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        owners = list(threads.map(send, range(4)))

    assert sorted(owners, key=str) == sorted([service["samira"].pk, None, None, None], key=str)


def test_a_draft_decides_nothing_until_it_is_published_and_the_old_set_is_kept(service):
    old = in_force("annars → Samira", by=service["boss"])
    save_draft(text="annars → Jonte", note="Ny", by=service["boss"], at=NOW, version=None)

    assert ask("Ett Exempel").owner == service["samira"]
    new = publish_draft(by=service["boss"], at=NOW, version=1)
    assert ask("Två Exempel").owner == service["jonte"]
    old.refresh_from_db()
    assert (old.state, new.state, new.number) == ("retired", "published", 2)
    assert list(Decision.objects.order_by("pk").values_list("rule_set__number", flat=True)) == [
        1,
        2,
    ]


def test_two_who_write_on_the_draft_lose_nothing_to_each_other(service):
    first = save_draft(text="a", note="", by=service["boss"], at=NOW, version=None)

    for version in (None, first.version - 1, first.version + 1):
        with pytest.raises(actions.RulesHaveChanged):
            save_draft(text="b", note="", by=service["boss"], at=NOW, version=version)
    with pytest.raises(actions.RulesHaveChanged):
        publish_draft(by=service["boss"], at=NOW, version=first.version + 1)
    assert RuleSet.objects.get().text == "a"


@pytest.mark.parametrize(
    "text", ["annars → Ingen Alls", "annars → Samira\nspråk är arabiska → Jonte", "annars → Solvej"]
)
def test_rules_with_mistakes_are_not_put_in_force(service, text):
    draft = save_draft(text=text, note="", by=service["boss"], at=NOW, version=None)

    with pytest.raises(actions.RulesHaveMistakes):
        publish_draft(by=service["boss"], at=NOW, version=draft.version)
    assert RuleSet.objects.in_force().count() == 0


def test_a_draft_can_be_thrown_away(service):
    draft = save_draft(text="x", note="", by=service["boss"], at=NOW, version=None)

    actions.drop_draft(by=service["boss"], at=NOW, version=draft.version)

    assert RuleSet.objects.count() == 0
    assert Event.objects.filter(verb="rules.dropped").exists()
