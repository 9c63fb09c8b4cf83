"""``manage.py parity``: which texts are missing, out of date or copied, in which language."""

import json
import math

from django.core.management.base import BaseCommand, CommandError
from django.utils import formats
from django.utils.translation import gettext as _

from portal.parity.states import State
from portal.parity.survey import survey


class Command(BaseCommand):
    @property
    def help(self):
        return _("List the texts that are missing, out of date or copied in a language, as last saved.")

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help=_("for programs"))
        parser.add_argument(
            "--fail-under", type=float, metavar="PERCENT", help=_("fail if fewer texts are fine")
        )

    def handle(self, *args, **options):
        found = survey()
        rows = [
            {
                "object": f"{each.obj._meta.label_lower} {each.name}",
                "field": passage.field,
                "language": code,
                "state": state.value,
            }
            for each in found
            for passage, code, state in each.unsettled
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for row in rows:
                self.stdout.write("\t".join(row.values()))
        states = [state for each in found for judged in each.passages for state in judged.states.values()]
        fine = 100 * states.count(State.FINE) / len(states) if states else 100
        percent = formats.number_format(math.floor(fine * 10) / 10, 1)  # not rounded up to the whole
        if not options["json"]:
            self.stdout.write(_("%(percent)s%% of the texts are fine.") % {"percent": percent})
        wanted = options["fail_under"]
        if wanted is not None and fine < wanted:
            raise CommandError(
                _("%(percent)s%% of the texts are fine, less than the %(wanted)s%% that are wanted.")
                % {"percent": percent, "wanted": formats.number_format(wanted)}
            )
