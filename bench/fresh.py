"""An empty installation for each run: a copy of a database that has only been migrated."""

import os

import psycopg

from bench.serving import manage
from hemvist.postgres import Cluster

MIGRATED, WORKED_IN = "migrated", "bench"


def fresh_database(cluster: Cluster) -> str:
    """Its address; migrating from nothing takes a minute once, a copy takes a second."""
    plain = cluster.share()
    with psycopg.connect(plain, autocommit=True) as line:
        found = line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MIGRATED]).fetchone()
        if found is None:
            line.execute(f"CREATE DATABASE {MIGRATED}")
        manage(os.environ | {"DATABASE_URL": _named(plain, MIGRATED)}, "migrate", "-v0")
        line.execute(f"DROP DATABASE IF EXISTS {WORKED_IN} WITH (FORCE)")
        line.execute(f"CREATE DATABASE {WORKED_IN} TEMPLATE {MIGRATED}")
    return _named(plain, WORKED_IN)


def _named(url: str, name: str) -> str:
    return url.replace("@/postgres?", f"@/{name}?")
