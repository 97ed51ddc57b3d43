"""Fetch, clean and join the style sheets and scripts that the pages use.

Run by hand, from anywhere, never by the application or its tests' fixtures:

    python tests/tools/vendor_front_end.py fetch   # needs npm: packages → tracker/static/src
    python tests/tools/vendor_front_end.py build   # no network: src → tracker.css, tracker.js
    python tests/tools/vendor_front_end.py check   # no network: exit 1 when a file was changed

``fetch`` also builds. After editing a file in ``tracker/static/src`` run ``build``. Why the files
are vendored and cleaned is in ``docs/decisions/vendored-front-end.md``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "tracker" / "static"
SOURCE = STATIC / "src"
ASSETS_TEMPLATE = ROOT / "templates" / "layout" / "assets.html"
RECORD = STATIC / "VENDORED.txt"
AXE = ROOT / "tests" / "vendor"

GOVUK = "govuk-frontend@6.3.0"
MOJ = "@ministryofjustice/frontend@11.1.0"
AXE_CORE = "axe-core@4.14.1"
ESBUILD = "esbuild@0.28.2"

# What the pages never use. The crown, the crest and the logotype may not be used outside GOV.UK.
GOVUK_UNUSED = re.compile(
    r"\.govuk-(?:accordion|cookie-banner|exit-this-page|footer__(?:crown|licence|copyright)"
    r"|generic-header|header|logo-dot|service-navigation)(?![a-z])"
)
MOJ_USED = re.compile(
    r"\.moj-(?:badge|filter|page-header-actions|side-navigation|sub-navigation|timeline)(?![a-z])"
    r"(?!-layout)"
)
GOVUK_SCRIPTS = (
    "Button",
    "CharacterCount",
    "Checkboxes",
    "ErrorSummary",
    "NotificationBanner",
    "PasswordInput",
    "Radios",
    "SkipLink",
    "Tabs",
)

STYLE_PARTS = ("govuk.css", "moj.css", "frame.css", "components.css", "print.css", "one_page.css")
SCRIPT_PARTS = ("govuk.js", "tracker.js")
VENDORED_PARTS = ("govuk.css", "moj.css", "govuk.js")
BUILT = ("tracker.css", "tracker.js")
ICONS = ("favicon.svg", "favicon-32.png")

LICENCE_BANNER = (
    "/*! Contains GOV.UK Frontend 6.3.0, (c) Crown copyright (Government Digital Service), MIT"
    " licence; and MoJ Frontend 11.1.0, (c) Crown copyright (Ministry of Justice), MIT licence."
    " See VENDORED.txt. */\n"
)


@dataclass(frozen=True)
class Block:
    """One rule of a style sheet: what stands before the brace, and what stands inside."""

    prelude: str
    body: str

    def text(self) -> str:
        return f"{self.prelude}{{{self.body}}}"


def blocks(css: str) -> Iterator[Block]:
    """Yield the top-level rules of minified ``css`` in order.

    Statements without a block (``@charset``) are left out. Raises ``ValueError`` when the braces
    do not balance, for then the text is not the minified CSS that this reader knows.
    """
    start = depth = opened = 0
    for position, character in enumerate(css):
        if character == ";" and depth == 0:
            start = position + 1
        elif character == "{":
            depth += 1
            opened = position if depth == 1 else opened
        elif character == "}":
            depth -= 1
            if depth < 0:
                raise ValueError(f"unexpected closing brace at {position}")
            if depth == 0:
                yield Block(css[start:opened].strip(), css[opened + 1 : position])
                start = position + 1
    if depth or css[start:].strip():
        raise ValueError("the style sheet ends inside a rule")


def selected(css: str, *, keep: re.Pattern[str] | None, drop: re.Pattern[str] | None) -> str:
    """Return the rules of ``css`` that have a selector matching ``keep`` and not ``drop``.

    Selectors of a list are judged one by one, and conditional groups by what is left in them.
    """
    out: list[str] = []
    for block in blocks(css):
        if block.prelude.startswith(("@media", "@supports")):
            inner = selected(block.body, keep=keep, drop=drop)
            if inner:
                out.append(f"{block.prelude}{{{inner}}}")
        elif block.prelude.startswith("@"):
            if keep is None:
                out.append(block.text())
        else:
            names = [
                name
                for name in split_selectors(block.prelude)
                if (keep is None or keep.search(name)) and not (drop and drop.search(name))
            ]
            if names:
                out.append(f"{','.join(names)}{{{block.body}}}")
    return "".join(out)


def split_selectors(prelude: str) -> list[str]:
    """Split a selector list at its own commas, not at those inside ``:not(a, b)``."""
    parts, depth = [""], 0
    for character in prelude:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def without_reserved_type(css: str) -> str:
    """Take out the typeface that only GOV.UK may use, source maps, and unpackaged pictures."""
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r'"?GDS Transport"?,\s*arial,sans-serif', '"Helvetica Neue",Arial,sans-serif', css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    return css.replace("\ufeff", "")


def with_inline_pictures(css: str, images: Path) -> str:
    """Replace each ``url(/assets/images/x.svg)`` by its picture as a data address.

    A picture of a few hundred bytes costs less inside the sheet than a request of its own.
    """

    def picture(match: re.Match[str]) -> str:
        svg = (images / match.group(1)).read_text(encoding="utf-8").strip()
        svg = re.sub(r">\s+<", "><", svg).replace('"', "'").replace("\n", " ")
        for plain, coded in (("%", "%25"), ("#", "%23"), ("<", "%3C"), (">", "%3E"), ("{", "%7B")):
            svg = svg.replace(plain, coded)
        return f'url("data:image/svg+xml,{svg}")'

    return re.sub(r"url\(/assets/images/([\w-]+\.svg)\)", picture, css)


def shortened(css: str) -> str:
    """Drop the comments and white space of our own sheets (no strings of theirs hold either)."""
    css = re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r": (?=[^{}]*[;}])", ":", css).replace(";}", "}").strip()


def run(command: list[str], folder: Path) -> str:
    """Run a tool of npm in ``folder`` and return what it printed."""
    found = shutil.which(command[0])
    if found is None:
        raise SystemExit(f"{command[0]} is needed to fetch, and was not found")
    done = subprocess.run(
        [found, *command[1:]], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def unpack(package: str, folder: Path) -> tuple[Path, str]:
    """Download one npm package; return where it was unpacked and the archive's sha256."""
    archive = folder / run(["npm", "pack", "--silent", package], folder).split()[-1]
    with tarfile.open(archive) as contents:
        contents.extractall(folder / archive.stem, filter="data")
    return folder / archive.stem / "package", sha256(archive)


