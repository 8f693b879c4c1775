"""Jobs that a job asks for, in a real worker: they are a part of its transaction."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.core.jobs import enqueue
from tests.messaging.conftest import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
TASK, NEXT = "tests.asks_for_more", "messaging.deliver"


@pytest.fixture
def seen():
    """What others see of the next job while the first has not committed, and afterwards nothing."""
    seen = []

    @app.task(name=TASK)
    def asks_for_more(fails: int) -> None:
        with transaction.atomic():
            enqueue(NEXT, delivery=fails)
            others = connection.copy()
            with others.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [NEXT]
                )
                seen.append(cursor.fetchone()[0])
            others.close()
            transaction.set_rollback(bool(fails))

    yield seen
    del app.tasks[TASK]


@pytest.mark.parametrize("fails", [0, 1])
def test_a_job_asked_for_in_a_job_is_there_when_its_cause_is(seen, fails):
    enqueue(TASK, fails=fails)

    run_worker()

    assert seen == [0]
    assert ProcrastinateJob.objects.filter(task_name=NEXT).count() == 1 - fails
