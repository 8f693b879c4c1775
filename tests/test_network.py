"""The network ends at this machine."""

import socket

import pytest
from django.contrib.auth import get_user_model


def test_another_machine_cannot_be_reached_by_number():
    with socket.socket() as stranger, pytest.raises(Exception, match="no network"):
        stranger.connect(("192.0.2.1", 80))


def test_another_machine_cannot_be_found_by_name():
    with pytest.raises(Exception, match="no network"):
        socket.getaddrinfo("hemvist.example", 443)


@pytest.mark.django_db
def test_the_database_is_the_tests_own():
    from django.db import connection

    assert connection.settings_dict["NAME"].startswith("test_")
    assert get_user_model().objects.count() == 0
