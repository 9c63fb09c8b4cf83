"""What stands on a page: its links and sections, whichever part of the page made them."""

import re
from collections import Counter

from django.template import Node
from django.utils.safestring import mark_safe
from wagtail.rich_text import LinkHandler, expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

# a section’s heading as the portal’s own templates write it; those of lists inside a section have a class
_heading = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


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


def linked(content):
    """Return HTML with the links of all rich text in it leading to their pages and documents."""
    return mark_safe(expand_db_html(content))  # noqa: S308 (as safe as it was)


class PageLink(PageLinkHandler):
    """A link in rich text to a page, which is asked for no more than its address."""

    get_many = classmethod(LinkHandler.get_many.__func__)


class Contents(Node):
    """A part of a page in a template, with the list of its sections before it.

    Not a ``simple_block_tag``: templates that extend the page could not call upon the blocks in it.
    """

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        headings, content = sections(linked(self.nodelist.render(context)))
        found = {"headings": headings, "content": content}
        return context.template.engine.get_template("components/contents.html").render(context.new(found))
