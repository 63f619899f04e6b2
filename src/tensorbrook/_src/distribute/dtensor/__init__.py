"""`tf.experimental.dtensor` on one client: global tensors that know their layout.

Programs see what they would see of a mesh: global values and shapes, layouts and shards.
The values lie in one place; a layout says how they would be spread, and changes no
number. Several hosts work together by `tf.distribute`.
"""
