"""The same run locally and on a real Flink cluster: are the shards the same, byte for byte?

    python tests/cluster/flink.py                                    the small pipeline of the engine's tests
    python tests/cluster/flink.py COMMAND ... {output} ...           any other, for instance
    python tests/cluster/flink.py python -m jobs.cli run wikipedia input=DUMP output={output}

The command is run twice, with `{output}` replaced by a fresh folder, and the second time with Beam's options
for the cluster after it. The cluster is a JobManager, two TaskManagers and Beam's job server, each a process
of its own, started and stopped here. Needs Java 11 or 17, Maven and pip; the jars (about 400 MB, below
$XDG_CACHE_HOME/roae-flink) are fetched once. Not collected by pytest: it takes minutes and fixed ports.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "roae-flink"
FLINK = "1.16.3"
TASK_MANAGERS = 2
JOB_PORT, REST_PORT = 8099, 8081
BEAM_OPTIONS = [
    *("--runner", "PortableRunner"),
    *("--job_endpoint", f"localhost:{JOB_PORT}"),
    *("--environment_type", "LOOPBACK"),
    *("--parallelism", str(TASK_MANAGERS)),
]
TOY = [sys.executable, "-m", "tests.cluster.toy_run", "{output}"]

# Beam's job server for Flink, assembled from its parts: Maven Central has the one-jar server too, but mirrors
# often leave it out.
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>roae</groupId><artifactId>flink-job-server</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.beam</groupId><artifactId>beam-runners-flink-1.16</artifactId><version>2.56.0</version>
    </dependency>
  </dependencies>
</project>
"""

FLINK_CONFIGURATION = f"""jobmanager.rpc.address: localhost
jobmanager.rpc.port: 6123
jobmanager.memory.process.size: 1200m
taskmanager.numberOfTaskSlots: 1
parallelism.default: {TASK_MANAGERS}
rest.address: localhost
rest.port: {REST_PORT}
restart-strategy: fixed-delay
restart-strategy.fixed-delay.attempts: 3
restart-strategy.fixed-delay.delay: 2 s
"""

# Flink 1.16 reaches into the JDK, which Java 17 allows only for packages that are named.
_OPENED = (
    "lang util net io nio lang.reflect text time util.concurrent util.concurrent.atomic util.concurrent.locks"
)
JAVA = [
    "java",
    *(f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in _OPENED.split()),
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
]
_TASK_MANAGER_MEMORY = {
    "cpu.cores": "1.0",
    "memory.task.heap.size": "400mb",
    "memory.task.off-heap.size": "0b",
    "memory.managed.size": "300mb",
    "memory.network.min": "64mb",
    "memory.network.max": "64mb",
    "memory.framework.heap.size": "128mb",
    "memory.framework.off-heap.size": "128mb",
    "memory.jvm-overhead.min": "200mb",
    "memory.jvm-overhead.max": "200mb",
    "memory.jvm-metaspace.size": "256mb",
}


def main(command: list[str]) -> int:
    fetch_jars()
    with tempfile.TemporaryDirectory(prefix="roae-flink-") as scratch:
        folder = Path(scratch)
        local, remote = folder / "local", folder / "flink"
        run(command, local, [])
        with cluster(folder):
            run(command, remote, BEAM_OPTIONS)
        return compare(digests(local), digests(remote))


def run(command: list[str], output: Path, options: list[str]) -> None:
    words = [word.replace("{output}", str(output)) for word in command] + options
    print("$", *words, flush=True)
    started = time.monotonic()
    subprocess.run(words, cwd=ROOT, check=True)
    print(f"  {time.monotonic() - started:.0f} s", flush=True)


