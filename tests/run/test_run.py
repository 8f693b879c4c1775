"""`make run`: it starts, says what is wrong, ends clean, and gets over being killed."""

import os
import signal
import socket
from contextlib import suppress

import psutil
import psycopg
import pytest

from hemvist.postgres import Cluster
from tests.run.conftest import processes_of, status_of, wait_until


def keep_a_word(var, word):
    """Commit a row in the database of a run."""
    with psycopg.connect(Cluster(var).url, autocommit=True) as database:
        database.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        database.execute("INSERT INTO kept VALUES (%s)", [word])


def kept_words(var):
    with psycopg.connect(Cluster(var).url) as database:
        return [word for (word,) in database.execute("SELECT word FROM kept")]


def worker_of(run):
    """The process that sends the letters."""
    return next((p for p in run.processes() if "default,mail" in p.cmdline()), None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_asked_to_stop_and_leaves_nothing_behind(serving, var, number):
    status = status_of(f"{serving.address}/health/")

    code = serving.stop(number)

    assert (status, code) == (200, 0)
    assert processes_of(var) == []
    assert "Stopped." in serving.said()


def test_a_second_run_says_where_the_first_one_is_and_does_it_no_harm(serving, start, free_port):
    second = start(port=free_port + 1)
    code = second.process.wait(60)

    assert code == 1
    assert f"Hemvist runs already, at {serving.address}." in second.said()
    assert status_of(f"{serving.address}/health/") == 200


def test_a_process_that_stops_is_started_again_and_that_is_said(serving):
    worker = worker_of(serving)

    worker.kill()

    wait_until(lambda: "The background work stopped" in serving.said())
    wait_until(lambda: worker_of(serving) not in {None, worker})
    assert serving.process.poll() is None


def test_a_database_that_stops_is_started_again(serving, var):
    Cluster(var).server().kill()

    wait_until(lambda: "The database stopped; starting it again." in serving.said())
    wait_until(lambda: status_of(f"{serving.address}/health/") == 200)


def test_after_the_power_is_cut_it_starts_again_and_has_lost_nothing(serving, start, var):
    keep_a_word(var, "before the power was cut")
    os.killpg(serving.process.pid, signal.SIGKILL)
    for process in processes_of(var):
        with suppress(psutil.NoSuchProcess):  # some go by themselves when the others are gone
            process.kill()
    serving.process.wait(60)

    again = start()
    again.wait_until_it_serves()

    assert status_of(f"{again.address}/health/") == 200
    assert "before the power was cut" in kept_words(var)


def test_after_it_alone_is_killed_the_next_one_clears_up(serving, start, var):
    keep_a_word(var, "before it was killed")
    serving.process.kill()
    serving.process.wait(60)

    again = start(port=serving.port)
    again.wait_until_it_serves()
    kept = kept_words(var)
    again.stop()

    assert "before it was killed" in kept
    assert processes_of(var) == []


def test_a_port_that_another_program_has_is_named(nothing_runs, start, var):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        run = start(port=port)
        code = run.process.wait(60)

    assert code == 1
    assert run.said() == (
        f"Port {port} is taken by another program. Try: PORT={port + 1} make run\n"
    )
    assert processes_of(var) == []


def test_a_note_with_the_number_of_a_stranger_is_not_believed(nothing_runs, start, var):
    """postmaster.pid may name a process that was given the number after a power cut."""
    cluster = Cluster(var)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n\n\n\n")

    run = start()
    run.wait_until_it_serves()

    assert status_of(f"{run.address}/health/") == 200
