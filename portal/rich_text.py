"""Rich text as it may be stored: the few tags that editors can write, in paragraphs, without scripts."""

import re
from functools import lru_cache

import nh3
from bs4 import BeautifulSoup, NavigableString
from wagtail import blocks

from portal.texts import is_there

FEATURES = ["bold", "italic", "superscript", "subscript", "link", "document-link"]
ATTRIBUTES = {"a": {"href", "id", "linktype"}, "p": {"data-block-key"}}
KNOWN = 2000  # texts of which it is remembered how they are when clean
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
_attribute = re.compile(r' ([\w-]+)="([^"]*)"')
_links = re.compile(r'<a((?: [\w-]+="[^"]*")*)>')
_number = re.compile(r"[1-9][0-9]{0,17}")
# what other programs put text in: it becomes paragraphs
_others = re.compile(
    r"</?(?:[duo]l|d[dt]|li|div|h[1-6]|t[dhr]|table|blockquote|section|article|pre)\b[^>]*>", re.IGNORECASE
)
_paragraphs = re.compile(r"(?:\s*<p(?: [^>]*)?>(?:(?!</?p[ >]).)*</p>)*\s*", re.DOTALL)


@lru_cache(maxsize=KNOWN)
def clean(html):
    """Return HTML with what may stand in it; scripts, handlers and unknown addresses are taken out.

    Each tag is closed, and all stands in paragraphs, or the editor could not open it. What is clean
    stays as it is.
    """
    if not html:
        return html or ""
    html = html.encode(errors="ignore").decode()  # without halves of signs
    html, number = _others.subn("</p><p>", html)
    html = _links.sub(_clean_link, _cleaner.clean(html))
    if number:
        html = html.replace("<p></p>", "")
    for sign, other in ALIKE.items():
        html = html.replace(sign, other)
    return html if _paragraphs.fullmatch(html) else _in_paragraphs(html)


def _clean_link(link):
    """Return the start of a link, to a page or document by its number or to an address, if to any."""
    given = dict(_attribute.findall(link[1]))
    if given.get("linktype") in {"page", "document"} and is_number(given.get("id", "")):
        return f'<a id="{given["id"]}" linktype="{given["linktype"]}">'
    return f'<a href="{given["href"]}">' if given.get("href") else "<a>"


def is_number(key):
    """Tell whether a text may be the primary key of what a link leads to."""
    return bool(_number.fullmatch(key))


def clean_block(block, raw):
    """Return a raw value of a block with all rich text in it clean."""
    if isinstance(block, blocks.RichTextBlock):
        return clean(raw) if isinstance(raw, str) else raw
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {
            name: clean_block(block.child_blocks[name], part) if name in block.child_blocks else part
            for name, part in raw.items()
        }
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock) and isinstance(raw, list):
        return [_clean_item(block, item) for item in raw]
    return raw


def _clean_item(block, item):
    is_list = isinstance(block, blocks.ListBlock)
    if not isinstance(item, dict) or not {"type", "value"} <= set(item):
        return clean_block(block.child_block, item) if is_list else item
    child = block.child_block if is_list else block.child_blocks.get(item["type"])
    return item | {"value": clean_block(child, item["value"])} if child else item


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
