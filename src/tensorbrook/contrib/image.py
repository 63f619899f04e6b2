"""Pictures rotated, moved and bent: `tf.contrib.image`."""

from tensorbrook._src.compat_v1.contrib.image import (
    angles_to_projective_transforms as angles_to_projective_transforms,
)
from tensorbrook._src.compat_v1.contrib.image import (
    compose_transforms as compose_transforms,
)
from tensorbrook._src.compat_v1.contrib.image import (
    flat_transforms_to_matrices as flat_transforms_to_matrices,
)
from tensorbrook._src.compat_v1.contrib.image import (
    invert_transforms as invert_transforms,
)
from tensorbrook._src.compat_v1.contrib.image import (
    matrices_to_flat_transforms as matrices_to_flat_transforms,
)
from tensorbrook._src.compat_v1.contrib.image import rotate as rotate
from tensorbrook._src.compat_v1.contrib.image import transform as transform
from tensorbrook._src.compat_v1.contrib.image import translate as translate
from tensorbrook._src.compat_v1.contrib.image import (
    translations_to_projective_transforms as translations_to_projective_transforms,
)
from tensorbrook._src.compat_v1.contrib.missing import image as __getattr__
