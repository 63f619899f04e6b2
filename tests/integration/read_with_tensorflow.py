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

loaded = tf.saved_model.load(f"{folder}/module")
found["module"] = loaded(x).numpy().tolist()
with tf.GradientTape() as tape:
    total = tf.reduce_sum(loaded(x))
found["gradient"] = tape.gradient(total, loaded.w).numpy().tolist()
served = tf.saved_model.load(f"{folder}/served")
found["served"] = served.serve(x).numpy().tolist()

reader = tf.train.load_checkpoint(f"{folder}/checkpoint")
found["names"] = sorted(reader.get_variable_to_shape_map())
w = tf.Variable(np.zeros_like(loaded.w))
status = tf.train.Checkpoint(w=w).restore(
    tf.train.latest_checkpoint(f"{folder}/checkpoint")
)
status.assert_consumed()
found["w"] = w.numpy().tolist()

with tf.Graph().as_default(), v1.Session() as session:
    saver = v1.train.import_meta_graph(f"{folder}/saver/m.meta")
    saver.restore(session, f"{folder}/saver/m")
    found["session"] = session.run("y:0", {"x:0": x}).tolist()

with tf.Graph().as_default(), v1.Session() as session:
    meta = v1.saved_model.load(session, ["serve"], f"{folder}/simple")
    signature = meta.signature_def["serving_default"]
    feeds = {signature.inputs["x"].name: x}
    found["simple"] = session.run(signature.outputs["y"].name, feeds).tolist()

records = tf.data.TFRecordDataset(f"{folder}/records", compression_type="GZIP")
found["records"] = [record.numpy().decode() for record in records]
events = v1.train.summary_iterator(f"{folder}/events")
found["steps"] = [event.step for event in events if event.summary.value]
print(json.dumps(found))
