"""What is wrong with content files: all of it at once, each with its place."""

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from portal import languages
from portal.parity.passages import as_counted


@dataclass(frozen=True)
class Problem:
    """Something wrong, and where: file, line, object, field, language, reason."""

    file: Path
    reason: str
    line: int | None = None
    object: str = ""
    field: str = ""
    language: str = ""

    def __str__(self):
        where = self.file.name if self.line is None else f"{self.file.name}:{self.line}"
        named = [self.object, self.field, languages.name_of(self.language) if self.language else ""]
        return ": ".join([where, *filter(None, [", ".join(filter(None, named))]), self.reason])


class Place:
    """A place in a content file, down to one text; :meth:`wrong` notes what is wrong there.

    :param row: the :class:`~portal.content.files.Row` that it is in
    :param problems: list to note in, of ``(row, path, reason)``; :func:`described` names them
    :param path: keys and numbers from the row to here: ``("fields", "body", 0, "paragraph", "fr")``
    """

    __slots__ = ("path", "problems", "row")

    def __init__(self, row, problems, path=()):
        self.row = row
        self.problems = problems
        self.path = path

    @property
    def is_draft(self):
        """Whether what stands here is not public, and may lack what it will need."""
        return self.path[:1] == ("draft",) or self.row.fields.get("live") is False

    def __truediv__(self, step):
        return Place(self.row, self.problems, (*self.path, step))

    def wrong(self, reason):
        self.problems.append((self.row, self.path, str(reason)))

    def wrong_by(self, error):
        """Note a ``ValidationError``, at the fields that it names."""
        if not hasattr(error, "error_dict"):
            for message in error.messages:
                self.wrong(message)
            return
        for name, messages in error.message_dict.items():
            place = self if name == NON_FIELD_ERRORS else self / name
            for message in messages:
                place.wrong(message)


class ContentError(CommandError):
    """Content files that cannot be loaded; nothing was written.

    :param problems: list of :class:`Problem`
    """

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join([_("Nothing was written. What is wrong:"), *map(str, problems)]))


def described(noted):
    """Return what places noted as a list of :class:`Problem`, in the order of the files.

    Lines are looked up now, in a second reading, so that a good file costs no memory for them.
    """
    from portal.content.files import lines_in

    wanted = {}
    for row, path, _reason in noted:
        wanted.setdefault(row.file, set()).add((row.number, *path))
    lines = {file: lines_in(file, paths) for file, paths in wanted.items()}
    problems = [_describe(row, path, reason, lines[row.file]) for row, path, reason in noted]
    return list(dict.fromkeys(problems))


def _describe(row, path, reason, lines):
    here = (row.number, *path)
    while here not in lines and len(here) > 2:
        here = here[:-1]
    steps = path[1:] if path[:1] == ("fields",) else path
    language = steps[-1] if steps and steps[-1] in languages.codes() else ""
    return Problem(
        file=row.file,
        line=lines.get(here, row.line) if len(here) > 2 else row.line,
        object=row.title,
        field=as_counted(steps[:-1] if language else steps),
        language=language,
        reason=reason,
    )