def sha256(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bundled_scripts(govuk: Path, folder: Path) -> str:
    """One minified script that starts the GOV.UK components named in ``GOVUK_SCRIPTS``."""
    names = ",".join(GOVUK_SCRIPTS)
    entry = folder / "entry.mjs"
    entry.write_text(
        f"import {{createAll,{names}}} from {str(govuk / 'dist/govuk/all.mjs')!r};"
        "createAll(Button,{preventDoubleClick:true});"
        f"[{names.removeprefix('Button,')}].forEach((part)=>createAll(part));",
        encoding="utf-8",
    )
    flags = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--legal-comments=none"]
    return run(["npx", "--yes", ESBUILD, "entry.mjs", *flags], folder)


def fetch() -> None:
    """Download the packages, write the cleaned parts to ``src``, then build."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        govuk, govuk_sum = unpack(GOVUK, folder)
        moj, moj_sum = unpack(MOJ, folder)
        axe, axe_sum = unpack(AXE_CORE, folder)
        css = (govuk / "dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
        write_part("govuk.css", selected(without_reserved_type(css), keep=None, drop=GOVUK_UNUSED))
        css = (moj / "moj/moj-frontend.min.css").read_text(encoding="utf-8")
        css = selected(without_reserved_type(css), keep=MOJ_USED, drop=None)
        write_part("moj.css", with_inline_pictures(css, moj / "moj/assets/images"))
        write_part("govuk.js", bundled_scripts(govuk, folder))
        shutil.copy(axe / "axe.min.js", AXE / "axe.min.js")
        (AXE / "VENDORED.txt").write_text(axe_record(axe_sum), encoding="utf-8")
    build({GOVUK: govuk_sum, MOJ: moj_sum})


def write_part(name: str, text: str) -> None:
    """Write a vendored part, refusing one that still points outside or names the typeface."""
    wrong = re.search(r"GDS Transport|url\((?!\"?data:)|sourceMappingURL|@import", text)
    if wrong:
        raise SystemExit(f"{name} still contains {wrong.group()!r}: mend the cleaning")
    (SOURCE / name).write_text(text.strip() + "\n", encoding="utf-8")


def joined(name: str) -> str:
    """The text of a built file, from its parts."""
    if name == "tracker.css":
        parts = []
        for part in STYLE_PARTS:
            text = (SOURCE / part).read_text(encoding="utf-8")
            parts.append(text.strip() if part in VENDORED_PARTS else shortened(text))
        return '@charset "UTF-8";\n' + LICENCE_BANNER + "\n".join(parts) + "\n"
    texts = [(SOURCE / part).read_text(encoding="utf-8").strip() for part in SCRIPT_PARTS]
    return LICENCE_BANNER + "\n".join(texts) + "\n"


def assets_template() -> str:
    """The head's links: each address carries its file's hash, so it may be kept for a year."""
    version = {name: sha256(STATIC / name)[:10] for name in (*BUILT, *ICONS)}
    return (
        "{#- Written by tests/tools/vendor_front_end.py: do not edit by hand. -#}\n"
        "{%- set static_folder = url_for('static', filename='') -%}\n"
        '<link rel="stylesheet" href="{{ static_folder }}tracker.css'
        f'?v={version["tracker.css"]}">\n'
        '<link rel="icon" sizes="32x32" type="image/png"'
        f' href="{{{{ static_folder }}}}favicon-32.png?v={version["favicon-32.png"]}">\n'
        '<link rel="icon" sizes="any" type="image/svg+xml"'
        f' href="{{{{ static_folder }}}}favicon.svg?v={version["favicon.svg"]}">\n'
        "{% if is_scriptless is not defined -%}\n"
        '<script type="module" nonce="{{ csp_nonce() }}"'
        f' src="{{{{ static_folder }}}}tracker.js?v={version["tracker.js"]}"></script>\n'
        "{% endif -%}\n"
    )


def recorded_packages() -> dict[str, str]:
    """The packages and archive hashes that the record of the last fetch names."""
    if not RECORD.exists():
        raise SystemExit("there is no VENDORED.txt yet: run fetch first")
    return dict(recorded("package", RECORD))


def recorded(kind: str, note: Path) -> list[tuple[str, str]]:
    """The (name, sha256) pairs of the lines of ``kind`` in a VENDORED.txt."""
    line = rf"^{kind} (\S+)\s+sha256 (\w{{64}})$"
    return re.findall(line, note.read_text(encoding="utf-8"), re.MULTILINE)


def record(packages: dict[str, str]) -> str:
    """The text of VENDORED.txt."""
    lines = ["What is in this folder, and where it came from.", ""]
    lines += [f"package {name}  sha256 {digest}" for name, digest in packages.items()]
    lines += ["", f"Scripts joined with {ESBUILD} (not shipped)."]
    lines += ["", "Files made from the packages, and the files that the pages load:"]
    names = [*(f"src/{part}" for part in VENDORED_PARTS), *BUILT, *ICONS]
    lines += [f"file {name}  sha256 {sha256(STATIC / name)}" for name in names]
    lines += ["", "favicon.svg is our own mark; favicon-32.png is the same at 32 pixels.", ""]
    return "\n".join(lines) + LICENCES


def axe_record(digest: str) -> str:
    """The text of the note beside the accessibility checker of the tests."""
    return (
        "Used by the tests only, never served.\n\n"
        f"package {AXE_CORE}  sha256 {digest}\n"
        f"file axe.min.js  sha256 {sha256(AXE / 'axe.min.js')}\n\n"
        "axe-core is copyright Deque Systems, Inc., under the Mozilla Public License 2.0\n"
        "(https://www.mozilla.org/MPL/2.0/); its unminified source is in the package named above.\n"
    )


def build(packages: dict[str, str]) -> None:
    """Join the parts, and write the record and the head's links."""
    for name in BUILT:
        (STATIC / name).write_text(joined(name), encoding="utf-8")
    for name in (*BUILT, "favicon.svg"):
        compress(STATIC / name)
    RECORD.write_text(record(packages), encoding="utf-8")
    ASSETS_TEMPLATE.write_text(assets_template(), encoding="utf-8")


def compress(path: Path) -> None:
    """Write the file's compressed forms beside it, which WhiteNoise serves."""
    plain = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(plain, 9, mtime=0))
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(plain, quality=11))


