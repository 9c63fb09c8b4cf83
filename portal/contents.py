"""What stands on a page: its links and sections, whichever part of the page made them."""

import re
from collections import Counter

from django.template import Node
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from portal.caching.parts import kept

# a section’s heading as the portal’s own templates write it; those of lists inside a section have a class
_heading = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
# a link in rich text to what is in the database, as it is stored
_link = re.compile(r'<a (?:[^>]*\s)?linktype="[^>]*>')


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
    found = kept(request, ("links", *links), lambda: _expanded(links)) if links else {}
    return mark_safe(_link.sub(lambda link: found[link[0]], content))  # noqa: S308 (as safe as it was)


def _expanded(links):
    """Return what links become, in one query for those to pages, and one for those to documents."""
    return dict(zip(links, expand_db_html("\0".join(links)).split("\0"), strict=True))


class PageLink(PageLinkHandler):
    """A link in rich text to a page, which is asked for no more than its address."""

    @classmethod
    def get_many(cls, attrs_list):
        keys = [attrs.get("id") for attrs in attrs_list]
        asked = cls.get_model().objects.only("url_path", "live")
        found = {str(key): page for key, page in asked.in_bulk(keys).items()}
        return [found.get(key) for key in keys]


class Contents(Node):
    """A part of a page in a template, with the list of its sections before it.

    Not a ``simple_block_tag``: templates that extend the page could not call upon the blocks in it.
    """

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        headings, content = sections(linked(self.nodelist.render(context), context["request"]))
        found = {"headings": headings, "content": content}
        return context.template.engine.get_template("components/contents.html").render(context.new(found))
