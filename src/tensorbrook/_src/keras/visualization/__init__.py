"""Pictures with boxes and masks, and galleries of them."""
