"""`roae fetch` as its users run it, against a publisher on this machine."""

import gzip
import hashlib
import json
import random
import resource
import signal
import subprocess

import pytest

from jobs.fetch import catalogue
from tests.jobs.commands import roae, start
from tests.jobs.fetch_server import Served, publisher

PARTS = {
    "xxwiki-20240101-pages-articles-multistream1.xml-p1p9.bz2": random.Random(1).randbytes(150_000),
    "xxwiki-20240101-pages-articles-multistream2.xml-p10p99.bz2": random.Random(2).randbytes(90_000),
}
FIRST = "/xxwiki/20240101/xxwiki-20240101-pages-articles-multistream1.xml-p1p9.bz2"
FIRST_NAME = FIRST.rpartition("/")[2]
FIRST_DATA = PARTS[FIRST_NAME]


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    for name in ("ROAE_MIRROR", "ROAE_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    with publisher() as here:
        yield here


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "into"


def fetch(server, folder, name="xxwiki", *options):
    return roae("fetch", name, "--mirror", server.url, "--into", folder, *options)


def whole(folder, name=FIRST_NAME):
    return (folder / name).read_bytes()


def record(folder):
    return json.loads((folder / "fetched.json").read_text())["files"]


def test_without_a_name_the_sources_are_listed():
    listed = roae("fetch")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()[1:] if line[:1].islower()]
    assert {"enwiki", "simplewiki", "stackexchange", "commoncrawl", "atomic2020", "conceptnet"} <= set(names)
    assert all(len(line) <= 80 for line in listed.stdout.splitlines())