def is_compressed(path: Path) -> bool:
    """Whether both compressed forms give the file's present content."""
    plain = path.read_bytes()
    gz, br = (path.with_name(f"{path.name}.{end}") for end in ("gz", "br"))
    if not (gz.exists() and br.exists()):
        return False
    return gzip.decompress(gz.read_bytes()) == plain == bytes(brotli.decompress(br.read_bytes()))


def faults() -> list[str]:
    """What differs from a fresh build, or from the recorded hashes, a sentence each."""
    found = [
        f"{name} is not what its parts in src give: run build"
        for name in BUILT
        if (STATIC / name).read_text("utf-8") != joined(name)
    ]
    found += [
        f"{name} is not what its compressed forms hold: run build"
        for name in (*BUILT, "favicon.svg")
        if not is_compressed(STATIC / name)
    ]
    for folder, note in ((STATIC, RECORD), (AXE, AXE / "VENDORED.txt")):
        pairs = recorded("file", note)
        if not pairs:
            found.append(f"{note} names no file")
        found += [
            f"{name} is not the file that VENDORED.txt records"
            for name, digest in pairs
            if sha256(folder / name) != digest
        ]
    if ASSETS_TEMPLATE.read_text("utf-8") != assets_template():
        found.append("templates/layout/assets.html names old versions: run build")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run one of fetch, build and check; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("step", choices=("fetch", "build", "check"))
    step = parser.parse_args(arguments).step
    if step == "fetch":
        fetch()
    elif step == "build":
        build(recorded_packages())
    else:
        found = faults()
        for sentence in found:
            print(sentence, file=sys.stderr)
        return 1 if found else 0
    return 0


LICENCES = """
Licence of both packages (MIT)

GOV.UK Frontend: Copyright (c) 2017 Crown Copyright (Government Digital Service)
MoJ Frontend: Copyright (c) 2018 Crown Copyright (Ministry of Justice)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


if __name__ == "__main__":
    raise SystemExit(main())
