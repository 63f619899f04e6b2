"""Pictures with boxes and masks, and galleries of them."""

from tensorbrook._src.keras.visualization.drawing import (
    draw_bounding_boxes as draw_bounding_boxes,
)
from tensorbrook._src.keras.visualization.drawing import (
    draw_segmentation_masks as draw_segmentation_masks,
)
from tensorbrook._src.keras.visualization.galleries import (
    plot_bounding_box_gallery as plot_bounding_box_gallery,
)
from tensorbrook._src.keras.visualization.galleries import (
    plot_image_gallery as plot_image_gallery,
)
from tensorbrook._src.keras.visualization.galleries import (
    plot_segmentation_mask_gallery as plot_segmentation_mask_gallery,
)
