"""Invented people: names by language, addresses that reach nobody, how they want to be reached."""

from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Any

from hemvist.demo.world import World
from hemvist.people.hours import ANY_TIME, GoodHours

# Numbers that the authorities of Sweden and of Britain keep free for books and films; nobody has
# them. One is left for a stranger who writes, and the last is that of the demo itself.
STRANGERS = 701740633
SWEDISH = [n for n in range(701740605, 701740699) if n != STRANGERS]
BRITISH_FROM, BRITISH = 900_000, 1_000  # after +44 7700
ONE_TELEPHONE_FOR_TWO = 40
# How people wish to be contacted, in their order; every way of the form is here.
WISHES = (
    [("email",)] * 7
    + [("email", "sms")] * 4
    + [("sms",)] * 3
    + [("sms", "phone")] * 2
    + [("phone",)] * 2
    + [("phone", "email"), ("video", "email"), ("visit", "phone"), ("email", "video")]
)
HOURS = (
    ANY_TIME,
    ANY_TIME,
    GoodHours(time(8), time(11), weekdays_only=True),
    GoodHours(time(14), time(17), weekdays_only=True),
    GoodHours(time(11), time(14)),
    GoodHours(time(16, 30), time(20), weekdays_only=True),
)
ZONES = {"uk": "Europe/Kyiv", "fi": "Europe/Helsinki", "ar": "Africa/Cairo"}


@dataclass(slots=True)
class Invented:
    """A household as it would describe itself in the form."""

    name: str
    first_name: str
    language: str
    profile: dict[str, Any]
    origin: str
    moving_on: date | None
    other_adults: int
    child_ages: tuple[int, ...]
    channels: tuple[str, ...]
    hours: GoodHours
    time_zone: str
    no_voicemail: bool
    needs_interpreter: bool
    email: str
    phone: str
    is_protected: bool
    failing: bool

    @property
    def written_to(self) -> str:
        """`email`, `sms` or nothing: the first wish that can be written to."""
        for channel in self.channels:
            if channel in ("email", "sms"):
                return channel
        return ""

    @property
    def is_written_to(self) -> bool:
        """Whether a letter can go to it by its own choice."""
        return bool(self.written_to)


def invent_people(world: World, rng: Random, *, number: int, language: str, stage: str) -> Invented:
    """A household for a story; with protected identity it gives as little as it can."""
    words = world.words[language]
    first_name, last_name = rng.choice(words["first_names"]), rng.choice(words["last_names"])
    profile = rng.choice(words["profiles"])
    channels = ("email", "sms") if stage == "undelivered" else rng.choice(WISHES)
    if stage == "protected":
        channels = ("phone",)
    return Invented(
        name=f"{first_name} {last_name}",
        first_name=first_name,
        language=language,
        profile=profile,
        origin=profile["origin"],
        moving_on=_moving_on(world, rng, stage),
        other_adults=profile["adults"] - 1,
        child_ages=tuple(profile["ages"]),
        channels=channels,
        hours=rng.choice(HOURS),
        time_zone="Europe/Stockholm" if rng.random() < 0.5 else ZONES.get(language, ZONE),
        no_voicemail=rng.random() < 0.1,
        needs_interpreter=language in ("ar", "uk", "fi") and rng.random() < 0.4,
        email=f"familj{number}@example.org" if "email" in channels or rng.random() < 0.5 else "",
        phone=_phone(number) if set(channels) & {"sms", "phone"} or rng.random() < 0.5 else "",
        is_protected=stage == "protected",
        failing=stage == "undelivered",
    )


ZONE = "Europe/Stockholm"


def _moving_on(world: World, rng: Random, stage: str) -> date | None:
    if rng.random() < 0.25:
        return None
    months = rng.randrange(-6, 0) if stage == "moved" else rng.randrange(1, 14)
    month = world.on.month - 1 + months
    return date(world.on.year + month // 12, month % 12 + 1, 1)


def _phone(number: int) -> str:
    """As people write it: 070-174 06 05, or +44 7700 900123 for three of four who come from afar.

    Each household of the usual demo has one of its own, but for a few who share one with the next.
    """
    owner = number - (number % ONE_TELEPHONE_FOR_TWO == 1)
    if owner % 4:
        return f"+44 7700 {BRITISH_FROM + owner % BRITISH}"
    digits = f"0{SWEDISH[owner // 4 % len(SWEDISH)]}"
    return f"{digits[:3]}-{digits[3:6]} {digits[6:8]} {digits[8:]}"
