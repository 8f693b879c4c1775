"""A hundred thousand households made after some told ones, by the database itself.

The told stories lie in temporary tables, with marks where names belong. Each household of the
multitude is one of them over again: with a name, an address and a reference of its own, some
minutes earlier, and with what it was promised computed anew. While the database writes them,
the log is sealed here.
"""

import random
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count as counting

from django.db import connection

from hemvist.audit.actions import digest_of
from hemvist.audit.models import Event, Link
from hemvist.casework.models import Case, RegisterEntry
from hemvist.demo.copying import FIRST_NAME, LAST_NAME, REGISTER, copying, register_years
from hemvist.demo.ledger import Ledger, local_day
from hemvist.demo.rows import COLUMNS, Deed, Row, SealedEvent, as_json, filled_up
from hemvist.demo.story import Story
from hemvist.demo.world import World
from hemvist.demo.writing import Numbers, copy_lines, copy_rows
from hemvist.people.models import Household

SPREAD = timedelta(minutes=50)
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# What the log says of these is in the rows themselves; the large log goes without.
NOT_LOGGED = {"message.sent", "message.received", "need.changed", "household.contact_changed"}
# Keys in the detail of an event, and the table whose rows they are keys of.
KEYS = {
    model._meta.model_name: model
    for model in COLUMNS
    if model not in (Household, Case, Event, Link)
}
# The tables that are filled from told ones of the same form.
FILLED = [model for model in COLUMNS if model not in (RegisterEntry, Event, Link)]
CLONE_COLUMNS = "id told k shift first_name last_name reference email first_due answer_due"
TABLES = """
CREATE TEMP TABLE clone (id bigint, told bigint, k bigint, shift interval, first_name text,
    last_name text, reference text, email text, first_due timestamptz, answer_due timestamptz)
    ON COMMIT DROP;
CREATE TEMP TABLE told_line (id bigint, at timestamptz, direction text, counterpart text,
    subject text, is_secret boolean, told bigint, message_id bigint, kind text) ON COMMIT DROP
"""


def nameless(world: World) -> World:
    """The same world, in which everybody has a mark for a name."""
    marked = {"first_names": [FIRST_NAME], "last_names": [LAST_NAME]}
    return replace(world, words={code: {**texts, **marked} for code, texts in world.words.items()})


