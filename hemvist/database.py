"""Where the database is: an address from outside, or PostgreSQL from the wheel under var/."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("HEMVIST_VAR", ROOT / "var")).resolve()


def ensure_url() -> str:
    """Set DATABASE_URL if nobody has, with the embedded server running for as long as we live."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        from hemvist.postgres import Cluster

        url = os.environ["DATABASE_URL"] = Cluster(VAR).share()
    return url


def django_settings(url: str) -> dict[str, object]:
    """Turn a postgresql:// address into Django's dictionary.

    A Unix socket is named as libpq names it: `?host=/path`.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **query},
    }
