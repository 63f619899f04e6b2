// Drivers of element-wise kernels. A functor F has `template <class T> static R apply(T, ...)`
// and `static constexpr int64_t kCost`, the work of one element in units of an addition.
#pragma once

#include <type_traits>

#include "../parallel.h"
#include "../registry.h"
#include "math.h"

namespace tb {

// The stored type of a result that was computed in Compute<T>.
template <class R, class T>
using Stored = std::conditional_t<std::is_same_v<R, math::Compute<T>>, T, R>;

template <class F>
struct Unary {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    using R = Stored<decltype(F::template apply<C>(C())), T>;
    const Array& x = ctx.input(0);
    const T* in = x.data<T>();
    R* out = ctx.output_over(dtype_of<R>, x.dims(), {0}).template data<R>();
    parallel_for(x.size(), F::kCost, [=](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        out[i] = static_cast<R>(F::template apply<C>(static_cast<C>(in[i])));
      }
    });
    return true;
  }
};

// Element-wise functions of several equally shaped inputs: gradients of the unary ones.
template <class F>
struct Pairwise {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& x = ctx.input(0);
    const Array& y = ctx.input(1);
    if (y.dtype() != x.dtype() || !(x.dims() == y.dims())) return false;
    const T* a = x.data<T>();
    const T* b = y.data<T>();
    T* out = ctx.output_over(x.dtype(), x.dims(), {0, 1}).template data<T>();
    parallel_for(x.size(), F::kCost, [=](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        out[i] = static_cast<T>(F::template apply<C>(static_cast<C>(a[i]), static_cast<C>(b[i])));
      }
    });
    return true;
  }
};

}  // namespace tb
