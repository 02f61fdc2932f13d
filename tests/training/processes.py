"""Real processes of our own: alone, or training together by gloo."""

import contextlib
import importlib
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

# Processes are forked from this one, which has torch already. One that has touched a GPU cannot be forked,
# so where there is one, they are forked from a server that imports the same.
_CONTEXT = multiprocessing.get_context("forkserver" if torch.cuda.is_available() else "fork")
_IMPORTED = ["torch._dynamo", "tests.training.parallel.scenarios", "jobs.training"]  # for all, once


def prepare():
    """What all processes import is imported; the first of them would take seconds otherwise."""
    if _CONTEXT.get_start_method() == "fork":
        for name in _IMPORTED:
            importlib.import_module(name)
        return
    _CONTEXT.set_forkserver_preload(_IMPORTED)
    with pytest.MonkeyPatch.context() as environment:
        # Python 3.11's server does not take this process's module path over by itself.
        environment.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        forkserver.ensure_running()


@contextlib.contextmanager
def running(work, *arguments):
    """A process that does `work(*arguments)` meanwhile, and exits with what that returns."""
    prepare()
    process = _CONTEXT.Process(target=_exit_with, args=(work, arguments))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def exit_code_of(work, *arguments, limit=120):
    """What a process that does `work(*arguments)` exits with: what that returns, or minus its last signal."""
    with running(work, *arguments) as process:
        process.join(limit)
        return process.exitcode


def _exit_with(work, arguments):
    torch.set_num_threads(1)
    try:
        os._exit(work(*arguments) or 0)
    except BaseException:
        traceback.print_exc()
        os._exit(99)


def together(count, folder, work, *arguments, patience=60, limit=120):
    """`work(world, *arguments)` in `count` processes at once: what each returned, and each exit code.

    What has not ended after `limit` seconds is killed, and has no exit code. Errors are in `folder`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    prepare()
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
        "LOCAL_RANK": str(index),
        "WORLD_SIZE": str(count),
        "LOCAL_WORLD_SIZE": str(count),
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
