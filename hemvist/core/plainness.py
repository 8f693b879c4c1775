"""What makes a Swedish text hard, found so that the writer can mend it (språklagen, section 11).

Long sentences, verbs in the passive that hide who does something, and links that say nothing of
where they lead. Each is a hint: a person decides.
"""

import re
from dataclasses import dataclass

from hemvist.core.letters import plain
from hemvist.core.lexicon import lexicon_of
from hemvist.core.readability import lix, sentences, words

HEAVY_LIX = 45
MOST_WORDS = 25  # in a sentence
SHORT_VERBS = {"ge", "se", "få", "ta", "nå"}
# End as the passive does, but hide nobody.
NOT_PASSIVE = {"behövs", "finns", "känns", "minns", "märks", "syns", "behövdes", "kändes", "syntes"}
VAGUE = {
    "här", "klicka här", "läs mer", "läs mer här", "mer", "länk", "länken", "denna länk", "vidare",
    "här kan du läsa mer", "se här", "gå hit", "hit",
}  # fmt: skip
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Plainness:
    """How plain one text is."""

    lix: int
    long_sentences: list[str]
    passives: list[str]
    vague_links: list[str]

    @property
    def is_heavy(self) -> bool:
        """Whether the text as a whole is heavier than a newspaper's."""
        return self.lix > HEAVY_LIX

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.is_heavy or self.long_sentences or self.passives or self.vague_links)


def plainness(text: str, *, html: str = "") -> Plainness:
    """Look at a plain text, and at the links of the same text as HTML."""
    return Plainness(
        lix=round(lix(text)),
        long_sentences=[one for one in sentences(text) if len(words(one)) > MOST_WORDS],
        passives=list(dict.fromkeys(word for word in words(text) if is_passive(word))),
        vague_links=vague_links(html),
    )


def is_passive(word: str) -> bool:
    """Whether a word is a verb in the passive: skickas, görs, betalades.

    Told from the dictionary form, so that genitives (skolans, kommunens) and verbs that are
    always written so (hoppas, trivs) are not taken for it. None is found before the dictionary
    has been laid out on this machine.
    """
    word = plain(word)
    lexicon = lexicon_of("sv")
    if not lexicon or not word.endswith("s") or word in NOT_PASSIVE:
        return False
    lemma = lexicon.find(word) or word
    if lemma in SHORT_VERBS:
        return word == f"{lemma}s"
    if not lemma.endswith("a"):
        return False
    return word in {f"{lemma}s", f"{lemma[:-1]}s"} or word.endswith(("des", "ats", "tts"))


def vague_links(html: str) -> list[str]:
    """The texts of links that say nothing of where they lead, or are only an address."""
    found = []
    for inner in _LINK.findall(html):
        text = " ".join(_TAG.sub(" ", inner).split())
        if text.lower().rstrip(".!:»→ ") in VAGUE or text.startswith(("http", "www.")):
            found.append(text)
    return found
