"""The addresses outside: all found, looked at politely, broken only when they fail twice."""

import ipaddress
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.demo.factories import NOW, a_user, an_area
from hemvist.directory.models import Category, LifeArea, Organization, Service
from hemvist.upkeep import actions
from hemvist.upkeep.links import addresses_in, outside_links
from hemvist.upkeep.models import LinkState, OutsideLink


class Answers(BaseHTTPRequestHandler):
    """A server whose answers a test decides."""

    status = 200

    def do_GET(self):
        self.send_response(type(self).status)
        if type(self).status == 301:
            type(self).status = 200
            self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        """Quiet."""


@pytest.fixture
def server():
    Answers.status = 200
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as one:
        thread = threading.Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{one.server_port}"
        one.shutdown()
        thread.join()


@pytest.fixture
def link(db, server):
    return OutsideLink.objects.create(url=f"{server}/page", host="127.0.0.1", look_at=NOW)


def look(at=NOW):
    return actions.look_at_links(
        at=at,
        most=10,
        pause=0,
        is_allowed=lambda address: address == ipaddress.ip_address("127.0.0.1"),
    )


def a_service(url):
    life_area = LifeArea.objects.get_or_create(slug="school")[0]
    category = Category.objects.get_or_create(code="school", life_area=life_area)[0]
    organization = Organization.objects.get_or_create(name="Norrby")[0]
    return Service.objects.create(
        name="Lillby skola",
        slug="lillby",
        organization=organization,
        category=category,
        source_url=url,
        descriptions={"sv": "Se https://example.org/skola."},
    )


@pytest.mark.django_db
def test_addresses_are_found_in_columns_and_in_texts_with_where_they_stand():
    service = a_service("https://example.org/source")

    assert outside_links() == {
        "https://example.org/source": [("Lillby skola", service.get_absolute_url())],
        "https://example.org/skola": [("Lillby skola", service.get_absolute_url())],
    }


@given(
    st.lists(
        st.from_regex(r"https://[a-z]{1,9}\.se/[a-z0-9/]{0,9}[a-z0-9]", fullmatch=True), unique=True
    )
)
def test_every_address_in_a_text_is_found_once(urls):
    text = "".join(f'<a href="{url}">här</a>, se även {url}. ' for url in urls)

    assert addresses_in(text) == urls


@pytest.mark.django_db
def test_an_address_named_no_longer_is_forgotten_and_a_known_one_keeps_what_is_known():
    service = a_service("https://example.org/source")
    actions.collect_links(at=NOW)
    OutsideLink.objects.filter(url="https://example.org/skola").update(state=LinkState.WORKS)
    service.source_url = ""
    service.save()

    assert actions.collect_links(at=NOW) == 1

    assert [(link.url, link.state) for link in OutsideLink.objects.all()] == [
        ("https://example.org/skola", LinkState.WORKS)
    ]


def test_one_failure_means_nothing_and_the_second_hours_later_means_broken(link):
    Answers.status = 404
    look()
    link.refresh_from_db()
    first = link.state

    assert look(NOW + timedelta(hours=1)) == 0  # not due yet
    look(NOW + timedelta(hours=7))
    link.refresh_from_db()

    assert (first, link.state, link.status) == (LinkState.SHAKY, LinkState.BROKEN, 404)
    assert link.failing_since == NOW
    assert list(OutsideLink.objects.to_mend(on=NOW.date())) == [link]


def test_what_works_again_is_well_and_looked_at_in_a_week(link):
    Answers.status = 500
    look()
    Answers.status = 200
    look(NOW + timedelta(hours=7))
    link.refresh_from_db()

    assert (link.state, link.failing_since) == (LinkState.WORKS, None)
    assert link.look_at == NOW + timedelta(hours=7, days=7)


def test_a_page_that_is_not_for_machines_counts_as_there(link):
    Answers.status = 403
    look()
    link.refresh_from_db()

    assert link.state == LinkState.WORKS


def test_what_has_moved_for_good_tells_the_new_address(link, server):
    Answers.status = 301
    look()
    link.refresh_from_db()

    assert (link.state, link.moved_to) == (LinkState.MOVED, f"{server}/new")


@pytest.mark.django_db
def test_an_address_of_our_own_house_is_never_called():
    link = OutsideLink.objects.create(url="http://127.0.0.1:9/x", host="127.0.0.1", look_at=NOW)

    actions.look_at_links(at=NOW, most=1, pause=0)

    link.refresh_from_db()
    assert (link.state, link.status) == (LinkState.SHAKY, None)
    assert link.trouble


def test_a_link_left_as_it_is_is_shown_again_when_the_time_is_over(link):
    editor = a_user("Tova Redig", role=Role.EDITOR)
    OutsideLink.objects.update(state=LinkState.BROKEN)
    actions.leave_link(link, until=NOW.date() + timedelta(days=90), by=editor)

    assert not OutsideLink.objects.to_mend(on=NOW.date()).exists()
    assert OutsideLink.objects.to_mend(on=NOW.date() + timedelta(days=90)).exists()
    assert Event.objects.get(verb="outsidelink.left").actor == editor


def test_an_editor_leaves_a_link_and_shows_it_again(link, client):
    client.force_login(a_user("Tova Redig", role=Role.EDITOR))
    OutsideLink.objects.update(state=LinkState.BROKEN, uses=[["Lillby", "/sv/areas/lillby/"]])
    shown = client.get("/desk/upkeep/links/").content.decode()
    client.post(f"/desk/upkeep/links/{link.pk}/leave/")
    left = client.get("/desk/upkeep/links/").content.decode()
    client.post(f"/desk/upkeep/links/{link.pk}/leave/", {"show": "1"})
    again = client.get("/desk/upkeep/links/").content.decode()

    assert [link.url in page for page in (shown, left, again)] == [True, False, True]
    assert "Lillby" in shown


def test_look_again_makes_it_due(link, client):
    client.force_login(a_user("Tova Redig", role=Role.EDITOR))
    OutsideLink.objects.update(look_at=NOW + timedelta(days=400))

    client.post(f"/desk/upkeep/links/{link.pk}/again/")

    assert OutsideLink.objects.due(at=NOW + timedelta(days=300)).exists()


@pytest.mark.django_db
def test_an_area_leads_to_its_page():
    assert an_area("lillby", name="Lillby").get_absolute_url().endswith("/areas/lillby/")
