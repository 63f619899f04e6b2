// The driver of element-wise kernels with two broadcasting inputs.
#pragma once

#include "../parallel.h"
#include "../registry.h"
#include "broadcast.h"
#include "elementwise.h"

namespace tb {

// F may declare `template <class T> static bool accepts(const T* x, const T* y, int64_t nx, int64_t
// ny)`: false sends wrong values (an integer division by zero) to the reference, which reports
// them.
template <class F, class T>
concept Checks = requires(const T* p) { F::template accepts<T>(p, p, int64_t{}, int64_t{}); };

template <class F>
struct Binary {
  template <class T>
  using C = math::Compute<T>;
  template <class T>
  using Result = Stored<decltype(F::template apply<C<T>>(C<T>(), C<T>())), T>;

  // One inner loop; a step is 0 (the same element again) or 1.
  template <class T, int step_x, int step_y>
  static void loop(const T* x, const T* y, Result<T>* out, int64_t n) {
    using K = C<T>;
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
      out[i] = static_cast<Result<T>>(
          F::template apply<K>(static_cast<K>(x[step_x * i]), static_cast<K>(y[step_y * i])));
    }
  }

  template <class T>
  TB_NOINLINE static void steps(const T* x, const T* y, Result<T>* out, int64_t n, int64_t sx,
                                int64_t sy) {
    if (sx == 1 && sy == 1) return loop<T, 1, 1>(x, y, out, n);
    if (sx == 1) return loop<T, 1, 0>(x, y, out, n);
    return loop<T, 0, 1>(x, y, out, n);
  }

  template <class T>
    requires(!Checks<F, T>)
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<Result<T>>, F::kCost,
            [](const void* const* in, int, void* out, int64_t n) {
              steps<T>(static_cast<const T*>(in[0]), static_cast<const T*>(in[1]),
                       static_cast<Result<T>*>(out), n, 1, 1);
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& a = ctx.input(0);
    const Array& b = ctx.input(1);
    if (a.dtype() != b.dtype()) return false;
    const T* x = a.data<T>();
    const T* y = b.data<T>();
    if constexpr (Checks<F, T>) {
      if (!F::template accepts<T>(x, y, a.size(), b.size())) return false;
    }
    if (a.dims() == b.dims() || b.rank() == 0 || a.rank() == 0) {
      return flat<T>(ctx, a, b, x, y);
    }
    return broadcast<T>(ctx, a, b, x, y);
  }

  template <class T>
  static bool flat(KernelContext& ctx, const Array& a, const Array& b, const T* x, const T* y) {
    using R = Result<T>;
    bool scalar_y = b.rank() == 0 && a.rank() != 0;
    bool scalar_x = a.rank() == 0 && b.rank() != 0;
    const Array& shape = scalar_x ? b : a;
    R* out = ctx.output_over(dtype_of<R>, shape.dims(), {0, 1}).template data<R>();
    parallel_for(shape.size(), F::kCost, [=](int64_t begin, int64_t end) {
      int64_t sx = scalar_x ? 0 : 1, sy = scalar_y ? 0 : 1;
      steps<T>(x + begin * sx, y + begin * sy, out + begin, end - begin, sx, sy);
    });
    return true;
  }

  template <class T>
  static bool broadcast(KernelContext& ctx, const Array& a, const Array& b, const T* x,
                        const T* y) {
    using R = Result<T>;
    Dims dims;
    if (!broadcast_dims(a.dims(), b.dims(), &dims)) return false;
    const Dims* inputs[] = {&a.dims(), &b.dims()};
    BroadcastWalk walk;
    if (!walk.plan(dims, inputs, 2)) return false;
    R* out = ctx.output_over(dtype_of<R>, dims, {0, 1}).template data<R>();
    int64_t inner = walk.inner();
    int64_t sx = walk.strides[0][walk.rank - 1], sy = walk.strides[1][walk.rank - 1];
    parallel_for(inner == 0 ? 0 : walk.rows(), inner * F::kCost + 8,
                 [=](int64_t begin, int64_t end) {
                   for (int64_t row = begin; row < end; ++row) {
                     int64_t offsets[2];
                     walk.row_offsets(row, offsets, 2);
                     steps<T>(x + offsets[0], y + offsets[1], out + row * inner, inner, sx, sy);
                   }
                 });
    return true;
  }
};

#define BINARY(Name, cost, expression)      \
  struct Name {                             \
    static constexpr int64_t kCost = cost;  \
    template <class T>                      \
    static TB_INLINE auto apply(T x, T y) { \
      return expression;                    \
    }                                       \
  }

#define FLOATS float, double, half, bfloat16
#define COMPLEXES complex64, complex128
// The rarer ones are left to the reference.
#define INTEGERS int8_t, int32_t, int64_t, uint8_t

}  // namespace tb
