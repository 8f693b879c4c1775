"""Questions that ask for what the law protects most (GDPR, article 9), in five languages.

A list of beginnings of words cannot know what an editor means: so it warns, and a person answers
for what is published. What a text asks people *not* to write about is no question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.translated import Texts
from hemvist.intake.definition import Definition, Question
from hemvist.intake.kinds import KINDS

SUBJECTS: dict[str, Any] = {
    "health": gettext_lazy("health or disability"),
    "religion": gettext_lazy("religion or belief"),
    "origin": gettext_lazy("ethnic origin, citizenship or country of birth"),
    "politics": gettext_lazy("political opinions"),
    "union": gettext_lazy("membership of a trade union"),
    "sexuality": gettext_lazy("sexual life or orientation"),
    "number": gettext_lazy("a personal identity number"),
}
# Beginnings of words, and whole words where a dot ends them: Swedish, English, Finnish, Arabic,
# Ukrainian.
STEMS: dict[str, str] = {
    "health": "hälsa. hälsan. hälsot hälsop ohälsa sjuk allergi diagnos funktionsned "
    "funktionshind medicin handikapp psykisk graviditet gravid. health ill. illness sick. "
    "sickness disease disabilit disabled allerg medical medication pregnan handicap "
    "terveyd terveys terveyt terveellinen sairau sairas vamma. vammai lääkity raskaana raskau "
    "صحة صحت صحية. صحي. مرض. مرضك أمراض إعاق حساسي تشخيص دواء أدوي حامل. "
    "здоров хвор інвалід алергі діагноз ліки. вагітн",
    "religion": "religi tro. trosbek trosupp trossam kyrkotill muslim kristen. kristn jude. "
    "judar judisk livsåskåd samfund belief faith. church christian jewish "
    "uskonto uskonno vakaumu seurakun دين. دينك ديانت ديانة ديني عقيد مذهب "
    "релігі віросп віруюч конфесі",
    "origin": "etnisk etnicit ursprung härkomst nationalit medborgarskap födelseland hudfärg "
    "rastillhör folkgrupp ethnic race. racial origin. citizenship ancestry birthplace etni "
    "syntyper kansalaisu kansallisu syntymämaa alkuperä rotu. "
    "عرق. عرقي عرقك إثني أصل. أصلك أصول جنسية جنسيت قوميت قومية етнічн етнос національніст "
    "походження громадянств расов",
    "politics": "politi parti. partitill partimed röstar. political voted. vote. "
    "politii puolue سياسي سياسة حزب. حزبك політич партія. партії. голосуєте",
    "union": "fackförb fackmed fackförening facklig unionist ammattiliit ammattiyhdisty "
    "نقابة نقابت профспілк",
    "sexuality": "sexu samkön homosexu bisexu könsidenti transperson hbtq gay. lesbian lgbt "
    "seksua sukupuoli-identiteet جنسي. ميول ميولك сексуал лгбт",
    "number": "personnummer personnr samordningsnummer passnummer henkilötunnu "
    "sosiaaliturvatunnu паспорт",
}
PHRASES = {
    "union": re.compile(r"\b(trade union|union member|labou?r union)"),
    "number": re.compile(
        r"(personal identity number|social security number|passport number|الرقم الشخصي|"
        r"особистий ідентифікаційний номер|персональний номер)"
    ),
    "origin": re.compile(r"(country of birth|where were you born|var är du född|كان الميلاد)"),
}
ASKS_NOT = re.compile(
    r"(skriv inte|do not write|don.t write|please do not|älä kirjoita|älkää kirjoittako|"
    r"عدم الكتابة|عدم كتابة|لا تكتب|не пишіть)"
)


def _pattern(stems: str) -> re.Pattern[str]:
    """Finds any of the beginnings, also behind an Arabic article."""
    parts = [
        re.escape(one[:-1]) + r"\b" if one.endswith(".") else re.escape(one)
        for one in stems.split()
    ]
    return re.compile(r"\b(?:ال|وال|بال|لل|و)?(?:" + "|".join(parts) + ")")


PATTERNS = {subject: _pattern(stems) for subject, stems in STEMS.items()}


@dataclass(frozen=True)
class Warned:
    """A question that seems to ask for something sensitive.

    `mark` changes with the words, so that what was confirmed is only what was read.
    """

    question: str
    subject: str
    words: str
    mark: str


def warnings(definition: Definition) -> list[Warned]:
    """What an editor has to answer for before a form is published."""
    return [
        Warned(
            question.key,
            subject,
            _(
                "The question “%(question)s” seems to ask about %(subject)s. Such details have a "
                "special protection (GDPR, article 9). Ask only if you must, and answer for it."
            )
            % {"question": question, "subject": SUBJECTS[subject]},
            f"{question.key}:{subject}:{_digest(question)}",
        )
        for question in definition.questions
        if question.kind in KINDS and _is_worded_by_editors(question)
        for subject in subjects_of(question)
    ]


def subjects_of(question: Question) -> list[str]:
    """What a question seems to ask about, in any of its languages."""
    text = "\n".join(_asking(_all_texts(question)))
    return [
        subject
        for subject in SUBJECTS
        if PATTERNS[subject].search(text) or (subject in PHRASES and PHRASES[subject].search(text))
    ]


def _is_worded_by_editors(question: Question) -> bool:
    kind = KINDS[question.kind]
    return kind.asks_freely or kind.has_choices or kind.code in ("yes_no", "consent")


def _all_texts(question: Question) -> Iterator[Texts]:
    yield from (question.question, question.title, question.label, question.help)
    yield from (choice.text for choice in question.choices)


def _asking(all_texts: Iterator[Texts]) -> Iterator[str]:
    """The sentences that ask, in small letters; not those that ask to leave something out."""
    for texts in all_texts:
        for text in texts.values():
            for sentence in re.split(r"(?<=[.!?؟])\s+|\n", text.casefold()):
                if not ASKS_NOT.search(sentence):
                    yield sentence


def _digest(question: Question) -> str:
    words = repr([sorted(texts.items()) for texts in _all_texts(question)])
    return sha256(words.encode()).hexdigest()[:10]
