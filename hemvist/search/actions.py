"""What changes the index and the words of the search."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from hemvist.audit.actions import By, record
from hemvist.audit.models import Event
from hemvist.core.jobs import enqueue
from hemvist.core.letters import folded, shortened
from hemvist.core.lexicon import is_ready
from hemvist.search.concepts import Book, keys_of_term
from hemvist.search.drafts import Draft
from hemvist.search.meaning import is_here, vectors_of
from hemvist.search.models import Concept, Document, IndexState, KnownWord, Term
from hemvist.search.shipped import EDITOR, shipped_concepts
from hemvist.search.sources import SOURCES
from hemvist.search.vectors import vector_of

# Grows when the way in which documents are made changes, so that all are made anew.
MAKING = 2
AT_A_TIME = 500
SLOWEST_DEED = timedelta(minutes=3)
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_MEANT = 300, 600, 300
OF_DRAFT = [
    "title", "summary", "url_name", "url_args", "url_query", "area", "kilometres", "weight",
    "vector", "digest", "meaning",
]  # fmt: skip


@transaction.atomic
def index_things(kind: str, *, keys: Collection[str] | None = None) -> int:
    """Bring the things of a kind, or some of them, up to date; returns how many changed.

    What is no longer public goes. Documents whose content is as before are left alone.
    """
    book = Book.open()
    kept = _kept(kind, keys)
    changed, seen, batch = 0, set(), []
    for draft in SOURCES[kind].drafts(keys):
        this = (draft.key, draft.language)
        seen.add(this)
        digest = _digest(draft, book)
        if kept.get(this, (0, ""))[1] != digest:
            batch.append(_document(draft, book, digest))
        if len(batch) == AT_A_TIME:
            changed += _save(batch)
            batch = []
    changed += _save(batch)
    gone = [pk for this, (pk, _digest_of_it) in kept.items() if this not in seen]
    Document.objects.filter(pk__in=gone).delete()
    if changed or gone:
        _tell_that_it_changed()
    return changed + len(gone)


def index_all() -> dict[str, int]:
    """Bring everything up to date, kind by kind, and the known words after it."""
    changed = {kind: index_things(kind) for kind in SOURCES}
    if any(changed.values()) or not KnownWord.objects.exists():
        count_known_words()
    return changed


def follow_changes(*, at: datetime) -> int:
    """Index what the audit log says has changed; returns how many documents did.

    The log is read again for the last minutes, because a deed that took long is written late
    under an early number.
    """
    states = _states()
    state, is_new = IndexState.objects.get_or_create(pk=1)
    if is_new or not state.last_event:
        changed = sum(index_all().values())
    else:
        late = Q(at__gte=at - SLOWEST_DEED, at__lte=at)
        events = Event.objects.filter(Q(pk__gt=state.last_event) | late)
        touched = _touched(events) | dict.fromkeys(
            kind for kind, now in states.items() if state.states.get(kind) != now
        )
        changed = sum(index_things(kind, keys=keys) for kind, keys in touched.items())
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    IndexState.objects.filter(pk=1).update(last_event=newest, states=states)
    return changed


def _states() -> dict[str, str]:
    return {kind: source.state() for kind, source in SOURCES.items() if source.state}


def _touched(events: QuerySet[Event]) -> dict[str, Collection[str] | None]:
    """The kinds that events may have changed; with the keys, if only some of its things."""
    rows = {row for source in SOURCES.values() for row in (*source.rows, source.own_row)}
    told = events.filter(subject_type__in=rows - {""}).values_list("subject_type", "subject_id")
    touched: dict[str, Collection[str] | None] = {}
    by_row: dict[str, set[str]] = {}
    for row, pk in told:
        by_row.setdefault(row, set()).add(pk)
    for kind, source in SOURCES.items():
        if by_row.keys() & set(source.rows):
            touched[kind] = None
        elif source.own_row in by_row:
            touched[kind] = by_row[source.own_row]
    return touched


@transaction.atomic
def count_known_words() -> None:
    """Write down anew which words stand in the index, and in how many documents.

    Words of the terms count too, even if no document has them: somebody may mistype them.
    """
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, ndoc FROM ts_stat('SELECT vector FROM search_document')")
        for word, documents in cursor.fetchall():
            if not word.startswith("§"):
                counts[word] = documents
    for keys in Term.objects.filter(is_used=True).values_list("keys", flat=True):
        for key in keys[:1]:
            for word in key.split():
                counts.setdefault(word, 0)
    KnownWord.objects.all().delete()
    words = (
        KnownWord(text, folded(text), n, shortened(folded(text))) for text, n in counts.items()
    )
    KnownWord.objects.bulk_create(words, batch_size=2_000)
    _tell_that_it_changed()


@transaction.atomic
def load_concepts(*, left_out: Collection[tuple[str, str, str]] = ()) -> None:
    """Bring the words that come with the product into the database.

    What editors added or switched off stays; what came with an older version goes. `left_out` are
    terms, as concept, language and text, that shall not be known; only measuring needs that.
    """
    kept: set[tuple[str, str, str]] = set()
    for shipped in shipped_concepts():
        Concept.objects.update_or_create(
            code=shipped.code, defaults={"names": shipped.names, "about": shipped.about}
        )
        wanted = [
            _term(shipped.code, language, text, source)
            for language, text, source in shipped.terms
            if (shipped.code, language, text) not in left_out
        ]
        Term.objects.bulk_create(wanted, ignore_conflicts=True)
        kept |= {(term.concept_id, term.language, term.text) for term in wanted}
    came = Term.objects.exclude(source=EDITOR).values_list("pk", "concept", "language", "text")
    Term.objects.filter(pk__in=[pk for pk, *term in came if tuple(term) not in kept]).delete()
    renew_keys()


def renew_keys() -> None:
    """Read every term anew, for dictionaries may have come or changed since it was kept."""
    terms = list(Term.objects.all())
    changed = []
    for term in terms:
        keys = keys_of_term(term.text, term.language)
        if keys != term.keys:
            term.keys = keys
            changed.append(term)
    Term.objects.bulk_update(changed, ["keys"], batch_size=500)


@transaction.atomic
def add_term(concept: Concept, *, language: str, text: str, by: By) -> Term:
    """Let a word find a concept from now on; one that was switched off is used again."""
    term = _term(concept.pk, language, " ".join(text.split()), EDITOR)
    term, is_new = Term.objects.get_or_create(
        concept=concept,
        language=language,
        text=term.text,
        defaults={"keys": term.keys, "source": term.source},
    )
    if not is_new and term.is_used:
        return term
    term.is_used = True
    term.save(update_fields=["is_used"])
    record("term.added", term, by=by, detail={"concept": concept.pk, "language": language})
    _words_changed()
    return term


@transaction.atomic
def switch_off_term(term: Term, *, by: By) -> None:
    """Let a word no longer find its concept; it stays here, so that no update brings it back."""
    if not term.is_used:
        return
    term.is_used = False
    term.save(update_fields=["is_used"])
    record("term.switched_off", term, by=by, detail={"concept": term.concept_id})
    _words_changed()


def _words_changed() -> None:
    _tell_that_it_changed()
    enqueue("search.index_all")


def _term(code: str, language: str, text: str, source: str) -> Term:
    keys = keys_of_term(text, language)
    return Term(concept_id=code, language=language, text=text[:80], keys=keys, source=source)


def _kept(kind: str, keys: Collection[str] | None) -> dict[tuple[str, str], tuple[int, str]]:
    kept = Document.objects.filter(kind=kind)
    if keys is not None:
        kept = kept.filter(key__in=keys)
    rows = kept.values_list("key", "language", "pk", "digest")
    return {(key, language): (pk, digest) for key, language, pk, digest in rows}


def _digest(draft: Draft, book: Book) -> str:
    return sha256(f"{MAKING} {is_ready()} {book.digest} {draft!r}".encode()).hexdigest()


def _document(draft: Draft, book: Book, digest: str) -> Document:
    return Document(
        kind=draft.kind,
        key=draft.key,
        language=draft.language,
        title=draft.title[:LONGEST_TITLE],
        summary=draft.summary[:LONGEST_SUMMARY],
        url_name=draft.url_name,
        url_args=list(draft.url_args),
        url_query=draft.url_query,
        area=draft.area,
        kilometres=draft.kilometres,
        weight=draft.weight,
        vector=vector_of(draft, book),
        digest=digest,
    )


def _save(documents: list[Document]) -> int:
    _keep_meaning(documents)
    saved = Document.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=OF_DRAFT,
    )
    return len(saved)


def _keep_meaning(documents: list[Document]) -> None:
    """Leave their vectors to documents whose text is as before; new ones take long to make."""
    if not documents:
        return
    kept = Document.objects.filter(
        kind=documents[0].kind, key__in={document.key for document in documents}
    ).exclude(meaning=None)
    vectors = {
        (row.key, row.language, row.title, row.summary): row.meaning for row in kept.defer("vector")
    }
    for row in documents:
        row.meaning = vectors.get((row.key, row.language, row.title, row.summary))


def _tell_that_it_changed() -> None:
    """Let every process know that its copy of vectors and counts is old."""
    documents = Document.objects.count()
    state, _new = IndexState.objects.get_or_create(pk=1)
    IndexState.objects.filter(pk=state.pk).update(version=F("version") + 1, documents=documents)


def add_meaning(*, at_most: int) -> int:
    """Give documents and terms that have none yet their vectors; returns how many got one.

    Slow, and apart from the index for that reason: a document is found by its words at once.
    """
    if not is_here():
        return 0
    terms = list(Term.objects.filter(meaning__isnull=True, is_used=True)[:at_most])
    documents = list(Document.objects.filter(meaning__isnull=True)[: at_most - len(terms)])
    for rows, texts in (
        (terms, [term.text for term in terms]),
        (documents, [f"{row.title}. {row.summary}"[:LONGEST_MEANT] for row in documents]),
    ):
        for start in range(0, len(rows), 32):
            vectors = vectors_of(texts[start : start + 32], as_questions=rows is terms)
            for row, vector in zip(rows[start : start + 32], vectors, strict=True):
                type(row)._default_manager.filter(pk=row.pk, meaning=None).update(meaning=vector)
    if terms or documents:
        _tell_that_it_changed()
    return len(terms) + len(documents)
