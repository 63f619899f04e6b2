// What follows a product or a convolution: a bias for each column, and perhaps Relu.
#pragma once

#include "../parallel.h"
#include "../registry.h"
#include "math.h"

namespace tb {

// Kernels whose name ends with "+BiasAdd" or "+BiasAdd+Relu" do what follows, too; the bias is
// then the third input.
enum class After { kNothing, kBias, kBiasAndRelu };

// False where the bias doesn't fit a result with that many columns.
inline bool bias_fits(const KernelContext& ctx, DType dtype, int64_t columns) {
  const Array& bias = ctx.input(2);
  return ctx.attr_string("data_format", "NHWC") == "NHWC" && bias.dtype() == dtype &&
         bias.dims() == Dims{columns};
}

template <After after, class T>
void apply_epilogue(const T* bias, int64_t rows, int64_t columns, T* out) {
  if constexpr (after != After::kNothing) {
    using C = math::Compute<T>;
    parallel_for(rows, 2 * columns, [=](int64_t begin, int64_t end) {
      for (T* line = out + begin * columns; line < out + end * columns; line += columns) {
#pragma omp simd
        for (int64_t c = 0; c < columns; ++c) {
          C value = static_cast<C>(line[c]) + static_cast<C>(bias[c]);
          // NaN is not below zero, so it stays.
          if constexpr (after == After::kBiasAndRelu) value = value < C(0) ? C(0) : value;
          line[c] = static_cast<T>(value);
        }
      }
    });
  }
}

}  // namespace tb
