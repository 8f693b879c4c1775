"""What becomes of needs."""

import pytest
from django.db import IntegrityError, transaction

from hemvist.casework.models import NeedState, UnmetReason
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
