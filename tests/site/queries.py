"""Counting queries: a list must not cost more because there is more in it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def assert_constant_queries(look, *, add):
    """Look, `add` more rows, look again: the number of queries is the same.

    The first look is not counted: it may write down that somebody is here.
    """
    look()
    with CaptureQueriesContext(connection) as few:
        look()
    add()
    with CaptureQueriesContext(connection) as many:
        look()
    more = [query["sql"][:200] for query in many.captured_queries[len(few) :]]
    assert len(many) == len(few), "\n".join(more)
