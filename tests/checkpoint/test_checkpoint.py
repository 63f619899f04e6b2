"""Object-based checkpoints."""

import os

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


class Late(tf.Module):
    """Makes its variable when it is first called."""

    def __init__(self) -> None:
        super().__init__()
        self.v = None
        self.inner: list[tf.Variable] = []

    def __call__(self) -> tf.Variable:
        if self.v is None:
            self.v = tf.Variable(0.0)
            self.inner = [tf.Variable([0.0, 0.0]), {"a/b.c": tf.Variable("")}]
        return self.v


def _saved(tmp_path) -> tuple[Late, str]:
    module = Late()
    module().assign(5.0)
    module.inner[0].assign([1.0, 2.0])
    module.inner[1]["a/b.c"].assign("text")
    return module, tf.train.Checkpoint(m=module).save(tmp_path / "ck")


def test_keys_are_the_ways_to_the_values(tmp_path) -> None:
    _, path = _saved(tmp_path)
    assert path == str(tmp_path / "ck-1") == tf.train.latest_checkpoint(tmp_path)
    assert dict(tf.train.list_variables(path)) == {
        "_CHECKPOINTABLE_OBJECT_GRAPH": [],
        "m/inner/0/.ATTRIBUTES/VARIABLE_VALUE": [2],
        "m/inner/1/a.Sb..c/.ATTRIBUTES/VARIABLE_VALUE": [],
        "m/v/.ATTRIBUTES/VARIABLE_VALUE": [],
        "save_counter/.ATTRIBUTES/VARIABLE_VALUE": [],
    }
    value = tf.train.load_variable(tmp_path, "m/v/.ATTRIBUTES/VARIABLE_VALUE")
    assert value == 5.0


def test_values_wait_for_their_objects(tmp_path) -> None:
    _, path = _saved(tmp_path)
    module = Late()
    status = tf.train.Checkpoint(m=module).restore(path)
    with pytest.raises(AssertionError, match=r"m\.v"):
        status.assert_consumed()
    assert module().numpy() == 5.0
    assert module.inner[1]["a/b.c"].numpy() == b"text"
    status.assert_consumed()


def test_partial_matches(tmp_path) -> None:
    _, path = _saved(tmp_path)
    other = tf.train.Checkpoint(unknown=tf.Variable(1.0))
    status = other.restore(path).expect_partial()
    with pytest.raises(AssertionError, match="1 Python objects"):
        status.assert_existing_objects_matched()
    with pytest.raises(AssertionError, match="No checkpoint specified"):
        other.restore(None).assert_consumed()
    with pytest.raises(AssertionError, match="root"):
        tf.train.Checkpoint(x=tf.Module()).read(path).assert_nontrivial_match()


def test_a_root_lends_its_children(tmp_path) -> None:
    module, _ = _saved(tmp_path)
    path = tf.train.Checkpoint(module).write(tmp_path / "root")
    assert "v/.ATTRIBUTES/VARIABLE_VALUE" in dict(tf.train.list_variables(path))
    again = Late()
    again()
    tf.train.Checkpoint(again).read(path).assert_consumed()
    assert again.v.numpy() == 5.0


def test_wrong_arguments(tmp_path) -> None:
    with pytest.raises(ValueError, match="expecting x to be a trackable"):
        tf.train.Checkpoint(x=3)
    with pytest.raises(tf.errors.NotFoundError, match="Please double-check"):
        tf.train.Checkpoint().restore(tmp_path / "none")
    path = tf.train.Checkpoint(v=tf.Variable([1.0])).save(tmp_path / "ck")
    with pytest.raises(ValueError, match="incompatible tensor with shape"):
        tf.train.Checkpoint(v=tf.Variable([1.0, 2.0])).restore(path)


def test_training_goes_on_bit_for_bit(tmp_path) -> None:
    x = np.linspace(0, 1, 12, dtype=np.float32).reshape(4, 3)
    y = x.sum(1, keepdims=True)

    def build():
        model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        model.compile(tf.keras.optimizers.Adam(), "mse")
        return model, tf.train.Checkpoint(model=model, optimizer=model.optimizer)

    model, checkpoint = build()
    model.fit(x, y, shuffle=False, verbose=0)
    path = checkpoint.save(tmp_path / "ck")
    model.fit(x, y, shuffle=False, verbose=0)
    again, other = build()
    status = other.restore(path)
    again.fit(x, y, shuffle=False, verbose=0)
    status.assert_existing_objects_matched()
    for one, two in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


