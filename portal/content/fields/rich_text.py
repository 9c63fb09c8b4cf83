"""Rich text in content files: the editor's own tags, links by address and by path."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from portal.models import BasePage
from portal.texts import is_there

TAGS = {
    "bold": ["b"],
    "italic": ["i"],
    "superscript": ["sup"],
    "subscript": ["sub"],
    "link": ["a"],
    "document-link": ["a"],
    "h2": ["h2"],
    "h3": ["h3"],
    "h4": ["h4"],
    "ol": ["ol", "li"],
    "ul": ["ul", "li"],
}
BLOCKS = {"p", "h2", "h3", "h4", "ol", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}


def read(html, features, place, names):
    """Return a text as Wagtail stores it: ``<a page="/address/">`` becomes a link to that page.

    :param features: of the editor; what it cannot write is noted at ``place`` as wrong
    """
    return _Reader(features, place, names).normal(html)


def written(html, names):
    """Return a stored text as a file has it; what no editor of ours writes is left out."""
    return _Writer(names).normal(html)


class _Normal(HTMLParser):
    """Writes HTML anew: each tag closed, each sign escaped one way, no keys of the editor's."""

    def __init__(self, tags):
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.open = []
        self.parts = []

    def normal(self, html):
        try:
            self.feed(html)
            self.close()
        except AssertionError:  # of a marked section that the parser does not know
            self.forbidden("![")
        while self.open:
            if self.open[-1]:
                self.unclosed(self.open[-1])
            self._close()
        text = "".join(self.parts)
        return text if is_there(text) else ""

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.parts.append("<br/>")
            return
        if tag not in self.tags:
            self.forbidden(tag)
            self.open.append(None)
            return
        if tag in BLOCKS and {"p", "h2", "h3", "h4"} & set(self.open):
            self.unclosed(tag)
        kept = self.attributes(tag, dict(attrs))
        if kept is None:
            self.open.append(None)
            return
        self.open.append(tag)
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.parts.append(f"<{tag}{written}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag != "br":
            self._close()

    def handle_endtag(self, tag):
        if tag == "br":
            return
        if not self.open or (self.open[-1] or tag) != tag:
            self.unclosed(tag)
            return
        self._close()

    def handle_data(self, data):
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        if text == " " and not self.open:
            return
        if text and not self.open:
            self.outside()
        self.parts.append(escape(text, quote=False))

    def handle_comment(self, data):
        self.forbidden("!--")

    handle_decl = handle_pi = unknown_decl = handle_comment

    def _close(self):
        tag = self.open.pop()
        if tag:
            self.parts.append(f"</{tag}>")

    def attributes(self, tag, attrs):
        """Return the attributes to write, ``None`` to leave the tag out and keep what is in it."""
        attrs.pop("data-block-key", None)
        if tag == "a":
            return self.link(attrs)
        for name in attrs:
            self.forbidden(f"{tag} {name}")
        return {}

    def forbidden(self, what):
        """Be told of a tag or attribute that is left out."""

    def unclosed(self, tag):
        """Be told of a tag that begins or ends alone."""

    def outside(self):
        """Be told of text that stands in no paragraph."""


class _Reader(_Normal):
    def __init__(self, features, place, names):
        super().__init__({"p", *(tag for feature in features for tag in TAGS.get(feature, []))})
        self.place = place
        self.names = names

    def link(self, attrs):
        [(kind, target), *others] = attrs.items() or [("", "")]
        if others or kind not in {"page", "document", "href"} or not target:
            self.place.wrong(
                _("Write a link as <a page='/address/'>, <a document='path'> or <a href='https://…'>.")
            )
            return None
        if kind == "href":
            return self._external(target)
        model = BasePage if kind == "page" else get_document_model()
        pk = self.names.pk(model, target, self.place)
        return pk and {"linktype": kind, "id": str(pk)}

    def _external(self, target):
        try:
            scheme = urlsplit(target.strip()).scheme.lower()
        except ValueError:
            scheme = target
        if scheme not in SCHEMES and not (scheme == "" and target[0] in "#/"):
            self.place.wrong(_("A link may not lead to “%s”.") % target[:60])
        return {"href": target}

    def forbidden(self, what):
        allowed = ", ".join(sorted(self.tags | {"br"}))
        self.place.wrong(
            _("<%(tag)s> may not stand here; what may: %(tags)s.") % {"tag": what, "tags": allowed}
        )

    def unclosed(self, tag):
        self.place.wrong(_("<%s> begins or ends alone.") % tag)

    def outside(self):
        self.place.wrong(_("Write text in paragraphs: <p>…</p>."))


class _Writer(_Normal):
    def __init__(self, names):
        super().__init__({"p", "a", *(tag for tags in TAGS.values() for tag in tags)})
        self.names = names

    def link(self, attrs):
        kind = attrs.get("linktype")
        if kind in {"page", "document"}:
            model = BasePage if kind == "page" else get_document_model()
            pk = attrs.get("id") or ""
            name = pk.removeprefix("-").isdecimal() and self.names.name(model, int(pk))
            return {kind: name} if name else None
        return {"href": attrs["href"]} if attrs.get("href") else None
