"""A vocabulary, a staff and facts for tests that need no database."""

from datetime import date, datetime, time

from hemvist.core.working_time import ZONE, Calendar
from hemvist.routing import words
from hemvist.routing.choosing import Colleague, Staff, Work
from hemvist.routing.facts import Arrival, facts_from
from hemvist.routing.words import Vocabulary

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
OPEN = Calendar({day: ((time(8), time(16)),) for day in range(5)}, {})


SAMIRA, JONTE, SAM, GONE = 1, 2, 3, 4
FRONT, SCHOOL, EMPTY = 10, 11, 12


def names(**codes):
    return {name.replace("_", " "): frozenset([code]) for name, code in codes.items()}


VOCABULARY = Vocabulary(
    values={
        "language": {**names(arabiska="ar", arabic="ar", finska="fi", svenska="sv", swedish="sv")},
        "area": names(harads="harads", unbyn_och_avan="unbyn", boden="boden"),
        "need": names(skola="school", school="school", bostad="home", jobb="work"),
        "employer": names(north_steel="7", bakery="8"),
        "origin": words.names_by(words.ORIGINS),
        "form": names(arbetsgivare="employer", förfrågan="enquiry"),
        "day": {**words.names_by(words.DAYS), **words.WEEK},
    },
    teams={
        "mottagning": frozenset({FRONT}),
        "skola": frozenset({SCHOOL}),
        "kultur och fritid": frozenset({EMPTY}),
    },
    people={
        "samira": frozenset({SAMIRA}),
        "samira lindbäck": frozenset({SAMIRA}),
        "jonte": frozenset({JONTE}),
        "sam": frozenset({SAM, GONE}),
        "sam berg": frozenset({SAM}),
    },
)


def a_staff(work=None, **changes):
    people = {
        SAMIRA: Colleague(SAMIRA, "Samira Lindbäck", languages=frozenset({"sv", "ar"})),
        JONTE: Colleague(JONTE, "Jonte Rörvik", languages=frozenset({"sv", "fi"})),
        SAM: Colleague(SAM, "Sam Berg", languages=frozenset({"sv"})),
        GONE: Colleague(GONE, "Sam Borta", is_active=False),
    }
    people.update(changes.get("people", {}))
    teams = changes.get("teams") or {
        FRONT: (SAMIRA, JONTE, SAM),
        SCHOOL: (SAMIRA, JONTE),
        EMPTY: (),
    }
    held = {pk: Work(cases, points) for pk, (cases, points) in (work or {}).items()}
    return Staff(people, teams, FRONT, held)


def facts(at=MONDAY, **said):
    said.setdefault("language", "sv")
    return facts_from(Arrival(at=at, **said), calendar=OPEN)


def day(text):
    return date.fromisoformat(text)
