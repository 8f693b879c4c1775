"""`make bench ARGS=--many`: a list of 10,000 people where rules decide, and deeds on 5,000 cases.

It works in the seeded database and undoes all of it at the end.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hemvist.accounts.models import User

ROWS, CASES = 10_000, 5_000
LIST_SECONDS, DEED_SECONDS = 60, 10
HEADINGS = "Förnamn;Efternamn;E-post;Mobil;Flyttmånad;Barn;Söker;Språk;Övrigt"
LANGUAGES = ("svenska", "engelska", "ukrainska", "arabiska")
RULES = """återkommer → tidigare värd
språk är ukrainska och barn minst 1 → team {team}, den med minst att göra
behov innehåller {need} → team {team}, den med minst att göra
annars → team {team}, den med minst att göra"""


def main(rows: int = ROWS, cases: int = CASES) -> int:
    """Measure both, print a line for each step; 1 if something was not done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")
    import django

    django.setup()
    from django.db import transaction

    from hemvist.accounts.models import Role, User
    from hemvist.bulk.models import DeedKind
    from hemvist.casework.models import CloseReason

    with transaction.atomic():
        boss = User.objects.filter(role=Role.COORDINATOR).earliest("pk")
        host = User.objects.filter(role=Role.HOST).latest("pk")
        print(f"{'':44}{'seconds':>9}{'of it here':>12}{'aim':>6}", flush=True)
        done = [
            _list(rows, boss),
            _deed(DeedKind.ASSIGN, {"owner": host.pk, "team": None}, cases, boss),
            _deed(DeedKind.CLOSE, {"reason": CloseReason.NO_ANSWER}, cases, boss),
        ]
        transaction.set_rollback(True)
    return int(not all(done))


def _list(rows: int, boss: "User") -> bool:
    """From the file to the cases, with every person sent where the rules say."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from hemvist.registration import lists
    from hemvist.registration.models import PeopleList
    from hemvist.routing.models import Decision

    _put_rules_in_force(boss)
    before = Decision.objects.count()
    file = SimpleUploadedFile("bench.csv", _table(rows))
    given = lists.give_list(name="Bench", consent="Ja", file=file, by=boss, at=timezone.now())
    took = _timed("list: read", lambda: lists.read_list(given))
    given = PeopleList.objects.get(pk=given.pk)
    lists.say_what_it_means(
        given, mapping=given.mapping, team=None, source_code=None, language="sv", by=boss
    )
    given.refresh_from_db()
    took += _timed("list: compared with itself and all cases", lambda: lists.compare_list(given))
    given.refresh_from_db()
    lists.ask_to_bring_in(given, takes_known=True, by=boss)
    given.refresh_from_db()
    name = "list: brought in, each where rules say"
    took += _timed(name, lambda: lists.bring_in(given, by=boss, at=timezone.now()))
    decided = Decision.objects.count() - before
    _sum(f"a list of {rows:,}, {decided:,} decided by rules", took, LIST_SECONDS)
    return decided == rows


def _put_rules_in_force(boss: "User") -> None:
    from django.utils import timezone

    from hemvist.accounts.models import Team
    from hemvist.directory.models import LifeArea
    from hemvist.routing.actions import publish_draft, save_draft
    from hemvist.routing.models import RuleSet

    team = Team.objects.get(is_front_door=True).name
    need = LifeArea.objects.filter(can_be_sought=True).earliest("position").names["sv"]
    now, draft = timezone.now(), RuleSet.objects.draft().first()
    draft = save_draft(
        text=RULES.format(team=team, need=need),
        note="",
        by=boss,
        at=now,
        version=draft.version if draft else None,
    )
    publish_draft(by=boss, at=now, version=draft.version)


def _table(rows: int) -> bytes:
    from hemvist.directory.models import LifeArea

    areas = [one.names["sv"] for one in LifeArea.objects.filter(can_be_sought=True)]
    rng = random.Random(1)  # noqa: S311 - nothing secret
    lines = [HEADINGS]
    for number in range(rows):
        children = ", ".join(str(rng.randint(0, 17)) for _ in range(rng.randint(0, 3)))
        lines.append(
            f"Mira;Prov{number};prov{number}@example.com;;2027-{rng.randint(1, 12):02};{children};"
            f"{rng.choice(areas)};{rng.choice(LANGUAGES)};Vi vill veta mer."
        )
    return "\r\n".join(lines).encode()


def _deed(kind: str, detail: dict[str, object], cases: int, boss: "User") -> bool:
    """One deed on many open cases, spread over all there are, as the worker does it."""
    from django.utils import timezone

    from hemvist.bulk import actions, doing
    from hemvist.bulk.models import BulkLineState
    from hemvist.casework.models import Case

    seen = Case.objects.visible_to(boss).open().filter(household__is_protected=False)
    pks = list(seen.order_by("pk").values_list("pk", flat=True))
    some = pks[:: max(len(pks) // cases, 1)][:cases]
    chosen = Case.objects.filter(pk__in=some)
    deed = actions.choose_cases(chosen, kind=kind, by=boss, at=timezone.now())  # type: ignore[arg-type]

    def prepare() -> None:
        actions.describe_deed(deed, detail=detail)
        actions.begin_deed(deed, by=boss, at=timezone.now())

    def do() -> None:
        while doing.do_batch(deed.pk, at=timezone.now()):
            pass

    _timed(f"{kind}: prepared", prepare)
    took = _timed(f"{kind}: done", do)
    done = deed.lines.filter(state=BulkLineState.DONE).count()
    _sum(f"{kind}: {done:,} of {len(pks):,} cases", took, DEED_SECONDS)
    return done > 0


def _timed(name: str, work: Callable[[], object]) -> float:
    began, computed = time.monotonic(), time.process_time()
    work()
    took, computed = time.monotonic() - began, time.process_time() - computed
    print(f"  {name:<42}{took:9.1f}{computed:12.1f}", flush=True)
    return took


def _sum(name: str, took: float, aim: int) -> None:
    verdict = "reached" if took < aim else "too slow"
    print(f"{name:<44}{took:9.1f}{'':12}{aim:6}  {verdict}", flush=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
