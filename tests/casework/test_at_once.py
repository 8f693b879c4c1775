"""Two who do something to one case in the same moment, each on a connection of their own.

The first has done the deed and not yet finished when the second begins: without the lock on the
case the second would go by what was there before, and write over what the first has done.
"""

import threading

import pytest
from django.db import connection, transaction

from hemvist.audit.models import Event
from hemvist.casework import actions
from hemvist.casework.models import CaseState, CloseReason, NextStep
from hemvist.casework.seen import Seen, as_text
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

LONGEST_WAIT = 20


def somebody_waits():
    """Whether a connection waits for a lock that another one has.

    Within a transaction PostgreSQL shows the first sight of its connections again and again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


class Race:
    """Two deeds, of which the second begins while the first is being done."""

    def __init__(self, first, second):
        self.deeds = first, second
        self.done, self.over = threading.Event(), threading.Event()
        self.came = {}

    def run(self):
        threads = [threading.Thread(target=run) for run in (self._first, self._second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [self.came.get(deed) for deed in self.deeds]

    def _first(self):
        try:
            with transaction.atomic():
                self._do(self.deeds[0])
                self.done.set()
                for _try in range(LONGEST_WAIT * 50):
                    if somebody_waits() or self.over.wait(0.02):
                        break
        finally:
            self.done.set()
            connection.close()

    def _second(self):
        try:
            self.done.wait(LONGEST_WAIT)
            self._do(self.deeds[1])
        finally:
            self.over.set()
            connection.close()

    def _do(self, deed):
        try:
            deed()
        except Exception as fault:
            self.came[deed] = type(fault)


@pytest.fixture
def host(transactional_db):
    make.a_municipality()
    return make.a_user("Elin Bäck")


@pytest.fixture
def colleague(host):
    return make.a_user("Omar Lind")


def seen_now(case):
    case.refresh_from_db()
    return Seen.from_text(as_text(case), version=case.version)


def closing(case, by, reason=CloseReason.SETTLED):
    seen = seen_now(case)
    return lambda: actions.close_case(case, reason=reason, by=by, at=NOW, seen=seen)


def writing_in(case):
    return lambda: actions.receive_message(case, body="Vi kommer", channel="web", at=NOW)


def reopening(case, by):
    return lambda: actions.reopen_case(case, by=by, at=NOW)


def taking(case, by):
    seen = seen_now(case)
    return lambda: actions.take_case(case, by=by, at=NOW, seen=seen)


def times(case, verb):
    return Event.objects.filter(subject_type="case", subject_id=str(case.pk), verb=verb).count()


def test_two_deeds_at_once_are_done_one_after_the_other(host, colleague):
    """One test, for each of its own would empty the whole database."""
    closed_twice(host, colleague)
    closed_and_opened(host, colleague)
    opened_twice(host, colleague)
    closed_while_they_write(host)
    written_while_one_closes(host)
    taken_twice(host, colleague)


def closed_twice(host, colleague):
    case = make.a_case(owner=host)
    first, second = closing(case, host), closing(case, colleague, CloseReason.NO_ANSWER)

    assert Race(first, second).run() == [None, actions.CaseIsClosed]

    case.refresh_from_db()
    assert (case.close_reason, times(case, "case.closed")) == (CloseReason.SETTLED, 1)


def closed_and_opened(host, colleague):
    case = make.a_case(owner=host)

    assert Race(closing(case, host), reopening(case, colleague)).run() == [None, None]

    case.refresh_from_db()
    assert (case.state, case.owner, case.close_reason) == (CaseState.ACTIVE, colleague, "")
    assert (times(case, "case.closed"), times(case, "case.reopened")) == (1, 1)


def opened_twice(host, colleague):
    case = make.a_case(owner=host)
    closing(case, host)()

    race = Race(reopening(case, host), reopening(case, colleague))

    assert race.run() == [None, actions.CaseIsOpen]
    case.refresh_from_db()
    assert (case.owner, times(case, "case.reopened")) == (host, 1)


def closed_while_they_write(host):
    case = make.a_case(owner=host)

    assert Race(closing(case, host), writing_in(case)).run() == [None, None]

    case.refresh_from_db()
    assert (case.state, case.first_unanswered_at) == (CaseState.ACTIVE, NOW)
    assert (case.next_step, case.owner) == (NextStep.ANSWER, host)


def written_while_one_closes(host):
    case = make.a_case(owner=host)

    race = Race(writing_in(case), closing(case, host))

    assert race.run() == [None, actions.CaseHasChanged]
    case.refresh_from_db()
    assert (case.state, case.conversation.messages.get().body) == (CaseState.NEW, "Vi kommer")


def taken_twice(host, colleague):
    case = make.a_case(owner=None)

    race = Race(taking(case, host), taking(case, colleague))

    assert race.run() == [None, actions.CaseHasChanged]
    case.refresh_from_db()
    assert (case.owner, times(case, "case.assigned")) == (host, 1)
