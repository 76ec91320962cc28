"""The pool of request threads: as many as needed, none when idle."""

from __future__ import annotations

import threading

import pytest

from dashboard.thread_pool import ThreadPool
from tests.support.polling import eventually


def test_jobs_run_at_once_up_to_the_limit_and_the_rest_wait() -> None:
    pool = ThreadPool(3, idle_s=0.2)
    all_there, go = threading.Barrier(4), threading.Event()

    def job(number: int) -> int:
        if number < 3:
            all_there.wait(5)
        go.wait(5)
        return number

    futures = [pool.submit(job, number) for number in range(5)]
    all_there.wait(5)
    assert pool.threads == 3
    assert not any(future.done() for future in futures)
    go.set()
    assert [future.result(5) for future in futures] == [0, 1, 2, 3, 4]
    eventually(lambda: pool.threads == 0, what="the end of idle threads")
    assert pool.submit(job, 9).result(5) == 9


def test_an_idle_thread_is_used_again() -> None:
    pool = ThreadPool(10, idle_s=5)
    names = set()
    for _ in range(20):
        names.add(pool.submit(threading.get_ident).result(5))
        eventually(lambda: pool._idle == pool.threads, what="an idle thread")
    assert len(names) == 1


def test_a_fault_is_its_callers() -> None:
    pool = ThreadPool(1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 / 0).result(5)
    assert pool.submit(lambda: 7).result(5) == 7


def test_after_the_end_nothing_is_taken_and_what_waits_is_done() -> None:
    pool = ThreadPool(1)
    go = threading.Event()
    first, second = pool.submit(go.wait, 5), pool.submit(lambda: 8)
    pool.shutdown(wait=False)
    with pytest.raises(RuntimeError):
        pool.submit(lambda: 9)
    go.set()
    assert (first.result(5), second.result(5)) == (True, 8)
    pool.shutdown()
    assert pool.threads == 0
