"""What is remembered of the texts of each object: learnt from what becomes public, changed by editors.

It is learnt by :func:`learning`, around each save of what is live, and by :func:`remember`, from what was
loaded; :func:`accept` and :func:`confirm` are an editor's word. :func:`recall` reads it, and for visitors
:func:`read_with` and :func:`recall_read`.
"""

import functools
from contextlib import contextmanager

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, When
from django.db.models.functions import Cast, Coalesce
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.log_actions import log

from portal.parity.following import learn
from portal.parity.pairs import Memory, Pair
from portal.parity.passages import passages
from portal.parity.states import as_read, fingerprint
from portal.rows import Json, rows_of

ACCEPT_ACTION = "portal.accept_copy"
STILL_RIGHT_ACTION = "portal.still_right"
FOUND = ["right", "behind", "was_behind", "words", "copies"]  # what a copy has from its source
READ = ["right", "behind", "was_behind", "copies"]  # what tells how texts stand


def recall(objects, with_words=False):
    """Return the :class:`~.pairs.Memory` of objects of one model by primary key, in one query.

    :param with_words: also the words of the pairs, which tell what has changed
    """
    if not objects:
        return {}
    rows = _rows(objects[0]).filter(object_id__in={_key(obj) for obj in objects})
    found = {row.object_id: _read(row, with_words) for row in (rows if with_words else rows.defer("words"))}
    return {obj.pk: found.get(_key(obj)) or Memory() for obj in objects}


def read_with(model):
    """Return the expression of a query that reads with objects of a model what readers are told of them.

    It is for :func:`recall_read`, and ``None`` when the portal tells readers nothing.
    """
    is_told = apps.get_model("portal.PortalSettings").objects.filter(tells_outdated=True)
    base = [model, *model._meta.get_parent_list()][-1]
    key = Coalesce(OuterRef("alias_of"), OuterRef("pk")) if hasattr(model, "alias_of") else OuterRef("pk")
    found = _model().objects.filter(
        content_type=ContentType.objects.get_for_model(base), object_id=Cast(key, CharField())
    )
    return Case(When(Exists(is_told), then=rows_of(found, *map(Json, READ))))


def recall_read(obj):
    """Return the :class:`~.pairs.Memory` of an object, without words; a query may have read it with it."""
    if (read := getattr(obj, "read_memory", None)) is None:
        return recall([obj])[obj.pk]
    rows = [_model()(**dict(zip(READ, row, strict=True))) for row in read]
    return _read(rows[0], with_words=False) if rows else Memory()


@contextmanager
def learning(obj):
    """Learn from a save that makes the texts of an object public, in one transaction with it."""
    with transaction.atomic():
        row = stored(obj)
        public = passages(row) if row and row.live else []
        before = row.live_revision_id if row else None
        yield
        if getattr(obj, "alias_of_id", None):
            return  # an alias has its source's memory
        now = passages(stored(obj))
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
    """Remember the texts of objects of one model that were loaded, each in one save."""
    memories = recall(objects, with_words=True)
    rows = []
    for obj in objects:
        memory = memories[obj.pk]
        learn(memory, [], [passages(obj)])
        memory.revision = max(obj.live_revision_id or 0, memory.revision)
        row = _model()(content_type=obj.get_base_content_type(), object_id=_key(obj))
        _put(row, memory)
        rows.append(row)
    _model().objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=[*FOUND, "revision"],
    )


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
    text = as_read(passage.values[code])[:200]
    log(obj, action, user=user, data={"text": text, "field": passage.field, "language": code})


def follow_copies():
    """Make the pages that Wagtail makes from others know what those do: a text that is behind stays so."""
    CopyPageAction.execute = _inheriting(CopyPageAction.execute, _copied)
    ConvertAliasPageAction.execute = _inheriting(ConvertAliasPageAction.execute, _converted)


def _inheriting(execute, made_from):
    @functools.wraps(execute)
    def inheriting(action, *args, **kwargs):
        with transaction.atomic():
            key = _key(action.page)
            result = execute(action, *args, **kwargs)
            for source, page in made_from(action, key, result):
                _inherit(source, page)
        return result

    return inheriting


def _copied(action, key, copy):
    """Yield the key of each page that was copied, with its copy."""
    yield key, copy
    if action.recursive:
        pages = action.page.get_descendants(), copy.get_descendants()
        yield from ((_key(page), made) for page, made in zip(*pages, strict=True))


def _converted(action, key, _result):
    yield key, action.page


def _inherit(key, page):
    """Give a page the memory that another, or its source, has under a key."""
    if found := _rows(page).filter(object_id=key).values(*FOUND).first():
        identity = {"content_type": page.get_base_content_type(), "object_id": str(page.pk)}
        _model().objects.update_or_create(**identity, defaults=found)


def forget(instance, **_signal):
    """Forget an object that is deleted; its aliases, which become pages of their own, keep what it knew."""
    if hasattr(instance, "alias_of_id"):
        for alias in type(instance).objects.filter(alias_of=instance.pk):
            _inherit(_key(instance), alias)
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


def _read(row, with_words=True):
    right = [_pair(place, first, second, copied) for place, first, second, copied in row.right]
    behind, was_behind = (
        {_pair(place, first, second): code for place, first, second, code in pairs}
        for pairs in (row.behind, row.was_behind)
    )
    return Memory(right, behind, was_behind, row.words if with_words else {}, row.copies, row.revision)


def _pair(place, first, second, copied=None):
    return Pair(place, tuple(first), tuple(second), copied)


def _put(row, memory):
    """Write a memory to its row; tell whether that has changed it."""
    said = {
        "right": [[pair.place, [*pair.first], [*pair.second], pair.copied] for pair in memory.right],
        "words": memory.words,
        "copies": sorted(memory.copies),
        "revision": memory.revision,
    }
    for name in ("behind", "was_behind"):
        pairs = getattr(memory, name).items()
        said[name] = [[pair.place, [*pair.first], [*pair.second], code] for pair, code in pairs]
    is_changed = any(getattr(row, name) != value for name, value in said.items())
    vars(row).update(said)
    return is_changed
