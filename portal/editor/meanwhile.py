"""What somebody else has saved meanwhile, told to whoever saves second."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from portal import languages, rich_text
from portal.editor.changes import changes
from portal.labels import field_label
from portal.parity.passages import passages
from portal.parity.states import as_read
from portal.texts import column
from portal.versions import as_object, part


def tell(stored, merged, revision, is_saved):
    """Return what to tell, as HTML: who saved, what was taken over from them, and what both have changed.

    :param stored: the object as they saved it
    :param merged: the :class:`~portal.merging.Merged` of both
    :param is_saved: whether the two are saved together; else nothing is until the second one has looked
    """
    texts = _texts(stored) | _texts(as_object(stored, merged.version))
    labels = [_label(stored, path, texts) for path in merged.taken]
    context = {
        "revision": revision,
        "is_saved": is_saved,
        "taken": list(dict.fromkeys(labels)),
        "contested": [_contested(stored, path, texts, merged) for path in merged.contested],
    }
    return mark_safe(render_to_string("portal/editor/meanwhile.html", context))  # noqa: S308 (a template's)


def _texts(obj):
    """Return the texts of an object: mapping of their path in a version to a passage and a language."""
    found = {}
    for passage in passages(obj):
        *steps, last = [step if isinstance(step, str) else step.id or step.key for step in passage.path]
        for code in passage.values:
            path = (*steps, last, code) if passage.is_block else (*steps, column(last, code))
            found[path] = passage, code
    return found


def _label(obj, path, texts):
    """Return what people call a part of a version: a text, else the field that it is in."""
    if path not in texts:
        return field_label(type(obj), path[0])
    passage, code = texts[path]
    return f"{passage.name} ({languages.name_for_reader(code)})"


def _contested(stored, path, texts, merged):
    """Return what to show of a part that both have changed: of a text, what its input takes of theirs too."""
    shown = {"label": _label(stored, path, texts)}
    if path in texts:
        passage, code = texts[path]
        mine, theirs = part(merged.version, path) or "", part(merged.theirs, path) or ""
        shown |= {
            "code": code,
            "path": "/".join(passage.input_path(code)),
            "html": changes(as_read(theirs), as_read(mine)),
            "value": _for_input(theirs) if passage.is_rich else theirs,
        }
    return shown


def _for_input(html):
    return ContentstateConverter(rich_text.FEATURES).from_database_format(rich_text.clean(html))
