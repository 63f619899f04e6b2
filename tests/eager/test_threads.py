"""Numbers of threads."""

import tensorbrook as tf


def test_numbers_are_remembered():
    threading = tf.config.threading
    threading.set_inter_op_parallelism_threads(3)
    threading.set_intra_op_parallelism_threads(1)
    assert threading.get_inter_op_parallelism_threads() == 3
    assert threading.get_intra_op_parallelism_threads() == 1
    assert float(tf.reduce_sum(tf.ones([100, 100]))) == 10000.0
    threading.set_inter_op_parallelism_threads(0)
    threading.set_intra_op_parallelism_threads(0)
