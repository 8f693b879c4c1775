"""What every test has: the network ends at this machine."""

import ipaddress
import socket

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from hemvist.core import lexicon
from tests.migrated import template

# No test asks how long something took: a busy machine is no fault.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

HOME = {None, "", "localhost", "testserver"}
# Begun first, so that the other core is busy with many short files meanwhile.
LONGEST = ("tests/run/", "tests/browser/", "tests/search/", "tests/demo/", "tests/site/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    def place(item):
        where = item.nodeid
        return next((i for i, folder in enumerate(LONGEST) if where.startswith(folder)), 99)

    items.sort(key=place)


class NetworkIsOff(Exception):
    """A test tried to reach another machine."""


def is_home(host):
    """Whether an address stays on this machine; names other than localhost do not."""
    if host in HOME:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _network_is_off():
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connect_at_home(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_home(address[0]):
            raise NetworkIsOff(f"Tests have no network; this one wanted {address!r}.")
        return connect(self, address)

    def resolve_at_home(host, *args, **kwargs):
        if not is_home(host):
            raise NetworkIsOff(f"Tests have no network; this one wanted {host!r}.")
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_at_home)
        patch.setattr(socket, "getaddrinfo", resolve_at_home)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Copy the tables instead of migrating for each worker."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let Django empty the log after a test that committed; outside tests nobody can.

    At the end whoever is still connected has to go: a thread of a server may be one breath
    later than the browser it served, and a line that was cut may have been opened anew.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("audit_event", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_never_emptied")
    connection.creation._destroy_test_db = _drop


def _drop(name, verbosity):
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True, scope="session")
def _only_what_was_filled_is_emptied():
    """After a test that committed, Django empties two hundred tables, of which few have a row.

    What was filled is deleted with the checks between tables off. Content types and permissions
    stay: they follow from the models, and no test writes any.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", _sql_that_empties)
        yield


def _sql_that_empties(style, connection, **options):
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted({*tables} - {"django_content_type", "auth_permission"})
    a_row_each = " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(a_row_each)
        filled = [name for (name,) in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f'DELETE FROM "{name}"' for name in filled),
    ]


@pytest.fixture(autouse=True)
def _language_of_the_installation():
    """No test speaks the language that the one before it left behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _messages_leave_at_once(settings):
    """Tests of other things do not wait ten seconds for a message; see tests/writing."""
    settings.UNDO_SECONDS = 0


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(request, django_db_blocker):
    """Jobs that were really committed go; Django empties only the tables it manages."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_committed = marker is not None and marker.kwargs.get("transaction")
    if is_committed or {"transactional_db", "live_server"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


@pytest.fixture(scope="session")
def dictionaries():
    """Laid out once for all sessions on a machine; that takes half a minute."""
    lexicon.lay_out_all()
