"""Content files: YAML read into rows, each with its place in the file."""

import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from portal.content.problems import Problem

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40
LARGEST = 5_000_000  # values, those repeated by “*” counted in
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(eq=False)
class Row:
    """One object of a content file.

    ``fields`` and ``draft`` are mappings of field name to value; ``number`` counts from 0.
    """

    file: Path
    number: int
    line: int
    label: str
    fields: dict
    draft: dict | None = None
    name: str = field(default="", init=False)

    @property
    def folder(self):
        """Where the pictures and documents lie that the file names."""
        return self.file.parent

    @property
    def title(self):
        """How a person recognises the object: ``"cooperation.areapage /science/"``."""
        return f"{self.label} {self.name}".strip()


def find(label):
    """Return the content file of a path, or of a name in ``FIXTURE_DIRS``; ``None`` if there is none."""
    candidates = [Path(label)]
    for folder in settings.FIXTURE_DIRS:
        candidates += [Path(folder) / label, Path(folder) / f"{label}.yaml"]
    return next((path for path in candidates if os.path.isfile(path)), None)


def read(path, problems):
    """Return the rows of a content file.

    Every plain word is text but ``true``, ``false`` and ``null``: Norway stays ``NO``, 1998-04 stays itself.

    :param problems: list to which a :class:`~portal.content.problems.Problem` is added for each fault
    """
    builder = _Builder(path)
    try:
        items = builder.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        told = _(
            "This is not YAML: %s. Indent with spaces; quote a text that holds “: ” or begins with a sign."
        )
        builder.wrong(line, told % error.problem)
        items = []
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        builder.wrong(None, _("The file cannot be read: %s.") % str(error).splitlines()[0])
        items = []
    problems += builder.problems
    rows = [_row(path, number, line, item, problems) for number, (line, item) in enumerate(items)]
    return [row for row in rows if row]


def _row(path, number, line, item, problems):
    def wrong(reason):
        problems.append(Problem(path, reason, line, _("object %s") % (number + 1)))

    if not isinstance(item, dict) or not isinstance(item.get("model"), str):
        return wrong(_("Write “model” and “fields”."))
    if unknown := sorted(set(item) - {"model", "fields", "draft"}):
        wrong(_("There is no place for “%s” here: write “model” and “fields”.") % "”, “".join(unknown))
    if not isinstance(item.get("fields"), dict) or not isinstance(item.get("draft"), dict | None):
        return wrong(_("Write “model” and “fields”."))
    return Row(path, number, line, item["model"].lower(), item["fields"], item.get("draft"))


def lines_in(path, wanted):
    """Return the line of each wanted place: mapping of ``(row number, "fields", …)`` to line."""
    builder = _Builder(path)
    builder.lines = {}
    with suppress(yaml.YAMLError, OSError, ValueError):  # said when it was read
        builder.document()
    wanted = {path[:length] for path in wanted for length in range(1, len(path) + 1)}
    return {place: line for place, line in builder.lines.items() if place in wanted}


class _Builder:
    """Builds plain values from the events of a YAML parser, and notes what it does not read."""

    def __init__(self, path):
        self.path = path
        self.problems = []
        self.lines = None
        self.anchors = {}
        self.size = 0

    def wrong(self, line, reason):
        self.problems.append(Problem(self.path, reason, line))

    def document(self):
        """Return the items of the list that the file is, as pairs of line and value."""
        text = self.path.read_bytes().decode("utf-8-sig")
        self.events = yaml.parse(text, Loader=PARSER)
        items, documents = [], 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.wrong(event.start_mark.line + 1, _("Write one list a file: “---” starts another."))
            elif isinstance(event, yaml.SequenceStartEvent):
                for item in iter(lambda: next(self.events), None):
                    if isinstance(item, yaml.SequenceEndEvent):
                        break
                    items.append((item.start_mark.line + 1, self.value(item, (len(items),))))
            elif isinstance(event, yaml.NodeEvent) and self.value(event, ()) is not None:
                self.wrong(event.start_mark.line + 1, _("Write a list of objects."))
        return items

    def value(self, event, path):
        line = event.start_mark.line + 1
        if self.lines is not None:
            self.lines[path] = line
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event.anchor, line)
        before = self.size
        self.size += 1
        value = self._own(event, path, line)
        if event.anchor:
            self.anchors[event.anchor] = value, self.size - before
        return value

    def _repeated(self, anchor, line):
        """Return what another place holds, unless it is a part of itself or grows without end."""
        value, size = self.anchors.get(anchor, (None, 0))
        self.size += size
        if not size or self.size > LARGEST:
            self.wrong(line, _("“*%s” repeats itself without end.") % anchor)
            return None
        return value

    def _own(self, event, path, line):
        if event.tag not in {None, "!"}:
            self.wrong(line, _("Tags such as “%s” are not read.") % event.tag)
        if len(path) == DEEPEST:
            self.wrong(line, _("This is nested too deep."))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _scalar(self, event):
        if not event.style and event.value in WORDS:
            return WORDS[event.value]
        text = event.value.replace("\x0b", "\n").encode(errors="ignore").decode()
        return unicodedata.normalize("NFC", re.sub(r"[\x00-\x08\x0c\x0e-\x1f]", "", text))

    def _inside(self, path):
        """Yield the events of a list or mapping; below the deepest level, skip them."""
        depth = 0
        for event in self.events:
            if len(path) >= DEEPEST:
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth < 0:
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                return
            else:
                yield event

    def _sequence(self, path):
        items = []
        for event in self._inside(path):
            items.append(self.value(event, (*path, len(items))))
        return items

    def _mapping(self, path):
        found = {}
        for event in self._inside(path):
            line = event.start_mark.line + 1
            key = self.value(event, (*path, "?"))
            if not isinstance(event, yaml.ScalarEvent) or not isinstance(key, str):
                self.wrong(line, _("Write a word before “:”."))
                key = "?"
            if key in found:
                self.wrong(line, _("“%s” stands here twice.") % key)
            found[key] = self.value(next(self.events), (*path, key))
            if self.lines is not None:
                self.lines[*path, key] = line
        return found
