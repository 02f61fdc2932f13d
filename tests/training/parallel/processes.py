"""Real processes that train together: gloo on this machine, one thread each."""

import multiprocessing
import os
import socket
import sys
import time
import traceback
from datetime import timedelta
from multiprocessing import forkserver

import pytest
import torch
import torch.distributed as dist

from training.world import World

# Imported once, in the server that the processes are forked from; device meshes import torch._dynamo.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["torch._dynamo", "tests.training.parallel.scenarios"])


def _start_server():
    """With this process's module path, which Python 3.11's server does not take over by itself."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        forkserver.ensure_running()


def together(count, folder, work, *arguments, patience=60, limit=120):
    """`work(world, *arguments)` in `count` processes at once: what each returned, and each exit code.

    What has not ended after `limit` seconds is killed, and has no exit code. Errors are in `folder`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _start_server()
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"result-{index}.pt" for index in range(count)]
    processes = [
        _CONTEXT.Process(target=_one, args=(index, count, port, patience, files[index], work, arguments))
        for index in range(count)
    ]
    for process in processes:
        process.start()
    end = time.monotonic() + limit
    for process in processes:
        process.join(max(0.0, end - time.monotonic()))
    codes = [process.exitcode for process in processes]
    for process in processes:
        process.kill()
        process.join()
    return [torch.load(file) if file.exists() else None for file in files], codes


def _one(index, count, port, patience, file, work, arguments):
    os.environ |= {
        "RANK": str(index),
        "WORLD_SIZE": str(count),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "CUDA_VISIBLE_DEVICES": "",
    }
    torch.set_num_threads(1)
    try:
        world = World.join(timedelta(seconds=patience))
        torch.save(work(world, *arguments), file)
        world.wait()
        dist.destroy_process_group()
    except BaseException:
        file.with_suffix(".error").write_text(traceback.format_exc())
        os._exit(1)
