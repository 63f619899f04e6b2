// Element-wise arithmetic of two tensors.
#include "binary.h"

#include <cmath>
#include <limits>

namespace tb {
namespace {

BINARY(Add, 1, static_cast<T>(x + y));
BINARY(Sub, 1, static_cast<T>(x - y));
BINARY(Mul, 1, static_cast<T>(x* y));
BINARY(RealDiv, 2, static_cast<T>(x / y));
BINARY(SquaredDifference, 2, static_cast<T>((x - y) * (x - y)));
// A NaN on either side is the result.
BINARY(Maximum, 1, (x != x) | (x > y) ? x : y);
BINARY(Minimum, 1, (x != x) | (x < y) ? x : y);
BINARY(DivNoNan, 2, y == T(0) ? T(0) : x / y);
BINARY(MulNoNan, 2, y == T(0) ? T(0) : x * y);
BINARY(Xdivy, 2, x == T(0) ? T(0) : x / y);
BINARY(Xlogy, 6, x == T(0) ? T(0) : x * math::log(y));
BINARY(Xlog1py, 8, x == T(0) ? T(0) : x * math::log1p(y));
BINARY(Atan2, 24, std::atan2(x, y));
BINARY(BitwiseAnd, 1, static_cast<T>(x& y));
BINARY(BitwiseOr, 1, static_cast<T>(x | y));
BINARY(BitwiseXor, 1, static_cast<T>(x ^ y));

// False for a zero divisor, and for the one quotient that overflows.
template <class T>
bool can_divide(const T* x, const T* y, int64_t nx, int64_t ny) {
  if constexpr (std::is_integral_v<T>) {
    bool zero = false, minus_one = false, lowest = false;
    for (int64_t i = 0; i < ny; ++i) {
      zero |= y[i] == T(0);
      if constexpr (std::is_signed_v<T>) minus_one |= y[i] == T(-1);
    }
    if (minus_one) {
      for (int64_t i = 0; i < nx; ++i) lowest |= x[i] == std::numeric_limits<T>::lowest();
    }
    return !zero && !lowest;
  }
  return true;
}

struct FloorDiv {
  static constexpr int64_t kCost = 4;
  template <class T>
  static TB_INLINE T apply(T x, T y) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::floor(x / y);
    } else {
      T quotient = static_cast<T>(x / y);
      bool inexact = static_cast<T>(quotient * y) != x;
      return static_cast<T>(quotient - (inexact && ((x < T(0)) != (y < T(0))) ? 1 : 0));
    }
  }
  template <class T>
  static bool accepts(const T* x, const T* y, int64_t nx, int64_t ny) {
    return can_divide(x, y, nx, ny);
  }
};

struct FloorMod {
  static constexpr int64_t kCost = 8;
  template <class T>
  static TB_INLINE T apply(T x, T y) {
    T remainder;
    if constexpr (std::is_floating_point_v<T>) {
      remainder = std::fmod(x, y);
    } else {
      remainder = static_cast<T>(x % y);
    }
    bool turn = remainder != T(0) && ((remainder < T(0)) != (y < T(0)));
    return static_cast<T>(turn ? remainder + y : remainder);
  }
  template <class T>
  static bool accepts(const T* x, const T* y, int64_t nx, int64_t ny) {
    return can_divide(x, y, nx, ny);
  }
};

// Rounds towards zero, as C does.
struct TruncateDiv {
  static constexpr int64_t kCost = 4;
  template <class T>
  static TB_INLINE T apply(T x, T y) {
    return static_cast<T>(x / y);
  }
  template <class T>
  static bool accepts(const T* x, const T* y, int64_t nx, int64_t ny) {
    return can_divide(x, y, nx, ny);
  }
};

struct TruncateMod {
  static constexpr int64_t kCost = 8;
  template <class T>
  static TB_INLINE T apply(T x, T y) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fmod(x, y);
    } else {
      return static_cast<T>(x % y);
    }
  }
  template <class T>
  static bool accepts(const T* x, const T* y, int64_t nx, int64_t ny) {
    return can_divide(x, y, nx, ny);
  }
};

struct Power {
  static constexpr int64_t kCost = 24;
  template <class T>
  static TB_INLINE T apply(T x, T y) {
    if constexpr (std::is_integral_v<T>) {
      T result = 1;
      for (T base = x; y > 0; y = static_cast<T>(y >> 1), base = static_cast<T>(base * base)) {
        if (y & 1) result = static_cast<T>(result * base);
      }
      return result;
    } else if constexpr (std::is_same_v<T, float>) {
      return math::pow(x, y);
    } else {
      return std::pow(x, y);
    }
  }
  template <class T>
  static bool accepts(const T*, const T* y, int64_t, int64_t ny) {
    if constexpr (std::is_integral_v<T>) {
      for (int64_t i = 0; i < ny; ++i) {
        if (y[i] < T(0)) return false;
      }
    }
    return true;
  }
};

