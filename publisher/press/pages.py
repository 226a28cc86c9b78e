"""Pages from templates; the only module of the press that knows Jinja2.

Templates escape everything that is not `Html`, and a name that is missing is an error, not an
empty place on a legal page.
"""

import posixpath
from datetime import date
from urllib.parse import quote

import jinja2

from publisher.errors import BuildError
from publisher.press.document_html import anchor_of
from publisher.press.edition import Edition
from publisher.press.inline import Html, text_html
from publisher.press.job import PressJob, PressResult
from publisher.press.templates import template_folders
from publisher.press.wording import counted, written_date


def render(job: PressJob) -> PressResult:
    """Return every file of the site, and where the things that a catalogue cites lie."""
    return Edition(job, Pages(job).page).render()


class Pages:
    """Fills templates with values, for one job."""

    def __init__(self, job: PressJob) -> None:
        self._job = job
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(template_folders(job.site.theme)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._templates.filters["day"] = _day
        self._templates.filters["counted"] = counted
        self._templates.globals["anchor"] = anchor_of

    def page(self, template: str, path: str, **values: object) -> bytes:
        """Return one page; `path` is the folder it stands in, from which its links go out."""

        def to(target: str) -> str:
            return _relative(path, target)

        try:
            html = self._templates.get_template(template).render(
                site=self._job.site,
                is_preview=self._job.is_preview,
                path=path,
                address=f"{self._job.site.base_url}/{quote(path)}",
                to=to,
                **values,
            )
        except jinja2.TemplateError as error:
            raise BuildError(
                f"{template}: {error}; mend the template, or remove it from the theme to get ours"
            ) from error
        return html.encode("utf-8")


def _day(day: date) -> Html:
    written = text_html(written_date(day)).replace(" ", "\N{NO-BREAK SPACE}")
    return Html(f'<time datetime="{day.isoformat()}">{written}</time>')


def _relative(start: str, target: str) -> str:
    """Return the address of a path below the web root as seen from a folder there."""
    way = posixpath.relpath(f"/{target}", f"/{start}")
    return quote(way if way == "." or not target.endswith("/") else f"{way}/") + (
        "/" if way == "." else ""
    )
