"""Reads, with TensorFlow itself, what the test beside wrote; prints what it found.

python read_with_tensorflow.py FOLDER
"""

import json
import sys

import numpy as np
import tensorflow as tf

folder = sys.argv[1]
v1 = tf.compat.v1
found = {}
x = np.load(f"{folder}/x.npy")
images = np.load(f"{folder}/images.npy")
steps = np.load(f"{folder}/steps.npy")


def saved_models():
    loaded = tf.saved_model.load(f"{folder}/module")
    found["module"] = loaded(x).numpy().tolist()
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(loaded(x))
    found["gradient"] = tape.gradient(total, loaded.w).numpy().tolist()
    found["w"] = loaded.w.numpy().tolist()
    trained = tf.saved_model.load(f"{folder}/trained")
    found["losses"] = [float(trained.train(x)) for _ in range(3)]
    clipped = tf.saved_model.load(f"{folder}/clipped")
    with tf.GradientTape() as tape:
        tape.watch(watched := tf.constant(x))
        total = tf.reduce_sum(clipped(watched))
    found["clipped"] = tape.gradient(total, watched).numpy().tolist()
    words = tf.saved_model.load(f"{folder}/words")
    texts = tf.constant(["b", "c", "nothing", "a"])
    found["ids"] = words.ids(texts).numpy().tolist()
    found["counts"] = words.signatures["counts"](texts)["counts"].numpy().tolist()
    found["parts"] = [
        [part.decode() for part in row]
        for row in words.parts(tf.constant(["a b", "c"])).to_list()
    ]
    found["bent"] = tf.saved_model.load(f"{folder}/bent")(x).numpy().tolist()
    for name, value in (("dense", x), ("conv", images), ("recurrent", steps)):
        served = tf.saved_model.load(f"{folder}/{name}_served")
        found[f"{name}_served"] = served.serve(value).numpy().tolist()


def keras_files():
    for name, value in (("dense", x), ("conv", images), ("recurrent", steps)):
        for ending in (".keras", ".h5"):
            model = tf.keras.models.load_model(
                f"{folder}/{name}{ending}", compile=False
            )
            found[f"{name}{ending}"] = model(value).numpy().tolist()
        for layer in model.weights:
            layer.assign(tf.zeros_like(layer))
        model.load_weights(f"{folder}/{name}.weights.h5")
        found[f"{name}.weights.h5"] = model(value).numpy().tolist()
    model = tf.keras.models.load_model(f"{folder}/compiled.keras")
    found["compiled"] = [
        float(model.train_on_batch(x, x[:, :2], return_dict=True)["loss"])
        for _ in range(3)
    ]


def checkpoints():
    reader = tf.train.load_checkpoint(f"{folder}/checkpoint")
    found["names"] = sorted(reader.get_variable_to_shape_map())
    w = tf.Variable(tf.zeros([3, 2]))
    status = tf.train.Checkpoint(w=w).restore(
        tf.train.latest_checkpoint(f"{folder}/checkpoint")
    )
    status.assert_consumed()
    found["restored"] = w.numpy().tolist()
    kinds = json.load(open(f"{folder}/kinds.json"))
    values = {
        name: tf.Variable(tf.zeros(shape, tf.as_dtype(kind)))
        if kind != "string"
        else tf.Variable(tf.fill(shape, ""))
        for name, (kind, shape) in kinds.items()
    }
    checkpoint = tf.train.Checkpoint(**values)
    checkpoint.read(f"{folder}/kinds").assert_consumed()
    found["kinds"] = {
        name: np.atleast_1d(value.numpy())
        .astype(np.complex128)
        .view(np.float64)
        .tolist()
        if value.dtype != tf.string
        else [text.decode() for text in value.numpy()]
        for name, value in values.items()
    }


def sessions():
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(f"{folder}/saver/m.meta")
        saver.restore(session, f"{folder}/saver/m")
        found["session"] = session.run("y:0", {"x:0": x}).tolist()
    for name in ("parts", "sharded", "before_2016"):
        with tf.Graph().as_default(), v1.Session() as session:
            whole = v1.get_variable("big", [7, 3])
            v1.train.Saver([whole]).restore(session, f"{folder}/{name}/m")
            found[f"{name} whole"] = session.run(whole).tolist()
        with tf.Graph().as_default(), v1.Session() as session:
            cut = v1.get_variable(
                "big",
                [7, 3],
                partitioner=v1.fixed_size_partitioner(2),
                use_resource=False,
            )
            v1.train.Saver({"big": cut}).restore(session, f"{folder}/{name}/m")
            found[f"{name} cut"] = session.run(tf.convert_to_tensor(cut)).tolist()
    with tf.Graph().as_default(), v1.Session() as session:
        meta = v1.saved_model.load(session, ["serve"], f"{folder}/simple")
        signature = meta.signature_def["serving_default"]
        feeds = {signature.inputs["x"].name: x}
        found["simple"] = session.run(signature.outputs["y"].name, feeds).tolist()
    for ending, parse in (
        ("pb", lambda content: v1.GraphDef.FromString(content)),
        ("pbtxt", lambda content: text_graph(content.decode())),
    ):
        with tf.Graph().as_default(), v1.Session() as session:
            with open(f"{folder}/frozen.{ending}", "rb") as file:
                tf.graph_util.import_graph_def(parse(file.read()), name="")
            found[f"frozen.{ending}"] = session.run("y:0", {"x:0": x}).tolist()


def text_graph(content):
    from google.protobuf import text_format

    return text_format.Parse(content, v1.GraphDef())


def records_and_events():
    wanted = {
        "id": tf.io.FixedLenFeature([], tf.int64),
        "x": tf.io.FixedLenFeature([2], tf.float32),
        "name": tf.io.VarLenFeature(tf.string),
    }
    for kind in ("", "GZIP", "ZLIB"):
        read = tf.data.TFRecordDataset(f"{folder}/records{kind}", kind)
        parsed = tf.io.parse_example([record.numpy() for record in read], wanted)
        found[f"records{kind}"] = [
            parsed["id"].numpy().tolist(),
            parsed["x"].numpy().tolist(),
            [text.decode() for text in parsed["name"].values.numpy()],
        ]
    for name in ("log", "log_v1"):
        events = []
        for event in v1.train.summary_iterator(f"{folder}/{name}.events"):
            if event.graph_def:
                graph = v1.GraphDef.FromString(event.graph_def)
                events.append(["graph", len(graph.node) > 0])
            for value in event.summary.value:
                plugin = value.metadata.plugin_data.plugin_name
                kind = value.WhichOneof("value")
                events.append([event.step, value.tag, plugin, kind])
        found[name] = sorted(map(str, events))


saved_models()
keras_files()
checkpoints()
sessions()
records_and_events()
print(json.dumps(found))