// x ** 2 and its like are so frequent, and pow so slow, that they get loops of their own.
template <class T, class Body>
bool map(KernelContext& ctx, Body body) {
  const Array& x = ctx.input(0);
  const T* in = x.data<T>();
  T* out = ctx.output_over(x.dtype(), x.dims(), {0}).template data<T>();
  parallel_for(x.size(), 2, [=](int64_t begin, int64_t end) {
#pragma omp simd
    for (int64_t i = begin; i < end; ++i) out[i] = body(in[i]);
  });
  return true;
}

struct Pow {
  // Integer exponents may be negative, which is an error.
  template <class T>
    requires std::is_floating_point_v<T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, Power::kCost,
            [](const void* const* in, int, void* result, int64_t n) {
              const T* x = static_cast<const T*>(in[0]);
              const T* y = static_cast<const T*>(in[1]);
              T* out = static_cast<T*>(result);
              bool squares = true, cubes = true;
              for (int64_t i = 0; i < n; ++i) {
                squares &= y[i] == T(2);
                cubes &= y[i] == T(3);
              }
              if (!squares && !cubes) return Binary<Power>::steps<T>(x, y, out, n, 1, 1);
#pragma omp simd
              for (int64_t i = 0; i < n; ++i) out[i] = squares ? x[i] * x[i] : x[i] * x[i] * x[i];
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    if constexpr (std::is_floating_point_v<T>) {
      const Array& exponent = ctx.input(1);
      if (exponent.rank() == 0 && exponent.dtype() == ctx.input(0).dtype()) {
        T y = *exponent.data<T>();
        if (y == T(1)) return map<T>(ctx, [](T x) { return x; });
        if (y == T(2)) return map<T>(ctx, [](T x) { return x * x; });
        if (y == T(3)) return map<T>(ctx, [](T x) { return x * x * x; });
        if (y == T(-1)) return map<T>(ctx, [](T x) { return T(1) / x; });
      }
    }
    return Binary<Power>::run<T>(ctx);
  }
};

CPU_KERNEL("Add", Binary<Add>, FLOATS, COMPLEXES, INTEGERS);
CPU_KERNEL("AddV2", Binary<Add>, FLOATS, COMPLEXES, INTEGERS);
CPU_KERNEL("Sub", Binary<Sub>, FLOATS, COMPLEXES, INTEGERS);
CPU_KERNEL("Mul", Binary<Mul>, FLOATS, COMPLEXES, INTEGERS);
CPU_KERNEL("RealDiv", Binary<RealDiv>, FLOATS, COMPLEXES);
CPU_KERNEL("Div", Binary<TruncateDiv>, FLOATS, COMPLEXES, int32_t, int64_t);
CPU_KERNEL("TruncateDiv", Binary<TruncateDiv>, int32_t, int64_t);
CPU_KERNEL("TruncateMod", Binary<TruncateMod>, float, double, int32_t, int64_t);
CPU_KERNEL("Mod", Binary<TruncateMod>, float, double, int32_t, int64_t);
CPU_KERNEL("FloorDiv", Binary<FloorDiv>, FLOATS, INTEGERS);
CPU_KERNEL("FloorMod", Binary<FloorMod>, float, double, int32_t, int64_t, uint8_t);
CPU_KERNEL("Pow", Pow, float, double, int32_t, int64_t);
CPU_KERNEL("Maximum", Binary<Maximum>, FLOATS, INTEGERS);
CPU_KERNEL("Minimum", Binary<Minimum>, FLOATS, INTEGERS);
CPU_KERNEL("SquaredDifference", Binary<SquaredDifference>, FLOATS, int32_t, int64_t);
CPU_KERNEL("DivNoNan", Binary<DivNoNan>, FLOATS);
CPU_KERNEL("MulNoNan", Binary<MulNoNan>, FLOATS);
CPU_KERNEL("Xdivy", Binary<Xdivy>, FLOATS);
CPU_KERNEL("Xlogy", Binary<Xlogy>, float, double);
CPU_KERNEL("Xlog1py", Binary<Xlog1py>, float, double);
CPU_KERNEL("Atan2", Binary<Atan2>, float, double);
CPU_KERNEL("BitwiseAnd", Binary<BitwiseAnd>, INTEGERS);
CPU_KERNEL("BitwiseOr", Binary<BitwiseOr>, INTEGERS);
CPU_KERNEL("BitwiseXor", Binary<BitwiseXor>, INTEGERS);

}  // namespace
}  // namespace tb
