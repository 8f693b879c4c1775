"""The words of the rules, in Swedish and in English; a rule may mix them."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# What a condition can be about, and the ways to say it.
FIELDS: dict[str, tuple[str, ...]] = {
    "language": ("språk", "språket", "language", "the language"),
    "area": ("område", "området", "area", "the area"),
    "need": ("behov", "behovet", "behoven", "need", "needs", "the need", "the needs"),
    "source": ("källa", "källan", "source", "the source"),
    "employer": ("arbetsgivare", "arbetsgivaren", "employer", "the employer"),
    "origin": ("flyttar från", "kommer från", "moving from", "moves from", "comes from"),
    "form": ("formulär", "formuläret", "form", "the form"),
    "day": ("dag", "dagen", "day", "the day"),
    "time": ("klockan", "tiden", "time", "the time"),
    "children": ("barn", "barnen", "antal barn", "children", "number of children"),
    "child_age": ("barnets ålder", "ett barns ålder", "child's age", "a child's age"),
    "adults": ("vuxna", "antal vuxna", "adults", "number of adults"),
    "people": ("personer", "antal personer", "people", "number of people"),
    "months": ("månader till flytt", "months to move", "months until the move"),
}
FIELD_NAMES = {
    "language": _("language"),
    "area": _("area"),
    "need": _("need"),
    "source": _("source"),
    "employer": _("employer"),
    "origin": _("moving from"),
    "form": _("form"),
    "day": _("day"),
    "time": _("time"),
    "children": _("children"),
    "child_age": _("a child's age"),
    "adults": _("adults"),
    "people": _("people"),
    "months": _("months until the move"),
}
NUMBERS = {"time", "children", "child_age", "adults", "people", "months"}
# Any text may be meant: the label of a code on a poster, or how somebody was registered.
FREE = {"source"}
FLAGS: dict[str, tuple[str, ...]] = {
    "returning": ("återkommer", "hushållet återkommer", "comes back", "the household comes back"),
    "interpreter": ("tolk behövs", "behöver tolk", "needs an interpreter", "interpreter needed"),
}
IS, IS_NOT, GIVEN, MISSING = "is", "is not", "given", "missing"
AT_LEAST, AT_MOST, BETWEEN, ABOVE, BELOW = "at least", "at most", "between", "above", "below"
_BE = ("", "är ", "is ", "are ")


def _with_be(*words: str) -> tuple[str, ...]:
    return tuple(f"{be}{word}" for word in words for be in _BE)


OPERATORS: dict[str, tuple[str, ...]] = {
    IS: ("är", "is", "are", "innehåller", "includes", "include", "contains"),
    IS_NOT: (
        *("är inte", "is not", "are not", "innehåller inte"),
        *("does not include", "do not include", "does not contain"),
    ),
    GIVEN: ("finns", *_with_be("given", "known", "känd", "känt", "kända")),
    MISSING: ("saknas", "finns inte", *_with_be("missing", "unknown", "okänd", "okänt")),
    AT_LEAST: _with_be("minst", "at least"),
    AT_MOST: _with_be("högst", "at most"),
    BETWEEN: _with_be("mellan", "between"),
    ABOVE: _with_be("över", "efter", "more than", "after", "over"),
    BELOW: _with_be("under", "före", "less than", "before"),
}
OTHERWISE = ("annars", "alltid", "otherwise", "always")
IF = ("om", "när", "if", "when")
AND, OR = ("och", "and"), ("eller", "or")
ARROWS = ("→", "->", "=>")
TEAM = ("team", "teamet", "arbetslag", "arbetslaget", "the team")
PREFER = ("helst", "gärna", "preferably")
TO = ("till", "to")
LEAST = (
    *("den med minst att göra", "den som har minst att göra"),
    *("the one with least to do", "whoever has least to do"),
)
AMONG = ("bland", "among")
QUEUE = ("kön", "i kön", "the queue", "in the queue")
EARLIER_HOST = (
    *("tidigare värd", "sin tidigare värd", "den tidigare värden"),
    *("earlier host", "their earlier host", "the earlier host"),
)

DAYS: dict[str, tuple[str, ...]] = {
    "0": ("måndag", "monday"),
    "1": ("tisdag", "tuesday"),
    "2": ("onsdag", "wednesday"),
    "3": ("torsdag", "thursday"),
    "4": ("fredag", "friday"),
    "5": ("lördag", "saturday"),
    "6": ("söndag", "sunday"),
    "closed": ("stängd dag", "stängd", "closed", "a closed day"),
}
ORIGINS: dict[str, tuple[str, ...]] = {
    "sweden": ("sverige", "sweden"),
    "nordic": ("norden", "the nordic countries"),
    "eu": ("eu", "ees", "the eu", "eea"),
    "elsewhere": ("annat land", "another country", "utanför eu", "outside the eu"),
    "here": ("bor här", "lives here"),
}


# The kinds of forms, which are an app's above this one.
FORMS: dict[str, tuple[str, ...]] = {
    "enquiry": ("enquiry", "förfrågan", "vanlig förfrågan"),
    "recruit": ("recruit", "rekryt", "nyanställd", "an employer's recruit"),
    "village": ("village", "by", "byn"),
    "returner": ("returner", "hemvändare", "återvändare"),
    "student": ("student",),
    "association": ("association", "förening"),
    "landlord": ("landlord", "hyresvärd", "bostad att hyra ut"),
}
WEEK = {
    **dict.fromkeys(("vardag", "vardagar", "weekday", "a weekday"), frozenset("01234")),
    **dict.fromkeys(("helg", "helgen", "weekend", "the weekend"), frozenset("56")),
}


@dataclass(frozen=True)
class Vocabulary:
    """What names may be written in the rules of this installation, and what each stands for.

    A value may stand for several codes (a weekday). A team or a person may not: when two bear a
    name, the parser asks for more of it.
    """

    values: dict[str, dict[str, frozenset[str]]]
    teams: dict[str, frozenset[int]] = field(default_factory=dict)
    people: dict[str, frozenset[int]] = field(default_factory=dict)


def names_by(choices: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Every way of saying something, with the one code it stands for."""
    return {plain(name): frozenset([code]) for code, names in choices.items() for name in names}


def plain(text: str) -> str:
    """A name as names are compared: without capitals and doubled spaces."""
    return " ".join(text.casefold().split())


def language_names() -> dict[str, frozenset[str]]:
    """The languages of the installation by their Swedish, English and own names, and by code."""
    from django.conf.locale import LANG_INFO

    names: dict[str, frozenset[str]] = {}
    for code, english in settings.LANGUAGES:
        with translation.override("sv"):
            swedish = translation.gettext(LANG_INFO[code]["name"])
        known = LANG_INFO[code]
        for name in (code, english, known["name"], swedish, known["name_local"]):
            names[plain(str(name))] = frozenset([code])
    return names
