"""What is kept is made anew when the code that made it has changed, wherever in a folder that code lies."""

from pathlib import Path

from tts.narration.studio import code_fingerprint


def test_code_below_a_folder_counts_as_the_folders(tmp_path: Path) -> None:
    for name, code in (("before", "LEGS = 4\n"), ("after", "LEGS = 3\n")):
        below = tmp_path / name / "rooms" / "table.py"
        below.parent.mkdir(parents=True)
        below.write_text(code)
    assert code_fingerprint(str(tmp_path / "before")) != code_fingerprint(str(tmp_path / "after"))
