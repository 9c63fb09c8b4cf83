"""The gate: no text that must be there in each language is missing from what visitors see."""

import functools
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import log

from portal import languages
from portal.parity.passages import Passage, passages
from portal.parity.rules import published_in
from portal.parity.states import State, judge
from portal.texts import column
from portal.tree import tree_lock

CHOICE_ACTION = "portal.published_in"
HELD_BACK_ACTION = "portal.hold_back"


@dataclass(frozen=True)
class Hole:
    """A text that is missing in a language in which it must be there."""

    passage: Passage
    code: str

    @property
    def message(self):
        """What to say at its field."""
        return _("Missing in %s.") % languages.name_for_reader(self.code)

    @property
    def key(self):
        """What makes it the same hole after other blocks have moved."""
        return self.passage.input_path(self.code)

    def __str__(self):
        """Name it where its field is not in sight: “Body › 2 › Quote › Source (English)”."""
        return f"{self.passage.name} ({languages.name_for_reader(self.code)})"


class HoleError(ValidationError):
    """An object that may not go live: errors by the name of the field, :attr:`holes` one by one."""

    def __init__(self, obj, holes):
        self.object = obj
        self.holes = holes
        errors = {}
        for hole in holes:
            field, message = hole.passage.path[0], f"{hole}: {hole.message}"
            if hole.passage.is_child:
                field = NON_FIELD_ERRORS
            elif not hole.passage.is_block:
                field, message = column(field, hole.code), hole.message
            errors.setdefault(field, []).append(message)
        super().__init__(errors)

    def __str__(self):
        """Say all of it in a sentence, without fields."""
        return _("“%(title)s” is not published. Missing: %(holes)s.") % {
            "title": _title(self.object),
            "holes": ", ".join(map(str, self.holes)),
        }


def holes(obj, wanted=None):
    """Return what is missing from an object in the languages that it is meant for.

    :param wanted: codes of these, where another object tells them
    """
    wanted = published_in(obj) if wanted is None else wanted
    return [
        Hole(passage, code)
        for passage in passages(obj)
        for code, state in judge(passage, wanted).items()
        if state is State.MISSING
    ]


def check(obj):
    """Check that an object may go live.

    :raises HoleError: a text that must be there in each language is missing in one
    """
    if not hasattr(obj, "translated_fields") or getattr(obj, "depth", None) == 1:
        return  # the root of the tree is nobody's to see
    if not published_in(obj):
        raise ValidationError(no_language())
    if found := holes(obj):
        raise HoleError(obj, found)


def no_language():
    """Return what to say, by field, where an object is meant for no language at all."""
    return dict.fromkeys(
        (column("published_in", code) for code in languages.codes()), _("Choose at least one language.")
    )


def told(error, obj):
    """Return what a refusal says where no form shows it at its fields: which object, and why."""
    if isinstance(error, HoleError):
        return str(error)
    return _("“%(title)s” is not published. %(reason)s") % {
        "title": _title(obj),
        "reason": " ".join(dict.fromkeys(error.messages)),
    }


def _title(obj):
    return getattr(obj, "get_admin_display_title", obj.__str__)()


def check_saved(obj):
    """Check that saving a live object opens no hole that visitors do not have before them already.

    Those that are there stay: a language that the portal was given later must not keep pages from
    being moved.

    :raises HoleError: a text is missing now, or the object was not live
    """
    try:
        check(obj)
    except HoleError as error:
        stored = type(obj)._base_manager.filter(pk=obj.pk, live=True).first()
        before = {hole.key for hole in holes(stored)} if stored else set()
        new = [hole for hole in error.holes if hole.key not in before]
        if new:
            raise HoleError(obj, new) from error


def guard_publication():
    """Make Wagtail's publication ask the gate, and leave all as it was where it is refused.

    The editor's forms, bulk actions and workflow, the admin's API, schedules and ``publish()`` all end
    in this one action. By itself it clears the schedule before the object is saved. It holds the lock of
    the tree from the start: taken later, by the page that it saves, it would meet those who wait the other
    way round for the rows that it has written.
    """
    PublishRevisionAction.execute = _guarded(PublishRevisionAction.execute)


def _guarded(execute):
    @functools.wraps(execute)
    def guarded(action, *args, **kwargs):
        try:
            with tree_lock():
                check(action.object)
                before = chosen_before(action.object)
                result = execute(action, *args, **kwargs)
                if action.object.live_revision_id == action.revision.pk:  # not put off
                    log_choice(action.object, before, action.user or action.revision.user)
        except ValidationError as error:
            error.object = action.object
            raise
        return result

    return guarded


def chosen_before(obj):
    """Return the languages in which visitors had an object until now: all, if it was not public."""
    row = type(obj)._base_manager.filter(pk=obj.pk).first()
    return published_in(row) if getattr(row, "live", False) else languages.codes()


def log_choice(obj, before, user):
    """Log who chose the languages of an object, where they are others than before."""
    if (now := published_in(obj)) != before:
        log(obj, CHOICE_ACTION, user=user, data={"languages": now})
