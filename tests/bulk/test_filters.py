"""Filters narrow to what they say, in any combination, and survive whatever stands in an address."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.bulk.choosing import filter_fields
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import SavedFilter
from hemvist.bulk.tagging import make_tag, tag_case
from hemvist.casework.models import Case
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(host):
    """A case with everything, and one with nothing of it."""
    source = make.a_source_code()
    household = make.a_household("Märta Öhrn", moving_on=date(2027, 3, 1))
    rich = make.a_case(
        household,
        owner=host,
        area=make.an_area("harads"),
        life_areas=["work"],
        source_code=source,
        at=timezone.now() - timedelta(days=4),
    )
    make.an_enquiry(case=rich, form_version=make.a_published_form("student"))
    tag_case(rich, tag=make_tag("Gruvan 2027", by=host), by=host, at=NOW)
    other = make.a_household("Olena", language="uk", email="olena@example.org", moving_on=None)
    make.a_case(other, team=make.a_team("Byarna"), at=timezone.now(), source="form_suspected")
    return rich, source


def found(**chosen):
    return set(Filters(**chosen).narrow(Case.objects.all()).values_list("title", flat=True))


RICH, POOR = {"Märta Öhrn"}, {"Olena"}


def test_each_filter_leaves_what_fits(pair, host):
    rich, source = pair
    ways = {
        "owner": str(host.pk),
        "team": str(rich.team_id),
        "need": "work",
        "area": "harads",
        "language": rich.household.language,
        "moving": "2027-03",
        "waiting": "3",
        "employer": str(source.employer_id),
        "source": f"code-{source.pk}",
        "tag": str(rich.tags.get().tag_id),
        "form": "student",
    }

    assert {name: found(**{name: text}) for name, text in ways.items()} == dict.fromkeys(ways, RICH)
    assert found(**ways, state="open") == RICH
    assert found(owner="nobody") == found(moving="unknown") == POOR
    assert found(source="form_suspected") == found(language="uk") == POOR
    assert found(waiting="any") == RICH | POOR
    assert found(waiting="late") == RICH


@pytest.mark.parametrize("text", ["x", "-1", "9" * 30, "١", "9999-99", "code-", "code-x", "'"])
def test_what_stands_for_nothing_finds_nothing(pair, text):
    for name in ("owner", "team", "employer", "tag", "moving", "waiting", "source", "area", "form"):
        assert found(**{name: text}) == set()


def test_an_address_is_read_back_as_it_was_written():
    filters = Filters(need="work", moving="2027-03", tag="7")

    assert Filters.from_text(filters.query) == filters
    assert filters.without("need") == "moving=2027-03&tag=7"
    assert Filters.from_query(QueryDict("tag=a%00b&owner=%0A&state=" + "x" * 90)) == Filters(
        state="x" * 60
    )


def test_choices_cost_the_same_however_many_there_are(pair, host):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            fields = filter_fields(Filters(), with_owner=True)
        return len(asked), len(fields)

    first = cost()
    for number in range(3):
        make_tag(f"Tagg {number}", by=host)
        make.an_employer(f"Arbetsgivare {number}")
        make.a_user(f"Kollega {number}")
    assert cost() == first == (8, 12)


def keep(client, **more):
    typed = {"name": "Mina egna", "page": "cases", "query": "language=uk&junk=1", "team": ""}
    return client.post("/desk/many/filters/save/", {**typed, **more})


def test_a_filter_is_kept_for_oneself_or_for_the_team(client, host, team, coordinator):
    client.force_login(host)
    keep(client)
    keep(client, name="För alla", team=team.pk, query="state=new")

    client.force_login(coordinator)
    page = client.get("/desk/cases/?state=new").content.decode()

    assert set(SavedFilter.objects.values_list("name", "query", "team")) == {
        ("Mina egna", "language=uk", None),
        ("För alla", "state=new", team.pk),
    }
    assert "För alla" in page and "Mina egna" not in page
    assert Event.objects.filter(verb="savedfilter.saved", actor=host).count() == 2


def test_the_same_name_again_replaces_the_filter(client, host):
    client.force_login(host)
    keep(client)
    keep(client, query="language=ar")

    assert [one.query for one in SavedFilter.objects.all()] == ["language=ar"]


@pytest.mark.parametrize("wrong", [{"query": "junk=1"}, {"name": ""}, {"page": "x"}, {"team": "9"}])
def test_a_filter_that_is_none_is_not_kept(client, host, wrong):
    client.force_login(host)

    assert keep(client, **wrong).status_code == 422
    assert not SavedFilter.objects.exists()


def test_only_its_maker_and_the_coordinator_remove_a_shared_filter(client, host, coordinator, team):
    client.force_login(host)
    keep(client, team=team.pk)
    address = f"/desk/many/filters/{SavedFilter.objects.get().pk}/remove/"

    client.force_login(make.a_user("Kollega", teams=[team]))
    assert client.post(address).status_code == 403
    client.force_login(make.a_user("Utanför", teams=[]))
    assert client.post(address).status_code == 404
    client.force_login(coordinator)
    assert client.post(address).status_code == 302
    assert not SavedFilter.objects.exists()


def test_the_tags_of_a_case_are_set_on_its_page(client, host):
    case = make.a_case(owner=host)
    tag_case(case, tag=make_tag("Gammal", by=host), by=host, at=NOW)
    client.force_login(host)

    client.post(f"/desk/many/tags/{case.reference}/", {"new": " gruvan   2027 "})

    assert [row.tag.name for row in case.tags.select_related("tag")] == ["gruvan 2027"]
    told = Event.objects.filter(subject_type="case", verb__contains="tagged")
    assert set(told.values_list("verb", flat=True)) == {"case.tagged", "case.untagged"}
