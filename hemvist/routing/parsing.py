"""Reads a text of rules, a rule to a line, and says of what it cannot read which word it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from hemvist.routing import words
from hemvist.routing.sentences import Condition, Mistake, Reading, Rule, Target
from hemvist.routing.words import Vocabulary, plain

LONGEST_TEXT = 20_000
MOST_RULES = 200
LONGEST_PHRASE = 8
_TOKENS = re.compile(r"""→|->|=>|,|["“”»][^"“”«»]*["“”«]|[^\s,→"“”»]+""")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


@dataclass(frozen=True)
class Token:
    """A word, a sign or a name in quotes, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """As words are compared."""
        return self.text.casefold().replace("’", "'")

    @property
    def is_quoted(self) -> bool:
        """Whether it is a name in quotes."""
        return self.text[0] in '"“”»'


class CannotRead(Exception):
    """A line cannot be understood; says why, and at which letters."""

    def __init__(self, words: str, start: int, end: int) -> None:
        super().__init__(words)
        self.words, self.start, self.end = words, start, end


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """All rules of a text and all its mistakes; a line with a mistake is no rule.

    Empty lines, and lines that begin with #, say nothing to the parser.
    """
    rules, mistakes = [], []
    names: dict[str, int] = {}
    for number, line in enumerate(text[:LONGEST_TEXT].splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            parser = _Line(number, line, vocabulary, names)
            rules.append(parser.rule())
        except CannotRead as wrong:
            mistakes.append(Mistake(number, wrong.start, wrong.end, wrong.words))
    if len(text) > LONGEST_TEXT or len(rules) > MOST_RULES:
        mistakes.append(Mistake(1, 0, 0, _("These are more rules than anybody can oversee.")))
    return Reading(tuple(rules[:MOST_RULES]), tuple(mistakes), names)


class _Line:
    """One line on its way from left to right; `at` is the token it has come to."""

    def __init__(
        self, number: int, line: str, vocabulary: Vocabulary, names: dict[str, int]
    ) -> None:
        self.number, self.line = number, line
        self.vocabulary, self.names = vocabulary, names
        self.tokens = [Token(m.group(), m.start(), m.end()) for m in _TOKENS.finditer(line)]
        self.at = 0

    # Looking and stepping

    @property
    def here(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def takes(self, phrases: Iterable[str]) -> bool:
        """Step over the longest of these phrases, if one begins here."""
        longest = max((len(found) for p in phrases if (found := self._begins(p))), default=0)
        self.at += longest
        return longest > 0

    def sees(self, phrases: Iterable[str]) -> bool:
        """Whether one of these phrases begins here."""
        return any(self._begins(phrase) for phrase in phrases)

    def _begins(self, phrase: str) -> list[str]:
        parts = phrase.split()
        found = [token.plain for token in self.tokens[self.at : self.at + len(parts)]]
        return parts if found == parts else []

    def which(self, choices: dict[str, tuple[str, ...]]) -> str | None:
        """Step over the longest phrase of all these choices; says whose it is."""
        found = [
            (len(parts), code)
            for code, phrases in choices.items()
            for phrase in phrases
            if (parts := self._begins(phrase))
        ]
        if not found:
            return None
        longest, code = max(found, key=lambda one: one[0])
        self.at += longest
        return code

    def wrong(self, sentence: str, *, since: int | None = None) -> CannotRead:
        """A mistake at the word here, or from an earlier one up to it."""
        if since is not None and since < self.at:
            return CannotRead(sentence, self.tokens[since].start, self.tokens[self.at - 1].end)
        if self.here is None:
            end = len(self.line.rstrip())
            return CannotRead(sentence, max(end - 1, 0), end)
        return CannotRead(sentence, self.here.start, self.here.end)

    def said(self, since: int) -> str:
        """What is written from a token up to here."""
        return self.line[self.tokens[since].start : self.tokens[self.at - 1].end]

    # The grammar

    def rule(self) -> Rule:
        """conditions, an arrow, a target."""
        conditions = self._conditions()
        if not self.takes(words.ARROWS):
            if self.here and self.sees(words.OR):
                raise self.wrong(
                    _("“or” can only stand between values. Write a line for each alternative.")
                )
            if self.here:
                raise self.wrong(_("Here “and” or an arrow → was expected."))
            raise self.wrong(_("The arrow → and where it leads are missing."))
        return Rule(self.number, self.line.strip(), conditions, self._target())

    def _conditions(self) -> tuple[Condition, ...]:
        self.takes(words.IF)
        if self.takes(words.OTHERWISE):
            return ()
        found = [self._condition()]
        while self.takes(words.AND) or self.takes((",",)):
            found.append(self._condition())
        return tuple(found)

    def _condition(self) -> Condition:
        since = self.at
        if flag := self.which(words.FLAGS):
            return Condition(flag, words.GIVEN, self.said(since))
        field = self.which(words.FIELDS)
        if field is None:
            raise self.wrong(self._not_a_field())
        operator = self.which(words.OPERATORS)
        if operator is None and field == "origin":  # "flyttar från Norden" needs no verb more
            operator = words.IS
        if operator is None:
            raise self.wrong(
                _("After “%(field)s” comes “is”, “is not”, “is given” or “is missing”.")
                % {"field": self.said(since)}
                if field not in words.NUMBERS
                else _("After “%(field)s” comes “is”, “at least”, “at most” or “between”.")
                % {"field": self.said(since)}
            )
        if operator in (words.GIVEN, words.MISSING):
            return Condition(field, operator, self.said(since))
        if field in words.NUMBERS:
            return self._of_numbers(field, operator, since)
        if operator not in (words.IS, words.IS_NOT):
            raise self.wrong(_("That can only be said of a number."), since=since)
        values = self._values(field)
        return Condition(field, operator, self.said(since), values=values)

    def _not_a_field(self) -> str:
        if self.here is None or self.sees(words.ARROWS):
            return _("What shall hold? Begin with a word like language, area or need.")
        every = [name for names in words.FIELDS.values() for name in names]
        near = get_close_matches(self.here.plain, every, 1)
        if near:
            return _("“%(word)s” is not known. Did you mean “%(near)s”?") % {
                "word": self.here.text[:60],
                "near": near[0],
            }
        return _("“%(word)s” is nothing a rule can ask about.") % {"word": self.here.text[:60]}

    def _values(self, field: str) -> frozenset[str]:
        values = self._value(field)
        while self.takes(words.OR):
            if self.sees([name for names in words.FIELDS.values() for name in names]):
                raise self.wrong(
                    _("“or” can only stand between values. Write a line for each alternative.")
                )
            values |= self._value(field)
        return values

    def _value(self, field: str) -> frozenset[str]:
        if field in words.FREE:
            return frozenset([plain(self._free_text())])
        return self._named(
            self.vocabulary.values.get(field, {}),
            _("No %(what)s is called “%(word)s”."),
            str(words.FIELD_NAMES[field]),
        )

    def _free_text(self) -> str:
        if self.here is None or self._stops():
            raise self.wrong(_("Here a value is missing."))
        since = self.at
        if self.here.is_quoted:
            self.at += 1
            return self.tokens[since].text[1:-1]
        while self.here is not None and not self._stops():
            self.at += 1
        return self.said(since)

    def _stops(self) -> bool:
        return self.sees((*words.ARROWS, *words.AND, *words.OR, ","))

    def _named(self, names: dict[str, frozenset[str]], sentence: str, what: str) -> frozenset[str]:
        """Step over the longest name that begins here."""
        for length in range(LONGEST_PHRASE, 0, -1):
            some = self.tokens[self.at : self.at + length]
            if len(some) == length and (found := names.get(_as_name(some))):
                self.at += length
                return found
        since = self.at
        word = self._free_text()
        near = get_close_matches(plain(word), list(names), 1)
        said = sentence % {"what": what, "word": word[:60]}
        if near:
            said += " " + _("Did you mean “%(near)s”?") % {"near": near[0]}
        raise self.wrong(said, since=since)

    # Numbers

    def _of_numbers(self, field: str, operator: str, since: int) -> Condition:
        number = self._number(field)
        low, high = number, number + (59 if field == "time" else 0)  # a time is an hour of the day
        if operator == words.BETWEEN:
            if not self.takes(words.AND):
                raise self.wrong(_("“between” needs two numbers with “and” between them."))
            high = self._number(field)
            if high < low:
                raise self.wrong(_("The smaller number comes first."), since=since)
            high -= field == "time"
        elif operator == words.AT_LEAST:
            low, high = number, 10**6
        elif operator == words.ABOVE:
            low, high = number + (field != "time"), 10**6
        elif operator == words.AT_MOST:
            low, high = -(10**6), number
        elif operator == words.BELOW:
            low, high = -(10**6), number - 1
        elif operator == words.IS_NOT:
            raise self.wrong(_("“is not” can't be said of a number. Write “above” or “below”."))
        return Condition(field, words.BETWEEN, self.said(since), low=low, high=high)

    def _number(self, field: str) -> int:
        token = self.here
        found = _TIME.fullmatch(token.text) if token and token.text.isascii() else None
        if token is None or found is None or (found[2] and field != "time"):
            raise self.wrong(_("Here a number is missing."))
        self.at += 1
        if field != "time":
            return int(token.text)
        hours, minutes = int(found[1]), int(found[2] or 0)
        if hours > 24 or minutes > 59:
            raise CannotRead(_("That is no time of day."), token.start, token.end)
        return hours * 60 + minutes

    # The target

    def _target(self) -> Target:
        since = self.at
        if self.here is None:
            raise self.wrong(_("After the arrow comes a team or a person."))
        if self.takes(words.EARLIER_HOST):
            return self._ended(Target(self.said(since), is_earlier_host=True))
        found: dict[str, object] = {}
        self._part(found)
        while self.takes((",",)) or self.takes(words.AND):
            self._part(found)
        return self._ended(Target(self.said(since), **found))  # type: ignore[arg-type]

    def _ended(self, target: Target) -> Target:
        if self.here is not None:
            raise self.wrong(_("The rule should have ended before this."))
        return target

    def _part(self, found: dict[str, object]) -> None:
        since = self.at
        if self.takes(words.TEAM):
            self._once(found, "team", self._one(self.vocabulary.teams, "team"), since)
        elif self.takes(words.LEAST):
            self._once(found, "is_least", True, since)
            if self.takes(words.AMONG):
                found["among"] = self._among()
        elif self.takes(words.QUEUE):
            return
        else:
            self.takes(words.PREFER) or self.takes(words.TO)
            self._once(found, "person", self._one(self.vocabulary.people, "person"), since)

    def _once(self, found: dict[str, object], name: str, value: object, since: int) -> None:
        if name in found:
            raise self.wrong(_("A rule leads to one team and one person."), since=since)
        found[name] = value

    def _among(self) -> tuple[int, ...]:
        people = [self._one(self.vocabulary.people, "person")]
        while self.sees((",", *words.AND)):
            before = self.at
            self.at += 1
            if self.sees((*words.TEAM, *words.PREFER, *words.LEAST, *words.QUEUE)):
                self.at = before
                break
            people.append(self._one(self.vocabulary.people, "person"))
        return tuple(dict.fromkeys(people))

    def _one(self, names: dict[str, frozenset[int]], what: str) -> int:
        since = self.at
        known = {name: frozenset(map(str, keys)) for name, keys in names.items()}
        sentence = _("No team is called “%(word)s”.")
        if what == "person":
            sentence = _("Nobody here is called “%(word)s”.")
        found = self._named(known, sentence, what)
        if len(found) > 1:
            raise self.wrong(
                _("Several are called “%(name)s”. Write the whole name.")
                % {"name": self.said(since)},
                since=since,
            )
        key = int(next(iter(found)))
        name = _as_name(self.tokens[since : self.at])
        self.names[f"{what}:{name}"] = key
        return key


def _as_name(tokens: list[Token]) -> str:
    if len(tokens) == 1 and tokens[0].is_quoted:
        return plain(tokens[0].text[1:-1])
    return plain(" ".join(token.text for token in tokens))