def digests(run_folder: Path) -> dict[str, str]:
    """SHA-256 of every shard, of dropped and rejected rows too, by path."""
    files = (path for path in sorted(run_folder.rglob("part-*")) if path.suffix != ".json")
    return {str(p.relative_to(run_folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def compare(local: dict[str, str], remote: dict[str, str]) -> int:
    different = sorted(name for name in local.keys() | remote.keys() if local.get(name) != remote.get(name))
    for name in different:
        print(f"differs: {name}: local {local.get(name, 'absent')}, Flink {remote.get(name, 'absent')}")
    if different or not local:
        print(f"FAILED: {len(different)} of {len(local)} files differ")
        return 1
    together = hashlib.sha256(json.dumps(local, sort_keys=True).encode()).hexdigest()
    print(f"same bytes: {len(local)} files, SHA-256 of all digests {together}")
    return 0


def fetch_jars() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (CACHE / "jobserver").exists():
        (CACHE / "pom.xml").write_text(POM, encoding="utf-8")
        target = CACHE / "jobserver.part"
        maven = ["mvn", "-B", "-q", "-f", str(CACHE / "pom.xml")]
        subprocess.run([*maven, "dependency:copy-dependencies", f"-DoutputDirectory={target}"], check=True)
        target.rename(CACHE / "jobserver")
    if not (CACHE / "flink").exists():
        pip = shutil.which("pip") or shutil.which("pip3")
        if pip is None:
            raise SystemExit("pip is needed to fetch the package apache-flink-libraries")
        package = f"apache-flink-libraries=={FLINK}"
        subprocess.run([pip, "download", "-q", "--no-deps", "-d", str(CACHE), package], check=True)
        archive = CACHE / f"apache-flink-libraries-{FLINK}.tar.gz"
        with tarfile.open(archive) as packed:
            packed.extractall(CACHE / "flink.part", filter="data")
        archive.unlink()
        (CACHE / "flink.part" / f"apache-flink-libraries-{FLINK}").rename(CACHE / "flink")
        (CACHE / "flink.part").rmdir()


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[None]:
    """A JobManager, TaskManagers and a job server, up and connected; ended with the context."""
    (folder / "conf").mkdir()
    (folder / "conf" / "flink-conf.yaml").write_text(FLINK_CONFIGURATION, encoding="utf-8")
    configured = ["--configDir", str(folder / "conf")]
    flink = ["-cp", f"{CACHE}/flink/deps/lib/*"]
    manager = [
        *JAVA,
        "-Xmx600m",
        *flink,
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
    ]
    worker = [*JAVA, "-Xmx600m", "-XX:MaxDirectMemorySize=400m", *flink]
    worker += ["org.apache.flink.runtime.taskexecutor.TaskManagerRunner", *configured]
    for name, value in _TASK_MANAGER_MEMORY.items():
        worker += ["-D", f"taskmanager.{name}={value}"]
    server = [
        *JAVA,
        "-Xmx1g",
        "-cp",
        f"{CACHE}/jobserver/*",
        "org.apache.beam.runners.flink.FlinkJobServerDriver",
    ]
    server += [
        f"--flink-master=localhost:{REST_PORT}",
        "--job-host",
        "localhost",
        "--job-port",
        str(JOB_PORT),
    ]
    server += [
        "--artifact-port",
        "8098",
        "--expansion-port",
        "8097",
        "--artifacts-dir",
        str(folder / "artifacts"),
    ]
    for port in (6123, REST_PORT, JOB_PORT):
        if is_open(port):
            raise SystemExit(f"port {port} is in use: is a Flink cluster running already?")
    with contextlib.ExitStack() as processes:
        processes.enter_context(
            process(folder, "jobmanager", [*manager, *configured, "--executionMode", "cluster"])
        )
        for number in range(TASK_MANAGERS):
            processes.enter_context(process(folder, f"taskmanager-{number}", worker))
        wait_until("the TaskManagers are registered", lambda: task_managers() == TASK_MANAGERS)
        processes.enter_context(process(folder, "jobserver", server))
        wait_until("the job server listens", lambda: is_open(JOB_PORT))
        print(f"Flink {FLINK} with {TASK_MANAGERS} TaskManagers is up", flush=True)
        yield


@contextlib.contextmanager
def process(folder: Path, name: str, command: list[str]) -> Iterator[None]:
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield
    except BaseException:
        print(f"--- the end of {log.name}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
        raise
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_until(what: str, condition: object, seconds: float = 120) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds:.0f} s until {what}, in vain")
        time.sleep(0.5)


def task_managers() -> int:
    try:
        with urllib.request.urlopen(f"http://localhost:{REST_PORT}/overview", timeout=5) as answer:
            return int(json.load(answer)["taskmanagers"])
    except (OSError, ValueError):
        return -1


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or TOY))
