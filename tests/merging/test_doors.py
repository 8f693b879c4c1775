"""An attacker's look at links and codes after two households became one, perhaps by mistake."""

import pytest
from django.core.cache import cache

from hemvist.demo.factories import NOW
from hemvist.merging.actions import merge_cases
from hemvist.merging.undoing import undo_merge
from hemvist.messaging.models import Delivery
from hemvist.portal.actions import ask_for_link, send_links
from hemvist.portal.models import LinkRequest
from tests.merging.making import kept_of
from tests.portal.conftest import last_code, open_page, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    cache.clear()


@pytest.fixture
def paths(case, other):
    return path_of(case.household), path_of(other.household)


def merge(case, other, host):
    return merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)


def offered(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize("which", [0, 1])
def test_both_old_links_lead_on_but_the_code_goes_only_where_both_could_be_reached(
    client, case, other, host, paths, which
):
    merge(case, other, host)

    page = offered(client, paths[which])
    assert "+46 ••• 05" in page
    assert "example.org" not in page

    client.post(paths[which], {"point": case.household.contact_points.get(kind="phone").pk})
    assert Delivery.objects.filter(purpose="code").get().address == "+46701740605"
    client.post(f"{paths[which]}code/", {"code": last_code()})
    home = client.get("/sv/my/").content.decode()
    assert case.reference in home
    assert other.reference not in home


def test_no_code_is_sent_to_an_address_that_only_one_of_them_gave(client, case, other, host, paths):
    merge(case, other, host)
    mine = case.household.contact_points.get(value="mira@example.org")

    answer = client.post(paths[0], {"point": mine.pk})

    assert answer.status_code == 422
    assert not Delivery.objects.filter(purpose="code").exists()


def test_a_device_let_in_before_has_to_prove_itself_again(client, case, other, host):
    open_page(client, other.household)
    assert client.get("/sv/my/").status_code == 200

    merge(case, other, host)

    assert client.get("/sv/my/").status_code == 302


def test_who_lost_the_link_gets_none_at_an_address_that_only_one_gave(case, other, host):
    merge(case, other, host)
    for address, how_many in (("mira.e@example.org", 0), ("070-174 06 05", 1)):
        ask_for_link(address)
        assert send_links(LinkRequest.objects.get()) == how_many


def test_parted_again_each_old_link_opens_its_own_and_one_from_between_opens_nothing(
    client, case, other, host, paths
):
    merged = merge(case, other, host)
    case.household.refresh_from_db()
    between = path_of(case.household)

    undo_merge(merged, by=host, at=NOW)

    assert "m•••@example.org" in offered(client, paths[0])
    other.refresh_from_db()
    points = other.household.contact_points
    client.post(paths[1], {"point": points.get(kind="email").pk})
    assert Delivery.objects.get(purpose="code").address == "mira.e@example.org"
    assert client.get(between).status_code == 404
