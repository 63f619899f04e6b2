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
  using C = math::Compute<T>;
  template <class T>
  using R = Stored<decltype(F::template apply<C<T>>(C<T>())), T>;

  template <class T>
  TB_NOINLINE static void loop(const T* in, R<T>* out, int64_t n) {
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
      out[i] = static_cast<R<T>>(F::template apply<C<T>>(static_cast<C<T>>(in[i])));
    }
  }

  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<R<T>>, F::kCost,
            [](const void* const* in, int, void* out, int64_t n) {
              loop<T>(static_cast<const T*>(in[0]), static_cast<R<T>*>(out), n);
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& x = ctx.input(0);
    const T* in = x.data<T>();
    R<T>* out = ctx.output_over(dtype_of<R<T>>, x.dims(), {0}).template data<R<T>>();
    parallel_for(x.size(), F::kCost, [=](int64_t begin, int64_t end) {
      loop<T>(in + begin, out + begin, end - begin);
    });
    return true;
  }
};

// Element-wise functions of several equally shaped inputs: gradients of the unary ones.
template <class F>
struct Pairwise {
  template <class T>
  TB_NOINLINE static void loop(const T* a, const T* b, T* out, int64_t n) {
    using C = math::Compute<T>;
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
      out[i] = static_cast<T>(F::template apply<C>(static_cast<C>(a[i]), static_cast<C>(b[i])));
    }
  }

  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, F::kCost,
            [](const void* const* in, int, void* out, int64_t n) {
              loop(static_cast<const T*>(in[0]), static_cast<const T*>(in[1]),
                   static_cast<T*>(out), n);
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& x = ctx.input(0);
    const Array& y = ctx.input(1);
    if (y.dtype() != x.dtype() || !(x.dims() == y.dims())) return false;
    const T* a = x.data<T>();
    const T* b = y.data<T>();
    T* out = ctx.output_over(x.dtype(), x.dims(), {0, 1}).template data<T>();
    parallel_for(x.size(), F::kCost, [=](int64_t begin, int64_t end) {
      loop(a + begin, b + begin, out + begin, end - begin);
    });
    return true;
  }
};

}  // namespace tb
