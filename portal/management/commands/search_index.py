"""``manage.py search_index``: compares what can be found with what is published, and mends it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.search import indexing


class Command(BaseCommand):
    @property
    def help(self):
        return _("Compare what visitors can find with what is published.")

    def add_arguments(self, parser):
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument(
            "--check", action="store_true", help=_("tell what is wrong, and fail if anything is")
        )
        act.add_argument("--repair", action="store_true", help=_("mend what is wrong"))

    def handle(self, *args, **options):
        act = indexing.refresh if options["repair"] else indexing.compare
        wrong = dropped = 0
        for model in indexing.searched_models():
            one, other = act(model)
            wrong, dropped = wrong + one, dropped + other
        told = _("%(wrong)s missing or out of date, %(dropped)s too many.") % {
            "wrong": wrong,
            "dropped": dropped,
        }
        if options["check"] and (wrong or dropped):
            raise CommandError(told)
        self.stdout.write(told)
