"""Requests per second at many requests in flight: our client beside the `openai` client alone.

    python benchmarks/endpoint_throughput.py [--requests 600] [--latency 0.1]

A server in a process of its own answers every request after `latency` seconds. `sequential` is the openai
client in a loop, `openai, threads` a thread pool around it and `openai, asyncio` its asynchronous client, all
without retries or memory; `ours` has the journal (each answer flushed to the disk) and the budget's account,
and `ours, again` finds every answer in the journal. CPU is this process's own, per request. The last figures
are of a journal of 100,000 answers: reading it anew, and the memory that its index takes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "endpoint_throughput.json"
IN_FLIGHT = (16, 64)
SEQUENTIAL = 40
ANSWERS = 100_000

# http.server is too slow for this; the protocol is small.
SERVER = """
import asyncio, json, sys
MESSAGE = {"role": "assistant", "content": "An answer of some words. " * 20}
BODY = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": MESSAGE}],
    "usage": {"prompt_tokens": 20, "completion_tokens": 100, "total_tokens": 120}}).encode()
HEAD = b"HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: %d\\r\\n\\r\\n" % len(BODY)
async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            size = head.lower().partition(b"content-length:")[2].partition(b"\\r\\n")[0]
            await reader.readexactly(int(size))
            await asyncio.sleep(float(sys.argv[1]))
            writer.write(HEAD + BODY)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--latency", type=float, default=0.1)
    arguments = parser.parse_args()
    command = [sys.executable, "-c", SERVER, str(arguments.latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        try:
            result = measure(url, arguments.requests)
        finally:
            process.terminate()
    result = {
        "openai": metadata.version("openai"),
        "requests": arguments.requests,
        "latency_seconds": arguments.latency,
        **result,
        "journal": journal(),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def measure(url: str, count: int) -> dict[str, Any]:
    result: dict[str, Any] = {"sequential": timed(lambda: sequential(url), SEQUENTIAL)}
    for threads in IN_FLIGHT:
        with tempfile.TemporaryDirectory() as folder:
            result[f"{threads} in flight"] = {
                "openai, threads": timed(lambda n=threads: in_threads(url, count, n), count),
                "openai, asyncio": timed(lambda n=threads: asyncio.run(in_loop(url, count, n)), count),
                "ours": timed(lambda n=threads, f=folder: ours(url, count, n, f), count),
                "ours, again": timed(lambda n=threads, f=folder: ours(url, count, n, f), count),
            }
    return result


def timed(work: Callable[[], object], count: int) -> dict[str, float]:
    wall, cpu = time.monotonic(), time.process_time()
    work()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    return {"requests per second": round(count / wall, 1), "cpu ms per request": round(1000 * cpu / count, 2)}


def body(number: int) -> dict[str, Any]:
    messages = [{"role": "user", "content": f"Question number {number}, and what is the answer to it?"}]
    return {"model": "m", "messages": messages, "max_tokens": 200, "temperature": 1.0, "seed": number}


def sequential(url: str) -> None:
    import openai

    client = openai.OpenAI(base_url=url, api_key="none", max_retries=0)
    for number in range(SEQUENTIAL):
        client.chat.completions.create(**body(number))


def in_threads(url: str, count: int, threads: int) -> None:
    import openai

    client = openai.OpenAI(base_url=url, api_key="none", max_retries=0)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda number: client.chat.completions.create(**body(number)), range(count)))


async def in_loop(url: str, count: int, at_once: int) -> None:
    import openai

    slots = asyncio.Semaphore(at_once)
    async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:

        async def ask(number: int) -> None:
            async with slots:
                await client.chat.completions.create(**body(number))

        await asyncio.gather(*(ask(number) for number in range(count)))


def ours(url: str, count: int, threads: int, folder: str) -> None:
    from curation.endpoint import BudgetConfig, EndpointConfig, Request
    from curation.endpoint.client import open_client
    from curation.endpoint.in_order import in_order
    from curation.endpoint.ledger import open_ledger

    config = EndpointConfig(base_url=url, model="m", concurrency=threads)
    client = open_client(config, open_ledger(BudgetConfig(calls=10**9), folder, "bench"), folder)
    requests = (Request.make(url, body(number), str(number)) for number in range(count))
    answers = list(in_order(requests, client.admit, threads, client.stop))
    assert len(answers) == count


def journal() -> dict[str, Any]:
    from curation.endpoint import Answer, open_journal
    from curation.endpoint.journal import Journal
    from curation.endpoint.request import Request

    answer = Answer(text="An answer of some words. " * 20, finish="stop")
    with tempfile.TemporaryDirectory() as folder:
        from curation.endpoint.records import encode_line

        lines = []
        for number in range(ANSWERS):
            key = Request.make("http://host/v1", {"model": "m", "messages": [], "n": number}, "").key
            lines.append(encode_line({"key": key, "about": "q m 0", "answer": answer.as_json()}))
        data = b"".join(lines)
        del lines
        (Path(folder) / "answers-0.jsonl").write_bytes(data)
        size = len(data)
        del data
        started = time.process_time()
        found = Journal(folder)
        seconds = time.process_time() - started
        import tracemalloc

        tracemalloc.start()
        again = Journal(folder)
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert len(found) == len(again) == ANSWERS
        one = open_journal(folder)
        key = Request.make("http://host/v1", {"model": "m", "messages": [], "n": 7}, "").key
        assert one.get(key) == answer
    return {
        "answers": ANSWERS,
        "megabytes": round(size / 1e6, 1),
        "cpu seconds to read it": round(seconds, 2),
        "index bytes per answer": round(memory / ANSWERS),
    }


if __name__ == "__main__":
    main()
