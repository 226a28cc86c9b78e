"""Where the templates lie: beside the package when installed, at the top of the repository else."""

from pathlib import Path

from publisher.errors import EnvironmentProblem


def own_folder() -> Path:
    """Return the folder of the templates that come with the program."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "site_templates", package.parent / "site_templates"):
        if (folder / "base.html").is_file():
            return folder
    raise EnvironmentProblem(
        f"{package / 'site_templates'}: the templates are missing; install the program again"
    )


def template_folders(theme: Path | None) -> list[Path]:
    """Return the folders in which a template is looked up; the site's own theme goes first."""
    return [folder for folder in (theme, own_folder()) if folder]


def assets(theme: Path | None) -> dict[str, bytes]:
    """Return the files that pages refer to (style sheet, fonts) by path below the web root."""
    found: dict[str, bytes] = {}
    for folder in reversed(template_folders(theme)):
        for file in sorted((folder / "assets").rglob("*")):
            if file.is_file():
                found[f"assets/{file.relative_to(folder / 'assets').as_posix()}"] = (
                    file.read_bytes()
                )
    return found


def template_file(name: str, theme: Path | None) -> bytes:
    """Return a file of the templates, the theme's own where it has one."""
    for folder in template_folders(theme):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise EnvironmentProblem(f"{name}: this template is missing; install the program again")
