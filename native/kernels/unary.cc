// Element-wise functions of one tensor.
#include <cmath>
#include <complex>

#include "elementwise.h"

namespace tb {
namespace {

#define UNARY(Name, cost, expression)      \
  struct Name {                            \
    static constexpr int64_t kCost = cost; \
    template <class T>                     \
    static TB_INLINE auto apply(T x) {     \
      return expression;                   \
    }                                      \
  }

// The real series for float and double, the standard library for complex numbers.
#define UNARY_MATH(Name, cost, function)   \
  struct Name {                            \
    static constexpr int64_t kCost = cost; \
    template <class T>                     \
    static TB_INLINE T apply(T x) {        \
      if constexpr (math::is_complex<T>) { \
        return std::function(x);           \
      } else {                             \
        return math::function(x);          \
      }                                    \
    }                                      \
  }

UNARY_MATH(Exp, 4, exp);
UNARY_MATH(Log, 4, log);
UNARY_MATH(Tanh, 6, tanh);
UNARY(Expm1, 8, math::expm1(x));
UNARY(Log1p, 8, math::log1p(x));
UNARY(Sigmoid, 6, T(1) / (T(1) + Exp::apply<T>(-x)));
UNARY(Softplus, 12, math::softplus(x));
UNARY(Sqrt, 2, std::sqrt(x));
UNARY(Rsqrt, 3, T(1) / std::sqrt(x));
UNARY(Square, 1, static_cast<T>(x* x));
UNARY(Neg, 1, static_cast<T>(-x));
UNARY(Reciprocal, 2, static_cast<T>(T(1) / x));
UNARY(Floor, 1, std::floor(x));
UNARY(Ceil, 1, std::ceil(x));
UNARY(RoundEven, 1, std::nearbyint(x));
UNARY(Sin, 16, std::sin(x));
UNARY(Cos, 16, std::cos(x));
UNARY(Tan, 24, std::tan(x));
UNARY(Asin, 16, std::asin(x));
UNARY(Acos, 16, std::acos(x));
UNARY(Atan, 16, std::atan(x));
UNARY(Sinh, 16, std::sinh(x));
UNARY(Cosh, 16, std::cosh(x));
UNARY(Asinh, 24, std::asinh(x));
UNARY(Acosh, 24, std::acosh(x));
UNARY(Atanh, 24, std::atanh(x));
UNARY(Erfc, 16, std::erfc(x));
UNARY(Lgamma, 32, std::lgamma(x));
UNARY(IsNan, 1, x != x);
UNARY(IsInf, 1, std::fabs(x) == std::numeric_limits<T>::infinity());
UNARY(IsFinite, 1, std::fabs(x) < std::numeric_limits<T>::infinity());
UNARY(LogicalNot, 1, static_cast<bool>(!x));
UNARY(Invert, 1, static_cast<T>(~x));
// NaN passes through: every comparison with it is false.
UNARY(Relu, 1, x < T(0) ? T(0) : x);
UNARY(Relu6, 1, x < T(0) ? T(0) : (x > T(6) ? T(6) : x));
UNARY(Elu, 6, x < T(0) ? math::expm1(x) : x);
UNARY(Selu, 6,
      T(1.0507009873554804934) * (x < T(0) ? T(1.6732632423543772848) * math::expm1(x) : x));
UNARY(Softsign, 3, x / (T(1) + std::fabs(x)));

struct Erf {
  static constexpr int64_t kCost = 8;
  template <class T>
  static TB_INLINE T apply(T x) {
    if constexpr (std::is_same_v<T, float>) {
      return math::erf(x);
    } else {
      return std::erf(x);
    }
  }
};

struct Abs {
  static constexpr int64_t kCost = 1;
  template <class T>
  static TB_INLINE T apply(T x) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fabs(x);
    } else {
      return static_cast<T>(x < T(0) ? -x : x);
    }
  }
};

struct Sign {
  static constexpr int64_t kCost = 1;
  template <class T>
  static TB_INLINE T apply(T x) {
    T sign = x > T(0) ? T(1) : (x < T(0) ? T(-1) : T(0));
    return x != x ? x : sign;
  }
};

