"""`vnmarket up` with stand-in processes: start, address, restart, order of the end, nothing left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from tests.support.polling import eventually
from workers.children import free_port

STAND_IN = """
import http.server, json, os, signal, sys, time
name, folder = sys.argv[1], sys.argv[2]
kept = {k: v for k, v in os.environ.items() if k.isupper()}
if "dies" in name:
    sys.exit(3)
if "refuses" in name:
    sys.exit(2)
def end(*_):
    with open(f"{folder}/order", "a") as order:
        order.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in name else end)
with open(f"{folder}/{name}.json", "w") as note:
    json.dump({"argv": sys.argv[3:], "env": kept, "pid": os.getpid()}, note)
print(f"{name} says hello", flush=True)
if "parent" in name:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    with open(f"{folder}/grandchild", "w") as note:
        note.write(str(child))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()
    def log_message(self, *_):
        pass
if name == "simulator":
    http.server.HTTPServer(("127.0.0.1", int(os.environ["SIMULATOR_PORT"])), Handler).serve_forever()
if name == "web":
    http.server.HTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
while True:
    time.sleep(600)
"""


class Product:
    """One `vnmarket up` with stand-ins for the processes of the Procfile."""

    def __init__(self, folder: Path, *names: str, port: int | None = None, **env: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        script = folder / "stand_in.py"
        script.write_text(STAND_IN)
        lines = [f"{name}: python {script} {name} {folder}" for name in names]
        simulator = f"simulator: python {script} simulator {folder} --port $SIMULATOR_PORT"
        (folder / "Procfile").write_text("\n".join([*lines, simulator]) + "\n")
        (folder / "order").write_text("")
        self.env = {"PATH": os.environ["PATH"], "PORT": str(self.port), **env}
        self.output = folder / f"output-{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *flags: str) -> Product:
        code = "from workers.cli import main; main()"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, "up", *flags],
                cwd=self.folder,
                env={**self.env, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self

    @property
    def text(self) -> str:
        return self.output.read_text()

    def says(self, words: str) -> None:
        eventually(lambda: words in self.text, within_s=60, what=f"{words!r} in:\n{self.text}")

    def live(self) -> Product:
        self.says(f"VN Market is live at http://127.0.0.1:{self.port}/")
        return self

    def note(self, name: str) -> dict:
        file = self.folder / f"{name}.json"
        eventually(lambda: file.exists() and file.read_text().endswith("}"), what=f"a note of {name}")
        return json.loads(file.read_text())

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(30)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.wait()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            family = self.family()
            self.process.kill()
            self.process.wait()
            for process in psutil.wait_procs(family, timeout=10)[1]:
                process.kill()


@pytest.fixture
def place(engine_home: Path) -> Path:
    """A checkout to run in."""
    folder = engine_home / uuid4().hex[:8]
    folder.mkdir()
    folder.chmod(0o755)
    return folder


@pytest.fixture
def products() -> Iterator[list[Product]]:
    """What a test started; ended after it whatever happened."""
    started: list[Product] = []
    yield started
    for product in started:
        product.end()


@pytest.fixture
def product(place: Path, products: list[Product]) -> Product:
    """The usual processes."""
    products.append(Product(place, "web", "worker"))
    return products[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_live_and_leaves_nothing(product: Product, number: signal.Signals) -> None:
    product.start().live()
    product.says("worker says hello")
    family = product.family()
    assert {"postgres", "valkey-server"} <= {process.name() for process in family}
    assert product.stop(number) == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert (product.folder / "order").read_text().split() == ["web", "worker", "simulator"]
    assert "worker    | worker says hello" in product.text


def test_it_starts_again_in_the_same_place(product: Product) -> None:
    for _ in range(2):
        product.start().live()
        assert product.stop() == 0


def test_without_credentials_the_processes_meet_the_simulator(product: Product) -> None:
    product.start("--source", "exchange", "--speed", "max", "--start", "09:00", "--seed", "7").live()
    simulator, worker = product.note("simulator"), product.note("worker")
    port = simulator["env"]["SIMULATOR_PORT"]
    assert simulator["argv"] == [
        *("--port", port, "--source", "exchange", "--speed", "max", "--start", "09:00", "--seed", "7")
    ]
    for name in ("SSI_BASE_URL", "SSI_STREAM_URL"):
        assert worker["env"][name] == f"http://127.0.0.1:{port}/"
    assert worker["env"]["SSI_CONSUMER_ID"] == "simulator"
    assert worker["env"]["REDIS_URL"].startswith("redis://:")
    assert "postgresql://" in worker["env"]["DATABASE_URL"]
    assert product.stop() == 0


def test_with_credentials_there_is_no_simulator(place: Path, products: list[Product]) -> None:
    real = {"SSI_CONSUMER_ID": "real-id", "SSI_CONSUMER_SECRET": "real-secret"}
    products.append(Product(place, "web", "worker", **real))
    product = products[0].start().live()
    env = product.note("worker")["env"]
    assert {name: env.get(name) for name in real} == real
    assert "SSI_BASE_URL" not in env
    assert not (place / "simulator.json").exists()
    assert product.stop() == 0
    assert "real-secret" not in product.text


def test_given_engines_are_used_and_none_started(
    place: Path, products: list[Product], redis_url: str, database_url: str
) -> None:
    from workers.history.migrations import schema_versions

    products.append(Product(place, "web", "worker", REDIS_URL=redis_url, DATABASE_URL=database_url))
    product = products[0].start().live()
    assert not {"postgres", "valkey-server"} & {process.name() for process in product.family()}
    env = product.note("worker")["env"]
    assert (env["REDIS_URL"], env["DATABASE_URL"]) == (redis_url, database_url)
    assert schema_versions(database_url) == ("0001", "0001")
    assert product.stop() == 0


def test_a_lost_database_does_not_keep_the_market_off(
    place: Path, products: list[Product], redis_url: str
) -> None:
    gone = "postgresql://u:canary@127.0.0.1:1/none"
    products.append(Product(place, "web", "worker", REDIS_URL=redis_url, DATABASE_URL=gone))
    product = products[0].start().live()
    product.says("database: the schema was not checked")
    assert product.stop() == 0
    assert "canary" not in product.text


def test_two_copies_on_two_ports(place: Path, products: list[Product]) -> None:
    products.extend([Product(place, "web", "worker"), Product(place, "web", "worker")])
    for product in products:
        product.start().live()
    for product in products:
        assert product.stop() == 0
    assert {str(product.port) for product in products} <= {path.name for path in (place / "var").iterdir()}


def test_a_busy_port_is_refused_before_anything_starts(product: Product, products: list[Product]) -> None:
    product.start().live()
    (product.folder / "second").mkdir()
    second = Product(product.folder / "second", "web", port=product.port)
    products.append(second)
    assert second.start().wait() == 2
    assert f"127.0.0.1:{product.port} is in use" in second.text
    assert not (second.folder / "var").exists()
    assert product.stop() == 0


def test_a_second_copy_on_the_same_data_is_refused(product: Product, products: list[Product]) -> None:
    product.start()
    eventually(lambda: (product.folder / "var" / str(product.port) / "lock").exists(), what="the claim")
    # Before the first has its port open, only the claim on the data tells.
    second = Product(product.folder, "web", "worker", port=product.port)
    second.output = product.folder / "second"
    products.append(second)
    assert second.start().wait() == 2
    assert "another copy uses" in second.text or "is in use" in second.text
    product.live()
    assert product.stop() == 0


def test_a_process_that_is_killed_is_started_again(product: Product) -> None:
    product.start().live()
    before = product.note("worker")["pid"]
    os.kill(before, signal.SIGKILL)
    product.says("worker ended with signal SIGKILL; restart 1")
    eventually(lambda: product.note("worker")["pid"] != before, what="another worker")
    assert product.stop() == 0


@pytest.mark.parametrize("name", ["valkey-server", "postgres"])
def test_an_engine_that_is_killed_is_started_again(product: Product, name: str) -> None:
    product.start().live()

    def engine() -> psutil.Process | None:
        assert product.process is not None
        children = psutil.Process(product.process.pid).children()
        return next((child for child in children if child.name() == name), None)

    first = engine()
    assert first is not None
    first.kill()
    product.says("ended with code -9; starting it again")
    again = eventually(lambda: (found := engine()) and found.pid != first.pid and found, what=name)
    assert again.is_running()
    assert product.stop() == 0


def test_a_process_that_keeps_dying_is_counted_and_the_others_go_on(
    place: Path, products: list[Product]
) -> None:
    products.append(Product(place, "web", "dies"))
    product = products[0].start().live()
    product.says("dies ended with code 3; restart 2 in 0.5 s")
    assert product.stop() == 0


def test_a_refused_setting_ends_the_whole_by_name(place: Path, products: list[Product]) -> None:
    products.append(Product(place, "web", "refuses"))
    product = products[0].start()
    assert product.wait() == 2
    assert "refuses ended with code 2, and starting it again does not help" in product.text


def test_the_deaf_and_the_orphaned_are_ended_too(place: Path, products: list[Product]) -> None:
    products.append(Product(place, "web", "deaf", "parent"))
    product = products[0].start().live()
    product.says("deaf      | deaf says hello")
    grandchild = place / "grandchild"
    eventually(lambda: grandchild.exists() and grandchild.read_text(), what="a grandchild")
    family = product.family()
    assert int(grandchild.read_text()) in {process.pid for process in family}
    assert product.stop() == 0
    assert "deaf did not stop within" in product.text
    assert psutil.wait_procs(family, timeout=5)[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children with their parent on Linux")
def test_killed_itself_it_takes_everything_along_and_starts_again(product: Product) -> None:
    product.start().live()
    family = product.family()
    assert product.stop(signal.SIGKILL) == -signal.SIGKILL
    assert psutil.wait_procs(family, timeout=10)[1] == []
    product.start().live()
    assert product.stop() == 0


def test_a_stop_while_starting_is_orderly(product: Product) -> None:
    product.start()
    eventually(lambda: product.family(), what="the first engine")
    family = product.family()
    assert product.stop() == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert "Traceback" not in product.text


def test_the_first_answer_counts_even_an_unhealthy_one(product: Product) -> None:
    product.start().live()
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(f"http://127.0.0.1:{product.port}/health", timeout=5)
    assert product.stop() == 0


@pytest.mark.parametrize(
    ("procfile", "words"),
    [(None, "cannot read Procfile"), ("web: no-such-program --x\n", "names no-such-program")],
)
def test_a_wrong_procfile_is_refused(
    place: Path, products: list[Product], redis_url: str, procfile: str | None, words: str
) -> None:
    product = Product(place, "web", REDIS_URL=redis_url, DATABASE_URL="postgresql://u@127.0.0.1:1/none")
    products.append(product)
    (place / "Procfile").unlink()
    if procfile is not None:
        (place / "Procfile").write_text(procfile)
    assert product.start().wait() == 2
    assert words in product.text
    assert "Traceback" not in product.text


def test_it_ends_with_its_caller_when_asked_to(product: Product) -> None:
    caller = textwrap.dedent(
        """
        import subprocess, sys, time
        code = "from workers.cli import main; main()"
        up = subprocess.Popen([sys.executable, "-c", code, "up", "--exit-with-parent"])
        print(up.pid, flush=True)
        time.sleep(600)
        """
    )
    with product.output.open("wb") as output:
        parent = subprocess.Popen(
            [sys.executable, "-c", caller],
            cwd=product.folder,
            env={**product.env, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        product.live()
        family = psutil.Process(parent.pid).children(recursive=True)
    finally:
        parent.kill()
        parent.wait()
    assert len(family) > 4
    assert psutil.wait_procs(family, timeout=15)[1] == []
