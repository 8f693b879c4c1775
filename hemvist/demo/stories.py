"""Making up what happened to a household, from the enquiry to the stage it is in today.

Everything comes from the `Random` that is passed in, and from the household's number.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from hemvist.demo.endings import ENDINGS
from hemvist.demo.people import invent_people
from hemvist.demo.story import Step, Story
from hemvist.demo.words import answer_words, first_words, person_words
from hemvist.demo.world import DAYS_BACK, World

# What becomes of a hundred households: a service that keeps up has closed most of a year's.
PATTERN = (
    ["unanswered"] * 3
    + ["waiting"] * 5
    + ["today"] * 3
    + ["this_week"] * 4
    + ["later"] * 5
    + ["late"]
    + ["moved"] * 5
    + ["closed"] * 66
    + ["undelivered"]
    + ["referred"] * 6
    + ["protected"]
)
NEW_SHARE, NEW_DAYS = 0.0175, 5.0


def stage_of(number: int, total: int) -> str:
    """What becomes of the household with this number; decided by its place alone."""
    if number >= total - _new(total):
        return "new"
    return PATTERN[number * 37 % len(PATTERN)]


def _new(total: int) -> int:
    """How many of them nobody has answered for the first time."""
    return max(round(total * NEW_SHARE), 2)


def opened_at(number: int, total: int, world: World) -> datetime:
    """When it first wrote: later for a higher number, so that references run with time."""
    new = _new(total)
    if number >= total - new:
        return _lately(world, (number - total + new) / new, 1 / new)
    left = 1 - number / max(total - new, 1)
    at = world.horizon - timedelta(days=NEW_DAYS + (DAYS_BACK - NEW_DAYS) * left**1.4)
    return _awake(at, number)


def _lately(world: World, share: float, each: float) -> datetime:
    """The first of those in the queue is past the promise, the others wrote since yesterday."""
    if share < max(1 / 7, each):
        return world.working.opening_of(world.on, -3) + timedelta(hours=6 + 9 * share)
    since = world.working.opening_of(world.on, -1)
    return since + (world.horizon - since) * (share + each * 0.8)


def tell_story(world: World, rng: Random, *, number: int, total: int, messages: int) -> Story:
    """Make up the household with this number, in which about `messages` messages are written."""
    stage = stage_of(number, total)
    language = _language(rng)
    people = invent_people(world, rng, number=number, language=language, stage=stage)
    profile = people.profile
    story = Story(
        number=number,
        people=people,
        stage=stage,
        opened_at=opened_at(number, total, world),
        source=rng.choice(SOURCES),
        team=world.village if rng.random() < 0.04 else world.front_door,
        owner=world.host_for(language, rng),
        starts_owned=rng.random() < 0.25,
        seeks=_seeks(world, rng, profile),
        area=rng.choice(list(world.areas)) if world.areas and rng.random() < 0.55 else None,
        opening_words=profile["text"] if rng.random() < 0.8 else "",
    )
    if stage != "new":
        ends = ENDINGS[stage]
        _talk(story, world, rng, messages=max(messages, 2), until=ends.when(story, world, rng))
        ends.finish(story, world, rng)
        story.steps.sort(key=_at)
    return story


SOURCES = ("form",) * 12 + ("phone", "phone", "desk", "email")


def _at(step: Step) -> datetime:
    return step.at


def _language(rng: Random) -> str:
    return rng.choices(("sv", "en", "fi", "ar", "uk"), (44, 26, 10, 9, 11))[0]


def _seeks(world: World, rng: Random, profile: dict[str, Any]) -> list[tuple[str, str]]:
    """What the profile speaks of, and now and then one more."""
    slugs = [slug for slug in profile["seeks"] if slug in world.life_areas]
    if rng.random() < 0.3:
        slugs.append(rng.choice(list(world.life_areas)))
    notes = profile.get("notes", {})
    return [(slug, notes.get(slug, "")) for slug in dict.fromkeys(slugs)]


def _awake(at: datetime, number: int) -> datetime:
    """People write at any hour, but few between one and six; never out of turn by much."""
    return at if at.hour > 4 or number % 9 == 0 else at + timedelta(seconds=number % 50)


def _talk(story: Story, world: World, rng: Random, *, messages: int, until: datetime) -> None:
    """The conversation: the host's first words, then to and fro, spread over the time there is."""
    first = _first_contact(story, world, rng, until)
    room = (until - first).total_seconds()
    shares = sorted(rng.random() ** 1.3 for _ in range(messages - 1))
    answering = False
    last = first
    for share in shares:
        at = first + timedelta(seconds=share * room)
        if answering and rng.random() < 0.85:
            moment = world.working.at_work(at, rng.random())
            if moment < until and moment > last:
                _host_speaks(story, world, rng, moment)
                answering, last = False, moment
                continue
        if at > last:
            _person_speaks(story, world, rng, at)
            answering, last = True, at
    noted = world.working.at_work(first + timedelta(seconds=room * 0.4), rng.random())
    if rng.random() < 0.3 and noted < until:
        story.add(noted, "note", story.owner, rng.choice(world.words["sv"]["host_notes"]))


def _first_contact(story: Story, world: World, rng: Random, until: datetime) -> datetime:
    """Within the promise, but for one in twelve."""
    hours = rng.uniform(1, 70) if rng.random() < 0.08 else rng.uniform(0.2, 13)
    at = world.working.add(story.opened_at, int(hours)) + timedelta(minutes=rng.randrange(3, 55))
    at = world.working.at_work(min(at, until - timedelta(hours=30)), rng.random())
    at = max(at, world.working.at_work(story.opened_at, 0.3) + timedelta(minutes=2))
    at = world.working.at_work(at, 0.2)
    if at >= world.horizon:
        at = max(world.working.last_before(world.horizon), story.opened_at + timedelta(minutes=9))
    if story.starts_owned:
        between = story.opened_at + (at - story.opened_at) * 0.9
        story.add(between, "take", story.owner)
    if story.people.is_written_to:
        story.add(at, "out", story.owner, first_words(story, world, rng))
    else:
        story.add(at, "call", story.owner, _called(world, rng), "talked")
    return at


def _host_speaks(story: Story, world: World, rng: Random, at: datetime) -> None:
    if not story.people.is_written_to or rng.random() < 0.04:
        story.add(at, "call", story.owner, _called(world, rng), rng.choice(CALL_OUTCOMES))
    else:
        story.add(at, "out", story.owner, answer_words(story, world, rng))


CALL_OUTCOMES = ("talked",) * 8 + ("no_answer", "voicemail")


def _person_speaks(story: Story, world: World, rng: Random, at: datetime) -> None:
    story.add(at, "in", None, person_words(story, world, rng), rng.choice(CHANNELS))


CHANNELS = ("web", "web", "web", "email", "sms")


def _called(world: World, rng: Random) -> str:
    return str(rng.choice(world.words["sv"]["call_notes"]))
