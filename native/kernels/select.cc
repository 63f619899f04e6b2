// Choosing between tensors, sums of many tensors, clipping, and conversion of types.
#include <cstring>

#include "binary.h"

namespace tb {
namespace {

template <class T>
void choose(const bool* c, const T* t, const T* e, T* out, int64_t n, int64_t sc, int64_t st,
            int64_t se) {
  if (sc == 1 && st == 1 && se == 1) {
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) out[i] = c[i] ? t[i] : e[i];
    return;
  }
  if (sc == 0) {
    const T* from = *c ? t : e;
    int64_t step = *c ? st : se;
    for (int64_t i = 0; i < n; ++i) out[i] = from[i * step];
    return;
  }
  for (int64_t i = 0; i < n; ++i) out[i] = c[i] ? t[i * st] : e[i * se];
}

struct SelectV2 {
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, 1, [](const void* const* in, int, void* out, int64_t n) {
              choose(static_cast<const bool*>(in[0]), static_cast<const T*>(in[1]),
                     static_cast<const T*>(in[2]), static_cast<T*>(out), n, 1, 1, 1);
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &c = ctx.input(0), &t = ctx.input(1), &e = ctx.input(2);
    if (c.dtype() != DType::kBool || t.dtype() != e.dtype()) return false;
    Dims values, dims;
    if (!broadcast_dims(t.dims(), e.dims(), &values) || !broadcast_dims(values, c.dims(), &dims)) {
      return false;
    }
    const Dims* inputs[] = {&c.dims(), &t.dims(), &e.dims()};
    BroadcastWalk walk;
    if (!walk.plan(dims, inputs, 3)) return false;
    T* out = ctx.output(t.dtype(), dims).template data<T>();
    int64_t inner = walk.inner();
    int last = walk.rank - 1;
    parallel_for(inner == 0 ? 0 : walk.rows(), inner + 8, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        int64_t at[3];
        walk.row_offsets(row, at, 3);
        choose(c.data<bool>() + at[0], t.data<T>() + at[1], e.data<T>() + at[2], out + row * inner,
               inner, walk.strides[0][last], walk.strides[1][last], walk.strides[2][last]);
      }
    });
    return true;
  }
};

// The older Select: all of one shape, or a condition per row.
struct Select {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &c = ctx.input(0), &t = ctx.input(1), &e = ctx.input(2);
    if (!(t.dims() == e.dims()) || t.dtype() != e.dtype()) return false;
    if (c.dims() == t.dims() || c.rank() == 0) return SelectV2::run<T>(ctx);
    if (c.rank() != 1 || t.rank() == 0 || c.dim(0) != t.dim(0)) return false;
    T* out = ctx.output(t.dtype(), t.dims()).template data<T>();
    int64_t row = t.dims().product(1, t.rank());
    for (int64_t i = 0; i < c.dim(0); ++i) {
      const Array& from = c.data<bool>()[i] ? t : e;
      std::memcpy(out + i * row, from.data<T>() + i * row, static_cast<size_t>(row) * sizeof(T));
    }
    return true;
  }
};

struct AddN {
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, 2,
            [](const void* const* in, int count, void* result, int64_t n) {
              using C = math::Compute<T>;
              T* out = static_cast<T*>(result);
              for (int64_t i = 0; i < n; ++i) {
                C sum = static_cast<C>(static_cast<const T*>(in[0])[i]);
                for (int k = 1; k < count; ++k) {
                  sum += static_cast<C>(static_cast<const T*>(in[k])[i]);
                }
                out[i] = static_cast<T>(sum);
              }
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& first = ctx.input(0);
    int count = ctx.input_count();
    for (int k = 1; k < count; ++k) {
      if (!(ctx.input(k).dims() == first.dims()) || ctx.input(k).dtype() != first.dtype())
        return false;
    }
    T* out = ctx.output(first.dtype(), first.dims()).template data<T>();
    parallel_for(first.size(), count, [&](int64_t begin, int64_t end) {
      constexpr int64_t tile = 512;
      C sums[tile];
      for (int64_t at = begin; at < end; at += tile) {
        int64_t n = std::min(tile, end - at);
        for (int64_t i = 0; i < n; ++i) sums[i] = static_cast<C>(first.data<T>()[at + i]);
        for (int k = 1; k < count; ++k) {
          const T* x = ctx.input(k).data<T>() + at;
          for (int64_t i = 0; i < n; ++i) sums[i] += static_cast<C>(x[i]);
        }
        for (int64_t i = 0; i < n; ++i) out[at + i] = static_cast<T>(sums[i]);
      }
    });
    return true;
  }
};

struct ClipByValue {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &t = ctx.input(0), &low = ctx.input(1), &high = ctx.input(2);
    if (low.rank() != 0 || high.rank() != 0 || low.dtype() != t.dtype() ||
        high.dtype() != t.dtype()) {
      return false;
    }
    const T* x = t.data<T>();
    T lowest = *low.data<T>(), highest = *high.data<T>();
    T* out = ctx.output_over(t.dtype(), t.dims(), {0}).template data<T>();
    parallel_for(t.size(), 1, [=](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        T value = x[i] > highest ? highest : x[i];
        out[i] = value < lowest ? lowest : value;
      }
    });
    return true;
  }
};

CPU_KERNEL_AT(1, "SelectV2", SelectV2, FLOATS, COMPLEXES, INTEGERS, bool);
CPU_KERNEL_AT(1, "Select", Select, FLOATS, COMPLEXES, INTEGERS, bool);
CPU_KERNEL("AddN", AddN, FLOATS, COMPLEXES, int32_t, int64_t);
CPU_KERNEL("ClipByValue", ClipByValue, float, double, int32_t, int64_t);

}  // namespace
}  // namespace tb
