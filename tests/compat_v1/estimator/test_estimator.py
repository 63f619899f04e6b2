"""Estimators: training, evaluation, prediction, and going on after a checkpoint."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

est = tf.estimator
_X = np.random.RandomState(0).randn(200, 2).astype(np.float32)
_Y = (_X.sum(1) > 0).astype(np.int32)


def _input(epochs=1, labels=True):
    return est.inputs.numpy_input_fn(
        {"x": _X}, _Y if labels else None, 50, epochs, shuffle=epochs != 1
    )


def _model(features, labels, mode, params):
    logits = tf.layers.dense(features["x"], 2)
    if mode == est.ModeKeys.PREDICT:
        return est.EstimatorSpec(mode, {"class": tf.argmax(logits, 1)})
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    metrics = {"acc": tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
    optimizer = tf.train.AdamOptimizer(params["rate"])
    train = optimizer.minimize(loss, global_step=tf.train.get_global_step())
    return est.EstimatorSpec(mode, loss=loss, train_op=train, eval_metric_ops=metrics)


def test_a_model_of_ones_own(tmp_path):
    config = est.RunConfig(tf_random_seed=1, save_checkpoints_steps=50)
    model = est.Estimator(_model, str(tmp_path), config, {"rate": 0.1})
    model.train(_input(None), steps=60)
    found = model.evaluate(_input())
    assert found["acc"] > 0.95 and found["global_step"] == 60
    again = est.Estimator(_model, str(tmp_path), params={"rate": 0.1})
    classes = [row["class"] for row in again.predict(_input(labels=False))]
    assert np.mean(classes == _Y) == pytest.approx(found["acc"])
    again.train(_input(None), max_steps=60)
    again.train(_input(None), steps=5)
    assert again.evaluate(_input(), steps=1)["global_step"] == 65
    assert "dense/kernel" in again.get_variable_names()
    assert again.get_variable_value("dense/kernel").shape == (2, 2)


def test_train_and_evaluate_with_datasets():
    def data():
        return tf.data.Dataset.from_tensor_slices(({"x": _X}, _Y)).batch(50)

    model = est.Estimator(_model, params={"rate": 0.1})
    result, _ = est.train_and_evaluate(
        model,
        est.TrainSpec(lambda: data().repeat(), max_steps=40),
        est.EvalSpec(data, steps=None, throttle_secs=0),
    )
    assert result["global_step"] == 40 and result["acc"] > 0.9


@pytest.mark.parametrize("classes", [2, 3])
def test_a_deep_classifier(classes):
    column = tf.feature_column.numeric_column("x", (2,))
    model = est.DNNClassifier(
        [8], [column], n_classes=classes, optimizer=tf.train.AdamOptimizer(0.05)
    )
    model.train(_input(None), steps=60)
    assert model.evaluate(_input())["accuracy"] > 0.9
    row = next(iter(model.predict(_input(labels=False))))
    assert row["probabilities"].shape == (classes,)
    assert row["classes"][0] == str(row["class_ids"][0]).encode()


def test_a_linear_regressor():
    columns = [tf.feature_column.numeric_column("x", (2,))]
    model = est.LinearRegressor(columns, optimizer=tf.train.AdamOptimizer(0.1))
    target = (_X @ [1.0, -2.0] + 3.0).astype(np.float32)
    fn = est.inputs.numpy_input_fn({"x": _X}, target, 50, None, shuffle=True)
    model.train(fn, steps=150)
    fn = est.inputs.numpy_input_fn({"x": _X}, target, 50, 1, shuffle=False)
    assert model.evaluate(fn)["average_loss"] < 0.05


def test_wide_and_deep_have_their_own_variables():
    column = tf.feature_column.numeric_column("x", (2,))
    model = est.DNNLinearCombinedClassifier(
        linear_feature_columns=[column],
        dnn_feature_columns=[column],
        dnn_hidden_units=[4],
    )
    model.train(_input(None), steps=3)
    names = model.get_variable_names()
    assert any(name.startswith("linear/") for name in names)
    assert any(name.startswith("dnn/hiddenlayer_0/kernel") for name in names)


def test_further_metrics():
    def metric(labels, predictions):
        return {"mean_label": tf.metrics.mean(labels)}

    model = est.LinearClassifier([tf.feature_column.numeric_column("x", (2,))])
    model = est.add_metrics(model, metric)
    model.train(_input(None), steps=2)
    found = model.evaluate(_input())
    assert found["mean_label"] == pytest.approx(_Y.mean())


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="features argument"):
        est.Estimator(lambda x: x)
    with pytest.raises(ValueError, match="Missing loss"):
        est.EstimatorSpec(est.ModeKeys.EVAL)
    with pytest.raises(ValueError, match="shuffle"):
        est.inputs.numpy_input_fn({"x": _X}, _Y)
    with pytest.raises(ValueError, match="both steps and max_steps"):
        est.Estimator(_model).train(_input(), steps=1, max_steps=2)
    with pytest.raises(ValueError, match="not supported"):
        est.RunConfig().replace(colour="red")
