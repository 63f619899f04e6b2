"""`tf.contrib` as real programs used it."""

import numpy as np
import pytest

import tensorbrook as tf2
import tensorbrook.compat.v1 as tf
from tensorbrook import contrib


@pytest.fixture
def session():
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(0)
        yield sess


def test_layers_and_their_names(session):
    layers = contrib.layers
    x = layers.conv2d(tf.ones([2, 4, 4, 1]), 3, [3, 3], scope="c")
    x = layers.flatten(layers.max_pool2d(x, [2, 2]))
    y = layers.fully_connected(x, 5, activation_fn=None)
    assert [v.name for v in tf.trainable_variables()] == [
        "c/weights:0",
        "c/biases:0",
        "fully_connected/weights:0",
        "fully_connected/biases:0",
    ]
    session.run(tf.global_variables_initializer())
    assert session.run(y).shape == (2, 5)


def test_xavier_stays_within_its_limit(session):
    w = tf.get_variable("w", [30, 20], initializer=contrib.layers.xavier_initializer())
    session.run(w.initializer)
    assert np.abs(session.run(w)).max() <= (6 / 50) ** 0.5


def test_arg_scope_gives_defaults(session):
    layers, arg_scope = contrib.layers, contrib.framework.arg_scope
    regularizer = layers.l2_regularizer(0.1)
    with arg_scope([layers.fully_connected], weights_regularizer=regularizer) as scope:
        layers.fully_connected(tf.ones([1, 2]), 3)
    layers.fully_connected(tf.ones([1, 2]), 3)
    with arg_scope(scope):
        layers.fully_connected(tf.ones([1, 2]), 3, weights_regularizer=None)
    assert len(tf.losses.get_regularization_losses()) == 1
    with pytest.raises(ValueError, match="add_arg_scope"), arg_scope([len], a=1):
        pass


def test_batch_norm_updates_before_its_output(session):
    x = np.array([[0.0], [2.0]], np.float32)
    y = contrib.layers.batch_norm(x, decay=0.5, updates_collections=None)
    assert tf.get_collection(tf.GraphKeys.UPDATE_OPS) == []
    session.run(tf.global_variables_initializer())
    session.run(y)
    mean = next(v for v in tf.global_variables() if "moving_mean" in v.name)
    assert session.run(mean).tolist() == [0.5]


def test_optimize_loss(session):
    v = tf.Variable(4.0)
    step = tf.train.get_or_create_global_step()
    train = contrib.layers.optimize_loss(v * v, step, 0.25, "SGD", clip_gradients=1.0)
    session.run(tf.global_variables_initializer())
    assert session.run(train) == 16.0
    assert session.run([v, step]) == [3.75, 1]


def test_sequence_loss_is_that_of_the_course(session):
    logits = tf.constant([[[0.2, 0.7], [0.6, 0.2], [0.2, 0.9]]])
    loss = contrib.seq2seq.sequence_loss(
        logits, tf.constant([[1, 1, 1]]), tf.ones([1, 3])
    )
    np.testing.assert_allclose(session.run(loss), 0.5967593, rtol=1e-5)


def test_a_decoder_with_attention_learns_to_copy(session):
    seq2seq, size = contrib.seq2seq, 8
    numbers = np.random.RandomState(0).randint(1, 5, (3, 4))
    source = tf.constant(numbers, tf.int32)
    table = tf.get_variable("table", [6, size])
    memory, state = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.GRUCell(size),
        tf.nn.embedding_lookup(table, source),
        dtype="float32",
    )
    attention = seq2seq.BahdanauAttention(size, memory, [4, 4, 4])
    cell = seq2seq.AttentionWrapper(tf.nn.rnn_cell.GRUCell(size), attention, size)
    first = cell.zero_state(3, tf.float32).clone(cell_state=state)
    layer = tf.layers.Dense(6)
    given = tf.concat([tf.zeros([3, 1], tf.int32), source[:, :-1]], 1)

    def decoded(helper, reuse, **options):
        with tf.variable_scope("decode", reuse=reuse):
            decoder = seq2seq.BasicDecoder(cell, helper, first, layer)
            return seq2seq.dynamic_decode(decoder, **options)[0]

    training = seq2seq.TrainingHelper(tf.nn.embedding_lookup(table, given), [4] * 3)
    scores = decoded(training, None).rnn_output
    loss = seq2seq.sequence_loss(scores, source, tf.ones([3, 4]))
    train = tf.train.AdamOptimizer(0.05).minimize(loss)
    greedy = seq2seq.GreedyEmbeddingHelper(table, tf.fill([3], 0), 5)
    answer = decoded(greedy, True, maximum_iterations=4).sample_id
    session.run(tf.global_variables_initializer())
    for _ in range(60):
        session.run(train)
    np.testing.assert_array_equal(session.run(answer), numbers)


def test_implicit_gradients():
    w = tf2.Variable(2.0)
    value, pairs = contrib.eager.implicit_value_and_gradients(lambda x: w * w * x)(3.0)
    assert float(value) == 12.0 and float(pairs[0][0]) == 12.0
    with pytest.raises(ValueError, match="No trainable variables"):
        contrib.eager.implicit_gradients(lambda: tf2.constant(1.0))()


def test_hyperparameters():
    params = contrib.training.HParams(rate=0.1, name="a", deep=False)
    params.parse("rate=0.5,deep=true").set_hparam("name", "b")
    assert params.values() == {"rate": 0.5, "name": "b", "deep": True}
    with pytest.raises(KeyError, match="depth"):
        params.set_hparam("depth", 1)


def test_further_optimizers(session):
    for make in (
        lambda: contrib.opt.AdamWOptimizer(0.1, 0.1),
        lambda: contrib.opt.NadamOptimizer(0.1),
        lambda: contrib.opt.LazyAdamOptimizer(0.1),
    ):
        v = tf.Variable([[1.0], [5.0]])
        train = make().minimize(tf.reduce_sum(tf.gather(v, [0]) ** 2))
        session.run(tf.global_variables_initializer())
        session.run(train)
        moved = session.run(v)
        assert moved[0, 0] < 1.0


def test_the_nearest_name_is_told():
    with pytest.raises(AttributeError, match=r"tf\.contrib\.layers\.fully_connected"):
        getattr(contrib.layers, "fully_conected")  # noqa: B009
    assert not hasattr(contrib, "tensorrt")
