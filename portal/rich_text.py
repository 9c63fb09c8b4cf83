"""Rich text as it may be stored: the few tags that editors can write, in paragraphs, without scripts."""

import re

import nh3
from bs4 import BeautifulSoup, NavigableString

from portal.texts import is_there

FEATURES = ["bold", "italic", "superscript", "subscript", "link", "document-link"]
ATTRIBUTES = {"a": {"href", "id", "linktype"}, "p": {"data-block-key"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# other names of the same, and signs that the cleaner writes otherwise than Wagtail does
ALIKE = {
    "<strong>": "<b>",
    "</strong>": "</b>",
    "<em>": "<i>",
    "</em>": "</i>",
    "<br>": "<br/>",
    "&nbsp;": "\N{NO-BREAK SPACE}",
}
_TAGS = {"p", "br", "b", "i", "strong", "em", "sup", "sub", "a"}
_cleaner = nh3.Cleaner(tags=_TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
_paragraphs = re.compile(r"(?:\s*<p(?: [^>]*)?>(?:(?!</?p[ >]).)*</p>)*\s*", re.DOTALL)


def clean(html):
    """Return HTML with what may stand in it; scripts, handlers and unknown addresses are taken out.

    Each tag is closed, and all stands in paragraphs, or the editor could not open it. What is clean
    stays as it is.
    """
    if not html:
        return html or ""
    html = _cleaner.clean(html)
    for sign, other in ALIKE.items():
        html = html.replace(sign, other)
    return html if _paragraphs.fullmatch(html) else _in_paragraphs(html)


def _in_paragraphs(html):
    soup = BeautifulSoup(html, "html.parser")
    for around in soup.find_all(lambda tag: tag.name != "p" and tag.find("p")):
        around.unwrap()
    parts, loose = [], ""
    for node in [*soup.children, None]:
        if node is not None and node.name != "p":
            loose += node.output_ready() if isinstance(node, NavigableString) else str(node)
            continue
        if is_there(loose):
            parts.append(f"<p>{loose.strip()}</p>")
        loose = ""
        if node is not None:
            parts.append(str(node))
    return "".join(parts)
