"""The project's own documents as pages of the site, and the files that they point to.

The Markdown files are laid beside each other as they stand in the project, so that links between
them hold. A link to another file of the project leads to a page that shows this file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from markupsafe import Markup
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import SqlLexer, get_lexer_for_filename  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

SOURCE_FOLDER: Final = "source"
"""Folder for pages that show files of the project, below that of the site."""

ROOT_PAGES: Final = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
GUIDES: Final = (
    "README",
    "docs/rules",
    "docs/glossary",
    "docs/exhibits",
    "docs/tracing",
    "docs/register",
    "docs/privacy",
    "docs/published_cells",
    "docs/reconciliation",
    "docs/calibration",
)
"""Documents that the contents name first, where they exist."""

SHOWN_SUFFIXES: Final = frozenset({".sql", ".yml", ".yaml", ".py", ".csv", ".toml", ".md"})
LARGEST_SHOWN: Final = 60_000
"""Bytes of a file that is still shown; longer ones are named only."""

_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_OWN_PICTURE: Final = re.compile(r"!\[[^\]]*\]\((?:docs/)?images/site-[^)]*\.png\)\n+")
"""A picture of the site; the site needs none of itself."""
_RULES: Final = re.compile(r"^- \*\*Rule:\*\* (.+)$", re.MULTILINE)
_TITLE: Final = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Decision:
    """A ruling on counting."""

    code: str
    title: str
    path: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """The documents of the project.

    Attributes:
        root: the project.
        documents: paths of the Markdown files below it, without `.md`.
        decisions: the rulings, by their number.
        shown: files that the documents point to and that pages show.
    """

    root: Path
    documents: tuple[str, ...]
    decisions: tuple[Decision, ...]
    shown: tuple[str, ...]

    def of_rule(self, rule: str) -> list[Decision]:
        """Return the rulings that belong to a rule."""
        return [decision for decision in self.decisions if rule in decision.rules]

    @property
    def rules(self) -> dict[str, list[Decision]]:
        """The rulings by rule."""
        names = sorted({rule for decision in self.decisions for rule in decision.rules})
        return {rule: self.of_rule(rule) for rule in names}


def read_library(root: Path) -> Library:
    """Find the documents and what they point to."""
    files = [root / name for name in ROOT_PAGES if (root / name).is_file()]
    files += sorted((root / "docs").rglob("*.md"))
    documents = tuple(_name(file, root) for file in files)
    shown: set[str] = set()
    for file in files:
        for _, target in _LINK.findall(file.read_text(encoding="utf-8")):
            found = _target(target, file, root)
            if found and found.removesuffix(".md") not in documents and _can_show(root / found):
                shown.add(found)
    for model in sorted((root / "models").rglob("*.sql")):
        shown.add(model.relative_to(root).as_posix())
    return Library(root, documents, tuple(_decisions(files, root)), tuple(sorted(shown)))


def groups_of(library: Library) -> dict[str, list[str]]:
    """Return the documents by group, in the order of the contents; a group may be empty."""
    decisions = [name for name in library.documents if name.startswith("docs/decisions/")]
    choices = [name for name in library.documents if name.startswith("docs/adr/")]
    guides = [name for name in GUIDES if name in library.documents]
    others = [name for name in library.documents if name not in {*decisions, *choices, *guides}]
    groups = {"guides": guides, "others": others, "decisions": decisions, "choices": choices}
    for names in groups.values():
        names.sort(key=lambda name: not name.endswith("README"))
    return groups


def write_sources(
    library: Library, target: Path, introduction: str, groups: Sequence[tuple[str, list[str]]]
) -> None:
    """Lay the documents out for Sphinx.

    Args:
        library: the documents.
        target: an empty folder.
        introduction: title and text of the first page, in Markdown.
        groups: headings with the documents below them, for the contents.
    """
    for name in library.documents:
        file = library.root / f"{name}.md"
        copy = target / f"{name}.md"
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        copy.write_text(_with_links(text, file, library), encoding="utf-8", newline="\n")
    for picture in sorted((library.root / "docs").rglob("*.svg")):
        copy = target / picture.relative_to(library.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(picture.read_bytes())
    parts = [introduction]
    for heading, names in groups:
        lines = "\n".join(f"/{name}" for name in names)
        options = f":caption: {heading}\n:maxdepth: 1\n:titlesonly:"
        parts.append(f"```{{toctree}}\n{options}\n\n{lines}\n```\n")
    (target / "docs").mkdir(exist_ok=True)
    (target / "docs" / "index.md").write_text("\n".join(parts), encoding="utf-8", newline="\n")


def show(library: Library, name: str) -> str:
    """Return a file of the project as highlighted HTML."""
    text = (library.root / name).read_text(encoding="utf-8")
    try:
        lexer = get_lexer_for_filename(name)
    except ClassNotFound:
        lexer = get_lexer_for_filename("x.txt")
    spans = LINE if name.endswith(".sql") else ""
    formatter: HtmlFormatter[str] = HtmlFormatter(wrapcode=True, linespans=spans)
    return _PLAIN.sub(r"\1", str(highlight(text, lexer, formatter)))


def show_sql(text: str) -> Markup:
    """Return a part of a model as highlighted HTML."""
    formatter: HtmlFormatter[str] = HtmlFormatter(wrapcode=True)
    shown = str(highlight(text, SqlLexer(), formatter))
    return Markup(_PLAIN.sub(r"\1", shown))  # noqa: S704


LINE: Final = "line"
"""What a line of SQL is called on the page that shows its file, with a hyphen and its number."""

_PLAIN: Final = re.compile(r'<span class="(?:n|w|p|o|err|nv|nn|Text|x)">([^<]*)</span>')
"""Names, blanks and signs: most of the code, and not coloured."""


def source_file(name: str) -> str:
    """Return the page that shows a file; both languages share it."""
    return f"{SOURCE_FOLDER}/{name}.html"


def line_of(name: str, line: int) -> str:
    """Return the place of a line of SQL on the page that shows its file."""
    return f"{source_file(name)}#{LINE}-{line}"


def _decisions(files: list[Path], root: Path) -> list[Decision]:
    found = []
    for file in files:
        if not re.match(r"D-\d+-", file.name):
            continue
        text = file.read_text(encoding="utf-8")
        rules, title = _RULES.search(text), _TITLE.search(text)
        if title:
            code, _, words = title[1].partition(": ")
            named = tuple(re.findall(r"R-\d+", rules[1])) if rules else ()
            found.append(Decision(code, words, _name(file, root), named))
    return found


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix().removesuffix(".md")


def _target(link: str, file: Path, root: Path) -> str | None:
    """Return the file of the project that a link names; none for addresses and fragments."""
    path = link.partition("#")[0]
    if not path or ":" in path:
        return None
    try:
        return (file.parent / path).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return None


def _can_show(file: Path) -> bool:
    return (
        file.is_file()
        and (file.suffix in SHOWN_SUFFIXES or file.name in {"Makefile", "LICENSE", "LICENSE-docs"})
        and file.stat().st_size <= LARGEST_SHOWN
    )


def _with_links(text: str, file: Path, library: Library) -> str:
    """Turn links to other files of the project into links to the pages that show them."""
    here = PurePosixPath(_name(file, library.root)).parent

    def turned(found: re.Match[str]) -> str:
        words, link = found[1], found[2]
        target = _target(link, file, library.root)
        if target is None or target.removesuffix(".md") in library.documents:
            return found[0]
        if f"{target}/README" in library.documents:
            depth = "../" * len(here.parts)
            return f"[{words}]({depth}{target}/README.md)"
        if target in library.shown:
            depth = "../" * len(here.parts)
            line = re.search(r"#L(\d+)$", link) if target.endswith(".sql") else None
            page = line_of(target, int(line[1])) if line else source_file(target)
            return f'<a href="{depth}../{page}">{words}</a>'
        return words

    return _LINK.sub(turned, _OWN_PICTURE.sub("", text))
