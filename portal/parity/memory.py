"""What is remembered of the texts of each object, and where that is learnt: wherever they become public."""

import functools
from collections import defaultdict
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.log_actions import log

from portal.parity.pairs import Memory, Pair, learn
from portal.parity.passages import passages
from portal.parity.states import fingerprint, readable

ACCEPT_ACTION = "portal.accept_copy"
STILL_RIGHT_ACTION = "portal.still_right"


def recall(objects, with_texts=False):
    """Return the :class:`~.pairs.Memory` of objects of one model by primary key, in one query.

    :param with_texts: also the words of the pairs, which tell what has changed
    :return: mapping that holds an empty memory for what nothing is remembered of
    """
    found = defaultdict(Memory)
    if objects:
        keys = {_key(obj): obj.pk for obj in objects}
        rows = _rows(objects[0]).filter(object_id__in=keys)
        for row in rows if with_texts else rows.defer("texts"):
            found[row.object_id] = _read(row, with_texts)
    return defaultdict(Memory, {obj.pk: found[key] for obj in objects if (key := _key(obj)) in found})


@contextmanager
def learning(obj):
    """Learn from a save that makes the texts of an object public."""
    row = stored(obj)
    public = passages(row) if row and row.live else []
    before = row.live_revision_id if row else None
    yield
    if getattr(obj, "alias_of_id", None) is None:  # an alias has its source's memory
        is_whole = isinstance(obj, getattr(obj, "specific_class", type(obj)))
        now = passages(obj if is_whole else stored(obj))
        with _changing(obj) as memory:
            drafts = _drafts(obj, max(before or 0, memory.revision)) if obj.live_revision_id != before else []
            learn(memory, public, [*drafts, now])
            memory.revision = max(obj.live_revision_id or 0, memory.revision)


def stored(obj):
    """Return an object as the database has it, a page as its own type; ``None`` if it was never saved."""
    row = type(obj)._base_manager.filter(pk=obj.pk).first() if obj.pk else None
    return getattr(row, "specific", row)


def _drafts(obj, followed):
    """Yield the passages of each save before the one that is public now, by number: a clock may jump."""
    drafts = obj.revisions.filter(pk__gt=followed, pk__lt=obj.live_revision_id or 0).order_by("pk")
    for content in drafts.values_list("content", flat=True):
        yield passages(obj, content)


def remember(objects):
    """Remember the texts of new objects of one model as right together."""
    rows = []
    for obj in objects:
        row = _model()(content_type=obj.get_base_content_type(), object_id=_key(obj))
        memory = Memory(revision=obj.live_revision_id or 0)
        learn(memory, [], [passages(obj)])
        _put(row, memory)
        rows.append(row)
    _model().objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)


def accept(obj, passage, code, user):
    """Let a text of an object stay alike in two languages, and leave that in its history."""
    with _changing(obj) as memory:
        memory.copies.add(fingerprint(passage.values[code]))
    _log(obj, ACCEPT_ACTION, passage, code, user)


def confirm(obj, passage, code, user):
    """Let a text stay as it is although another language has changed, and leave that in its history."""
    with _changing(obj) as memory:
        memory.settle(passage, code)
    _log(obj, STILL_RIGHT_ACTION, passage, code, user)


def _log(obj, action, passage, code, user):
    text = readable(passage.values[code])[:200]
    log(obj, action, user=user, data={"text": text, "field": passage.field, "language": code})


def follow_copies():
    """Make Wagtail's copies of pages remember what the pages do: a text that is behind is so in its copy."""
    CopyPageAction.execute = _carrying(CopyPageAction.execute)


def _carrying(execute):
    @functools.wraps(execute)
    def carrying(action, *args, **kwargs):
        with transaction.atomic():
            copy = execute(action, *args, **kwargs)
            sources, copies = [action.page], [copy]
            if action.recursive:
                sources += action.page.get_descendants()
                copies += copy.get_descendants()
            rows = {row.object_id: row for row in _rows(copy).filter(object_id__in=map(_key, sources))}
            for source, made in zip(sources, copies, strict=True):
                if row := rows.get(_key(source)):
                    _rows(made).update_or_create(
                        content_type=row.content_type,
                        object_id=str(made.pk),
                        defaults={"pairs": row.pairs, "texts": row.texts, "copies": row.copies},
                    )
        return copy

    return carrying


def forget(instance, **_signal):
    """Forget an object that was deleted."""
    _rows(instance).filter(object_id=str(instance.pk)).delete()


@contextmanager
def _changing(obj):
    """Yield the memory of an object, to be changed by nobody else meanwhile."""
    with transaction.atomic():
        rows = _rows(obj).select_for_update()
        row, _is_new = rows.get_or_create(content_type=obj.get_base_content_type(), object_id=_key(obj))
        memory = _read(row)
        yield memory
        if _put(row, memory):
            row.save()


def _model():
    return apps.get_model("portal.TranslationMemory")  # not imported: what it remembers imports this


def _rows(obj):
    return _model().objects.filter(content_type=obj.get_base_content_type())


def _key(obj):
    return str(getattr(obj, "alias_of_id", None) or obj.pk)


def _read(row, with_texts=True):
    pairs = [Pair(place, tuple(first), tuple(second)) for place, first, second in row.pairs]
    return Memory(pairs, row.copies, row.texts if with_texts else {}, row.revision)


def _put(row, memory):
    """Write a memory to its row; tell whether that has changed it."""
    said = {
        "pairs": [[pair.place, list(pair.first), list(pair.second)] for pair in memory.pairs],
        "texts": memory.texts,
        "copies": sorted(memory.copies),
        "revision": memory.revision,
    }
    is_changed = any(getattr(row, name) != value for name, value in said.items())
    vars(row).update(said)
    return is_changed
