// Kernels that compute 16-bit floats in float: their inputs and outputs, converted.
#pragma once

#include <type_traits>
#include <utility>

#include "../parallel.h"
#include "../registry.h"
#include "math.h"

namespace tb {

template <class From, class To>
void convert(const From* in, int64_t n, To* out) {
  parallel_for(n, 1, [=](int64_t begin, int64_t end) {
#pragma omp simd
    for (int64_t i = begin; i < end; ++i) out[i] = static_cast<To>(in[i]);
  });
}

template <class From, class To>
Array converted(const Array& array) {
  Array result(dtype_of<To>, array.dims());
  convert(array.data<From>(), array.size(), result.data<To>());
  return result;
}

// The array in the type to compute in.
template <class T>
Array widened(const Array& array) {
  if constexpr (std::is_same_v<T, math::Compute<T>>) return array;
  return converted<T, math::Compute<T>>(array);
}

// Gives a result out in the type of the kernel.
template <class T>
void give(KernelContext& ctx, Array result) {
  if constexpr (!std::is_same_v<T, math::Compute<T>>) {
    result = converted<math::Compute<T>, T>(result);
  }
  ctx.share(std::move(result));
}

}  // namespace tb
