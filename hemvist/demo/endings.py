"""How far the stories have come today: one ending for each stage a case can be in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from hemvist.casework.models import CloseReason, NeedState
from hemvist.demo.story import Story
from hemvist.demo.words import answer_words, person_words
from hemvist.demo.world import FunctionFacts, World
from hemvist.referrals.models import DeclineReason

When = Callable[[Story, World, Random], datetime]
Finish = Callable[[Story, World, Random], None]
MINUTE = timedelta(minutes=1)
PLANNED = ("call", "meet", "write", "follow_up", "other")
OUTCOMES = ("accept", "decline", "finish", "withdraw", "remind", "return", "sent")

# In days: going quiet takes its time.
REFERRED_AGO = {"remind": (7, 12), "return": (15, 24)}
AFTER_REFERRAL = {
    "accept": "follow_up",
    "finish": "follow_up",
    "decline": "call",
    "withdraw": "write",
    "remind": "check_referral",
    "return": "call",
    "sent": "check_referral",
}


@dataclass(frozen=True)
class Ending:
    """`when` is the moment until which was talked; `finish` adds the last steps."""

    when: When
    finish: Finish


def days_ago(least: float, most: float) -> When:
    """A moment between so many days ago, but well after the case was opened."""

    def when(story: Story, world: World, rng: Random) -> datetime:
        at = world.horizon - timedelta(days=rng.uniform(least, most))
        return max(at, story.opened_at + (world.horizon - story.opened_at) * 0.6)

    return when


def _host_last(
    story: Story,
    world: World,
    rng: Random,
    *,
    step: str = "out",
    lately: tuple[float, float] | None = None,
) -> datetime:
    """Let the host have the last word, in working time and before today; says when.

    With `lately` not before so many days ago, from the least to the most.
    """
    last = max((one.at for one in story.steps), default=story.opened_at)
    if lately:
        last = max(last, world.horizon - timedelta(days=rng.uniform(*lately)))
    at = world.working.at_work(last + timedelta(hours=rng.uniform(0.5, 5)), rng.random())
    if at >= world.horizon:
        at = max(world.working.last_before(world.horizon), last + MINUTE / 2)
    if story.people.is_written_to and step == "out":
        story.add(at, "out", story.owner, answer_words(story, world, rng))
    else:
        words = rng.choice(world.words["sv"]["call_notes"])
        story.add(at, "call", story.owner, words, "talked")
    return at


def _unanswered(story: Story, world: World, rng: Random) -> None:
    """All was answered, and then the person wrote again: one in five longer ago than promised."""
    last = _host_last(story, world, rng)
    if rng.random() < 0.2:
        at = world.working.opening_of(world.on, -3) + timedelta(hours=rng.uniform(6, 9))
    else:
        since = world.working.opening_of(world.on, -2) + timedelta(hours=5)
        at = since + (world.horizon - since) * rng.random()
    at = max(at, last + (world.horizon - last) * 0.1)
    story.add(at, "in", None, person_words(story, world, rng), "web")


def _waiting(story: Story, world: World, rng: Random) -> None:
    _host_last(story, world, rng, lately=(0.6, 5))


def _planned(least: int, most: int) -> Finish:
    """A next step so many working days from today; nought is today, less is late."""

    def finish(story: Story, world: World, rng: Random) -> None:
        at = _host_last(story, world, rng)
        day = _day(world, rng.randint(least, most))
        kind = rng.choice(PLANNED)
        note = rng.choice(world.words["sv"]["step_notes"]) if kind == "other" else ""
        story.add(at + 3 * MINUTE, "step", story.owner, note, (kind, day))

    return finish


def _moved(story: Story, world: World, rng: Random) -> None:
    at = _host_last(story, world, rng, step="call")
    for index in range(len(story.seeks)):
        story.add(at + MINUTE, "need", story.owner, "", (index, NeedState.MET))
    day = _day(world, rng.choice((2, 4, 9, 14, 20, 35)))
    story.add(at + 2 * MINUTE, "moved", story.owner, "", ("follow_up", day))


def _closed(story: Story, world: World, rng: Random) -> None:
    reason = rng.choice(list(CloseReason))
    at = _host_last(story, world, rng)
    state = {
        CloseReason.SETTLED: NeedState.MET,
        CloseReason.ANSWERED: NeedState.MET,
        CloseReason.NOT_MOVING: NeedState.NOT_NEEDED,
        CloseReason.WITHDRAWN: NeedState.DECLINED,
    }.get(reason)
    for index in range(len(story.seeks) if state else 0):
        state_here = NeedState.NOT_POSSIBLE if rng.random() < 0.06 else state
        story.add(at + MINUTE, "need", story.owner, "", (index, state_here))
    story.add(at + 2 * MINUTE, "close", story.owner, "", reason)


def _undelivered(story: Story, world: World, rng: Random) -> None:
    at = _host_last(story, world, rng, lately=(0.5, 0.9))
    state = "bounced" if rng.random() < 0.5 else "failed"
    words = rng.choice(world.words["sv"]["failures"])
    story.add(at + MINUTE, "fail", None, words, state)


def _referred(story: Story, world: World, rng: Random) -> None:
    """A need handed on, and one of all that can become of it, each in its turn."""
    function, index = _fitting(story, world, rng)
    outcome = OUTCOMES[story.number % len(OUTCOMES)]
    last = _host_last(story, world, rng, lately=REFERRED_AGO.get(outcome, (1, 12)))
    at = last + 4 * MINUTE
    question = rng.choice(world.words["sv"]["referral_questions"])
    story.add(at, "refer", story.owner, question, (function, index))
    due = world.working.add(at, function.answer_hours)
    if outcome in ("remind", "return"):
        _goes_quiet(story, world, due, function, outcome)
    elif outcome != "sent":
        half = world.working.add(at, max(function.answer_hours // 2, 1))
        answered = min(half, world.horizon - 9 * MINUTE)
        _answer(story, world, rng, max(answered, at + MINUTE), outcome)
    if outcome != "sent" or due < world.horizon:
        _goes_on(story, world, rng, outcome)


def _goes_on(story: Story, world: World, rng: Random, outcome: str) -> None:
    """The host has seen what came of it and planned what to do, unless it was just now."""
    last = story.steps[-1].at
    at = world.working.at_work(last + timedelta(hours=rng.uniform(0.3, 4)), rng.random())
    if at < world.horizon:
        day = _day(world, rng.randint(1, 12))
        story.add(at, "step", story.owner, "", (AFTER_REFERRAL[outcome], day))


def _goes_quiet(
    story: Story, world: World, due: datetime, function: FunctionFacts, outcome: str
) -> None:
    reminded = due + 37 * MINUTE
    if reminded < world.horizon:
        story.add(reminded, "remind")
        back = world.working.add(reminded, function.answer_hours) + 11 * MINUTE
        if outcome == "return" and back < world.horizon:
            story.add(back, "return")


def _answer(story: Story, world: World, rng: Random, at: datetime, outcome: str) -> None:
    words = world.words["sv"]
    if outcome == "withdraw":
        story.add(at, "withdraw", story.owner)
    elif outcome == "decline":
        reason = rng.choice(list(DeclineReason))
        story.add(at, "decline", None, rng.choice(words["declines"]), reason)
    else:
        story.add(at, outcome, None, rng.choice(words["accepts"]))


def _fitting(story: Story, world: World, rng: Random) -> tuple[FunctionFacts, int]:
    """A function that serves something looked for, and which of the things that is."""
    fitting = [
        (function, index)
        for index, (slug, _note) in enumerate(story.seeks)
        for function in world.functions
        if slug in function.life_areas
    ]
    return rng.choice(fitting) if fitting else (rng.choice(world.functions), 0)


def _day(world: World, working_days: int) -> date:
    if working_days == 0:
        return world.working.day_after(world.on - timedelta(days=1), 1)
    return world.working.day_after(world.on, working_days)


ENDINGS: dict[str, Ending] = {
    "unanswered": Ending(days_ago(4, 12), _unanswered),
    "waiting": Ending(days_ago(0.6, 5), _waiting),
    "late": Ending(days_ago(5, 14), _planned(-3, -1)),
    "today": Ending(days_ago(2, 10), _planned(0, 0)),
    "this_week": Ending(days_ago(2, 12), _planned(1, 4)),
    "later": Ending(days_ago(2, 25), _planned(6, 45)),
    "moved": Ending(days_ago(3, 60), _moved),
    "closed": Ending(days_ago(4, 150), _closed),
    "undelivered": Ending(days_ago(0.6, 1.5), _undelivered),
    "referred": Ending(days_ago(16, 40), _referred),
    "protected": Ending(days_ago(1, 9), _planned(1, 6)),
}
