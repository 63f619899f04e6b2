"""`tf.CriticalSection`."""

import threading

import tensorbrook as tf


def test_threads_take_turns() -> None:
    section, v = tf.CriticalSection(), tf.Variable(0)

    def work() -> None:
        for _ in range(20):
            section.execute(lambda: v.assign(v + 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert int(v) == 80


def test_calls_in_a_function_keep_their_order() -> None:
    section, v = tf.CriticalSection(name="s"), tf.Variable(1)

    @tf.function
    def f():
        section.execute(lambda: v.assign(v * 2))
        return section.execute(lambda: v.assign(v + 5))

    assert int(f()) == 7
    assert section.name == "s"
