"""While somebody is away nothing waits with nobody; and afterwards it comes back by choice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.accounts.models import Absence, Role
from hemvist.casework.actions import close_case, receive_message, set_next_step
from hemvist.casework.models import Case, CloseReason, NextStep, StickyFact
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.routing import absences
from hemvist.routing.absences import end_absence, say_away
from hemvist.routing.handing_over import (
    give_back,
    hand_over_for_good,
    keep_where_they_are,
    see_to_everybody,
    stand_in_on,
)
from hemvist.routing.models import HandOver
from hemvist.routing.tasks import see_to_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def day():
    return today()


@pytest.fixture
def hosts():
    make.a_municipality()
    front = make.a_team("Mottagningen", is_front_door=True)
    names = ["Anna Borta", "Bo Vikarie", "Cia Chef"]
    roles = [Role.HOST, Role.HOST, Role.COORDINATOR]
    return [make.a_user(n, role=r, teams=[front]) for n, r in zip(names, roles, strict=True)]


def a_case(owner, name, *, waits=True, step_in=0, staff=()):
    household = make.a_household(name, email=f"{name[:4].lower()}@example.org", staff=staff)
    case = make.a_case(household, owner=owner, at=timezone.now() - timedelta(hours=1))
    if not waits:
        Case.objects.filter(pk=case.pk).update(first_unanswered_at=None, answer_due_at=None)
    on = today() + timedelta(days=step_in)
    return set_next_step(case, step=NextStep.CALL, on=on, by=owner, at=timezone.now())


def away(user, *, by, first=0, last=3, stand_in=None):
    return say_away(
        user,
        first_on=today() + timedelta(days=first),
        last_on=today() + timedelta(days=last),
        stand_in=stand_in,
        by=by,
        at=timezone.now(),
    )


def owners(*cases):
    return [Case.objects.get(pk=case.pk).owner for case in cases]


def test_what_cannot_wait_goes_to_the_stand_in_and_the_rest_stays(hosts):
    anna, bo, _cia = hosts
    waiting = a_case(anna, "Vida Väntar", step_in=30)
    soon = a_case(anna, "Sune Snart", waits=False, step_in=3)
    later = a_case(anna, "Lena Sen", waits=False, step_in=4)

    absence, handed = away(anna, by=anna, stand_in=bo)

    assert {case.pk for case in handed.moved} == {waiting.pk, soon.pk}
    assert owners(waiting, soon, later) == [bo, bo, anna]
    assert absence.hand_overs.count() == 2


def test_without_a_stand_in_it_waits_in_the_queue_of_the_team(hosts):
    anna, _bo, _cia = hosts
    case = a_case(anna, "Vida Väntar")

    away(anna, by=anna)

    assert owners(case) == [None]
    assert HandOver.objects.get().to is None


def test_days_to_come_hand_over_on_the_first_of_them(hosts, now):
    anna, bo, _cia = hosts
    case = a_case(anna, "Vida Väntar")
    away(anna, by=anna, first=2, last=4, stand_in=bo)

    assert see_to_everybody(at=now) == 0
    assert owners(case) == [anna]
    assert see_to_everybody(at=now + timedelta(days=2)) == 1
    assert owners(case) == [bo]
    assert see_to_everybody(at=now + timedelta(days=2)) == 0


def test_a_new_message_follows_to_the_stand_in(hosts, now):
    anna, bo, _cia = hosts
    case = a_case(anna, "Lena Sen", waits=False, step_in=30)
    away(anna, by=anna, stand_in=bo)
    assert owners(case) == [anna]

    receive_message(case, body="Hej igen", channel="web", at=now)

    job = ProcrastinateJob.objects.get(task_name="routing.see_to")
    see_to_case.func(**job.args)
    assert owners(case) == [bo]


def test_a_message_to_one_who_is_here_asks_for_nothing(hosts, now):
    case = a_case(hosts[0], "Lena Sen", waits=False, step_in=30)

    receive_message(case, body="Hej", channel="web", at=now)

    assert not ProcrastinateJob.objects.filter(task_name="routing.see_to").exists()


def test_a_closed_case_of_one_who_has_left_comes_to_the_queue_when_the_person_writes(hosts, now):
    anna, _bo, cia = hosts
    case = a_case(anna, "Lena Sen")
    close_case(case, reason=CloseReason.SETTLED, by=anna, at=now)
    anna.is_active = False
    anna.save()

    receive_message(case, body="Hej igen", channel="web", at=now)
    see_to_case.func(case=case.pk)

    assert owners(case) == [None]
    assert Case.objects.get(pk=case.pk).is_open
    assert cia  # the coordinator sees the queue


def test_an_owner_deactivated_past_the_page_is_found_by_the_worker(hosts, now):
    anna, _bo, _cia = hosts
    case = a_case(anna, "Lena Sen", waits=False, step_in=90)
    anna.is_active = False
    anna.save()

    assert see_to_everybody(at=now) == 1
    assert owners(case) == [None]


def test_a_stand_in_who_goes_away_too_passes_it_on_and_the_first_host_can_take_it_back(hosts, now):
    anna, bo, cia = hosts
    case = a_case(anna, "Vida Väntar")
    first, _handed = away(anna, by=anna, stand_in=bo)

    second, _handed = away(bo, by=bo, stand_in=cia)

    assert owners(case) == [cia]
    assert [one.absence for one in HandOver.objects.filter(ended_at=None)] == [first]
    other = a_case(anna, "Vera Väntar")
    assert see_to_everybody(at=now) == 1
    assert owners(other) == [cia]
    assert give_back(HandOver.objects.all(), to=anna, by=anna, at=now) == 2
    assert second.hand_overs.count() == 0


def test_two_who_stand_in_for_each_other_end_in_the_queue_and_not_in_a_circle(hosts, day, now):
    anna, bo, cia = hosts
    fields = {"first_on": day, "last_on": day, "made_by": cia, "made_at": now}
    one = Absence.objects.create(user=anna, stand_in=bo, **fields)
    Absence.objects.create(user=bo, stand_in=anna, **fields)
    case = a_case(anna, "Vida Väntar")

    assert stand_in_on(one, day) is None
    see_to_everybody(at=now)
    assert owners(case) == [None]


def test_a_protected_case_goes_only_to_one_who_may_know_of_it(hosts, now):
    anna, bo, cia = hosts
    known = a_case(anna, "Sara Skydd", staff=[anna, bo])
    queued = a_case(anna, "Sven Skydd", staff=[anna, cia])
    alone = a_case(anna, "Siv Skydd", staff=[anna])

    _absence, handed = away(anna, by=anna, stand_in=bo)

    assert owners(known, queued, alone) == [bo, None, anna]
    assert handed.left == [alone]
    assert see_to_everybody(at=now) == 0


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"first": 2, "last": 1}, absences.DaysInWrongOrder),
        ({"first": -9, "last": -1}, absences.DaysInWrongOrder),
        ({"first": 0, "last": 9000}, absences.DaysInWrongOrder),
        ({"first": 1, "last": 1, "stand_in": 0}, absences.CannotStandIn),
        ({"first": 1, "last": 1, "stand_in": 3}, absences.CannotStandIn),
        ({"first": 1, "last": 1, "stand_in": 4}, absences.CannotStandIn),
        ({"first": 9, "last": 12}, absences.IsAwayAlready),
        ({"first": 1, "last": 6, "stand_in": 1}, absences.StandInIsAway),
    ],
)
def test_an_absence_that_cannot_be_is_refused(hosts, told, why):
    people = [
        *hosts,
        make.a_user("Slutat", is_active=False),
        make.a_user("Redaktör", role=Role.EDITOR),
    ]
    away(hosts[0], by=hosts[0], first=10, last=20)
    away(hosts[1], by=hosts[1], first=5, last=6)
    told = {**told, "stand_in": people[told["stand_in"]] if "stand_in" in told else None}

    with pytest.raises(why):
        away(hosts[0], by=hosts[0], **told)
    assert Absence.objects.count() == 2


def test_back_earlier_and_what_comes_back_is_chosen(hosts, now, day):
    anna, bo, _cia = hosts
    one, two, three = (a_case(anna, f"{name} Väntar") for name in ("Vida", "Vera", "Viola"))
    absence, _handed = away(anna, by=anna, stand_in=bo)

    end_absence(absence, by=anna, at=now)

    assert not Absence.objects.on(day).exists()
    given = {hand.case_id: hand for hand in HandOver.objects.all()}
    assert give_back([given[one.pk]], to=anna, by=anna, at=now) == 1
    keep_where_they_are([given[two.pk]], by=anna, at=now)
    close_case(three, reason=CloseReason.ANSWERED, by=bo, at=now)
    assert give_back(given.values(), to=anna, by=anna, at=now) == 0
    assert owners(one, two, three) == [anna, bo, bo]
    assert not HandOver.objects.filter(ended_at=None).exists()


def test_an_absence_that_had_not_begun_leaves_nothing_behind(hosts, now):
    absence, _handed = away(hosts[0], by=hosts[0], first=5, last=9)

    assert end_absence(absence, by=hosts[0], at=now) is None
    assert not Absence.objects.exists()


def test_all_cases_of_one_who_leaves_go_to_a_colleague_and_closed_ones_stay(hosts, now):
    anna, bo, cia = hosts
    open_one, closed = a_case(anna, "Vida Väntar"), a_case(anna, "Klas Klar")
    close_case(closed, reason=CloseReason.SETTLED, by=anna, at=now)

    handed = hand_over_for_good(anna, to=bo, by=cia, at=now)

    assert [case.pk for case in handed.moved] == [open_one.pk]
    assert owners(open_one, closed) == [bo, anna]


# The pages


def browser(user):
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user)
    user.language = "en"
    user.save()
    return client


def told(user, day, **more):
    return {"user": user.pk, "first_on": day.isoformat(), "last_on": day.isoformat(), **more}


def test_sick_today_is_three_clicks_from_the_desk(hosts, day):
    anna = hosts[0]
    case = a_case(anna, "Vida Väntar")
    client = browser(anna)
    assert reverse("away:home") in client.get(reverse("desk:home")).content.decode()

    page = client.get(reverse("away:home")).content.decode()  # one
    assert "I am sick today" in page or "sjuk" in page
    sure = client.post(reverse("away:say"), told(anna, day))  # two
    assert "Vida Väntar" in sure.content.decode()
    assert owners(case) == [anna]
    done = client.post(reverse("away:say"), told(anna, day, confirmed="1"))  # three

    assert done.status_code == 302
    assert owners(case) == [None]


def test_the_stand_in_reads_what_there_is_to_know_and_the_host_takes_back(hosts, day, now):
    anna, bo, cia = hosts
    case = a_case(anna, "Vida Väntar")
    receive_message(case, body="Vi kommer redan på fredag!", channel="web", at=now)
    StickyFact.objects.create(case=case, body="Ring efter fyra", author=anna, created_at=now)
    away(anna, by=anna, stand_in=bo)

    page = browser(bo).get(reverse("away:handed")).content.decode()

    for words in ("Vida Väntar", "Vi kommer redan på fredag!", "Ring efter fyra", "Anna Borta"):
        assert words in page
    assert "Vida" not in browser(cia).get(reverse("away:handed")).content.decode()
    absence = Absence.objects.get()
    client = browser(anna)
    answer = client.post(reverse("away:end", args=[absence.pk]))
    assert answer.url == reverse("away:back", args=[absence.pk])
    assert "Vida Väntar" in client.get(answer.url).content.decode()
    hand_over = HandOver.objects.get()
    client.post(answer.url, {"case": [str(hand_over.pk), "x", "999"]})
    assert owners(case) == [anna]


def test_a_host_says_only_for_oneself_that_one_is_away(hosts, day):
    anna, bo, cia = hosts

    refused = browser(anna).post(reverse("away:say"), told(bo, day, confirmed="1"))
    done = browser(cia).post(reverse("away:say"), told(bo, day, confirmed="1", stand_in=anna.pk))

    assert (refused.status_code, done.status_code) == (422, 302)
    absence = Absence.objects.get()
    assert (absence.user, absence.stand_in, absence.made_by) == (bo, anna, cia)
    client = browser(anna)
    assert client.get(reverse("away:back", args=[absence.pk])).status_code == 404
    assert client.post(reverse("away:end", args=[absence.pk])).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"first_on": "igår"},
        {"last_on": ""},
        {"last_on": "1999-01-01"},
        {"stand_in": "9999"},
        {"user": "x" * 100_000},
        {"first_on": "0001-01-01", "last_on": "9999-12-31"},
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(hosts, day, more):
    anna = hosts[0]

    answer = browser(anna).post(reverse("away:say"), {**told(anna, day, confirmed="1"), **more})

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Absence.objects.exists()


def test_who_is_away_is_shown_where_one_chooses_a_colleague(hosts, day):
    anna, _bo, cia = hosts
    case = a_case(cia, "Vida Väntar")
    away(anna, by=anna, last=1)
    client = browser(cia)

    assert (
        "Anna Borta ("
        in client.get(reverse("casework:assign", args=[case.reference])).content.decode()
    )
    for name in ("desk:team", "routing:rules"):
        assert client.get(reverse(name)).content.decode().count("tag--warn") == 1


def test_the_same_number_of_queries_for_one_case_in_other_hands_and_for_many(hosts):
    from tests.site.queries import assert_constant_queries

    anna, bo, _cia = hosts
    a_case(anna, "Vida Väntar")
    away(anna, by=anna, stand_in=bo)
    client = browser(bo)

    def add():
        for number in range(3):
            a_case(anna, f"{number}ida Väntar")
        see_to_everybody(at=timezone.now())

    assert_constant_queries(lambda: client.get(reverse("away:handed")), add=add)