class _Run:
    """A training run with everything that has a state."""

    def __init__(self) -> None:
        layers = tf.keras.layers
        tf.random.set_seed(1)
        self.random = tf.random.Generator.from_seed(5)
        self.model = tf.keras.Sequential(
            [
                tf.keras.Input((4,)),
                layers.Dense(8, "relu"),
                layers.Dropout(0.5, seed=3),
                layers.BatchNormalization(),
                layers.Dense(1),
            ]
        )
        self.optimizer = tf.keras.optimizers.Adam(0.01)
        data = tf.data.Dataset.range(100).shuffle(20, seed=7).repeat()
        data = data.map(lambda n: tf.cast(n, tf.float32) * tf.ones(4))
        self.iterator = iter(data.batch(8).prefetch(2))
        self.checkpoint = tf.train.Checkpoint(
            random=self.random,
            model=self.model,
            optimizer=self.optimizer,
            iterator=self.iterator,
        )

    @tf.function
    def _step(self, x):
        x = x + self.random.normal(tf.shape(x))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.model(x, training=True) - 1.0))
        weights = self.model.trainable_variables
        pairs = zip(tape.gradient(loss, weights), weights, strict=True)
        self.optimizer.apply_gradients(pairs)
        return loss

    def losses(self, count: int) -> list[bytes]:
        return [self._step(next(self.iterator)).numpy().tobytes() for _ in range(count)]


def test_weights_slots_iterators_and_random_state_continue(tmp_path) -> None:
    run = _Run()
    run.losses(7)
    path = run.checkpoint.save(tmp_path / "ck")
    wanted = run.losses(9)
    again = _Run()
    status = again.checkpoint.restore(path)
    assert again.losses(9) == wanted
    status.assert_existing_objects_matched()
    for one, two in zip(run.model.weights, again.model.weights, strict=True):
        assert one.numpy().tobytes() == two.numpy().tobytes()


def test_random_generators_continue(tmp_path) -> None:
    generator = tf.random.Generator.from_seed(3)
    path = tf.train.Checkpoint(g=generator).save(tmp_path / "ck")
    wanted = generator.normal([4]).numpy()
    tf.train.Checkpoint(g=generator).restore(path).assert_consumed()
    np.testing.assert_array_equal(generator.normal([4]).numpy(), wanted)


def test_variables_of_a_graph(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        variable = v1.get_variable("v", initializer=2.0)
        session.run(variable.initializer)
        checkpoint = v1.train.Checkpoint(v=variable)
        path = checkpoint.save(str(tmp_path / "ck"), session=session)
        variable.load(7.0, session)
        checkpoint.restore(path).assert_consumed().run_restore_ops()
        assert session.run(variable) == 2.0


def test_manager_keeps_the_newest(tmp_path) -> None:
    checkpoint = tf.train.Checkpoint(v=tf.Variable(1.0))
    manager = tf.train.CheckpointManager(checkpoint, tmp_path, max_to_keep=2)
    paths = [manager.save() for _ in range(4)]
    assert manager.checkpoints == paths[2:]
    assert sorted(p for p in os.listdir(tmp_path) if p.endswith("index")) == [
        "ckpt-3.index",
        "ckpt-4.index",
    ]
    again = tf.train.CheckpointManager(checkpoint, tmp_path, max_to_keep=2)
    assert again.checkpoints == paths[2:]
    assert again.restore_or_initialize() == paths[3]
    assert int(checkpoint.save_counter) == 4


def test_manager_with_an_interval(tmp_path) -> None:
    step = tf.Variable(0)
    manager = tf.train.CheckpointManager(
        tf.train.Checkpoint(step=step),
        tmp_path,
        max_to_keep=None,
        step_counter=step,
        checkpoint_interval=2,
    )
    found = []
    for _ in range(5):
        found.append(manager.save() is not None)
        step.assign_add(1)
    assert found == [True, False, True, False, True]


def test_the_interval_counts_from_a_given_step(tmp_path):
    step = tf.Variable(12, dtype=tf.int64)
    manager = tf.train.CheckpointManager(
        tf.train.Checkpoint(step=step),
        tmp_path,
        3,
        step_counter=step,
        checkpoint_interval=5,
        last_checkpoint_step=10,
    )
    assert manager.save() is None
    step.assign(15)
    assert manager.save() is not None


def test_keras_models_have_the_names_that_keras_gives_them(tmp_path) -> None:
    inputs = tf.keras.Input((4, 4, 2))
    hidden = tf.keras.layers.Conv2D(2, 3)(inputs)
    hidden = tf.keras.layers.BatchNormalization()(hidden)
    hidden = tf.keras.layers.Flatten()(hidden)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(2)(hidden))
    path = tf.train.Checkpoint(model).write(tmp_path / "ck")
    names = [name.split("/.ATTR")[0] for name, _ in tf.train.list_variables(path)]
    assert names[1:] == [
        "_operations/1/_kernel",
        "_operations/1/bias",
        "_operations/2/beta",
        "_operations/2/gamma",
        "_operations/2/moving_mean",
        "_operations/2/moving_variance",
        "_operations/4/_kernel",
        "_operations/4/bias",
    ]
    model.compile(tf.keras.optimizers.SGD(), "mse")
    path = tf.train.Checkpoint(o=model.optimizer).write(tmp_path / "ck")
    names = [name.split("/.ATTR")[0] for name, _ in tf.train.list_variables(path)]
    assert {"o/_iterations", "o/_learning_rate"} <= set(names)