struct LeakyRelu {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& x = ctx.input(0);
    const C alpha = static_cast<C>(ctx.attr_float("alpha", 0.2));
    const T* in = x.data<T>();
    T* out = ctx.output_over(x.dtype(), x.dims(), {0}).template data<T>();
    parallel_for(x.size(), 1, [=](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        C value = static_cast<C>(in[i]);
        out[i] = static_cast<T>(value > C(0) ? value : alpha * value);
      }
    });
    return true;
  }
};

#define FLOATS float, double, half, bfloat16
#define COMPLEXES complex64, complex128

CPU_KERNEL("Exp", Unary<Exp>, FLOATS, COMPLEXES);
CPU_KERNEL("Log", Unary<Log>, FLOATS, COMPLEXES);
CPU_KERNEL("Tanh", Unary<Tanh>, FLOATS, COMPLEXES);
CPU_KERNEL("Sigmoid", Unary<Sigmoid>, FLOATS, COMPLEXES);
CPU_KERNEL("Sqrt", Unary<Sqrt>, FLOATS, COMPLEXES);
CPU_KERNEL("Rsqrt", Unary<Rsqrt>, FLOATS);
CPU_KERNEL("Expm1", Unary<Expm1>, FLOATS);
CPU_KERNEL("Log1p", Unary<Log1p>, FLOATS);
CPU_KERNEL("Softplus", Unary<Softplus>, FLOATS);
CPU_KERNEL("Square", Unary<Square>, FLOATS, COMPLEXES, int32_t, int64_t);
CPU_KERNEL("Neg", Unary<Neg>, FLOATS, COMPLEXES, int8_t, int16_t, int32_t, int64_t);
CPU_KERNEL("Abs", Unary<Abs>, FLOATS, int8_t, int16_t, int32_t, int64_t);
CPU_KERNEL("Sign", Unary<Sign>, FLOATS, int32_t, int64_t);
CPU_KERNEL("Reciprocal", Unary<Reciprocal>, FLOATS, COMPLEXES);
CPU_KERNEL("Inv", Unary<Reciprocal>, FLOATS, COMPLEXES);
CPU_KERNEL("Floor", Unary<Floor>, FLOATS);
CPU_KERNEL("Ceil", Unary<Ceil>, FLOATS);
CPU_KERNEL("Round", Unary<RoundEven>, FLOATS);
CPU_KERNEL("Rint", Unary<RoundEven>, FLOATS);
CPU_KERNEL("Sin", Unary<Sin>, float, double);
CPU_KERNEL("Cos", Unary<Cos>, float, double);
CPU_KERNEL("Tan", Unary<Tan>, float, double);
CPU_KERNEL("Asin", Unary<Asin>, float, double);
CPU_KERNEL("Acos", Unary<Acos>, float, double);
CPU_KERNEL("Atan", Unary<Atan>, float, double);
CPU_KERNEL("Sinh", Unary<Sinh>, float, double);
CPU_KERNEL("Cosh", Unary<Cosh>, float, double);
CPU_KERNEL("Asinh", Unary<Asinh>, float, double);
CPU_KERNEL("Acosh", Unary<Acosh>, float, double);
CPU_KERNEL("Atanh", Unary<Atanh>, float, double);
CPU_KERNEL("Erf", Unary<Erf>, FLOATS);
CPU_KERNEL("Erfc", Unary<Erfc>, float, double);
CPU_KERNEL("Lgamma", Unary<Lgamma>, float, double);
CPU_KERNEL("IsNan", Unary<IsNan>, FLOATS);
CPU_KERNEL("IsInf", Unary<IsInf>, FLOATS);
CPU_KERNEL("IsFinite", Unary<IsFinite>, FLOATS);
CPU_KERNEL("LogicalNot", Unary<LogicalNot>, bool);
CPU_KERNEL("Invert", Unary<Invert>, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t,
           uint64_t);
CPU_KERNEL("Relu", Unary<Relu>, FLOATS, int32_t, int64_t);
CPU_KERNEL("Relu6", Unary<Relu6>, FLOATS);
CPU_KERNEL("Elu", Unary<Elu>, FLOATS);
CPU_KERNEL("Selu", Unary<Selu>, FLOATS);
CPU_KERNEL("Softsign", Unary<Softsign>, FLOATS);
CPU_KERNEL("LeakyRelu", LeakyRelu, FLOATS);

}  // namespace
}  // namespace tb
