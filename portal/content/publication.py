"""Revisions, history and indexes of what a load writes: all that publishing in the editor would leave."""

from django.db.models import Q
from django.utils import timezone
from modelsearch.backends import get_search_backends
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, PageLogEntry, ReferenceIndex, Revision, TaskState
from wagtail.signals import page_published, published

from portal import languages
from portal.models import BasePage
from portal.parity import gate, memory

ACTION = "portal.load"


def set_dates(obj):
    """Set what says whether a new object is public, from its ``content_live`` and its schedule."""
    if not isinstance(obj, DraftStateMixin):
        return
    now = timezone.now()
    obj.live = getattr(obj, "content_live", True) and not is_scheduled(obj)
    obj.has_unpublished_changes = not obj.live
    if obj.live:
        obj.first_published_at = obj.first_published_at or now
        obj.last_published_at = now


def is_scheduled(obj):
    """Tell whether a new object is to be published later."""
    wanted = getattr(obj, "content_live", True)
    return wanted and bool(obj.go_live_at and obj.go_live_at > timezone.now())


def record(objects, user, file):
    """Give new objects of one model, already saved, their first revision, history and indexes.

    In batches: the editor's own way costs some 80 queries an object.

    :param file: name of the content file, for the history
    """
    model = type(objects[0])
    if issubclass(model, DraftStateMixin):
        _revise(objects, user)
        memory.remember([obj for obj in objects if obj.live])
    _log(objects, user, file)
    if issubclass(model, BasePage):  # other models are indexed as they are saved
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, objects)
        for obj in objects:
            ReferenceIndex.create_or_update_for_object(obj)
    for obj in objects:
        if isinstance(obj, DraftStateMixin) and obj.live:
            gate.log_choice(obj, languages.codes(), user)
            announce(obj, obj.latest_revision)


def _revise(objects, user):
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=obj,
            base_content_type=obj.get_base_content_type(),
            user=user,
            created_at=now,
            content=obj.serializable_data(),
            object_str=str(obj),
            approved_go_live_at=obj.go_live_at if is_scheduled(obj) else None,
        )
        for obj in objects
    )
    names = ["latest_revision", "live_revision"]
    for obj, revision in zip(objects, revisions, strict=True):
        obj.latest_revision = revision
        obj.live_revision = revision if obj.live else None
        if isinstance(obj, BasePage):
            obj.latest_revision_created_at = now
            names = ["latest_revision", "live_revision", "latest_revision_created_at"]
    base = BasePage if isinstance(objects[0], BasePage) else type(objects[0])
    base._base_manager.bulk_update(objects, names, batch_size=200)


def _log(objects, user, file):
    if not isinstance(objects[0], BasePage):
        for obj in objects:
            log(obj, ACTION, user=user, revision=_revision(obj), content_changed=True, data={"file": file})
        return
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=page.content_type,
            label=page.get_admin_display_title(),
            action=ACTION,
            timestamp=now,
            user=user,
            revision=page.latest_revision,
            content_changed=True,
            data={"file": file},
        )
        for page in objects
    )


def _revision(obj):
    return getattr(obj, "latest_revision", None)


def announce(obj, revision):
    """Tell whoever listens to publication, as publishing in the editor does."""
    if isinstance(obj, BasePage):
        page_published.send(sender=type(obj), instance=obj, revision=revision)
    published.send(sender=type(obj), instance=obj, revision=revision)


def change(obj, user, file, rebase):
    """Save a changed object, with a revision of its own in its history; drafts in progress survive.

    :param rebase: function that brings a draft, given as an object, up to what was changed
    """
    if not isinstance(obj, DraftStateMixin):
        obj.save()
        log(obj, ACTION, user=user, content_changed=True, data={"file": file})
        return
    waiting = _waiting(obj)
    before, chosen = obj.latest_revision, gate.chosen_before(obj)
    if not obj.live:  # what was changed is the latest, and stays so
        while waiting:
            _renew(waiting.pop(0), rebase)
    is_put_off = obj.live and bool(obj.go_live_at and obj.go_live_at > timezone.now())
    if obj.live and not is_put_off:
        obj.save()
    revision = obj.save_revision(user=user, clean=False)
    log(obj, ACTION, user=user, revision=revision, content_changed=True, data={"file": file})
    if is_put_off:  # public until then as it is
        obj.revisions.update(approved_go_live_at=None)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=obj.go_live_at)
        waiting = [draft for draft in waiting if draft == before and not draft.approved_go_live_at]
    elif obj.live:
        _publish(obj, revision)
        gate.log_choice(obj, chosen, user)
    elif before:
        _follow(before.pk, revision)
    for draft in waiting:
        _renew(draft, rebase)
    is_scheduled = not obj.live and before and before.approved_go_live_at
    wanted = getattr(obj, "content_live", True if is_scheduled else None)
    if wanted is True and not obj.live:
        revision.publish(log_action=False, skip_permission_checks=True)  # or schedule it, as it says
    elif wanted is False and obj.live:
        obj.unpublish(user=user, log_action=False)


def _publish(obj, revision):
    """Do what publishing does, but for ending reviews and schedules, which go on with what was loaded."""
    obj.live_revision = revision
    obj.last_published_at = timezone.now()
    obj.has_unpublished_changes = False
    obj.save(update_fields=["live_revision", "last_published_at", "has_unpublished_changes"])
    announce(obj, revision)
    if isinstance(obj, BasePage):
        obj.update_aliases(revision=revision)


def _waiting(obj):
    """Return the revisions that may yet be published: the draft in progress, and those that are scheduled.

    Of what is not public, the latest one is what was changed.
    """
    waiting = Q(approved_go_live_at__isnull=False)
    if obj.live and obj.has_unpublished_changes:
        waiting |= Q(pk=obj.latest_revision_id)
    if not obj.live:
        waiting &= ~Q(pk=obj.latest_revision_id)
    return list(obj.revisions.filter(waiting).order_by("created_at", "pk"))


def _renew(draft, rebase):
    """Write a draft anew on top of what was loaded, by whom and for when it was."""
    obj = draft.as_object()
    scheduled, planned = draft.approved_go_live_at, obj.go_live_at
    rebase(obj)
    if scheduled:
        Revision.objects.filter(pk=draft.pk).update(approved_go_live_at=None)
        scheduled = scheduled if obj.go_live_at == planned else obj.go_live_at
    revision = obj.save_revision(user=draft.user, approved_go_live_at=scheduled, clean=False)
    _follow(draft.pk, revision)


def _follow(before, revision):
    """Let a review in progress go on with the newer revision."""
    tasks = TaskState.objects.filter(revision_id=before, status=TaskState.STATUS_IN_PROGRESS)
    tasks.update(revision=revision)
