"""SavedModels of 1.x as objects: one state for all signatures, tables, old variables."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.formats.schema import message


def _signature(inputs, outputs):
    return v1.saved_model.signature_def_utils.predict_signature_def(inputs, outputs)


def _save(session, folder, signatures, **options):
    builder = v1.saved_model.builder.SavedModelBuilder(str(folder))
    builder.add_meta_graph_and_variables(session, ["serve"], signatures, **options)
    builder.save()


def test_signatures_share_variables_and_tables(tmp_path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("cat\ndog\nbird\n")
    index = tf.lookup.TextFileIndex
    with tf.Graph().as_default(), v1.Session() as session:
        asked = v1.placeholder(tf.string, [None], name="asked")
        table = tf.lookup.StaticVocabularyTable(
            tf.lookup.TextFileInitializer(
                str(words), tf.string, index.WHOLE_LINE, tf.int64, index.LINE_NUMBER
            ),
            2,
        )
        ids = tf.identity(table.lookup(asked), name="ids")
        seen = v1.get_variable("seen", [], tf.int64, v1.zeros_initializer())
        total = tf.identity(v1.assign_add(seen, tf.reduce_sum(ids)), name="total")
        session.run([v1.global_variables_initializer(), v1.tables_initializer()])
        _save(
            session,
            tmp_path / "model",
            {
                "ids": _signature({"asked": asked}, {"ids": ids}),
                "count": _signature({"asked": asked}, {"total": total}),
            },
            assets_collection=v1.get_collection(v1.GraphKeys.ASSET_FILEPATHS),
            main_op=v1.tables_initializer(),
        )
    words.unlink()
    loaded = tf.saved_model.load(tmp_path / "model")
    found = loaded.signatures["ids"](asked=tf.constant(["dog", "cat"]))["ids"]
    assert found.numpy().tolist() == [1, 0]
    count = loaded.signatures["count"]
    pair = tf.constant(["dog", "bird"])
    assert [int(count(asked=pair)["total"]) for _ in range(2)] == [3, 6]
    assert [int(variable) for variable in loaded.variables] == [6]
    assert [path.endswith("words.txt") for path in loaded.asset_paths] == [True]
    assert loaded.graph.get_tensor_by_name("ids:0").dtype is tf.int64
    pruned = loaded.prune("asked:0", ["ids:0"])
    assert pruned(tf.constant(["bird"]))[0].numpy().tolist() == [2]
    with pytest.raises(KeyError, match="nothing"):
        loaded.prune("asked:0", "nothing:0")


def test_reference_variables_and_slices_of_variables(tmp_path) -> None:
    model = tmp_path / "model"
    prefix = str(model / "variables" / "variables")
    raw = tf.raw_ops
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 2], name="x")
        parts = [
            raw.VariableV2(shape=[1, 3], dtype=tf.float32, name=f"part_{n}")
            for n in range(2)
        ]
        y = tf.matmul(x, tf.concat(parts, 0), name="y")
        slices = ["2 3 0,1:0,3", "2 3 1,1:0,3"]
        path = tf.constant(prefix, name="path")
        read = v1.raw_ops.RestoreV2(
            prefix=path,
            tensor_names=["whole", "whole"],
            shape_and_slices=slices,
            dtypes=[tf.float32] * 2,
        )
        given = [
            raw.Assign(ref=part, value=value)
            for part, value in zip(parts, read, strict=True)
        ]
        restore = tf.group(*given, name="restore")
        _save(session, model, {"serving_default": _signature({"x": x}, {"y": y})})
        whole = np.arange(6, dtype=np.float32).reshape(2, 3)
        written = raw.SaveV2(
            prefix=path,
            tensor_names=["whole"],
            shape_and_slices=[""],
            tensors=[tf.constant(whole)],
        )
        (model / "variables").mkdir(exist_ok=True)
        session.run(written)
    file = model / "saved_model.pb"
    saved = message("SavedModel").FromString(file.read_bytes())
    saved.meta_graphs[0].saver_def.filename_tensor_name = path.name
    saved.meta_graphs[0].saver_def.restore_op_name = restore.name
    file.write_bytes(saved.SerializeToString())
    loaded = tf.saved_model.load(model)
    found = loaded.signatures["serving_default"](x=tf.constant([[1.0, 2.0]]))["y"]
    assert found.numpy().tolist() == [[6.0, 9.0, 12.0]]


def test_sparse_arguments_and_results(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        given = v1.sparse_placeholder(tf.float32, [None, 3], name="given")
        w = tf.constant([[1.0], [2.0], [4.0]])
        outputs = {
            "dense": tf.sparse.sparse_dense_matmul(given, w),
            "twice": given * 2.0,
        }
        signature = _signature({"given": given}, outputs)
        _save(session, tmp_path / "model", {"serving_default": signature})
    loaded = tf.saved_model.load(tmp_path / "model")
    rows = tf.sparse.from_dense([[0.0, 3.0, 1.0]])
    found = loaded.signatures["serving_default"](given=rows)
    assert found["dense"].numpy().tolist() == [[10.0]]
    assert tf.sparse.to_dense(found["twice"]).numpy().tolist() == [[0.0, 6.0, 2.0]]
