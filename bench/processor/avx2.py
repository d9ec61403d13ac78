"""Run a Python program as on a processor with AVX2 and without 8-bit dot products, at its native speed.

    python bench/processor/avx2.py PROGRAM [ARGUMENT ...]
    python bench/processor/avx2.py -m pytest -p no:faulthandler tests/engines/test_kokoro_graph.py

ONNX Runtime asks the processor by the instruction cpuid. In a temporary copy of its library each is
`ud2`, which is as long; a preloaded library answers it, and leaves out AVX-512, VNNI and AMX. Needs an x86
processor with Linux, gcc and binutils. faulthandler would answer ud2 first: run without it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

CPUID, UD2 = b"\x0f\xa2", b"\x0f\x0b"
LIBRARY = "capi/onnxruntime_pybind11_state"
TOOLS = ("gcc", "objdump", "readelf")


def main() -> None:
    sys.exit(run_on_avx2(sys.argv[1:]))


def run_on_avx2(arguments: list[str]) -> int:
    """Run Python with these arguments, and return its exit status."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}. Install gcc and binutils.")
    with tempfile.TemporaryDirectory(prefix="avx2-") as folder:
        answers = compiled(Path(folder))
        copied(Path(folder))
        paths = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
        environment = os.environ | {"LD_PRELOAD": str(answers), "PYTHONPATH": paths}
        return subprocess.run([sys.executable, *arguments], env=environment, check=False).returncode  # noqa: S603 - as asked


def compiled(folder: Path) -> Path:
    """Return the library that answers in place of the processor."""
    library = folder / "avx2.so"
    source = Path(__file__).with_suffix(".c")
    command = ["gcc", "-O1", "-Wall", "-shared", "-fPIC", "-o", str(library), str(source)]
    subprocess.run(command, check=True)  # noqa: S603 - the compiler that is on the path
    return library


def copied(folder: Path) -> None:
    """Put into the folder a copy of onnxruntime, all links but the library that asks the processor."""
    spec = find_spec("onnxruntime")
    if spec is None or spec.origin is None:
        sys.exit("ONNX Runtime is missing. In the folder of the program: `pip install '.[offline]'`.")
    original = Path(spec.origin).parent
    shutil.copytree(original, folder / "onnxruntime", copy_function=os.symlink)
    (library,) = (folder / "onnxruntime").glob(f"{LIBRARY}*.so")
    code = bytearray(library.read_bytes())
    for offset in questions(library):
        if code[offset : offset + 2] != CPUID:
            sys.exit(f"There is no cpuid at {offset:#x} of {library.name}.")
        code[offset : offset + 2] = UD2
    library.unlink()
    library.write_bytes(code)


def questions(library: Path) -> list[int]:
    """Return where in the file a cpuid is, by what binutils disassembles."""
    sections = output("readelf", "--section-headers", "--wide", str(library))
    text = re.search(r"\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)", sections)
    if text is None:
        sys.exit(f"{library.name} has no code.")
    address, offset = (int(number, 16) for number in text.groups())
    listing = output("objdump", "--disassemble", "--section=.text", "--no-show-raw-insn", str(library))
    places = re.findall(r"^ *([0-9a-f]+):\tcpuid", listing, re.MULTILINE)
    return [int(place, 16) - address + offset for place in places]


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - as above


if __name__ == "__main__":
    main()
