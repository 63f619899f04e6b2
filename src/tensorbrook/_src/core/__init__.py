"""Types that every room needs: dtype, shape, tensor, errors and the op record."""
