"""What a project's page says of the project to machines (https://schema.org/Project)."""

from portal.addresses import full
from portal.structured_data import filled, words


def project(page):
    """Return the project: for schema.org an organisation, with funders and members; dates only if exact."""
    funders, members = [], []
    for participant in page.participants.all():
        is_funder = participant.role == participant.Role.CO_FUNDER
        (funders if is_funder else members).append(_organization(participant))
    start, end = (page.period.start, page.period.end) if page.period else (None, None)
    is_span = start != end
    return {
        "@type": "Project",
        "@id": full(f"{page.url}#project"),
        "url": full(page.url),
        "name": words(page.text("title")),
        **filled(
            description=words(page.summary),
            foundingDate=_exact(start),
            dissolutionDate=_exact(end) if is_span else "",
            funder=funders,
            member=members,
        ),
    }


def _organization(participant):
    """Return a participant; a state is what stands for it."""
    name = str(participant.country.name) if participant.country else words(participant.text("name"))
    return {"@type": "Organization", "name": name}


def _exact(point):
    return point.iso if point and not point.is_approximate else ""
