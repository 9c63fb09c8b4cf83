"""All fields of an object together: set from a file, written to one, checked."""

from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin

from portal.content.fields.base import has_row
from portal.content.fields.kinds import TextField
from portal.parity import gate


def put_fields(obj, fields, values, place, names):
    """Set what a file says of an object, and return what was read; note what is wrong at ``place``."""
    read = {}
    for name, value in values.items():
        if name in fields:
            read[name] = fields[name].read(value, place / name, names)
            fields[name].put(obj, read[name])
        else:
            (place / name).wrong(_unknown(obj, name, fields))
    return read


def _unknown(obj, name, fields):
    if any(field.name == name for field in obj._meta.get_fields()):
        return _("This follows from the other fields: leave it out.")
    near = get_close_matches(name, fields, 1)
    return _("There is no such field. Did you mean %s?") % near[0] if near else _("There is no such field.")


def written_fields(obj, fields, names):
    """Return an object's fields as a file has them: mapping of name to value."""
    return {name: field.written(field.taken(obj), names) for name, field in fields.items()}


def checked(obj, fields, given, place, before):
    """Note at ``place`` what a new object lacks, and what of it does not go together.

    :param given: names of the fields that were read
    :param before: number of problems before they were
    """
    for name, field in fields.items():
        if name not in given and not place.is_draft:
            field.check_default(obj, place / name)
    if len(place.problems) == before:
        check_texts(obj, fields, place)


def check_texts(obj, fields, place):
    """Note at ``place`` what of an object's texts and values does not go together."""
    if place.is_draft and not hasattr(obj, "check_texts"):
        return
    try:
        if hasattr(obj, "check_texts"):
            obj.check_texts()
        else:
            obj.clean()
        if goes_live(obj):
            gate.check(obj)
    except gate.HoleError as error:
        for hole in error.holes:
            here = place
            for step in (*hole.passage.file_path, hole.code):
                here = here / step
            here.wrong(_no_text(obj, hole))
    except ValidationError as error:
        _at_fields(error, fields, place)


def _no_text(obj, hole):
    """Return what to say of a hole, and what may be done about it in a file."""
    if not hasattr(obj, "published_in"):
        return hole.message
    return _("Missing. Write it, or publish without this language: published_in: {%s: false}.") % hole.code


def goes_live(obj):
    """Tell whether visitors see what a file says of an object, now or when it is due."""
    if not isinstance(obj, DraftStateMixin):
        return False  # its own check has asked already
    if not has_row(obj):
        return getattr(obj, "content_live", True)
    return obj.live or getattr(obj, "content_live", obj.scheduled_revision is not None)


def _at_fields(error, fields, place):
    """Note an error, once for a text that lacks in every language."""
    if not hasattr(error, "error_dict"):
        place.wrong_by(error)
        return
    bases = {
        each.attname: name
        for name, field in fields.items()
        if isinstance(field, TextField)
        for each in field.columns.values()
    }
    said = {
        (bases.get(name, name), message)
        for name, messages in error.message_dict.items()
        for message in messages
    }
    for name, message in sorted(said):
        (place / name if name in fields else place).wrong(message)
