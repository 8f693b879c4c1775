"""Makes everything ready to serve: catalogues, tables, static files, the demo municipality.

Each step does nothing when it was done before, so that a second start is quick, and each can be
broken off at any moment and done again. Standard output is for the demo's logins alone.
"""

import hashlib
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.utils import timezone, translation

from hemvist.run.catalogues import compile_all


def prepare() -> None:
    """Make everything ready, in order."""
    compile_all()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    collect_static_files()
    if not settings.PRODUCTION:
        load_demo()
        print_logins()


def collect_static_files() -> None:
    """Collect and compress static files, if any has changed since the last time."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    now = _signature()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(now)


def _signature() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            size, changed = storage.size(path), storage.get_modified_time(path)
            digest.update(f"{path} {size} {changed.timestamp()}\n".encode())
    return digest.hexdigest()


def load_demo() -> None:
    """Fill an empty database with the demo municipality; later only bring in what its files add."""
    if "seed" not in get_commands():
        return
    from hemvist.core.jobs import enqueue
    from hemvist.core.models import Municipality

    if Municipality.objects.exists():
        _bring_in_what_is_new()
    else:
        print("Filling the demo municipality ...", file=sys.stderr, flush=True)
        import_module(settings.ROOT_URLCONF)  # compiled here once, not by each process at once
        call_command("seed", stdout=sys.stderr)
        enqueue("search.index_all")  # at once, and not when its minute comes
        _facts_mark().write_text(_facts_digest())


def _bring_in_what_is_new() -> None:
    """The demo's facts, if its files tell others now, and the pages whose file says new things."""
    from hemvist.demo.municipality import load_municipality
    from hemvist.demo.pages import load_pages

    mark, now = _facts_mark(), _facts_digest()
    if not mark.exists() or mark.read_text() != now:
        load_municipality(on=timezone.localdate())
        mark.write_text(now)
    load_pages()


def _facts_mark() -> Path:
    return Path(settings.VAR) / ".demo-facts"


def _facts_digest() -> str:
    from hemvist.demo.municipality import BODEN

    digest = hashlib.sha256()
    for file in sorted(BODEN.iterdir()):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def print_logins() -> None:
    """Tell who can sign in to the demo, if they are still there."""
    from hemvist.accounts.models import User
    from hemvist.demo.staff import PASSWORD, logins

    here = set(User.objects.filter(is_active=True).values_list("email", flat=True))
    with translation.override("en"):
        rows = [row for row in logins() if row[2] in here]
    for role, name, email in rows:
        print(f"    {email:<34}{role}, {name}")
    if rows:
        print(f"    the password of all is {PASSWORD}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")
    prepare()
