"""A real S3 server on this machine, and what is in its buckets."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest

BUCKET = "news"
KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "AWS_MAX_ATTEMPTS": "1",
}
PATIENCE_S = 60


class S3:
    """A server process, what it says, and a client to look into its bucket."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: list[str] = []
        self._said = threading.Condition()
        self._process = process
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.url = self.wait_for(r"Running on (http://127\.0\.0\.1:\d+)")
        self.client: Any = boto3.client("s3", endpoint_url=self.url)

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            with self._said:
                self._lines.append(line)
                self._said.notify_all()

    def wait_for(self, pattern: str, times: int = 1) -> str:
        """Return the first group of a line that the server says, once it has said so many."""

        def found() -> list[str]:
            return [hit.group(1) for line in self._lines if (hit := re.search(pattern, line))]

        with self._said:
            assert self._said.wait_for(lambda: len(found()) >= times, PATIENCE_S)
            return found()[0]

    def came(self) -> list[str]:
        """Return the paths of the files in the order in which they arrived."""
        arrivals = (re.search(rf'"PUT /{BUCKET}/podcast/(\S+) ', line) for line in self._lines)
        return [hit.group(1) for hit in arrivals if hit]

    def empty(self) -> None:
        """Begin anew."""
        for key in self.stored():
            self.client.delete_object(Bucket=BUCKET, Key=key)
        self._lines.clear()

    def body(self, path: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=BUCKET, Key=f"podcast/{path}")["Body"].read()
        return body

    def stored(self) -> list[str]:
        return [facts["Key"] for facts in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        assert self._process.stderr is not None
        self._process.stderr.close()


@contextmanager
def serving() -> Iterator[S3]:
    """Run a server with an empty bucket for as long as the block runs."""
    command = [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with pytest.MonkeyPatch.context() as environment:
        for name, value in KEYS.items():
            environment.setenv(name, value)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        running = S3(process)
        try:
            running.client.create_bucket(Bucket=BUCKET)
            yield running
        finally:
            running.stop()