def test_an_unknown_name_is_an_error_that_names_the_nearest():
    missed = roae("fetch", "concpetnet")
    assert missed.returncode == 2
    assert "Did you mean conceptnet?" in missed.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["conceptnet", "--date", "20240101"], "one edition only"),
        (["enwiki", "--date", "yesterday"], "eight digits"),
        (["stackexchange", "--date", "may"], "stackexchange_DATE"),
        (["commoncrawl", "--date", "20240101"], "year and week"),
        (["enwiki", "--mirror", "ftp://example.org"], "a mirror is a web address"),
        (["enwiki", "--into", "s3://bucket/dumps"], "a folder on a disk here"),
    ],
)
def test_arguments_that_cannot_be_used(arguments, said):
    refused = roae("fetch", *arguments)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_a_dump_of_several_files_is_fetched_checked_and_recorded(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert {name: whole(folder, name) for name in PARTS} == PARTS
    assert sorted(path.name for path in folder.iterdir()) == sorted([*PARTS, "fetched.json"])
    entry = record(folder)[FIRST_NAME]
    assert entry["sha256"] == hashlib.sha256(FIRST_DATA).hexdigest()
    assert entry["checked"]["value"] == hashlib.sha1(FIRST_DATA).hexdigest()
    assert entry["url"] == f"https://dumps.wikimedia.org{FIRST}"
    assert entry["licence"]["spdx"].startswith("CC-BY-SA-4.0")
    assert entry["last_modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert (entry["source"], entry["release"], entry["size"]) == ("xxwiki", "20240101", 150_000)
    assert entry["date"].endswith("GMT")


def test_what_is_there_is_not_fetched_again(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    fetch(server, folder)
    again = fetch(server, folder)
    assert again.returncode == 0
    assert "all there already" in again.stdout
    assert len(server.gets(FIRST)) == 1


def test_the_licence_and_the_size_are_told_before_anything_comes(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    shown = fetch(server, folder, "xxwiki", "--dry-run")
    assert shown.returncode == 0
    assert "CC-BY-SA-4.0" in shown.stdout
    assert "2 files, 240 kB" in shown.stdout
    assert "Wikimedia's dumpstatus.json" in shown.stdout
    assert shown.stdout.count("to fetch") == 2
    assert not folder.exists()
    assert not server.gets(FIRST)


def test_the_default_folder_has_the_name_and_the_date(server, tmp_path):
    server.wiki("xxwiki", "20240101", PARTS)
    shown = roae("fetch", "xxwiki", "--mirror", server.url, "--dry-run")
    assert "data/xxwiki/20240101" in shown.stdout


def test_the_newest_dump_that_is_finished_is_taken(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.wiki("xxwiki", "20240201", {"xxwiki-20240201-a.xml.bz2": b"half"}, status="in-progress")
    assert fetch(server, folder).returncode == 0
    assert whole(folder) == FIRST_DATA
    unfinished = fetch(server, folder, "xxwiki", "--date", "20240201")
    assert unfinished.returncode == 1
    assert "in-progress" in unfinished.stderr


def test_sums_come_from_the_list_of_sums_where_the_status_has_none(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    status = server.files["/xxwiki/20240101/dumpstatus.json"]
    jobs = json.loads(status.data)
    sums = ""
    for name, told in jobs["jobs"]["articlesmultistreamdump"]["files"].items():
        sums += f"{told.pop('sha1')}  {name}\n"
    status.data = json.dumps(jobs).encode()
    server.files["/xxwiki/20240101/xxwiki-20240101-sha1sums.txt"] = Served(sums.encode())
    assert fetch(server, folder).returncode == 0
    assert record(folder)[FIRST_NAME]["checked"]["algorithm"] == "sha1"


def test_only_chooses_files(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    assert fetch(server, folder, "xxwiki", "--only", "*multistream1*").returncode == 0
    assert sorted(record(folder)) == [FIRST_NAME]
    none = fetch(server, folder, "xxwiki", "--only", "*.sql.gz")
    assert none.returncode == 2
    assert "none of the 2 files" in none.stderr


def test_a_wiki_that_does_not_exist(server, folder):
    missed = fetch(server, folder, "emwiki")
    assert missed.returncode == 2
    assert "Did you mean enwiki?" in missed.stderr


def test_a_date_that_does_not_exist(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    missed = fetch(server, folder, "xxwiki", "--date", "20200101")
    assert missed.returncode == 1
    assert "there is no dump of xxwiki of 20200101" in missed.stderr


def test_a_file_that_is_missing_at_the_mirror(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    del server.files[FIRST]
    missed = fetch(server, folder)
    assert missed.returncode == 1
    assert "404" in missed.stderr
    assert FIRST_NAME in missed.stderr


def test_cut_connections_are_taken_up_where_they_ended(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, cuts=[70_000, 66_000])
    done = fetch(server, folder, "xxwiki", "--only", "*multistream1*")
    assert done.returncode == 0, done.stderr
    assert whole(folder) == FIRST_DATA
    first, second, third = server.gets(FIRST)
    assert "Range" not in first
    assert second["If-Range"] == third["If-Range"] == '"v1"'
    assert int(third["Range"][6:-1]) > int(second["Range"][6:-1]) > 0
    assert "trying again in 1 s" in done.stderr


def test_attempts_that_bring_something_are_not_counted(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, cuts=[66_000] * 2)
    done = fetch(server, folder, "xxwiki", "--retries", "1")
    assert done.returncode == 0, done.stderr
    assert whole(folder) == FIRST_DATA


def test_a_server_without_ranges_sends_it_all_again(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, cuts=[70_000], ranges=False)
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == FIRST_DATA
    assert "only whole files" in done.stderr


def test_a_server_that_always_cuts_is_given_up_and_what_came_is_kept(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, cuts=[70_000] * 9, ranges=False)
    failed = fetch(server, folder, "xxwiki", "--retries", "1")
    assert failed.returncode == 1
    assert "tried 2 times" in failed.stderr
    assert (folder / f"{FIRST_NAME}.part").stat().st_size > 0
    assert not (folder / FIRST_NAME).exists()


def half_way(server, folder, end):
    """Starts a fetch, ends it when the server has sent half, and gives the process."""
    server.wiki("xxwiki", "20240101", PARTS, hold_after=100_000)
    process = start("fetch", "xxwiki", "--mirror", server.url, "--into", folder)
    assert server.holding.wait(60)
    part = folder / f"{FIRST_NAME}.part"
    while not (part.exists() and part.stat().st_size):
        assert process.poll() is None
    process.send_signal(end)
    output, errors = process.communicate(timeout=60)
    server.files[FIRST].hold_after = None
    return process, output + errors


def test_killed_in_the_middle_it_goes_on_from_there(server, folder):
    half_way(server, folder, signal.SIGKILL)
    assert not (folder / FIRST_NAME).exists()
    size = (folder / f"{FIRST_NAME}.part").stat().st_size
    server.released.set()
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == FIRST_DATA
    assert server.gets(FIRST)[1]["Range"] == f"bytes={size}-"


def test_interrupted_it_ends_with_130_and_goes_on_from_there(server, folder):
    process, said = half_way(server, folder, signal.SIGINT)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    server.released.set()
    partly = fetch(server, folder, "xxwiki", "--dry-run")
    assert "partly there" in partly.stdout
    assert fetch(server, folder).returncode == 0
    assert whole(folder) == FIRST_DATA
    assert server.gets(FIRST)[1]["Range"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(server, folder):
    half_way(server, folder, signal.SIGKILL)
    server.released.set()
    changed = random.Random(3).randbytes(len(FIRST_DATA))
    server.wiki("xxwiki", "20240101", {**PARTS, FIRST_NAME: changed}, etag='"v2"', last_modified=None)
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == changed
    assert "changed on the server" in done.stderr


def test_a_server_that_ignores_conditions_does_not_mix_two_versions(server, folder):
    half_way(server, folder, signal.SIGKILL)
    server.released.set()
    changed = random.Random(3).randbytes(len(FIRST_DATA))
    server.wiki("xxwiki", "20240101", {**PARTS, FIRST_NAME: changed}, etag='"v2"', conditions=False)
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == changed
    assert [headers.get("Range") for headers in server.gets(FIRST)][2] is None


def test_a_change_that_the_server_hides_is_caught_by_the_sum(server, folder):
    half_way(server, folder, signal.SIGKILL)
    server.released.set()
    changed = random.Random(3).randbytes(len(FIRST_DATA))
    server.wiki("xxwiki", "20240101", {**PARTS, FIRST_NAME: changed})
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert (folder / f"{FIRST_NAME}.bad").exists()
    assert fetch(server, folder).returncode == 0
    assert whole(folder) == changed


def test_a_part_without_its_version_is_not_trusted_where_no_sum_decides(server, folder):
    path = "/data/atomic2020_data-feb2021.zip"
    server.files[path] = Served(b"PK" + bytes(50_000))
    folder.mkdir()
    (folder / "atomic2020_data-feb2021.zip.part").write_bytes(b"something else")
    done = fetch(server, folder, "atomic2020")
    assert done.returncode == 0, done.stderr
    assert whole(folder, "atomic2020_data-feb2021.zip") == server.files[path].data
    assert "no sums are published" in done.stdout
    assert record(folder)["atomic2020_data-feb2021.zip"]["checked"] is None


def test_a_part_from_elsewhere_is_not_gone_on_with_where_no_sum_decides(server, folder):
    path, name = "/data/atomic2020_data-feb2021.zip", "atomic2020_data-feb2021.zip"
    server.files[path] = Served(b"PK" + bytes(50_000))
    folder.mkdir()
    (folder / f"{name}.part").write_bytes(b"other bytes")
    state = {"url": "https://elsewhere.invalid/", "etag": '"v1"', "last_modified": None, "size": None}
    (folder / f"{name}.part.json").write_text(json.dumps({**state, "date": None}))
    assert fetch(server, folder, "atomic2020").returncode == 0
    assert whole(folder, name) == server.files[path].data
    assert "Range" not in server.gets(path)[0]


def test_a_part_that_is_whole_needs_no_more_bytes(server, folder):
    """Killed after the last byte, before the renaming: without a length, a 416 tells that it is whole."""
    path, name = "/data/atomic2020_data-feb2021.zip", "atomic2020_data-feb2021.zip"
    server.files[path] = Served(b"PK" + bytes(50_000), tells_length=False)
    folder.mkdir()
    (folder / f"{name}.part").write_bytes(server.files[path].data)
    state = {"url": server.url + path, "etag": '"v1"', "last_modified": None, "size": None, "date": None}
    (folder / f"{name}.part.json").write_text(json.dumps(state))
    done = fetch(server, folder, "atomic2020")
    assert done.returncode == 0, done.stderr
    assert whole(folder, name) == server.files[path].data
    assert [headers["Range"] for headers in server.gets(path)] == ["bytes=50002-"]


def test_a_part_longer_than_the_servers_file_is_fetched_anew(server, folder):
    path, name = "/data/atomic2020_data-feb2021.zip", "atomic2020_data-feb2021.zip"
    server.files[path] = Served(b"PK" + bytes(100))
    folder.mkdir()
    (folder / f"{name}.part").write_bytes(bytes(500))
    state = {"url": server.url + path, "etag": '"v1"', "last_modified": None, "size": None, "date": None}
    (folder / f"{name}.part.json").write_text(json.dumps(state))
    assert fetch(server, folder, "atomic2020").returncode == 0
    assert whole(folder, name) == server.files[path].data


def test_an_answer_without_a_length_that_is_cut_is_not_taken_for_whole(server, folder):
    path, name = "/data/atomic2020_data-feb2021.zip", "atomic2020_data-feb2021.zip"
    server.files[path] = Served(
        b"PK" + random.Random(4).randbytes(150_000), tells_length=False, cuts=[90_000]
    )
    done = fetch(server, folder, "atomic2020")
    assert done.returncode == 0, done.stderr
    assert whole(folder, name) == server.files[path].data


def test_a_wrong_sum_puts_the_file_aside(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    damaged = FIRST_DATA[:-1] + bytes([FIRST_DATA[-1] ^ 1])
    server.files[FIRST].data = damaged
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert hashlib.sha1(damaged).hexdigest() in failed.stderr
    assert hashlib.sha1(FIRST_DATA).hexdigest() in failed.stderr
    assert (folder / f"{FIRST_NAME}.bad").read_bytes() == damaged
    assert not (folder / FIRST_NAME).exists()
    assert not (folder / f"{FIRST_NAME}.part").exists()


def test_a_wrong_size_is_noticed_before_the_bytes_come(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files[FIRST].data += b"more"
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "150004 bytes" in failed.stderr
    assert not (folder / FIRST_NAME).exists()


def test_a_sum_from_the_catalogue_is_checked(server, folder):
    server.files["/~kgimpel/comsense_resources/dev1.txt.gz"] = Served(gzip.compress(b"not the real one"))
    failed = fetch(server, folder, "cn100k", "--only", "dev1.txt.gz")
    assert failed.returncode == 1
    assert "b101d1b27d1862190674470911326297d0de5df58a36a2acd6c0f17b289a90fc" in failed.stderr
    assert (folder / "dev1.txt.gz.bad").exists()


def test_a_server_that_asks_to_wait_is_asked_again(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files[FIRST].answers = [(429, {"Retry-After": "2"}), (503, {})]
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert "429 Too Many Requests; trying again in 2 s" in done.stderr
    assert len(server.gets(FIRST)) == 3


def test_a_server_that_asks_to_come_back_tomorrow_is_not_waited_for(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files[FIRST].answers = [(503, {"Retry-After": "86400"})]
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "come back in 24 h 00 min" in failed.stderr


def test_redirects_are_followed(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, cuts=[70_000])
    moved = server.files.pop(FIRST)
    server.files["/elsewhere/file"] = moved
    server.files[FIRST] = Served(b"", answers=[(302, {"Location": "/elsewhere/file"})] * 2)
    done = fetch(server, folder)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == FIRST_DATA
    assert server.gets("/elsewhere/file")[1]["Range"]


def test_a_redirect_loop_ends(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files[FIRST].answers = [(301, {"Location": FIRST})] * 50
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "redirects more than 10 times" in failed.stderr


def test_a_redirect_to_something_else_than_the_web_is_refused(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files[FIRST].answers = [(301, {"Location": "file:///etc/passwd"})]
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "no web address" in failed.stderr


def test_a_web_page_in_place_of_the_file_is_not_taken_for_it(server, folder):
    server.files["/data/atomic2020_data-feb2021.zip"] = Served(
        b"<html>log in</html>", content_type="text/html"
    )
    failed = fetch(server, folder, "atomic2020")
    assert failed.returncode == 1
    assert "a web page instead of" in failed.stderr
    assert not (folder / "atomic2020_data-feb2021.zip").exists()


def test_two_fetches_do_not_share_a_folder(server, folder):
    server.wiki("xxwiki", "20240101", PARTS, hold_after=100_000)
    process = start("fetch", "xxwiki", "--mirror", server.url, "--into", folder)
    assert server.holding.wait(60)
    refused = fetch(server, folder)
    assert refused.returncode == 1
    assert "another `roae fetch` is at work" in refused.stderr
    server.released.set()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert whole(folder) == FIRST_DATA


def test_a_file_from_elsewhere_is_taken_if_its_sum_is_right_and_kept_if_not(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    folder.mkdir()
    (folder / FIRST_NAME).write_bytes(FIRST_DATA)
    assert fetch(server, folder).returncode == 0
    assert not server.gets(FIRST)
    assert record(folder)[FIRST_NAME]["sha256"] == hashlib.sha256(FIRST_DATA).hexdigest()
    (folder / "fetched.json").unlink()
    (folder / FIRST_NAME).write_bytes(b"mine")
    refused = fetch(server, folder)
    assert refused.returncode == 1
    assert "Move it away" in refused.stderr
    assert whole(folder) == b"mine"


def test_a_record_that_is_damaged_is_named(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    folder.mkdir()
    (folder / "fetched.json").write_text("{")
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "fetched.json cannot be read" in failed.stderr


def test_a_disk_without_room_is_noticed_first(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    status = server.files["/xxwiki/20240101/dumpstatus.json"]
    status.data = status.data.replace(b'"size": 150000', b'"size": 150000000000000000')
    failed = fetch(server, folder)
    assert failed.returncode == 1
    assert "make room" in failed.stderr
    assert not server.gets(FIRST)


def test_a_disk_that_fills_up_on_the_way(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    process = start(
        *("fetch", "xxwiki", "--mirror", server.url, "--into", folder),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (80_000, 80_000)),
    )
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"{FIRST_NAME} cannot be written: File too large" in errors
    assert "Traceback" not in errors
    assert fetch(server, folder).returncode == 0
    assert whole(folder) == FIRST_DATA


def test_a_folder_that_cannot_be_made(server, tmp_path):
    server.wiki("xxwiki", "20240101", PARTS)
    (tmp_path / "file").write_text("")
    failed = fetch(server, tmp_path / "file" / "into")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "--into" in failed.stderr


def test_who_asks_is_told_and_whom_to_write_to(server, folder, monkeypatch):
    server.wiki("xxwiki", "20240101", PARTS)
    without = fetch(server, folder, "xxwiki", "--dry-run")
    assert "ROAE_CONTACT" in without.stdout
    monkeypatch.setenv("ROAE_CONTACT", "somebody@example.org\r\nX-Evil: 1")
    named = fetch(server, folder)
    assert named.returncode == 0, named.stderr
    assert "ROAE_CONTACT" not in named.stdout
    assert "sha1 is right" in named.stderr
    agent = server.gets(FIRST)[0]["User-Agent"]
    assert agent.startswith("roae/")
    assert "(training data curation; somebody@example.org" in agent
    assert "X-Evil" not in server.gets(FIRST)[0]


def test_a_refusal_tells_what_may_help(server, folder):
    server.wiki("xxwiki", "20240101", PARTS)
    server.files["/xxwiki/"].answers = [(403, {})]
    refused = fetch(server, folder)
    assert refused.returncode == 1
    assert "403" in refused.stderr
    assert "ROAE_CONTACT" in refused.stderr


def test_a_mirror_may_come_from_the_environment_and_its_password_is_nowhere(server, folder, monkeypatch):
    server.wiki("xxwiki", "20240101", PARTS)
    secret = server.url.replace("http://", "http://me:hunter2@")
    monkeypatch.setenv("ROAE_MIRROR", secret)
    done = roae("fetch", "xxwiki", "--into", folder)
    assert done.returncode == 0, done.stderr
    del server.files[FIRST]
    (folder / FIRST_NAME).unlink()
    failed = roae("fetch", "xxwiki", "--into", folder)
    told = done.stdout + done.stderr + failed.stderr + (folder / "fetched.json").read_text()
    assert failed.returncode == 1
    assert "hunter2" not in told
    assert record(folder)[FIRST_NAME]["mirror"] == server.url + FIRST


def test_another_mirror_may_bring_the_rest_where_a_sum_decides(server, folder):
    half_way(server, folder, signal.SIGKILL)
    server.released.set()
    with publisher() as other:
        other.wiki("xxwiki", "20240101", PARTS, etag='"other"')
        done = fetch(other, folder)
        assert done.returncode == 0, done.stderr
        assert whole(folder) == FIRST_DATA
        (headers,) = other.gets(FIRST)
        assert headers["Range"]
        assert "If-Range" not in headers


def test_the_environments_proxy_is_used(server, folder, monkeypatch):
    server.wiki("xxwiki", "20240101", PARTS)
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    done = roae("fetch", "xxwiki", "--mirror", "http://proxied.invalid", "--into", folder)
    assert done.returncode == 0, done.stderr
    assert server.gets(f"http://proxied.invalid{FIRST}")


def test_an_unreachable_server(server, folder):
    failed = roae("fetch", "atomic2020", "--mirror", "http://127.0.0.1:9", "--into", folder, "--retries", "0")
    assert failed.returncode == 1
    assert "the connection is refused" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_redirect_that_gives_up_encryption_is_refused(server, folder, tmp_path, monkeypatch):
    ssl = pytest.importorskip("ssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate),
        ],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.files["/data/atomic2020_data-feb2021.zip"] = Served(b"PK")
    address = f"{server.url}/data/atomic2020_data-feb2021.zip"
    with publisher(context) as secure:
        secure.files["/data/atomic2020_data-feb2021.zip"] = Served(
            b"", answers=[(302, {"Location": address})], head=False
        )
        mirror = f"https://localhost:{secure.port}"
        unknown = roae("fetch", "atomic2020", "--mirror", mirror, "--into", folder)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        refused = roae("fetch", "atomic2020", "--mirror", mirror, "--into", folder)
    assert unknown.returncode == 1
    assert "certificate cannot be verified" in unknown.stderr
    assert refused.returncode == 1
    assert "without encryption: refused" in refused.stderr
    assert not server.gets("/data/atomic2020_data-feb2021.zip")


def test_every_source_of_the_catalogue_is_well_formed():
    for source in catalogue.sources():
        assert bool(source.files) != (source.listing is not None), source.name
        assert source.licence.spdx and source.licence.text.endswith((".", ".html", "legal.html")), source.name
        for file in source.files:
            assert file.url.startswith("https://")
            assert "/" not in file.name
            if file.checksum:
                length = {"md5": 32, "sha1": 40, "sha256": 64}[file.checksum.algorithm]
                assert len(bytes.fromhex(file.checksum.value)) * 2 == length
                assert file.checksum.found
