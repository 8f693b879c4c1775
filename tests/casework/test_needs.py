"""What becomes of needs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.casework.models import Need, NeedState, UnmetReason
from hemvist.casework.need_figures import need_figures
from hemvist.casework.needs import UnmetWithoutReason, add_need, change_need
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def need(host):
    return make.a_case(owner=host).needs.get()


def test_a_need_says_what_is_wished_and_what_it_became_and_by_whom(need, host):
    child = need.case.household.people.filter(is_child=True).first()
    new = add_need(
        need.case,
        life_area=need.life_area,
        person=child,
        desired="En plats i augusti",
        by=host,
        at=NOW,
    )

    change_need(new, state=NeedState.MET, achieved="Plats i september", by=host, at=NOW)

    new.refresh_from_db()
    assert (new.person, new.desired, new.achieved) == (
        child,
        "En plats i augusti",
        "Plats i september",
    )
    assert (new.changed_by, new.is_settled) == (host, True)


def test_what_could_not_be_met_says_why(need, host):
    with pytest.raises(UnmetWithoutReason):
        change_need(need, state=NeedState.NOT_POSSIBLE, by=host, at=NOW)

    why = {"unmet_reason": UnmetReason.FULL, "unmet_words": "Kö till våren"}
    change_need(need, state=NeedState.NOT_POSSIBLE, **why, by=host, at=NOW)

    need.refresh_from_db()
    assert (need.unmet_reason, need.unmet_words) == ("full", "Kö till våren")


def test_the_reason_goes_when_it_can_be_met_after_all(need, host):
    why = {"unmet_reason": UnmetReason.FULL, "unmet_words": "Kö till våren"}
    change_need(need, state=NeedState.NOT_POSSIBLE, **why, by=host, at=NOW)

    change_need(need, state=NeedState.IN_PROGRESS, by=host, at=NOW)

    need.refresh_from_db()
    assert (need.unmet_reason, need.unmet_words) == ("", "")


def test_the_database_keeps_a_reason_only_where_something_could_not_be_met(need):
    need.unmet_reason = UnmetReason.FULL

    with pytest.raises(IntegrityError), transaction.atomic():
        need.save()


def test_needs_are_counted_by_area_state_and_reason_without_the_protected(host):
    for areas in (["school", "home"], ["school"], ["school"]):
        make.a_case(make.a_household(email=f"{len(areas)}@example.org"), life_areas=areas)
    make.a_case(make.a_household("Skyddad", staff=[host]), life_areas=["school", "home"])
    first, second, _third = Need.objects.filter(
        life_area="school", case__household__is_protected=False
    ).order_by("pk")
    change_need(first, state=NeedState.MET, by=host, at=NOW)
    why = {"unmet_reason": UnmetReason.FULL}
    change_need(second, state=NeedState.NOT_POSSIBLE, **why, by=host, at=NOW)

    school, home = need_figures()

    assert (school.slug, school.total, home.total) == ("school", 3, 1)
    assert {state: n for state, n in school.by_state.items() if n} == {
        "met": 1,
        "not_possible": 1,
        "open": 1,
    }
    assert school.by_reason == {**dict.fromkeys(UnmetReason.values, 0), "full": 1}
    assert need_figures(since=NOW + timedelta(days=1)) == []


def test_one_that_says_no_reason_counts_among_the_others(need):
    Need.objects.filter(pk=need.pk).update(state=NeedState.NOT_POSSIBLE)

    assert need_figures()[0].by_reason["other"] == 1


def test_the_figures_are_for_those_who_work_for_the_authority(client, need, host):
    client.force_login(host)
    page = client.get(reverse("desk:needs"), headers={"accept-language": "en"}).text
    assert "School" in page
    assert client.get(reverse("desk:needs"), {"year": "1999"}).status_code == 200

    client.force_login(make.a_user(role=Role.SERVICE_POINT))
    assert client.get(reverse("desk:needs")).status_code == 403


def test_the_case_page_shows_the_needs_of_one_member_when_asked(client, need, host):
    client.force_login(host)
    mira, other = need.case.household.people.filter(is_child=True)
    for person, words in ((mira, "Om förskolan"), (other, "Om fotbollen")):
        add_need(need.case, life_area=need.life_area, person=person, note=words, by=host, at=NOW)
    url = reverse("desk:case", args=[need.case.reference])

    assert "Om fotbollen" in client.get(url).text
    page = client.get(url, {"who": str(mira.pk)}).text
    assert ("Om förskolan" in page, "Om fotbollen" in page) == (True, False)
    assert client.get(url, {"who": "9" * 40}).status_code == 200
