"""What a death, of a worker or of the database, leaves of letters and their jobs."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from hemvist.messaging.models import Delivery, DeliveryState
from hemvist.messaging.sending import enqueue_forgotten, send_delivery
from tests.messaging.conftest import bring_jobs_forward, parsed, queued, run_worker


def test_two_workers_never_send_the_same(transactional_db, mail_server, household):
    mail_server.go_on.clear()
    delivery = queued(household)

    def send():
        send_delivery(delivery.pk)
        connection.close()

    first = threading.Thread(target=send)
    first.start()
    assert mail_server.arrived.wait(10)
    send_delivery(delivery.pk)
    mail_server.go_on.set()
    first.join()

    delivery.refresh_from_db()
    assert len(mail_server.letters) == 1
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 1)


def test_dying_between_sending_and_marking_doubles_and_loses_nothing(
    transactional_db, mail_server, household
):
    class PowerCut(BaseException):
        pass

    delivery = queued(household)
    with pytest.raises(PowerCut), transaction.atomic():
        send_delivery(delivery.pk)
        raise PowerCut

    send_delivery(delivery.pk)
    send_delivery(delivery.pk)

    first, second = (parsed(letter) for letter in mail_server.letters)
    assert first["Message-ID"] == second["Message-ID"] == delivery.mail_id


def test_delivery_whose_job_vanished_is_asked_for_again(worker, mail_server, household):
    lost, waiting = queued(household), queued(household)
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE args->>'delivery' = %s", [str(lost.pk)]
        )

    assert enqueue_forgotten(at=timezone.now()) == 1
    assert enqueue_forgotten(at=timezone.now()) == 0
    worker()

    assert len(mail_server.letters) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert waiting.pk != lost.pk


def test_delivery_whose_job_never_came_to_its_end_is_asked_for_again(
    worker, mail_server, household
):
    delivery = queued(household)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")  # by one who lives
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert enqueue_forgotten(at=timezone.now()) == 0

    assert enqueue_forgotten(at=timezone.now() + timedelta(minutes=11)) == 1
    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


class BreaksOnce(PsycopgConnector):
    """A line to the database that breaks as the end of a job is written down."""

    broke, after, job = False, False, 0

    async def execute_query_async(self, query, **values):
        mine = "finish_job" in query and values["job_id"] == self.job and not self.broke
        self.broke = self.broke or mine
        if not mine or self.after:
            await super().execute_query_async(query, **values)
        if mine:
            raise ConnectorException from psycopg.OperationalError("the line broke")


@pytest.mark.parametrize("after", [False, True])
def test_end_of_a_job_is_written_down_though_the_database_went_away(
    transactional_db, mail_server, household, after
):
    queued(household)
    line = BreaksOnce(kwargs=connector_params())
    job = ProcrastinateJob.objects.get(task_name="messaging.deliver")
    line.after, line.job = after, job.pk

    run_worker(line)

    assert line.broke
    job.refresh_from_db()
    assert (job.status, len(mail_server.letters)) == ("succeeded", 1)


def died_in_the_act():
    """All jobs that wait were begun by a worker that has died."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])


def test_job_of_a_worker_that_died_is_done_by_another(worker, mail_server, household):
    delivery = queued(household)
    died_in_the_act()

    app.configure_task("core.retry_stalled").defer(timestamp=0)
    worker()
    bring_jobs_forward()
    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_dead_job_whose_like_waits_already_keeps_no_other_from_being_done(
    worker, mail_server, household
):
    again = app.configure_task("merging.follow", queueing_lock="merging.follow", lock="merging")
    dead = again.defer(timestamp=0)
    delivery = queued(household)
    died_in_the_act()
    waiting = again.defer(timestamp=60)

    app.configure_task("core.retry_stalled").defer(timestamp=0)
    worker()
    bring_jobs_forward()
    worker()

    delivery.refresh_from_db()
    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert delivery.state == DeliveryState.SENT
    assert (states[dead], states[waiting]) == ("failed", "succeeded")


def test_delivery_of_a_rolled_back_cause_is_never_sent(worker, mail_server, household):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued(household)
        raise ZeroDivisionError

    worker()

    assert mail_server.letters == []
    assert ProcrastinateJob.objects.filter(task_name="messaging.deliver").count() == 0
