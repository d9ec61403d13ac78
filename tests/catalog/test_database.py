from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tts.catalog.database import Database

NUMBERS = list(range(100))


def test_threads_that_ask_the_same_at_once_get_each_its_own_answer(tmp_path: Path) -> None:
    with Database(tmp_path / "numbers.db", [["CREATE TABLE number (n INTEGER)"]], mend="") as database:
        for number in NUMBERS:
            database.change("INSERT INTO number VALUES (?)", [number])

        def ask(number: int) -> list[int]:
            return list(database.each(int, "SELECT n FROM number WHERE n = ?", number))

        with ThreadPoolExecutor(8) as hands:
            assert list(hands.map(ask, NUMBERS * 20)) == [[number] for number in NUMBERS * 20]
