"""What templates ask of areas and projects."""

from django import template

from cooperation.models import ProjectPage, projects_below, projects_in

register = template.Library()

MOST = 12


@register.simple_tag
def projects_of(front_page):
    """Return the projects of a portal, a dozen at most, in one query."""
    return list(projects_below(front_page)[:MOST])


@register.simple_tag
def ongoing(front_page):
    """Return the projects of a portal that are under way, a dozen at most, in one query."""
    return list(projects_below(front_page).filter(status=ProjectPage.Status.ONGOING)[:MOST])


@register.simple_tag
def related(project):
    """Return the other projects of a project's area, four at most."""
    return projects_in(project.get_parent()).exclude(pk=project.pk)[:4] if project.pk else []
