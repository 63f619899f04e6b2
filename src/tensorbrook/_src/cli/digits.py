"""The handwritten digits that the package carries; digits.txt names their source."""

import importlib.resources
import io

import numpy as np

Digits = tuple[np.ndarray, np.ndarray]
_TEST_IMAGES = 360


def load_digits(seed: int = 0) -> tuple[Digits, Digits]:
    """Loads the 1,797 digits, shuffled and split.

    Args:
      seed: Decides which images go where.

    Returns:
      `(images, labels)` to train on (1,437 of them) and to test on (360). Images are
      float32 of shape `[n, 8, 8]` between 0 and 1, labels are int64.

    Example:
      >>> (images, labels), test = load_digits()
      >>> images.shape, test[1].shape
      ((1437, 8, 8), (360,))
    """
    file = importlib.resources.files("tensorbrook._src.cli") / "digits.npz"
    with np.load(io.BytesIO(file.read_bytes())) as archive:
        images = archive["images"].astype(np.float32) / 16
        labels = archive["labels"].astype(np.int64)
    order = np.random.default_rng(seed).permutation(len(images))
    test, train = order[:_TEST_IMAGES], order[_TEST_IMAGES:]
    return (images[train], labels[train]), (images[test], labels[test])
