"""What stands on a page: its links and sections, whichever part of the page made them."""

import re
from collections import Counter

from django.db.models import F, Value
from django.template import Node
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.rich_text.rewriters import extract_attrs

from portal import languages
from portal.caching.parts import kept
from portal.models import BasePage, PortalDocument
from portal.rich_text import is_number
from portal.texts import column

# a section’s heading as the portal’s own templates write it; those of lists inside a section have a class
_heading = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
# the start of a link in rich text to what is in the database, as it is stored
_link = re.compile(r'<a(?:\s+[\w-]+="[^"]*")*?\s+linktype="[^"]*"[^>]*>')


def sections(content):
    """Return the headings of some HTML as ``[(anchor, title)]``, and the HTML with each anchor once.

    Two headings of the same words would have the same anchor: the later one is numbered.
    """
    seen, headings = Counter(), []

    def note(heading):
        anchor, title = heading.groups()
        seen[anchor] += 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
        headings.append((anchor, mark_safe(title)))  # noqa: S308 (a part of what is shown anyway)
        return f'<h2 id="{anchor}">{title}</h2>'

    return headings, mark_safe(_heading.sub(note, content))  # noqa: S308


def linked(content, request):
    """Return HTML with the links of all rich text in it leading to their pages and documents."""
    links = sorted(set(_link.findall(content)))
    found = kept(request, ("links", *links), lambda: _leading(links, request)) if links else {}
    return mark_safe(_link.sub(lambda link: found[link[0]], content))  # noqa: S308 (as safe as it was)


def _leading(links, request):
    """Return what the starts of links become; those to what is gone lead nowhere."""
    attributes = {link: extract_attrs(link) for link in links}
    asked = {link: (each["linktype"], each.get("id", "")) for link, each in attributes.items()}
    found = _addresses(set(asked.values()), request)
    return {
        link: format_html('<a href="{}">', found[to]) if found.get(to) else "<a>"
        for link, to in asked.items()
    }


def _addresses(asked, request):
    """Return the addresses of pages and documents, in one query.

    :param asked: pairs of ``"page"`` or ``"document"``, as Wagtail names them, and the primary key as a text
    """
    sources = {
        "page": (BasePage, column("url_path", languages.current())),
        "document": (PortalDocument, "file"),
    }
    pages, documents = (_places(kind, *sources[kind], asked) for kind in sources)
    found = {}
    for kind, key, place in pages.union(documents, all=True):
        model, name = sources[kind]
        obj = model.from_db(None, ["id", name], [key, place])
        found[kind, str(key)] = obj.get_url(request) if kind == "page" else obj.url
    return found


def _places(kind, model, name, asked):
    """Return a query for what makes the addresses of a kind: rows of kind, primary key, and a column."""
    keys = [key for asked_kind, key in asked if asked_kind == kind and is_number(key)]
    found = model.objects.rewrite(False).filter(pk__in=keys).order_by()  # or the columns could change places
    return found.annotate(kind=Value(kind), place=F(name)).values_list("kind", "pk", "place")


class Linked(Node):
    """A part of a page in a template, with the links of all rich text in it, which are asked for at once.

    Not a ``simple_block_tag``, nor is :class:`Contents`: templates that extend the page could not call upon
    the blocks in it.
    """

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return linked(self.nodelist.render(context), context.get("request"))


class Contents(Node):
    """A part of a page in a template, with the list of its sections before it."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        headings, content = sections(self.nodelist.render(context))
        found = {"headings": headings, "content": content}
        return context.template.engine.get_template("components/contents.html").render(context.new(found))
