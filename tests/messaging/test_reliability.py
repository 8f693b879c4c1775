"""The proof that no mail is lost: it finds what it looks for, and its report can be read."""

import random

import pytest

from bench.reliability.badserver import YES
from bench.reliability.outgoing import Breaking, _counted, _waiting, write_letters
from bench.reliability.report import report
from hemvist.messaging.lines import close_lines
from hemvist.messaging.models import Delivery
from tests.messaging.conftest import bring_jobs_forward

LETTERS = 30


@pytest.fixture
def breaking(settings, tmp_path, municipality):
    """Thirty letters, and the server that misbehaves on the other side."""
    breaking = Breaking(None, {}, tmp_path, random.Random(3))
    breaking.hire(1)
    ((_kept, door),) = breaking.workers
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", door.port, 10
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    write_letters(LETTERS)
    yield breaking
    close_lines()
    breaking.server.stop()


def test_letters_are_counted_on_both_sides_and_doubles_explained(worker, breaking, monkeypatch):
    monkeypatch.setattr("bench.reliability.badserver.BEFORE_TAKING", {"451": 3_000})
    monkeypatch.setattr("bench.reliability.badserver.AFTER_TAKING", {"takes, then hangs up": 3_000})
    worker()
    breaking.server.is_calm = True
    bring_jobs_forward()
    worker()

    found = _counted(LETTERS, breaking)

    assert found.is_good
    assert found.states == {"sent": LETTERS}
    assert found.doubled == found.in_the_act["takes, then hangs up"] > 0
    assert f"Taken twice by the mail server | {found.doubled} |" in told(found)


def test_letter_that_is_lost_or_doubled_for_no_reason_is_found(worker, breaking):
    breaking.server.is_calm = True
    worker()
    Delivery.objects.filter(address="p3@example.org").update(state="queued")
    taken = breaking.server.taken
    del taken["p4"]
    taken["p5"] = taken["p5"] * 2
    breaking.server.taken["p3"][-1].how = YES

    found = _counted(LETTERS, breaking)

    assert not found.is_good
    assert sorted(found.lost) == ["p3: queued", "p4: sent"]
    assert found.unexplained == ["p5: 250"]
    assert breaking.server.in_the_act(_waiting()) == taken["p3"]


def told(found):
    half = vars(found) | {"on": "2026-11-28", "arguments": ""}
    return report({"out": half, "in": None})
