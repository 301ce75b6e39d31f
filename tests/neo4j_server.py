"""A real Neo4j for the tests: its jars from Maven Central, kept in the user's cache, run on Java 17 and free ports."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from liantu.graph.neo4j import Neo4jStore, connect, own

__all__ = ["Server", "empty", "fixture", "jars", "run", "running"]

POM = Path(__file__).with_name("neo4j") / "pom.xml"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
PASSWORD = "only-for-tests"  # noqa: S105 - of a server that lives as long as the tests
PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A server that answers; Bolt is with and without encryption on the same port, the HTTP port has none."""

    bolt: int
    http: int
    user: str = "neo4j"
    password: str = PASSWORD
    pid: int = 0

    @property
    def uri(self) -> str:
        """The address to connect to."""
        return f"bolt://127.0.0.1:{self.bolt}"


@functools.cache
def jars() -> Path | None:
    """Return the folder of the server's jars, after getting them on the first call; None where that cannot be done."""
    java = shutil.which("java")
    if java is None:
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < 17:
        return None
    version = re.search(r"<neo4j\.version>(.+?)<", POM.read_text("utf-8"))
    assert version
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "liantu" / f"neo4j-{version[1]}"
    return place if place.is_dir() or _fetched(place) else None


def _fetched(place: Path) -> bool:
    maven = shutil.which("mvn")
    if maven is None:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as part:
        command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={part}/lib"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return False
        # Whole or not at all; who comes second takes what the first one brought.
        with contextlib.suppress(OSError):
            Path(part, "lib").rename(place)
    return place.is_dir()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in found]


def _settle(home: Path, server: Server) -> None:
    """Write the configuration, with encryption by a certificate of our own where openssl can make one."""
    settings = {
        "server.bolt.listen_address": f"127.0.0.1:{server.bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{server.bolt}",
        "server.http.listen_address": f"127.0.0.1:{server.http}",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "dbms.security.auth_lock_time": "0s",
    }
    certificates = home / "certificates" / "bolt"
    certificates.mkdir(parents=True)
    (home / "conf").mkdir()
    if shutil.which("openssl"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-keyout", certificates / "private.key", "-out", certificates / "public.crt"], capture_output=True, check=True)
        settings |= {"dbms.ssl.policy.bolt.enabled": "true", "server.bolt.tls_level": "OPTIONAL",
                     "dbms.ssl.policy.bolt.client_auth": "NONE"}
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(lines, "utf-8")


@contextlib.contextmanager
def running(lib: Path, home: Path, *, memory: str = "1g") -> Iterator[Server]:
    """Run a server on an empty folder until the block ends."""
    bolt, http = _free_ports(2)
    server = Server(bolt, http)
    _settle(home, server)
    command = ["java", *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED), f"-Xmx{memory}", "-cp", f"{lib}/*",
               "org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "log.txt").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=home) as process:
        try:
            _wait(server, process, home / "log.txt")
            yield replace(server, pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until Bolt answers, and set the password."""
    import neo4j

    end = time.monotonic() + PATIENCE
    while True:
        try:
            with (neo4j.GraphDatabase.driver(server.uri, auth=(server.user, "neo4j")) as driver,
                  driver.session(database="system") as session):
                session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password).consume()
        except neo4j.exceptions.DriverError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("Neo4j did not start:\n" + log.read_text("utf-8", "replace")[-3000:]) from error
            time.sleep(0.3)
        else:
            return


@pytest.fixture(scope="session", name="neo4j_server")
def fixture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a running Neo4j, one for all tests."""
    lib: Path = request.getfixturevalue("need")("neo4j")
    with running(lib, tmp_path_factory.mktemp("neo4j")) as server:
        yield server


def run(neo: Neo4jStore, statement: str, **parameters: object) -> list[list[Any]]:
    """Run a statement as someone else would, and return its rows."""
    with neo.session(write=True) as session:
        return [record.values() for record in session.run(own(statement), parameters)]


@pytest.fixture(name="neo")
def empty(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """Give a connection to the server, with nothing in its database."""
    with connect(neo4j_server.uri, password=neo4j_server.password) as store:
        run(store, "MATCH (n) DETACH DELETE n")
        yield store
