"""What stateful operations keep between runs, when several threads run them first."""

import threading
import time

import tensorbrook.compat.v1 as tf


def test_threads_share_one_queue(monkeypatch):
    from tensorbrook._src.ops import queue_store

    build = queue_store.Queue.__init__

    def slow(self, *args):
        time.sleep(0.02)
        build(self, *args)

    monkeypatch.setattr(queue_store.Queue, "__init__", slow)
    with tf.Graph().as_default(), tf.Session() as sess:
        queue = tf.FIFOQueue(100, [tf.int32], [[]])
        ops = [queue.enqueue(number) for number in range(8)]
        size = queue.size()
        threads = [threading.Thread(target=sess.run, args=(op,)) for op in ops]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sess.run(size) == 8
