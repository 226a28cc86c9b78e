"""PDF from HTML; the only module that knows WeasyPrint, imported when a PDF is made.

The bytes depend on what is given and on the libraries alone: no clock, no network, no file but the
fonts of the templates. Anything WeasyPrint complains about stops the build, since a complaint
means that the page is not what it should be.
"""

import ctypes.util
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from publisher.errors import BuildError, EnvironmentProblem
from publisher.press.pdf_archive import claiming_both, finish
from publisher.press.templates import template_file

_REPAIR = (
    "install the libraries of WeasyPrint: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
_SCHEME = "press:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF; `relationship` is what it is to the document (`Source`, `Data`)."""

    name: str
    content: bytes
    description: str
    relationship: str


@cache
def versions() -> tuple[str, ...]:
    """Return name and version of what the bytes of a PDF depend on.

    Raises EnvironmentProblem when a native library is missing. Without the subsetting library
    WeasyPrint still works, but differs from second to second, so it counts as missing.
    """
    try:
        import weasyprint  # noqa: PLC0415 - costs more than the whole HTML build
        from weasyprint.text.ffi import pango  # noqa: PLC0415 - the same
    except OSError as error:
        raise EnvironmentProblem(f"WeasyPrint cannot load its libraries; {_REPAIR}") from error
    if not ctypes.util.find_library("harfbuzz-subset"):
        raise EnvironmentProblem(f"the library harfbuzz-subset is missing; {_REPAIR}")
    return (f"weasyprint {weasyprint.__version__}", f"pango {pango.pango_version()}")


def render(
    html: str,
    style: str,
    *,
    made_at: datetime,
    attachments: Sequence[Attachment] = (),
    theme: Path | None = None,
) -> bytes:
    """Return a PDF of a page that is PDF/A-3a and PDF/UA-1; its dates are `made_at`.

    Raises BuildError when the page asks for anything outside the templates or is not clean.
    """
    versions()
    import weasyprint  # noqa: PLC0415 - costs more than the whole HTML build
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - the same
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - the same

    fetcher = _fetcher(theme)
    fonts = FontConfiguration()
    moment = made_at.astimezone(UTC)
    with _complaints() as complaints:
        try:
            sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=fetcher)
            source = weasyprint.HTML(string=html, base_url=_SCHEME, url_fetcher=fetcher)
            options = {
                "pdf_variant": "pdf/a-3a",
                "pdf_tags": True,
                "attachments": [_attached(item, moment, fetcher) for item in attachments],
            }
            document = source.render(stylesheets=[sheet], font_config=fonts, **options)
            metadata = document.metadata
            metadata.generate_rdf_metadata = claiming_both(metadata.generate_rdf_metadata)
            data = document.write_pdf(finisher=finish, **options)
        except FatalURLFetchingError as error:
            raise BuildError(f"a PDF page asks for something outside: {error}") from error
    if complaints:
        raise BuildError(f"a PDF is not clean: {'; '.join(complaints[:5])}")
    return bytes(data)


def _attached(item: Attachment, moment: datetime, fetcher: object) -> object:
    import weasyprint  # noqa: PLC0415 - loaded by the caller

    return weasyprint.Attachment(
        string=item.content,
        url_fetcher=fetcher,
        name=item.name,
        description=item.description,
        relationship=item.relationship,
        created=moment,
        modified=moment,
    )


def _fetcher(theme: Path | None) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return a fetcher that hands out fonts of the templates and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - loaded by caller

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:
            del headers
            name = url.removeprefix(f"{_SCHEME}fonts/")
            if name == url or "/" in name or "\\" in name or not name.endswith(".woff2"):
                raise ValueError(f"only fonts of the templates may be loaded, not {url[:80]}")
            return URLFetcherResponse(url, template_file(f"assets/fonts/{name}", theme))

    return OwnFilesOnly(fail_on_errors=True, allow_redirects=False)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint would write to its log, instead of writing it."""
    collected: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            collected.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    before = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [Collector(logging.WARNING)], False
    logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves the colour profile for the collector to close.
            warnings.simplefilter("ignore", ResourceWarning)
            yield collected
    finally:
        logger.handlers, logger.propagate = before[0], before[1]
        logger.setLevel(before[2])
