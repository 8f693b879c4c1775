"""Households that change, and how they were on any day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemvist.audit.models import Event
from hemvist.demo import factories as make
from hemvist.messaging.actions import any_contact_point, chosen_contact_point
from hemvist.people import members
from hemvist.people.actions import Contact, set_contact
from hemvist.people.history import household_on, members_on, of_household
from hemvist.people.models import (
    ContactPoint,
    HouseholdChange,
    JoinReason,
    LeaveReason,
    OwnTrack,
    age_at,
)

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
OWN = {"channels": ["sms"], "language": "ar", "phone": "070-174 06 36"}


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def household():
    return make.a_household(child_ages=[4], on=START)


def add(household, by, *, on=date(2026, 3, 3), why=JoinReason.MOVED_IN, **fields):
    return members.add_member(household, why=why, on=on, by=by, at=NOW, **fields)


def leave(person, by, *, on=date(2026, 3, 3), why=LeaveReason.MOVED_OUT, **more):
    return members.take_out_member(person, why=why, on=on, by=by, at=NOW, **more)


def seen(household, on):
    return [(one.name, one.age, one.is_contact) for one in household_on(household, on)]


def partner_of(household):
    return household.people.get(is_child=False, is_contact=False)


def test_a_child_is_born_and_grows(household, host):
    add(household, host, on=date(2026, 3, 3), why=JoinReason.BORN, name="Alva")

    assert len(seen(household, date(2026, 3, 2))) == 3
    assert seen(household, date(2026, 3, 3))[-1] == ("Alva", 0, False)
    assert seen(household, date(2028, 3, 3))[-1] == ("Alva", 2, False)


@pytest.mark.parametrize(
    ("on", "age"),
    [
        ("2026-11-10", 9),
        ("2025-11-13", 9),
        ("2025-11-12", 8),
        ("2027-11-11", 9),
        ("2027-11-12", 10),
    ],
)
def test_an_age_said_on_one_day_is_a_year_more_or_less_for_each_whole_year(on, age):
    assert age_at(9, said_on=date(2026, 11, 12), on=date.fromisoformat(on)) == age


def test_somebody_who_left_is_still_there_the_day_before(household, host):
    partner = leave(partner_of(household), host, why=LeaveReason.MOVED_APART)

    assert len(household_on(household, date(2026, 3, 2))) == 3
    assert len(household_on(household, date(2026, 3, 3))) == 2
    assert partner not in household.people.present()
    change = HouseholdChange.objects.get(person=partner)
    assert (change.why, change.on, change.author) == ("moved_apart", date(2026, 3, 3), host)


def test_what_is_done_is_in_the_log_without_names(household, host):
    person = add(household, host, name="Alva")

    event = Event.objects.get(verb="household.member_changed")
    assert event.actor == host
    assert event.detail == {
        "person": person.pk,
        "kind": "joined",
        "why": "moved_in",
        "on": "2026-03-03",
    }


def test_nobody_leaves_before_they_came_or_comes_twice(household, host):
    person = add(household, host, on=date(2026, 3, 3))

    with pytest.raises(members.TooEarly) as refusal:
        leave(person, host, on=date(2026, 3, 2))
    assert refusal.value.first == date(2026, 3, 3)
    leave(person, host, on=date(2026, 3, 10))
    with pytest.raises(members.NotInHousehold):
        leave(person, host, on=date(2026, 3, 11))
    members.bring_back_member(person, on=date(2026, 3, 20), by=host, at=NOW)
    with pytest.raises(members.StillInHousehold):
        members.bring_back_member(person, on=date(2026, 3, 21), by=host, at=NOW)
    days = [date(2026, 3, day) for day in (2, 3, 10, 20)]
    assert [len(household_on(household, day)) for day in days] == [3, 4, 3, 4]


def test_what_has_not_happened_yet_is_not_written_down(household, host):
    with pytest.raises(members.DayHasNotCome):
        add(household, host, on=date(2026, 4, 1))


def test_the_one_we_talk_with_leaves_only_when_somebody_else_is_chosen(household, host):
    contact, partner = household.people.get(is_contact=True), partner_of(household)
    with pytest.raises(members.ContactPersonStays):
        leave(contact, host)

    members.choose_contact_person(partner, on=date(2026, 3, 3), by=host, at=NOW)
    contact.refresh_from_db()
    leave(contact, host, on=date(2026, 3, 4))

    assert [
        one.person.pk for one in household_on(household, date(2026, 3, 2)) if one.is_contact
    ] == [contact.pk]
    assert [
        one.person.pk for one in household_on(household, date(2026, 3, 3)) if one.is_contact
    ] == [partner.pk]


def test_a_name_written_down_late_does_not_undo_a_later_one(household, host):
    partner = partner_of(household)
    members.rename_member(partner, name="Ali Exempel", on=date(2026, 3, 10), by=host, at=NOW)
    members.rename_member(partner, name="Ali Berg", on=date(2026, 3, 1), by=host, at=NOW)

    partner.refresh_from_db()
    assert partner.name == "Ali Exempel"
    names = [
        household_on(household, date(2026, *day))[1].name for day in [(2, 28), (3, 5), (3, 10)]
    ]
    assert names == ["", "Ali Berg", "Ali Exempel"]


def test_a_member_with_an_own_track_has_an_own_language_and_addresses(household, host):
    partner = partner_of(household)

    members.set_own_track(partner, contact=Contact(**OWN), by=host, at=NOW)

    assert chosen_contact_point(household, person=partner).normalised == "+46701740636"
    assert chosen_contact_point(household).normalised == "mira@example.org"
    assert OwnTrack.objects.get(person=partner).language == "ar"


def test_nothing_for_the_household_goes_to_the_own_address_of_one_member(household, host):
    set_contact(household, contact=Contact(channels=["sms"], language="sv"), by=host)
    members.set_own_track(partner_of(household), contact=Contact(**OWN), by=host, at=NOW)

    assert chosen_contact_point(household) is None
    assert any_contact_point(household) is None


def test_changing_how_the_household_is_reached_leaves_the_own_track_alone(household, host):
    members.set_own_track(partner_of(household), contact=Contact(**OWN), by=host, at=NOW)

    same = Contact(channels=["sms"], language="sv", phone=OWN["phone"])
    set_contact(household, contact=same, by=host)

    points = ContactPoint.objects.filter(normalised="+46701740636")
    assert sorted(point.person is None for point in points) == [False, True]


def test_their_own_addresses_go_with_the_one_who_leaves_and_those_that_were_theirs(household, host):
    partner = partner_of(household)
    members.set_own_track(partner, contact=Contact(**OWN), by=host, at=NOW)
    email, before = household.contact_points.get(kind="email"), household.link_version

    leave(partner, host, why=LeaveReason.MOVED_APART, addresses=[email], end_links=True)

    household.refresh_from_db()
    assert [point.kind for point in household.contact_points.all()] == ["phone"]
    assert (household.link_version, OwnTrack.objects.exists()) == (before + 1, False)


def test_an_own_track_can_end(household, host):
    partner = partner_of(household)
    members.set_own_track(partner, contact=Contact(**OWN), by=host, at=NOW)

    members.end_own_track(partner, by=host, at=NOW)

    assert not partner.contact_points.exists()
    assert list(partner.changes.values_list("kind", flat=True)) == ["own_track", "no_track"]


DAYS = st.integers(0, 80).map(lambda days: START + timedelta(days=days))
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "back", "name", "age", "contact"]),
        st.integers(0, 5),
        DAYS,
        st.integers(0, 9),
    ),
    max_size=9,
)
REFUSALS = (
    members.ContactPersonStays,
    members.NotInHousehold,
    members.StillInHousehold,
    members.TooEarly,
)


def do(household, people, deed, which, on, value, by):
    """One deed on one of the people; what it did, in the words of the replay."""
    if deed == "join":
        person = add(household, by, on=on, name=f"Ny {value}", is_child=True, age=value)
        people.append(person)
        return ("join", person.pk, f"Ny {value}", value)
    person = people[which % len(people)]
    person.refresh_from_db()
    if deed == "leave":
        leave(person, by, on=on)
    elif deed == "back":
        members.bring_back_member(person, on=on, by=by, at=NOW)
    elif deed == "contact" and person.is_contact:
        return None
    elif deed == "contact":
        members.choose_contact_person(person, on=on, by=by, at=NOW)
    else:
        written = person.changes.count()
        if deed == "name":
            members.rename_member(person, name=f"Namn {value}", on=on, by=by, at=NOW)
        else:
            members.say_age(person, age=value, on=on, by=by, at=NOW)
        if person.changes.count() == written:
            return None
    return (deed, person.pk, f"Namn {value}", value)


def replay(first, done, on):
    """The oracle: live through the days in order, and look."""
    state = {pk: dict(facts) for pk, facts in first.items()}
    for day, _order, (deed, pk, name, value) in sorted(done, key=lambda one: one[:2]):
        if day > on:
            break
        if deed == "join":
            state[pk] = {"in": True, "name": name, "age": (value, day), "contact": False}
        elif deed in {"leave", "back"}:
            state[pk]["in"] = deed == "back"
        elif deed == "contact":
            for facts in state.values():
                facts["contact"] = False
            state[pk]["contact"] = True
        else:
            state[pk][deed] = name if deed == "name" else (value, day)
    return {
        pk: (facts["name"], _grown(*facts["age"], on), facts["contact"])
        for pk, facts in state.items()
        if facts["in"]
    }


def _grown(age, said_on, on):
    """Count birthdays one by one."""
    if age is None:
        return None
    day = said_on
    while day < on and (day := _year_later(day)) <= on:
        age += 1
    return age


def _year_later(day):
    return date(day.year + 1, day.month, day.day)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_the_household_on_any_day_is_what_living_through_the_days_gives(host, deeds):
    household = make.a_household(child_ages=[4], on=START)
    people = list(household.people.all())
    first = {
        one.pk: {
            "in": True,
            "name": one.name,
            "age": (one.age, one.age_on),
            "contact": one.is_contact,
        }
        for one in people
    }
    done = []
    for order, (deed, which, on, value) in enumerate(deeds):
        try:
            what = do(household, people, deed, which, on, value, host)
        except REFUSALS:
            continue
        if what:
            done.append((on, order, what))

    people, changes = list(household.people.all()), list(of_household(household))
    for days in range(0, 89, 11):
        on = START + timedelta(days=days)
        found = {
            one.person.pk: (one.name, one.age, one.is_contact)
            for one in members_on(people, changes, on=on)
        }
        assert found == replay(first, done, on), on
        assert [is_contact for *_, is_contact in found.values()].count(True) == 1
    today = household_on(household, NOW.date())
    now = {
        one.pk: (one.name, one.age_at(NOW.date()), one.is_contact)
        for one in household.people.present()
    }
    assert now == {one.person.pk: (one.name, one.age, one.is_contact) for one in today}
