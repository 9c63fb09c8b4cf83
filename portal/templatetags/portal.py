"""What templates ask of the portal; available in every template."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal import languages, renditions
from portal.addresses import full
from portal.caching.parts import kept
from portal.contents import Contents, Linked
from portal.models import InformationPage, PortalSettings
from portal.models.signposts import Signposts
from portal.parity import judging
from portal.parity.memory import recall_read
from portal.sites import site_of
from portal.structured_data import graph

register = template.Library()


@register.filter
def text(obj, field_name):
    """Return a field as a :class:`~portal.texts.Text`: ``{{ page|text:"title" }}``."""
    return obj.text(field_name)


@register.simple_tag
def period(value):
    """Print a period in words, marked for machines: ``<time datetime="1998-04">avril 1998</time>``."""
    return format_html('<time datetime="{}">{}</time>', value.iso, value.in_words())


@register.simple_tag
def day(value):
    """Print the date of a moment, in the active language's own form and the portal's zone."""
    local = timezone.localdate(value)
    words = languages.rules(languages.current()).date(local.year, local.month, local.day)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag
def moment(value):
    """Print a date with its time of day, in the active language's own form and the portal's zone."""
    local = timezone.localtime(value)
    rules = languages.rules(languages.current())
    words = _("%(date)s at %(time)s") % {
        "date": rules.date(local.year, local.month, local.day),
        "time": rules.time(local.hour, local.minute),
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.simple_tag(takes_context=True)
def language_choices(context):
    """Return one choice a language: the same page, with the query that the reader came with.

    Other views give their ``own_addresses``; on error pages each leads to the front page of its language.
    """
    page, request = context.get("page"), context["request"]
    own = context.get("own_addresses", {})
    query = request.META.get("QUERY_STRING")
    asked = f"?{query}" if query and (page or own) else ""
    return [
        {
            "code": code,
            "name": name,
            "url": (page and page.pk and page.url_in(code, request) or own.get(code, f"/{code}/")) + asked,
            "is_current": code == languages.current(),
            "is_published": not page or page.is_published_in(code),
        }
        for code, name in settings.LANGUAGES
    ]


@register.tag
def linked(parser, token):
    """Print a page, with the links of all rich text on it leading to their pages and documents."""
    page = parser.parse(["endlinked"])
    parser.delete_first_token()
    return Linked(page)


@register.tag
def contents(parser, token):
    """Print a part of a page, and before it a list of its sections when there are three or more."""
    part = parser.parse(["endcontents"])
    parser.delete_first_token()
    return Contents(part)


@register.tag(name="kept")
def keep(parser, token):
    """Print a part that many answers share, named by all that it depends on: ``{% kept "menu" here %}``."""
    name = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    part = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptPart(name, part)


class KeptPart(template.Node):
    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        name = [each.resolve(context) for each in self.name]
        with context.push():  # what is set in the part is not there when it is kept
            return kept(context["request"], name, lambda: self.nodelist.render(context))


@register.simple_tag
def language_name(code):
    """Return a language's name for a sentence in the active language."""
    return languages.name_for_reader(code)


@register.simple_tag(takes_context=True)
def newer_languages(context, subject):
    """Return the languages that have a newer text of a page or milestone, if readers are to be told."""
    if not PortalSettings.for_request(context["request"]).tells_outdated:
        return []
    return judging.newer_languages(subject, languages.current(), recall_read(subject))


@register.simple_tag
def sources(image, place):
    """Return a picture in the formats and sizes that one place shows, the best format first, or nothing."""
    return renditions.there(image, place)


@register.simple_tag(takes_context=True)
def structured_data(context):
    """Print what a page says to machines, for a script element."""
    return graph(context)


@register.simple_tag(takes_context=True)
def alternates(context):
    """Return what machines are told of a page's languages: its address for each ``hreflang``."""
    return context["page"].alternates(context["request"])


@register.simple_tag
def absolute(path):
    """Return an address with the portal's scheme and host, for machines that read the page alone."""
    return full(path)


@register.simple_tag(takes_context=True)
def site_root(context):
    """Return the front page of the portal that is being read."""
    site = site_of(context["request"])
    return site and site.root_page


@register.simple_tag(takes_context=True)
def portal_name(context):
    """Return the portal's name as a ``Text``."""
    return PortalSettings.name_for(context["request"])


@register.simple_tag(takes_context=True)
def portal_settings(context):
    """Return what editors set for the whole portal."""
    return PortalSettings.for_request(context["request"])


@register.simple_tag(takes_context=True)
def menu(context):
    """Return the links of the main menu."""
    request = context["request"]
    return kept(request, ("menu",), lambda: list(_menu(request)))


def _menu(request):
    signposts = Signposts.for_request(request)
    for page in signposts.menu if signposts else []:
        yield {"label": page.text("title"), "url": page.get_url(request), "pk": page.pk}


@register.simple_tag(takes_context=True)
def footer_links(context):
    """Return the links that editors chose for the footer, then the pages about the portal they left out."""
    request = context["request"]
    return kept(request, ("footer links",), lambda: list(_footer_links(request)))


def _footer_links(request):
    links = PortalSettings.for_request(request).footer_links.select_related("page")
    chosen = [link for link in links if may_be_read(link.page) or not link.page]
    linked = {link.page_id for link in chosen}
    for link in chosen:
        yield {"label": link.text("label"), "url": link.address, "pk": link.page_id}
    signposts = Signposts.for_request(request)
    for page in signposts.landmarks(InformationPage) if signposts else []:
        if page.pk not in linked:
            yield {"label": page.text("title"), "url": page.get_url(request), "pk": page.pk}


@register.simple_tag(takes_context=True)
def here(context, links):
    """Return the key of the page that is read if it is among some links, else nothing."""
    page = context.get("page")
    return page and next((link["pk"] for link in links if link["pk"] == page.pk), None)


@register.simple_tag(takes_context=True)
def social_picture(context):
    """Return the picture to share with a page, ``None`` without: the page's own, else the portal's.

    It is a rendition that is there already: no reader waits until one is made.
    """
    own = getattr(context["page"], "picture", None)
    for image in (own, PortalSettings.for_request(context["request"]).social_picture):
        if image and (found := renditions.there_as(image, [renditions.SOCIAL_FILTER])):
            [made] = found
            return {"image": image, "url": full(made.url), "width": made.width, "height": made.height}
    return None


@register.filter
def locale(code):
    """Return a language with its territory: ``fr_FR``."""
    return languages.locale_of(code)


@register.filter
def may_be_read(page):
    """Tell whether readers of the active language may be led to a page."""
    return bool(page) and page.live and page.is_published_in(languages.current())
