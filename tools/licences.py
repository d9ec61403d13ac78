"""The licence of everything that is installed from the lock: printed, and held to what the GPL allows.

What runs or is built together with this project must go together with the GPL, version 3 or later; what
only the tests use runs beside it, and need only be free. `--quiet` prints what is wrong, and no list.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata

from tools.lock import LOCK, PARTS, packages

Metadata = Mapping[str, str | list[str]]
"""What a package tells of itself, under the names of the JSON form (PEP 566)."""

NAMED = {
    "antlr4-python3-runtime": "BSD-3-Clause",  # says BSD; https://www.antlr.org/license.html
    "espeakng-loader": "GPL-3.0-or-later",  # that of espeak-ng, which it holds; of its own code it says none
    "kokoro-onnx": "MIT",  # licenses/LICENSE in its wheel
    "partd": "BSD-3-Clause",  # says BSD; LICENSE.txt in its wheel
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # its licences/; PDFium and what it holds are as free
    "tqdm": "MPL-2.0 AND MIT",  # licenses/LICENCE in its wheel
}
"""The licences of packages whose metadata does not tell, with the place that does."""

SPELLINGS = {
    r"MIT License": "MIT",
    r"ISC License": "ISC",
    r"BSD License|3-Clause BSD License": "BSD-3-Clause",  # the stricter of the two that OSI approved
    r"BSD 2-Clause License": "BSD-2-Clause",
    r"Apache( Software)? License.*|Apache 2(\.0)?": "Apache-2.0",
    r"Mozilla Public License 2\.0 .*": "MPL-2.0",
    r"GNU Lesser General Public License v3 .*": "LGPL-3.0-only",
    r"GNU General Public License v3 \(GPLv3\)": "GPL-3.0-only",
    r"GNU General Public License v3 or later .*": "GPL-3.0-or-later",
}
"""How licences are called that have no SPDX identifier in the metadata."""

COMPATIBLE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "GPL-2.0-or-later", "GPL-3.0-only",
    "GPL-3.0-or-later", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib",
})  # fmt: skip
"""What may be one program with this one: https://www.gnu.org/licenses/license-list.html."""

FREE = COMPATIBLE | {"CNRI-Python"}
"""What a test may use besides."""


def licence(name: str, told: Metadata) -> str:
    """Return a package's licence as an SPDX expression; "" when neither its metadata nor NAMED tells."""
    clear = NAMED.get(name) or str(told.get("license_expression", ""))
    return clear or next(filter(None, map(_spdx, _statements(told))), "")


def allowed(expression: str, known: frozenset[str]) -> bool:
    """Return whether an SPDX expression asks for known licences alone, at least by one of its choices.

    One that holds brackets, but for a pair around all of it, is not understood, and so not allowed.
    """
    expression = re.sub(r"^\((.*)\)$", r"\1", expression)
    if "(" in expression or ")" in expression:
        return False
    choices = re.split(r"\s+OR\s+", expression)
    return any(known.issuperset(re.split(r"\s+AND\s+", choice)) for choice in choices)


def _statements(told: Metadata) -> Iterator[str]:
    yield str(told.get("license", "")).strip().partition("\n")[0]
    for classifier in told.get("classifier", []):
        if classifier.startswith("License :: OSI Approved :: "):
            yield classifier.rpartition(" :: ")[2]


def _spdx(statement: str) -> str:
    if statement in FREE:
        return statement
    return next((spdx for spelling, spdx in SPELLINGS.items() if re.fullmatch(spelling, statement)), "")


def objection(name: str, spdx: str, part: str) -> str:
    """Return why a package may not be in this part of the lock; "" when it may."""
    if not spdx:
        return f"{name} does not tell its licence: look for it, and name it in tools/licences.py."
    if not allowed(spdx, FREE if part == "testing" else COMPATIBLE):
        return f"{name} is under {spdx}, which is not known to go together with the GPL, version 3 or later."
    return ""


def main(arguments: list[str]) -> str | None:
    """Print the licences of what is installed here; return what is wrong with them."""
    objections = []
    for part in PARTS:
        for name in packages(LOCK.read_text(encoding="utf-8"), part):
            try:
                told = metadata(name).json
            except PackageNotFoundError:  # it is for another system, or another Python
                continue
            spdx = licence(name, told)
            objections.append(objection(name, spdx, part))
            if "--quiet" not in arguments:
                print(f"{part}  {name:<28} {told['version']:<18} {spdx}")
    return "\n".join(filter(None, objections)) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
