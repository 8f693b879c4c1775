"""A real mail server on this machine that answers as told, and a real worker."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.db import connection, connections
from procrastinate.contrib.django import app

from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.lines import close_lines
from tests.portal.making import make_case, make_family, make_host, make_municipality


class MailServer:
    """Takes mail, or answers each command as the test says."""

    def __init__(self):
        self.letters = []
        self.answers = {}
        self.pause = 0
        # A test that wants a letter to be on the way for as long as it likes clears `go_on`.
        self.arrived, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.lines, self.open = 0, []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.lines += 1
        self.open.append(server)
        return responses

    def hang_up(self):
        for server in self.open:
            server.loop.call_soon_threadsafe(server.transport.close)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address in {"", "<>"} and (answer := self.answers.get("MAIL FROM:<>")):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        self.arrived.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.005)
        answer = self.answers.get("DATA", "250 OK")
        if answer == "drop":
            server.transport.abort()
            return "421 gone"
        if answer.startswith("2"):
            self.letters.append(envelope)
        return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    """A server on loopback, and the site told to send there."""
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.factory = lambda: SMTP(handler, hostname="mx.example", enable_SMTPUTF8=True)
    controller.start()
    settings.EMAIL_BACKEND = "hemvist.messaging.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 10
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    handler.stop = controller.stop
    yield handler
    close_lines()
    if controller._thread is not None:
        controller.stop()


@pytest.fixture(autouse=True)
def _texts_in_a_folder_of_their_own(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def municipality(db):
    return make_municipality()


@pytest.fixture
def host(municipality):
    return make_host()


@pytest.fixture
def household(municipality):
    return make_family()


@pytest.fixture
def case(household, host):
    return make_case(household, owner=host)


def queued(household, **words):
    """A letter on its way to a household."""
    values = {
        "purpose": "notice",
        "language": "en",
        "subject": "Hello",
        "body": "First.\n\nSecond: https://norrby.example/en/my/",
    }
    return queue_delivery(
        household=household,
        contact_point=household.contact_points.first(),
        **{**values, **words},
    )


def parsed(envelope):
    """A letter as a mail program reads it."""
    return message_from_bytes(envelope.content, policy=policy.default)


def run_worker(line=None):
    """The real worker, on the real database, until nothing is left to do now.

    The search's queue is left alone: it has its own tests, and would learn the whole demo here.
    """

    async def work(working):
        async with working.open_async():
            await working.run_worker_async(
                queues=["default", "mail"],
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
            )

    # The worker's threads end with it; so must their connections.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    with (
        app.replace_connector(line or app.connector.get_worker_connector()) as working,
        ThreadPoolExecutor(1) as apart,  # Playwright may keep an event loop in this thread
    ):
        apart.submit(asyncio.run, work(working)).result()


def bring_jobs_forward():
    """Let the time pass that jobs wait before they are tried again."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


@pytest.fixture
def worker(transactional_db):
    """Runs all jobs that wait."""
    return run_worker
