"""Proposals of boxes stand in graphs and refuse to run."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors


def test_only_graphs_take_it() -> None:
    ones = tf.ones([1, 2, 2, 4])
    with tf.Graph().as_default():
        found = tf.image.generate_bounding_box_proposals(ones, ones, [[1.0]], [[1.0]])
        assert found.rois.op.get_attr("post_nms_topn") == 300
    with pytest.raises(errors.NotFoundError, match="GPU"):
        tf.image.generate_bounding_box_proposals(ones, ones, [[1.0]], [[1.0]])
