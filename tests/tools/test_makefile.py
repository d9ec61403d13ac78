import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OLD = """\
#!/bin/sh
exec {python} -c "import sys; sys.version_info = (3, 10, 13); exec(sys.argv[1])" "$2"
"""


def test_a_python_that_is_too_old_is_refused_in_a_sentence(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text(OLD.format(python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    venv = tmp_path / "venv"
    command = ["make", f"VENV={venv}", f"PYTHON={python}", f"{venv}/python"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    sentence = f"{python} is older than 3.11: choose another by PYTHON=python3.12."
    assert sentence in done.stderr.splitlines()
    assert not venv.exists()
