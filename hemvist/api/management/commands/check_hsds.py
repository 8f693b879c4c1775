"""Says whether an HSDS API is by the standard: our own, or another's that one wants to read."""

import json
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from hemvist.api.hsds.conformance import Finding, Get, SchemasAreMissing, Standard, findings

PATIENCE = 20  # seconds
LARGEST = 50 * 1024 * 1024
SHOWN = 10  # mistakes of one kind of address


class Command(BaseCommand):
    """Looks at each list page by page, and at some objects alone; exit code 1 on any mistake."""

    help = "Check an HSDS API against the standard's schemas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An address or our own, and where the schemas lie."""
        parser.add_argument("address", nargs="?", help="the address of the API, as in the root")
        parser.add_argument("--own", action="store_true", help="this installation's, unserved")
        parser.add_argument("--schemas", type=Path, required=True, help="the standard's folder")
        parser.add_argument("--pages", type=int, default=20, help="at most, of each list (20)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each kind of address."""
        if bool(options["address"]) == options["own"]:
            raise CommandError("Give an address, or --own.")
        get = _own() if options["own"] else _of(options["address"])
        wrong = 0
        try:
            for finding in findings(get, Standard(options["schemas"]), pages=options["pages"]):
                self._say(finding)
                wrong += len(finding.mistakes)
        except SchemasAreMissing as missing:
            raise CommandError(str(missing)) from missing
        if wrong:
            raise CommandError(f"Not by the standard: {wrong} mistakes.")

    def _say(self, finding: Finding) -> None:
        if not finding.is_offered:
            self.stdout.write(f"--  {finding.about}: not offered")
            return
        mark = "no" if finding.mistakes else "ok"
        self.stdout.write(f"{mark}  {finding.about}: {finding.looked_at} looked at")
        for mistake in finding.mistakes[:SHOWN]:
            self.stdout.write(f"      {mistake}")
        if more := finding.mistakes[SHOWN:]:
            self.stdout.write(f"      and {len(more)} more")


def _own() -> Get:
    """This installation, asked without a server."""
    host = next((name for name in settings.ALLOWED_HOSTS if "*" not in name), "localhost")
    client = Client(headers={"host": host.lstrip(".")})

    def get(path: str) -> tuple[int, Any]:
        answer = client.get(f"/hsds{path}", secure=settings.PRODUCTION)
        return answer.status_code, _read(answer.content)

    return get


def _of(address: str) -> Get:
    """An API elsewhere; only http and https, so that nobody reads the files of this machine."""
    if not address.startswith(("http://", "https://")):
        raise CommandError("The address must begin with http:// or https://.")

    def get(path: str) -> tuple[int, Any]:
        request = urllib.request.Request(  # noqa: S310
            address.rstrip("/") + path, headers={"Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, _read(answer.read(LARGEST))
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, None
        except OSError as trouble:
            raise CommandError(f"{request.full_url} cannot be reached: {trouble}") from trouble

    return get


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
