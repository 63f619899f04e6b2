"""Random training steps: a native plan changes variables as the reference kernels do."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tensorbrook._src.graph.func_graph import FuncGraph
from tests.runtime.reference import by_reference, compare

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

#: How many models to try: a long run of graphs is one of models, too.
MODELS = max(6, int(os.environ.get("TENSORBROOK_GRAPHS", "0")) // 20)
layers, optimizers = tf.keras.layers, tf.keras.optimizers
IMAGES: list[Callable[[], Any]] = [
    lambda: layers.Conv2D(3, 3, activation="relu", padding="same"),
    lambda: layers.Conv2D(2, (1, 2), strides=2, padding="same"),
    lambda: layers.Conv2DTranspose(2, 2, activation="tanh"),
    lambda: layers.DepthwiseConv2D(2, padding="same", activation="relu"),
    lambda: layers.SeparableConv2D(3, 2, padding="same"),
    lambda: layers.MaxPooling2D(2, padding="same"),
    lambda: layers.AveragePooling2D(2, 1, padding="same"),
    lambda: layers.BatchNormalization(),
    lambda: layers.LayerNormalization(),
    lambda: layers.Dense(4, activation="gelu"),
    lambda: layers.LeakyReLU(0.2),
    lambda: layers.UpSampling2D(2),
    lambda: layers.ZeroPadding2D(1),
]
SEQUENCES: list[Callable[[], Any]] = [
    lambda: layers.LSTM(3, return_sequences=True),
    lambda: layers.GRU(3, return_sequences=True, go_backwards=True),
    lambda: layers.GRU(2, return_sequences=True, reset_after=False),
    lambda: layers.SimpleRNN(3, return_sequences=True),
    lambda: layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
    lambda: layers.Conv1D(3, 2, padding="causal", activation="relu"),
    lambda: layers.LayerNormalization(),
    lambda: layers.Dense(4, activation="softmax"),
    lambda: layers.Dense(3, activation="elu", kernel_regularizer="l2"),
]
OPTIMIZERS: list[Callable[[], Any]] = [
    lambda: optimizers.SGD(0.1),
    lambda: optimizers.SGD(0.05, momentum=0.9),
    lambda: optimizers.SGD(0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    lambda: optimizers.Adam(0.01),
    lambda: optimizers.Adam(0.01, amsgrad=True, clipnorm=0.5),
    lambda: optimizers.AdamW(0.01, global_clipnorm=1.0),
    lambda: optimizers.RMSprop(0.01),
    lambda: optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    lambda: optimizers.Adagrad(0.05),
    lambda: optimizers.Adadelta(0.5),
    lambda: optimizers.Adamax(0.01, clipvalue=0.1),
    lambda: optimizers.Nadam(0.01),
    lambda: optimizers.Ftrl(0.05),
    lambda: optimizers.Lion(0.01),
]


def made_model(kind: str, which: list[int]) -> Any:
    table = IMAGES if kind == "images" else SEQUENCES
    first = [layers.Input((4, 4, 2))]
    if kind == "words":
        first = [layers.Input((5,), dtype="int32"), layers.Embedding(7, 3)]
    middle = [table[i % len(table)]() for i in which]
    return tf.keras.Sequential([*first, *middle, layers.Flatten(), layers.Dense(3)])


def training_graph(model: Any, optimizer: Any, inputs: Any, labels: Any) -> Any:
    """The graph of one step, which also gives the loss."""

    @tf.function
    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = model(x, training=True)
            each = tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
            loss = tf.reduce_mean(each) + sum(model.losses)
        weights = model.trainable_variables
        slopes = tape.gradient(loss, weights)
        optimizer.apply_gradients(zip(slopes, weights, strict=True))
        return loss

    optimizer.build(model.trainable_variables)
    return step.get_concrete_function(inputs, labels).graph


@given(
    kind=st.sampled_from(["images", "words"]),
    which=st.lists(st.integers(0, 100), min_size=0, max_size=4),
    optimizer=st.integers(0, len(OPTIMIZERS) - 1),
    seed=st.integers(0, 1000),
)
@settings(max_examples=MODELS, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_training_plan_learns_what_the_reference_does(
    kind: str, which: list[int], optimizer: int, seed: int
) -> None:
    tf.keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model, learner = made_model(kind, which), OPTIMIZERS[optimizer]()
    if kind == "images":
        x = tf.constant(rng.normal(size=(3, 4, 4, 2)), tf.float32)
    else:
        x = tf.constant(rng.integers(0, 7, (3, 5)), tf.int32)
    y = tf.constant(rng.integers(0, 3, 3), tf.int32)
    graph = training_graph(model, learner, x, y)
    variables = [*model.variables, *learner.variables]
    start = [variable.numpy() for variable in variables]
    values = [x, y, *graph.external_captures]
    assert len(values) == len(graph.all_inputs)

    def trained(run: Callable[[], Any]) -> list[Any]:
        for variable, value in zip(variables, start, strict=True):
            variable.assign(value)
        losses = [run()[0] for _ in range(2)]
        return losses + [tf.convert_to_tensor(variable) for variable in variables]

    plan = graph.fresh_plan()
    found = trained(lambda: plan.run(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FuncGraph, "execute", by_reference)
        wanted = trained(lambda: by_reference(graph, values))
        nodes = set(graph.get_operations())
        moved = trained(lambda: by_reference(graph, values, nodes))
    for parts in zip(found, wanted, moved, strict=True):
        compare(*parts, exact=not parts[0].dtype.is_floating)
