"""What a page says to machines that read it: schema.org as JSON-LD, one graph a page.

Words without a language of their own are in the page's (https://www.w3.org/TR/json-ld11/#string-internationalization).
"""

import json

from django.utils.safestring import mark_safe

from portal import languages
from portal.addresses import full
from portal.models import PortalSettings
from portal.sites import site_of

# what would end the script element that holds the data, or start a comment in it
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def graph(context):
    """Return what is said of the page of a template, safe in a script element.

    The page adds its own in ``structured_data()``.
    """
    page, request = context["page"], context["request"]
    address = full(page.get_url(request)) + context.get("canonical_query", "")
    own = page.structured_data(context)
    organization, website = _portal(request)
    web_page = _web_page(page, address) | {"isPartOf": _reference(website)}
    nodes = [organization, website, web_page]
    if context["ancestors"]:
        trail = _trail([*context["ancestors"], page], address, request)
        web_page["breadcrumb"] = _reference(trail)
        nodes.append(trail)
    if own:
        web_page["mainEntity"] = _reference(own[0])
    data = {
        "@context": ["https://schema.org", {"@language": languages.current()}],
        "@graph": [*nodes, *own],
    }
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 (escaped)


def words(text):
    """Return a :class:`~portal.texts.Text` as JSON-LD says it: marked where it is in another language."""
    return {"@value": text.value, "@language": text.foreign} if text.foreign else text.value


def filled(**properties):
    """Return the properties that hold something."""
    return {name: value for name, value in properties.items() if value}


def _reference(node):
    return {"@id": node["@id"]}


def _portal(request):
    """Return whose portal it is, and the portal in the active language."""
    settings, name = PortalSettings.for_request(request), words(PortalSettings.name_for(request))
    site = site_of(request)
    home = full(site.root_page.get_url(request) if site else "/")
    organization = {
        "@type": "Organization",
        "@id": full("/#organization"),
        "name": name,
        "url": full("/"),
        **filled(
            email=settings.email,
            telephone=settings.telephone,
            address=words(settings.text("postal_address")),
        ),
    }
    website = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": name,
        "url": home,
        "inLanguage": languages.current(),
        "publisher": _reference(organization),
    }
    return organization, website


def _web_page(page, address):
    return {
        "@type": "WebPage",
        "@id": f"{address}#page",
        "url": address,
        "name": words(page.text("title")),
        "inLanguage": languages.current(),
        **filled(
            description=words(page.summary),
            datePublished=page.first_published_at and page.first_published_at.isoformat(),
            dateModified=page.last_published_at and page.last_published_at.isoformat(),
        ),
    }


def _trail(pages, address, request):
    """Return the breadcrumb as it is shown, down to the page itself."""
    addresses = [*(full(page.get_url(request)) for page in pages[:-1]), address]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{address}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words(page.text("title")), "item": item}
            for place, (page, item) in enumerate(zip(pages, addresses, strict=True), start=1)
        ],
    }
