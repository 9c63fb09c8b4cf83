"""``manage.py content plan|apply|dump|schema``: content files in the life of a site."""

import json
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import languages
from portal.content import files
from portal.content.commands import CONFLICTS, load, telling
from portal.content.dump import dump
from portal.content.plan import make_plan
from portal.content.report import as_data, lines_of, summary
from portal.content.schema import schema

PENDING = 2


class Command(BaseCommand):
    @property
    def help(self):
        return _("See what content files would change, load them, or write the site as one.")

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=languages.codes(), help=_("of what is told"))
        actions = parser.add_subparsers(dest="action", required=True)
        plan = actions.add_parser("plan", help=_("Say what “apply” would do; write nothing."))
        plan.add_argument("--json", action="store_true", help=_("for programs"))
        apply = actions.add_parser("apply", help=_("Load content files, keeping what editors changed."))
        apply.add_argument("--user", help=_("name of the account that the history shows"))
        for each in (plan, apply):
            each.add_argument("files", nargs="+", metavar="FILE", help=_("path, or name in fixtures/"))
            prefer = _("where both changed: keep the site’s, or take the file’s")
            each.add_argument("--prefer", choices=["site", "file"], help=prefer)
        dump = actions.add_parser("dump", help=_("Write the site, its pictures and documents."))
        dump.add_argument("folder", metavar="DIR", type=Path)
        dump.add_argument("--page", metavar="ADDRESS", help=_("only this page and those below it"))
        dump.add_argument("--drafts", action="store_true", help=_("also what is not public"))
        actions.add_parser("schema", help=_("Print the JSON Schema of content files."))

    def handle(self, *, action, language, **options):
        with translation.override(language or get_language()):
            getattr(self, f"_{action}")(**options)

    def _plan(self, *, files, prefer, json, **_options):
        with telling():
            plan = make_plan(self._found(files), prefer)
        if json:
            self.stdout.write(_as_json(as_data(plan)))
        else:
            for line in [*lines_of(plan), summary(plan)]:
                self.stdout.write(line)
        code = CONFLICTS if plan.conflicts else PENDING if plan.pending else 0
        if code:
            sys.exit(code)

    def _apply(self, *, files, prefer, user, verbosity, **_options):
        load(self, self._found(files), user=self._user(user), prefer=prefer, verbosity=verbosity)

    def _dump(self, *, folder, page, drafts, verbosity, **_options):
        with telling():
            count = dump(folder, page, drafts)
        if verbosity:
            written = {"folder": folder, "count": count}
            self.stdout.write(_("Objects written to %(folder)s: %(count)s.") % written)

    def _schema(self, **_options):
        self.stdout.write(_as_json(schema()))

    def _found(self, labels):
        found = {label: files.find(label) for label in labels}
        if missing := [label for label, path in found.items() if path is None]:
            raise CommandError("\n".join(_("There is no content file %s.") % label for label in missing))
        return list(found.values())

    def _user(self, name):
        users = get_user_model().objects
        if name and not (user := users.filter(**{users.model.USERNAME_FIELD: name}).first()):
            raise CommandError(_("There is no account %s.") % name)
        return user if name else None


def _as_json(data):
    return json.dumps(data, ensure_ascii=False, indent=2)
