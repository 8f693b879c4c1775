"""The index, the words that mean the same, and what was asked for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.core.translated import spoken


class Document(models.Model):
    """One public thing in one language, as the search knows it.

    It is made from the thing by `actions.index_things` and by nothing else, and holds nothing
    that the public does not read on the page it leads to.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    url_name = models.CharField(max_length=100)
    url_args = ArrayField(models.CharField(max_length=120), default=list)
    url_query = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=60, blank=True)
    kilometres = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    weight = models.FloatField(default=1.0)
    vector = SearchVectorField()
    meaning = models.BinaryField(null=True, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="search_thing_once_in_a_language"
            )
        ]
        indexes = [GinIndex(fields=["vector"], name="search_document_vector")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class KnownWord(models.Model):
    """A word that stands in the index, and in how many documents.

    `keyboard` is the word without dots and rings, and `shortened` that with each of its letters
    left out once: what is typed wrong by one letter has one of them in common with it.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    text = models.CharField(primary_key=True, max_length=60, db_collation="C")
    keyboard = models.CharField(max_length=60, help_text=_("Without dots and rings."))
    documents = models.PositiveIntegerField()
    shortened = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        indexes = [GinIndex(fields=["shortened"], name="search_word_shortened")]

    def __str__(self) -> str:
        return self.text


class Concept(models.Model):
    """Something people look for, whatever they call it: a preschool, a library, a job."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    code = models.SlugField(primary_key=True, max_length=40)
    names = models.JSONField(default=dict)
    about = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text=_("The kinds of places and areas of life that belong to it."),
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return spoken(self.names)[0] or self.code


class Term(models.Model):
    """One way to say a concept in one language.

    A term from outside that an editor does not want stays here switched off, so that it does not
    come back.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="terms")
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("word"), max_length=80)
    keys = ArrayField(models.CharField(max_length=120), default=list)
    source = models.CharField(max_length=20, help_text=_("Where it comes from."))
    is_used = models.BooleanField(default=True)
    meaning = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["concept", "language", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language", "text"], name="search_term_once_in_a_language"
            )
        ]
        indexes = [GinIndex(fields=["keys"], name="search_term_keys")]

    def __str__(self) -> str:
        return self.text


class AskedFor(models.Model):
    """How often something was asked for on a day, and how much was found.

    Nothing tells who asked, from where or at what hour. What may be about a person is not kept.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    day = models.DateField()
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=60)
    times = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0, help_text=_("How much was found the last time."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "text"], name="search_question_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.text


class IndexState(models.Model):
    """One row: a number that grows when the index changes, so that copies know they are old."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    version = models.PositiveBigIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    last_event = models.PositiveBigIntegerField(
        default=0, help_text=_("How far the audit log has been followed.")
    )
    states = models.JSONField(
        default=dict, help_text=_("How each kind was when it was last indexed, where it tells.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="search_only_one_index")
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_being_prepared(self) -> bool:
        """Whether nobody has come to the end of the guide yet; known words are written last."""
        return not KnownWord.objects.exists()
