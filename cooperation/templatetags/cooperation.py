"""What templates ask of areas and projects."""

from django import template

from cooperation.models import ProjectPage, projects_in

register = template.Library()


@register.simple_tag
def projects_of(areas):
    """Return the projects of some areas, in one query."""
    return list(projects_in(areas))


@register.simple_tag
def ongoing(areas):
    """Return the projects of some areas that are under way, a dozen at most, in one query."""
    return list(projects_in(areas).filter(status=ProjectPage.Status.ONGOING)[:12])


@register.simple_tag
def related(project):
    """Return the other projects of a project's area, four at most."""
    return projects_in([project.get_parent()]).exclude(pk=project.pk)[:4] if project.pk else []
