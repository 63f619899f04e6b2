// Reductions over any axes.
#include "reduce.h"

namespace tb {

bool ReducePlan::read(KernelContext& ctx) {
  const Dims& dims = ctx.input(0).dims();
  const Array& axes = ctx.input(1);
  if (axes.rank() > 1 || axes.size() > kMostGroups || dims.rank() > kMostGroups) return false;
  int64_t numbers[kMostGroups];
  if (!copy_integers(axes, numbers)) return false;
  bool reduced[kMostGroups] = {};
  for (int64_t i = 0; i < axes.size(); ++i) {
    int64_t axis = numbers[i];
    if (!normalize_axis(&axis, dims.rank()) || reduced[axis]) return false;
    reduced[axis] = true;
  }
  bool keep = ctx.attr_bool("keep_dims");
  for (int i = 0; i < dims.rank(); ++i) {
    if (!reduced[i]) output.push_back(dims[i]);
    if (reduced[i]) count *= dims[i];
    if (reduced[i] && keep) output.push_back(1);
    if (group_count > 0 && groups[group_count - 1].reduced == reduced[i]) {
      groups[group_count - 1].size *= dims[i];
    } else {
      groups[group_count++] = {dims[i], reduced[i]};
    }
  }
  return true;
}

namespace {

struct Mean : SumOp {
  static constexpr bool kEmptyIsFine = false;
  template <class A>
  static A finish(A total, int64_t count) {
    if constexpr (math::is_complex<A>) {
      return total / static_cast<typename A::value_type>(count);
    } else {
      return static_cast<A>(total / static_cast<A>(count));
    }
  }
};

struct Prod : SumOp {
  template <class A>
  static A start() {
    return A(1);
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return static_cast<A>(x * y);
  }
};

struct Extreme {
  template <class T>
  using Lane = math::Compute<T>;
  template <class T>
  using Wide = math::Compute<T>;
  static constexpr bool kEmptyIsFine = true;
  template <class A>
  static A finish(A total, int64_t) {
    return total;
  }
};

struct Max : Extreme {
  template <class A>
  static A start() {
    if constexpr (std::is_floating_point_v<A>) return -std::numeric_limits<A>::infinity();
    return std::numeric_limits<A>::lowest();
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return (x != x) | (x > y) ? x : y;
  }
};

struct Min : Extreme {
  template <class A>
  static A start() {
    if constexpr (std::is_floating_point_v<A>) return std::numeric_limits<A>::infinity();
    return std::numeric_limits<A>::max();
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return (x != x) | (x < y) ? x : y;
  }
};

struct All : Extreme {
  template <class A>
  static A start() {
    return true;
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return static_cast<A>(x & y);
  }
};

struct Any : Extreme {
  template <class A>
  static A start() {
    return false;
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return static_cast<A>(x | y);
  }
};

#define FLOATS float, double, half, bfloat16
#define INTEGERS int32_t, int64_t, uint8_t

CPU_KERNEL("Sum", Reduce<SumOp>, FLOATS, complex64, complex128, int32_t, int64_t);
CPU_KERNEL("Mean", Reduce<Mean>, FLOATS, complex64, complex128);
CPU_KERNEL("Prod", Reduce<Prod>, FLOATS, int32_t, int64_t);
CPU_KERNEL("Max", Reduce<Max>, FLOATS, INTEGERS);
CPU_KERNEL("Min", Reduce<Min>, FLOATS, INTEGERS);
CPU_TILES("Sum/rows", OfRows<SumOp>, FLOATS);
CPU_TILES("Sum/columns", OfColumns<SumOp>, FLOATS);
CPU_TILES("Sum/finish", FinishedColumns<SumOp>, FLOATS);
CPU_TILES("Mean/rows", OfRows<Mean>, FLOATS);
CPU_TILES("Mean/columns", OfColumns<Mean>, FLOATS);
CPU_TILES("Mean/finish", FinishedColumns<Mean>, FLOATS);
CPU_TILES("Max/rows", OfRows<Max>, FLOATS);
CPU_TILES("Min/rows", OfRows<Min>, FLOATS);
CPU_KERNEL("All", Reduce<All>, bool);
CPU_KERNEL("Any", Reduce<Any>, bool);

// Index of the first largest (or smallest) element; a NaN is neither.
template <bool largest>
struct ArgExtreme {
  template <class T, class Index>
  static void fill(const T* x, int64_t outer, int64_t n, int64_t inner, Index* out) {
    using C = math::Compute<T>;
    parallel_for(outer * inner, n, [=](int64_t begin, int64_t end) {
      for (int64_t p = begin; p < end; ++p) {
        const T* line = x + (p / inner) * n * inner + p % inner;
        C best = largest ? std::numeric_limits<C>::lowest() : std::numeric_limits<C>::max();
        int64_t index = 0;
        for (int64_t i = 0; i < n; ++i) {
          C value = static_cast<C>(line[i * inner]);
          if (largest ? value > best : value < best) {
            best = value;
            index = i;
          }
        }
        out[p] = static_cast<Index>(index);
      }
    });
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& x = ctx.input(0);
    int64_t axis;
    if (!read_axis(ctx.input(1), x.rank(), &axis) || x.dim(static_cast<int>(axis)) == 0)
      return false;
    int a = static_cast<int>(axis);
    Dims dims;
    for (int i = 0; i < x.rank(); ++i) {
      if (i != a) dims.push_back(x.dim(i));
    }
    int64_t outer = x.dims().product(0, a), inner = x.dims().product(a + 1, x.rank());
    DType type = ctx.attr_dtype("output_type", DType::kInt64);
    if (type == DType::kInt64) {
      fill(x.data<T>(), outer, x.dim(a), inner, ctx.output(type, dims).template data<int64_t>());
      return true;
    }
    if (type != DType::kInt32) return false;
    fill(x.data<T>(), outer, x.dim(a), inner, ctx.output(type, dims).template data<int32_t>());
    return true;
  }
};

CPU_KERNEL("ArgMax", ArgExtreme<true>, FLOATS, INTEGERS);
CPU_KERNEL("ArgMin", ArgExtreme<false>, FLOATS, INTEGERS);

// Half the sum of the squares.
struct L2Loss {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& t = ctx.input(0);
    const T* x = t.data<T>();
    double total = 0;
    int64_t n = t.size();
    constexpr int64_t block = 1024;
    for (int64_t i = 0; i < n; i += block) {
      int64_t end = std::min(n, i + block);
      T part = 0;
#pragma omp simd reduction(+ : part)
      for (int64_t j = i; j < end; ++j) part += x[j] * x[j];
      total += part;
    }
    *ctx.output(t.dtype(), Dims()).template data<T>() = static_cast<T>(total / 2);
    return true;
  }
};

CPU_KERNEL("L2Loss", L2Loss, float, double);

}  // namespace
}  // namespace tb
