"""The page on which visitors search."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal import languages
from portal.caching.parts import kept
from portal.caching.public import public
from portal.models import SearchDocument, areas_below
from portal.pagination import turned_to
from portal.search.finding import FIRST, Finding
from portal.search.indexing import searched_as
from portal.search.question import Question
from portal.search.snippet import LENGTH, marked
from portal.sites import site_of
from portal.views import own_addresses

A_PAGE = 10  # results
ORPHANS = FIRST - A_PAGE


@dataclass(frozen=True)
class Result:
    """What is shown of a document that was found; ``place`` is a ``Text``, or ``None``."""

    title: str
    address: str
    kind: str
    place: object
    snippet: str
    date: object


@require_safe
@public("q", "kind", "area", "page")
def search(request):
    """Answer a question: ``?q=`` what is looked for, ``kind=`` and ``area=`` where, ``page=`` which part."""
    code = languages.current()
    question = Question.read(request.GET.get("q", ""), code)
    areas = kept(request, ("areas",), lambda: _areas(request))
    kinds = kept(request, ("kinds of results",), lambda: _kinds(code))
    kind = request.GET.get("kind") if request.GET.get("kind") in dict(kinds) else ""
    area = next((pk for pk, _title in areas if str(pk) == request.GET.get("area")), None)
    found = Finding(question, code, kind, area)
    paging = turned_to(request, found, A_PAGE, ORPHANS)
    chosen = {"q": question.typed, "kind": kind, "area": area}
    context = paging | {
        "question": question,
        "found": found,
        "results": _results(paging["turned"].object_list, question, code, request),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "kinds": kinds,
        "kind": kind,
        "areas": areas,
        "area": area,
        "others": [] if kind or area else _in_other_languages(question, found, code),
        "own_addresses": own_addresses(request),
    }
    return render(request, "portal/search.html", context)


def _areas(request):
    """Return the areas of a portal: the primary key and the title of each."""
    site = site_of(request)
    return [(area.pk, area.text("title")) for area in areas_below(site.root_page)] if site else []


def _kinds(code):
    """Return the kinds of documents that there are in a language, by name."""
    labels = SearchDocument.objects.filter(language=code).values_list("kind", flat=True).distinct().order_by()
    kinds = [(label, capfirst(str(apps.get_model(label)._meta.verbose_name_plural))) for label in labels]
    return sorted(kinds, key=lambda kind: languages.fold(kind[1]))


def _results(documents, question, code, request):
    """Return what is shown of some documents; all pages are asked for together, whichever they are."""
    asked = defaultdict(list)
    for document in documents:
        asked[searched_as(apps.get_model(document.kind))].append(document.object_id)
    site_of(request)  # Wagtail knows it from here on, whoever is asked for addresses
    located = {model: model.located(pks, request) for model, pks in asked.items()}
    results = []
    for document in documents:
        model = apps.get_model(document.kind)
        address, place = located[searched_as(model)].get(document.object_id, (None, None))
        if address:
            results.append(
                Result(
                    title=marked(document.title, question, code),
                    address=address,
                    kind=capfirst(model._meta.verbose_name),
                    place=place,
                    snippet=marked(document.text, question, code, LENGTH),
                    date=document.date,
                )
            )
    return results


def _in_other_languages(question, found, code):
    """Return the languages in which more is found: code, count and address of each."""
    more = []
    for other, _name in settings.LANGUAGES:
        if other != code and question.typed:
            count = Finding(Question.read(question.typed, other), other).tally()
            if count > len(found):
                with translation.override(other):
                    address = f"{reverse('search')}?{urlencode({'q': question.typed})}"
                more.append({"code": other, "count": count, "address": address})
    return more
