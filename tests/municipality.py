"""The demo municipality for tests that only read it: loaded once for all tests of a module."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction

from hemvist.demo.municipality import load_municipality

TODAY = date(2026, 11, 23)


@contextmanager
def loaded(blocker):
    """Everything in it is undone at the end of the module; a test's own changes at its end."""
    with blocker.unblock(), transaction.atomic():
        load_municipality(on=TODAY)
        yield
        transaction.set_rollback(True)
