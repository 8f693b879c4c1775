"""A household with a case that mail comes to, and a mail server it comes from."""

import os

import pytest

from bench.dovecot import Dovecot, find_dovecot
from tests.messaging.conftest import (
    _texts_in_a_folder_of_their_own,
    case,
    host,
    household,
    mail_server,
    municipality,
    worker,
)

__all__ = [
    "_texts_in_a_folder_of_their_own",
    "case",
    "host",
    "household",
    "mail_server",
    "municipality",
    "worker",
]


@pytest.fixture(autouse=True)
def _receiving(settings):
    settings.REPLY_ADDRESS = "svar@norrby.example"
    settings.BOUNCE_ADDRESS = "studs@norrby.example"


@pytest.fixture(scope="session")
def a_dovecot():
    """One server for all; without the program the test is skipped, never on a build machine."""
    program = find_dovecot()
    if program is None:
        words = "There is no Dovecot here: apt-get install dovecot-imapd dovecot-lmtpd."
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    server = Dovecot(program)
    yield server
    server.stop()


@pytest.fixture
def dovecot(a_dovecot, settings):
    """The server with empty mailboxes, and the site told to fetch from it."""
    a_dovecot.empty()
    a_dovecot.tell(settings)
    return a_dovecot
