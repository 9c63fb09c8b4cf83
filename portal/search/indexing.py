"""Keeps what can be found: right after each commit for what it touched, or all of it when asked."""

import logging
from collections import defaultdict
from functools import cache
from hashlib import md5

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.signals import post_page_move, published, unpublished

from portal import languages
from portal.models import SearchDocument
from portal.search.engines import engine
from portal.search.searched import Searched
from portal.search.words import tidy, words

logger = logging.getLogger(__name__)

BATCH = 200
EVERY = None  # instead of a primary key
FIELDS = ("title", "text", "area", "date", "expires", "digest")


@cache
def searched_models():
    """Return the models of what can be found, of those that inherit one from another the first."""
    found = [model for model in apps.get_models() if issubclass(model, Searched)]
    return [model for model in found if not any(parent in found for parent in model._meta.get_parent_list())]


def searched_as(model):
    """Return the model of :func:`searched_models` that one is or inherits from."""
    return next(each for each in searched_models() if issubclass(model, each))


def heirs(model):
    """Return the models that inherit from one."""
    return [each for each in apps.get_models() if issubclass(each, model) and each is not model]


def labels_of(model):
    """Return the kinds that the objects of a model are filed under."""
    return [each._meta.label_lower for each in (model, *heirs(model))]


# Following what changes


def connect():
    """Follow from now on what signals tell."""
    for model in searched_models():
        for each in [model, *heirs(model)]:
            post_save.connect(follow, sender=each)
            post_delete.connect(follow, sender=each)
    for signal in (published, unpublished):
        signal.connect(follow_publication)
    post_page_move.connect(follow_below)
    for restriction in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(follow_restriction, sender=restriction)
        post_delete.connect(follow_restriction, sender=restriction)


def follow(instance, update_fields=None, **_signal):
    """Take up an object once its change is committed; changes of single columns tell nothing new."""
    if update_fields is None:
        mark(instance, [instance.pk])


def follow_publication(instance, **_signal):
    """Take up what was published or taken back, by whichever door."""
    if isinstance(instance, Searched):
        mark(instance, [instance.pk])


def follow_below(instance, **_signal):
    """Take up a page with all below it, once it is committed that it moved."""
    mark(instance, list(instance.get_descendants(inclusive=True).values_list("pk", flat=True)))


def follow_restriction(instance, **_signal):
    """Take up what a restriction closes or opens."""
    if hasattr(instance, "page"):
        follow_below(instance.page)
    else:
        for model in searched_models():
            if hasattr(model, "collection"):
                follow_all(model)


def follow_all(model):
    """Take up every object of a model, once it is committed what they depend on."""
    _pending()[model].add(EVERY)
    transaction.on_commit(_take_up)


def mark(instance, pks):
    """Have some objects of the model of one taken up at the next commit, all together."""
    _pending()[searched_as(type(instance))].update(pks)
    transaction.on_commit(_take_up)


def _pending():
    """Return what waits on this connection; what an undone transaction left is taken up with the next."""
    return vars(connections["default"]).setdefault("_to_find", defaultdict(set))


def _take_up():
    pending = _pending()
    while pending:
        model, pks = pending.popitem()
        _safely(refresh, model, None if EVERY in pks else sorted(pks))


def _safely(act, *args):
    """Index; if it fails, only the log is told: what was published stays so, and ``--repair`` mends it."""
    try:
        act(*args)
    except Exception:  # whatever the database has against it
        logger.exception("not indexed: %s", args)


def fill(**_signal):
    """Take up everything where nothing was indexed yet: the portal is newer than its database."""
    if not SearchDocument.objects.exists():
        for model in searched_models():
            _safely(refresh, model)


# Comparing and mending


def refresh(model, pks=None):
    """Bring the index up to date with some objects of a model, or with all.

    :return: how many documents were written, and how many dropped
    """

    def mend(wrong, lost):
        with transaction.atomic():
            write(wrong)
            SearchDocument.objects.filter(pk__in=lost).delete()

    return _go_through(model, pks, mend)


def compare(model):
    """Return how many documents of a model are missing or out of date, and how many are too many."""
    return _go_through(model, None, lambda wrong, lost: None)


def _go_through(model, pks, act):
    if pks is None:
        known = SearchDocument.objects.filter(kind__in=labels_of(model)).values_list("object_id", flat=True)
        pks = sorted({*model._default_manager.values_list("pk", flat=True), *known})
    counts = [0, 0]
    for start in range(0, len(pks), BATCH):
        found = differences(model, pks[start : start + BATCH])
        act(*found)
        counts = [count + len(each) for count, each in zip(counts, found, strict=True)]
    return tuple(counts)


def differences(model, pks):
    """Return what is wrong about some objects: documents as they should be, keys of those too many."""
    known = {
        (document.kind, document.object_id, document.language): document
        for document in SearchDocument.objects.filter(kind__in=labels_of(model), object_id__in=pks)
    }
    matched = _matched([document.pk for document in known.values()])
    wrong = []
    for code in languages.codes():
        for document, terms in _documents(model, pks, code):
            stored = known.pop((document.kind, document.object_id, document.language), None)
            is_right = stored and stored.pk in matched
            if not is_right or any(getattr(stored, name) != getattr(document, name) for name in FIELDS):
                document.pk = stored and stored.pk
                wrong.append((document, terms))
    return wrong, [document.pk for document in known.values()]


def _documents(model, pks, code):
    """Yield the documents of some objects in a language, each with the terms of its title and text."""
    with translation.override(code):
        found = model.findable(code).filter(pk__in=pks)
        found = list(found.specific() if hasattr(found, "specific") else found)
        sections = model.sections(found)
        for obj in found:
            title, text = map(tidy, obj.said_in(code))
            if not title:
                continue
            terms = [[word.term for word in words(part, code)] for part in (title, text)]
            yield (
                SearchDocument(
                    kind=obj._meta.label_lower,
                    object_id=obj.pk,
                    language=code,
                    title=title,
                    text=text,
                    area=sections.get(obj.pk),
                    date=obj.dated,
                    expires=getattr(obj, "expire_at", None),
                    digest=md5(repr(terms).encode(), usedforsecurity=False).hexdigest(),
                ),
                terms,
            )


def _matched(pks):
    """Return those of some documents that the database has terms of."""
    if not pks:
        return set()
    key, places = engine().KEY, ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM portal_search WHERE {key} IN ({places})", pks)  # noqa: S608
        return {pk for (pk,) in cursor.fetchall()}


def write(wrong):
    """Write documents, and what the database matches of each: pairs of document and terms."""
    if not wrong:
        return
    documents = [document for document, _terms in wrong]
    SearchDocument.objects.bulk_create(
        [document for document in documents if document.pk is None],
        update_conflicts=True,  # another process was quicker
        unique_fields=["kind", "object_id", "language"],
        update_fields=FIELDS,
    )
    SearchDocument.objects.bulk_update([document for document in documents if document.pk], FIELDS)
    with connection.cursor() as cursor:
        engine().write(cursor, [(document.pk, document.date, *terms) for document, terms in wrong])