class Multitude:
    """`count` households after the told stories; the last story is told once, the others in turn.

    Household number n is made after story n % (stories - 1), n // (stories - 1) spreads earlier.
    Memory holds a few numbers for each household and each event, and no rows.
    """

    def __init__(
        self,
        world: World,
        numbers: Numbers,
        told: Ledger,
        stories: list[Story],
        *,
        count: int,
        seed: int,
    ) -> None:
        self.world, self.numbers, self.told, self.stories = world, numbers, told, stories
        self.count, self.seed = count, seed
        self.each = len(stories) - 1
        self.times = -(-(count - 1) // self.each)
        self.earlier = SPREAD / self.times // MICROSECOND * MICROSECOND
        self.first = dict(numbers.ids)
        self.deeds = [deed for deed in told.deeds if deed.verb not in NOT_LOGGED]
        self.digests = bytearray()
        self.stopped = False
        self.rank = array("q", bytes(8 * count))
        self._rank()

    def _rank(self) -> None:
        """Who is the first, the second, the hundredth in order of time."""
        at = [_micros(story.opened_at) for story in self.stories]
        apart = self.earlier // MICROSECOND
        order = [(at[told - 1] - k * apart) << 32 | n for n, told, k in self._everybody()]
        order.sort()
        for rank, packed in enumerate(order, start=1):
            self.rank[packed & 0xFFFFFFFF] = rank

    def _everybody(self) -> Iterator[tuple[int, int, int]]:
        """Number, story and turn of each household; stories count from one."""
        for n in range(self.count - 1):
            yield n, n % self.each + 1, n // self.each
        yield self.count - 1, self.each + 1, 0

    def write(self, progress: Callable[[int, int], None]) -> None:
        """All tables: most by the database alone, while the log is sealed in a thread."""
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
        copy_rows("clone", CLONE_COLUMNS, self._clones())
        keys = self._event_keys()
        with ThreadPoolExecutor(max_workers=1) as other:
            sealing = other.submit(self._seal, keys)
            try:
                self._write_rows(progress)
                self._write_register()
                sealing.result()
            finally:
                self.stopped = True
        self._write_log(keys)
        with connection.cursor() as cursor:
            told = ", ".join(f"told_{model._meta.db_table}" for model in FILLED)
            cursor.execute(f"DROP TABLE clone, told_line, {told}")
        progress(self.count, self.count)

    def _clones(self) -> Iterator[Row]:
        rng = random.Random(f"{self.seed} names")  # noqa: S311 - nothing secret
        cases = {case[0]: case for case in self.told.rows[Case]}
        columns = COLUMNS[Case].split()
        waits = columns.index("first_unanswered_at")
        references = self._references()
        add, municipality = self.world.working.add, self.world.municipality
        for n, told, k in self._everybody():
            story, rank = self.stories[told - 1], self.rank[n]
            shift, since = k * self.earlier, cases[told][waits]
            yield (
                rank,
                told,
                k,
                shift,
                *self._name(story.people.language, rng),
                references[rank - 1],
                f"familj{self.first[Household] + rank}@example.org",
                add(story.opened_at - shift, municipality.first_contact_hours),
                add(since - shift, municipality.answer_hours) if since else None,
            )

    def _references(self) -> list[str]:
        prefix = self.world.municipality.reference_prefix
        years = array("h", bytes(2 * self.count))
        for n, told, k in self._everybody():
            opened_at = self.stories[told - 1].opened_at - k * self.earlier
            years[self.rank[n] - 1] = local_day(opened_at).year
        return [self.numbers.next_reference(prefix, year) for year in years]

    def _name(self, language: str, rng: random.Random) -> tuple[str, str]:
        """A first name and a last name; every third person has two last names."""
        words = self.world.words[language]
        last = rng.choice(words["last_names"])
        if rng.random() < 0.33 and "-" not in last:
            last = f"{last}-{rng.choice(words['last_names'])}"
        return rng.choice(words["first_names"]), last

    def _write_rows(self, progress: Callable[[int, int], None]) -> None:
        sizes = {model: len(rows) for model, rows in self.told.rows.items()}
        done, everything = 0, sum(sizes.values()) + 2 * len(self.told.lines)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
            for model in FILLED:
                script = copying(model, first=self.first, ids=self.told.ids, seed=self.seed)
                cursor.execute(script.prepare)
                copy_rows(script.table, *filled_up(model, self.told.rows[model]))
                cursor.execute(script.index)
                cursor.execute(script.fill)
                self.numbers.ids[model] += self._room(model)
                done += sizes[model]
                progress(self.count * done // everything, self.count)
            cursor.execute("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")

    def _room(self, model: type) -> int:
        """How many keys of a table the multitude takes, used or not."""
        if model.__name__ in ("Household", "Conversation", "Case"):
            return self.count
        return self.times * int(self.told.ids[model])

    def _write_register(self) -> None:
        """The lines of all, numbered in order of time."""
        places = counting(1)
        copy_rows(
            "told_line",
            "id at direction counterpart subject is_secret told message_id kind",
            ((next(places), *line) for line in self.told.lines),
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE clone; ANALYZE told_line")
            cursor.execute(register_years())
            for year, lines in cursor.fetchall():
                before = self.numbers.counters.get(("register", year), 0)
                cursor.execute(
                    REGISTER,
                    {
                        "year": year,
                        "first": self.numbers.ids[RegisterEntry],
                        "before": before,
                        "cases": self.first[Case],
                        "messages": self.first[KEYS["message"]],
                        "size": self.told.ids[KEYS["message"]],
                    },
                )
                self.numbers.ids[RegisterEntry] += lines
                self.numbers.counters["register", year] = before + lines

    def _event_keys(self) -> list[int]:
        """Every event as one number, in order of time: the moment, which deed, whose turn."""
        apart = self.earlier // MICROSECOND
        keys = []
        for index, deed in enumerate(self.deeds):
            at, told = _micros(deed.at), int(deed.subject_id)
            turns = 1 if told > self.each else -(-(self.count - told) // self.each)
            keys += [(at - k * apart) << 48 | index << 16 | k for k in range(turns)]
        keys.sort()
        return keys

    def _events(self, keys: list[int]) -> Iterator[SealedEvent]:
        cases, households = self.first[Case], self.first[Household]
        for pk, key in enumerate(keys, start=self.first[Event] + 1):
            deed, k = self.deeds[key >> 16 & 0xFFFFFFFF], key & 0xFFFF
            told = int(deed.subject_id)
            rank = self.rank[self.count - 1 if told > self.each else k * self.each + told - 1]
            first = cases if deed.subject_type == "case" else households
            yield SealedEvent(
                pk, deed.at - k * self.earlier, deed.actor_id, deed.actor_kind, deed.verb,
                deed.subject_type, str(first + rank), self._detail(deed, k),
            )  # fmt: skip

    def _detail(self, deed: Deed, k: int) -> dict[str, object]:
        detail = dict(deed.detail)
        for name in detail.keys() & KEYS.keys():
            model = KEYS[name]
            detail[name] += self.first[model] + k * self.told.ids[model]
        return detail

    def _seal(self, keys: list[int]) -> None:
        head = self.numbers.head
        for event in self._events(keys):
            head = digest_of(event, head)  # type: ignore[arg-type]
            self.digests += bytes.fromhex(head)
            if self.stopped:
                return
        self.numbers.head = head

    def _write_log(self, keys: list[int]) -> None:
        copy_lines(Event._meta.db_table, COLUMNS[Event], map(_line, self._events(keys)))
        event, link = self.first[Event], self.first[Link]
        digests = (self.digests[at : at + 32].hex() for at in range(0, len(self.digests), 32))
        lines = (
            f"{link + n}\t{event + n}\t{digest}\n" for n, digest in enumerate(digests, start=1)
        )
        copy_lines(Link._meta.db_table, COLUMNS[Link], lines)
        self.numbers.ids[Event] += len(keys)
        self.numbers.ids[Link] += len(keys)


def _line(event: SealedEvent) -> str:
    """An event as COPY reads it; nothing in it can hold a tab or a line's end."""
    actor = "\\N" if event.actor_id is None else event.actor_id
    detail = as_json(event.detail).replace("\\", "\\\\") if event.detail else "{}"
    return (
        f"{event.pk}\t{event.at.isoformat()}\t{actor}\t{event.actor_kind}\t{event.verb}\t"
        f"{event.subject_type}\t{event.subject_id}\t{detail}\n"
    )


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
