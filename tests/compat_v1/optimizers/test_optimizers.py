"""Trajectories of all optimizers; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

EXPECTED = [
    (
        "GradientDescentOptimizer(0.1)",
        [
            [0.5120000243186951, -1.0240000486373901],
            [1.5360000133514404, 0.25600001215934753],
        ],
        [[0.2160000056028366, -0.4320000112056732], [3.0, 0.5]],
    ),
    (
        "MomentumOptimizer(0.1, 0.9)",
        [
            [0.06199999898672104, -0.12399999797344208],
            [0.1860000044107437, 0.03099999949336052],
        ],
        [[-0.5400000214576721, 1.0800000429153442], [3.0, 0.5]],
    ),
    (
        "MomentumOptimizer(0.1, 0.9, use_nesterov=True)",
        [
            [-0.10835199803113937, 0.21670399606227875],
            [-0.3250559866428375, -0.05417599901556969],
        ],
        [[-0.43329599499702454, 0.8665919899940491], [3.0, 0.5]],
    ),
    (
        "AdamOptimizer(0.1)",
        [
            [0.7015870213508606, -1.7006239891052246],
            [2.700382947921753, 0.2048719972372055],
        ],
        [[0.7015870213508606, -1.7006239891052246], [3.0, 0.5]],
    ),
    (
        "AdagradOptimizer(0.1)",
        [
            [0.7822989821434021, -1.7762969732284546],
            [2.7745718955993652, 0.2975200116634369],
        ],
        [[0.780921995639801, -1.775941014289856], [3.0, 0.5]],
    ),
    (
        "AdadeltaOptimizer(1.0)",
        [
            [0.9986429810523987, -1.9986430406570435],
            [2.998642921447754, 0.49864399433135986],
        ],
        [[0.9986429810523987, -1.9986430406570435], [3.0, 0.5]],
    ),
    (
        "RMSPropOptimizer(0.1, momentum=0.5)",
        [
            [0.3871540129184723, -1.131669044494629],
            [2.0348711013793945, 0.14605900645256042],
        ],
        [[0.20268000662326813, -1.0266469717025757], [3.0, 0.5]],
    ),
    (
        "RMSPropOptimizer(0.1, centered=True)",
        [
            [0.558929979801178, -1.3636529445648193],
            [2.2872610092163086, 0.24856199324131012],
        ],
        [[0.42121899127960205, -1.2821229696273804], [3.0, 0.5]],
    ),
    (
        "FtrlOptimizer(0.1, l1_regularization_strength=0.01)",
        [
            [0.6374379992485046, -1.6234999895095825],
            [2.619718074798584, 0.1756419986486435],
        ],
        [[0.7074339985847473, -1.6992779970169067], [3.0, 0.5]],
    ),
    (
        "FtrlOptimizer(0.1, l2_shrinkage_regularization_strength=0.1, beta=0.2)",
        [
            [0.5668550133705139, -1.5277400016784668],
            [2.5150649547576904, 0.14383800327777863],
        ],
        [[0.6659820079803467, -1.647953987121582], [3.0, 0.5]],
    ),
    (
        "ProximalGradientDescentOptimizer(0.1, 0.05, 0.02)",
        [
            [0.4967850148677826, -1.0057259798049927],
            [1.514665961265564, 0.24231499433517456],
        ],
        [[0.2049420028924942, -0.41965100169181824], [3.0, 0.5]],
    ),
    (
        "ProximalAdagradOptimizer(0.1, l1_regularization_strength=0.05)",
        [
            [0.776656985282898, -1.7734479904174805],
            [2.772670030593872, 0.2867409884929657],
        ],
        [[0.7780830264091492, -1.7745139598846436], [3.0, 0.5]],
    ),
    (
        "AdagradDAOptimizer(0.1, step, l1_regularization_strength=0.01)",
        [
            [-0.07826600223779678, 0.08908600360155106],
            [-0.09274400025606155, -0.05880500003695488],
        ],
        [[-0.07947299629449844, 0.08962500095367432], [3.0, 0.5]],
    ),
]


def _after_three_steps(text, sparse):
    with tf.Graph().as_default(), tf.Session() as sess:
        step = tf.train.get_or_create_global_step()
        v = tf.Variable([[1.0, -2.0], [3.0, 0.5]])
        optimizer = eval(f"tf.train.{text}", {"tf": tf, "step": step})  # noqa: S307
        rows = tf.gather(v, [0, 0]) if sparse else v
        train = optimizer.minimize(tf.reduce_sum(rows**2), global_step=step)
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            assert sess.run(train) is None
        assert sess.run(step) == 3
        return sess.run(v)


@pytest.mark.parametrize(("text", "dense", "sparse"), EXPECTED)
def test_dense_gradients(text, dense, sparse):
    np.testing.assert_allclose(_after_three_steps(text, False), dense, atol=2e-5)


@pytest.mark.parametrize(("text", "dense", "sparse"), EXPECTED)
def test_gradients_of_rows(text, dense, sparse):
    np.testing.assert_allclose(_after_three_steps(text, True), sparse, atol=2e-5)


def test_names_of_slots():
    with tf.Graph().as_default():
        with tf.variable_scope("net"):
            v = tf.get_variable("w", initializer=1.0)
        with tf.variable_scope("train"):
            optimizer = tf.train.AdamOptimizer(0.1)
            optimizer.minimize(v * v)
        names = [item.name for item in tf.global_variables()]
        assert optimizer.get_slot(v, "m").name == "train/net/w/Adam:0"
        assert optimizer.get_slot_names() == ["m", "v"]
    assert names == [
        "net/w:0",
        "train/beta1_power:0",
        "train/beta2_power:0",
        "train/net/w/Adam:0",
        "train/net/w/Adam_1:0",
    ]


def test_an_optimizer_of_ones_own():
    class Halver(tf.train.Optimizer):
        def __init__(self):
            super().__init__(False, "Halver")

        def _create_slots(self, var_list):
            for v in var_list:
                self._zeros_slot(v, "count", self._name)

        def _apply_dense(self, grad, var):
            count = self.get_slot(var, "count").assign_add(
                grad * 0 + 1, read_value=False
            )
            return tf.group(var.assign(var / 2), count)

    with tf.Graph().as_default(), tf.Session() as sess:
        v = tf.Variable(8.0)
        optimizer = Halver()
        train = optimizer.minimize(v)
        sess.run(tf.global_variables_initializer())
        sess.run(train), sess.run(train)
        assert sess.run([v, optimizer.get_slot(v, "count")]) == [2.0, 2.0]


def test_constraints_hold_after_an_update():
    with tf.Graph().as_default(), tf.Session() as sess:
        v = tf.Variable(1.0, constraint=lambda x: tf.maximum(x, 0.9))
        train = tf.train.GradientDescentOptimizer(10.0).minimize(v * v)
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        assert sess.run(v) == np.float32(0.9)


def test_it_works_eagerly():
    v = tf.Variable(2.0)
    optimizer = tf.train.MomentumOptimizer(0.25, 0.0)
    optimizer.minimize(lambda: v * v, var_list=[v])
    assert float(v) == 1.0


def test_no_gradient_is_an_error():
    with tf.Graph().as_default():
        v = tf.Variable(1.0)
        with pytest.raises(ValueError, match="No gradients provided"):
            tf.train.AdamOptimizer().minimize(tf.constant(1.0), var_list=[v])
        with pytest.raises(ValueError, match="gate_gradients"):
            tf.train.AdamOptimizer().compute_gradients(v, gate_gradients=7)
