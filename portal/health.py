"""Whether the portal runs, and whether it can do its work, for machines and people that watch it.

Each part is asked by a function that raises what is wrong; ``docs/runbook.md`` has an entry for each.
"""

import functools
import logging
from datetime import timedelta

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Length
from django.http import HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import languages
from portal.bilingual import BilingualDraft
from portal.middleware import in_no_language
from portal.models import BasePage, Heartbeat, SearchDocument
from portal.search import indexing

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=5)
LOOPBACK = {"127.0.0.1", "::1"}


class WrongError(Exception):
    """What is wrong with a part of the portal, in a few words for the log."""


def database():
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@functools.cache  # until all have run: code does not change while it runs
def migrations():
    """The database is as new as the code."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise WrongError(f"{len(waiting)} migrations have not run")


def kept_pages():
    """What is put into the cache is there."""
    moment = timezone.now().isoformat()
    cache.set("portal.health", moment, timeout=60)
    if cache.get("portal.health") != moment:
        raise WrongError("what is put into the cache is not there")


def storage():
    """Files can be written."""
    name = default_storage.save("health/probe.txt", ContentFile(b"written and deleted by /readyz"))
    default_storage.delete(name)


def search():
    """What is public is found."""
    for model in indexing.searched_models():
        if not issubclass(model, BilingualDraft):
            continue  # of files some have no title in a language, and so no document
        for code in languages.codes():
            known = SearchDocument.objects.filter(language=code, kind__in=indexing.labels_of(model))
            with translation.override(code):
                if model.findable(code).exclude(pk__in=known.values("object_id")).exists():
                    raise WrongError(f"{model._meta.label} is not found whole: search_index --repair")


def scheduler():
    """The recurring job runs."""
    last = Heartbeat.last()
    if last is None or last < timezone.now() - LATE:
        raise WrongError(f"publish_scheduled last ran: {last or 'never'}")


def tree():
    """Each page is where its parent says."""
    found = BasePage.objects.annotate(length=Length("path")).aggregate(
        pages=Count("pk"),
        children=Sum("numchild"),
        roots=Count("pk", filter=Q(depth=1)),
        misplaced=Count("pk", filter=~Q(length=F("depth") * BasePage.steplen)),
    )
    if found["misplaced"] or found["children"] != found["pages"] - found["roots"]:
        raise WrongError("pages have lost their place: manage.py fixtree")


# without these nothing can be answered
NEEDED = (database, migrations)
PARTS = (*NEEDED, kept_pages, storage, search, scheduler, tree)


def state():
    """Return how each part is: mapping of its name to what is wrong, empty if nothing is."""
    found = {}
    for part in PARTS:
        try:
            part()
        except Exception as error:  # whatever a part has to say
            found[part.__name__] = str(error) or type(error).__name__
        else:
            found[part.__name__] = ""
        if part is database and found["database"]:
            break  # the others would ask it too
    return found


def summary(found):
    """Return ``ok``, ``degraded`` or ``down`` for a :func:`state`."""
    if any(found.get(part.__name__) for part in NEEDED):
        return "down"
    return "degraded" if any(found.values()) else "ok"


@in_no_language
@require_safe
@never_cache
def healthz(request):
    """Answer that the process runs; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@in_no_language
@require_safe
@never_cache
def readyz(request):
    """Answer ``ok``, ``degraded`` or, with 503, ``down``; to this machine itself also which part and why."""
    found = state()
    said = {"status": summary(found)}
    for name, wrong in found.items():
        if wrong:
            logger.warning("%s: %s", name, wrong)
    if request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META:
        said["parts"] = {name: wrong or "ok" for name, wrong in found.items()}
    return JsonResponse(said, status=503 if said["status"] == "down" else 200)
