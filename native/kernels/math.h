// Elementary functions without branches, tables or calls: loops over them become vector code.
// Errors are within about 2 units in the last place.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "../compiler.h"
#include "../dtype.h"

namespace tb::math {

// What each float type needs: its integer twin, exponent layout, and series lengths.
template <class T>
struct Layout;

template <>
struct Layout<float> {
  using Int = int32_t;
  static constexpr int kMantissa = 23;
  static constexpr Int kBias = 127;
  static constexpr float kRoundMagic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  static constexpr float kLog2High = 0.693359375f;   // few bits, so n * kLog2High is exact
  static constexpr float kLog2Low = -2.12194440e-4f;
  static constexpr float kExpMin = -104.0f;
  static constexpr float kExpMax = 89.0f;
  static constexpr int kExpTerms = 7;
  static constexpr int kLogTerms = 5;
  static constexpr float kTanhMax = 10.0f;
};

template <>
struct Layout<double> {
  using Int = int64_t;
  static constexpr int kMantissa = 52;
  static constexpr Int kBias = 1023;
  static constexpr double kRoundMagic = 6755399441055744.0;
  static constexpr double kLog2High = 6.93147180369123816490e-01;
  static constexpr double kLog2Low = 1.90821492927058770002e-10;
  static constexpr double kExpMin = -746.0;
  static constexpr double kExpMax = 710.0;
  static constexpr int kExpTerms = 13;
  static constexpr int kLogTerms = 10;
  static constexpr double kTanhMax = 20.0;
};

template <class T, int k>
constexpr T inverse_factorial() {
  int64_t product = 1;
  for (int i = 2; i <= k; ++i) product *= i;
  return T(1) / static_cast<T>(product);
}

// 1/k! + r/(k+1)! + ... + r^(terms-k)/terms!, two terms at a time: a short chain of dependent
// steps.
template <class T, int terms, int k>
TB_INLINE T exp_tail(T r, T square) {
  constexpr T one = inverse_factorial<T, k>();
  if constexpr (k == terms) {
    return one;
  } else {
    constexpr T next = inverse_factorial<T, k + 1>();
    T two = one + r * next;
    if constexpr (k + 1 == terms) {
      return two;
    } else {
      return two + square * exp_tail<T, terms, k + 2>(r, square);
    }
  }
}

// r + r^2/2! + r^3/3! + ..., `terms` of them.
template <class T, int terms>
TB_INLINE T expm1_series(T r) {
  T square = r * r;
  return r + square * exp_tail<T, terms, 2>(r, square);
}

template <class T>
TB_INLINE T power_of_two(typename Layout<T>::Int n) {
  return std::bit_cast<T>((n + Layout<T>::kBias) << Layout<T>::kMantissa);
}

// x = n * log(2) + r with |r| <= log(2) / 2.
template <class T>
TB_INLINE T reduce(T x, typename Layout<T>::Int* n) {
  using L = Layout<T>;
  T shifted = x * T(1.44269504088896340736) + L::kRoundMagic;
  *n = std::bit_cast<typename L::Int>(shifted) - std::bit_cast<typename L::Int>(L::kRoundMagic);
  T whole = shifted - L::kRoundMagic;
  return (x - whole * L::kLog2High) - whole * L::kLog2Low;
}

template <class T>
TB_INLINE T exp(T x) {
  using L = Layout<T>;
  T bounded = x < L::kExpMin ? L::kExpMin : x;
  bounded = bounded > L::kExpMax ? L::kExpMax : bounded;
  typename L::Int n;
  T r = reduce(bounded, &n);
  T value = T(1) + expm1_series<T, L::kExpTerms>(r);
  // Two factors reach denormal numbers and infinity.
  typename L::Int first = n >> 1;
  return value * power_of_two<T>(first) * power_of_two<T>(n - first);
}

// For |x| <= 40: no overflow handling.
template <class T>
TB_INLINE T expm1_bounded(T x) {
  typename Layout<T>::Int n;
  T r = reduce(x, &n);
  T scale = power_of_two<T>(n);
  return expm1_series<T, Layout<T>::kExpTerms>(r) * scale + (scale - T(1));
}

template <class T>
TB_INLINE T expm1(T x) {
  T bounded = x < T(-40) ? T(-40) : x;
  bounded = bounded > T(40) ? T(40) : bounded;
  T small = expm1_bounded(bounded);
  return x > T(40) ? exp(x) : small;
}

template <class T, int terms, int k = 0>
TB_INLINE T atanh_series(T z) {
  if constexpr (k + 1 == terms) {
    return T(1) / T(2 * k + 1);
  } else {
    return T(1) / T(2 * k + 1) + z * atanh_series<T, terms, k + 1>(z);
  }
}

template <class T>
TB_INLINE T log(T x) {
  using L = Layout<T>;
  using Int = typename L::Int;
  constexpr T smallest = std::numeric_limits<T>::min();
  constexpr T infinity = std::numeric_limits<T>::infinity();
  bool denormal = x < smallest;
  T scaled = denormal ? x * power_of_two<T>(L::kMantissa) : x;
  // Subtracting the bits of sqrt(1/2) moves the mantissa's range to [sqrt(1/2), sqrt(2)).
  constexpr Int offset = std::bit_cast<Int>(T(0.70710678118654752440));
  Int bits = std::bit_cast<Int>(scaled) - offset;
  Int exponent = bits >> L::kMantissa;
  T mantissa = std::bit_cast<T>(std::bit_cast<Int>(scaled) - (exponent << L::kMantissa));
  T e = static_cast<T>(exponent - (denormal ? Int(L::kMantissa) : Int(0)));
  T f = mantissa - T(1);
  T s = f / (T(2) + f);
  T z = s * s;
  // log(1 + f) = f - s * (f - 2 * z * (1/3 + z/5 + ...)): f is exact, so the sum stays sharp.
  T tail = T(2) * z * atanh_series<T, L::kLogTerms, 1>(z);
  T value = e * L::kLog2High + ((f - s * (f - tail)) + e * L::kLog2Low);
  value = x == infinity ? infinity : value;
  value = x == T(0) ? -infinity : value;
  return (x >= T(0)) ? value : std::numeric_limits<T>::quiet_NaN();
}

template <class T>
TB_INLINE T log1p(T x) {
  T u = T(1) + x;
  T correction = (x - (u - T(1))) / u;
  T value = log(u) + correction;
  value = u == T(1) ? x : value;
  return (u == T(0) || x == std::numeric_limits<T>::infinity()) ? log(u) : value;
}

template <class T>
TB_INLINE T tanh(T x) {
  T magnitude = std::fabs(x);
  T bounded = magnitude > Layout<T>::kTanhMax ? Layout<T>::kTanhMax : magnitude;
  T e = expm1_bounded(T(2) * bounded);
  T value = e / (e + T(2));
  return std::copysign(value, x);
}

template <class T>
TB_INLINE T sigmoid(T x) {
  return T(1) / (T(1) + exp(-x));
}

template <class T>
TB_INLINE T softplus(T x) {
  T positive = x > T(0) ? x : T(0);
  // 1 + e is in [1, 2], where log1p needs none of its special cases.
  T e = exp(-std::fabs(x));
  T u = T(1) + e;
  return positive + (log(u) + (e - (u - T(1))) / u);
}

// Polynomials fitted at Chebyshev nodes: erf(x) / x in x^2 below 1, and above it
// exp(x^2) * erfc(x) in 1 / (1 + x / 2). Their relative errors are below 3e-8.
TB_INLINE float erf(float x) {
  float magnitude = std::fabs(x);
  float z = magnitude < 1.0f ? x * x : 1.0f;
  float small = 7.847259159e-05f;
  small = small * z - 8.008189334e-04f;
  small = small * z + 5.188098891e-03f;
  small = small * z - 2.685369110e-02f;
  small = small * z + 1.128358225e-01f;
  small = small * z - 3.761262557e-01f;
  small = small * z + 1.128379166e+00f;
  float bounded = magnitude > 4.0f ? 4.0f : magnitude;
  float t = 1.0f / (1.0f + 0.5f * bounded);
  float tail = -5.919458183e-02f;
  tail = tail * t - 4.048771325e-02f;
  tail = tail * t + 3.831475165e-01f;
  tail = tail * t + 1.146611370e-01f;
  tail = tail * t + 3.260220072e-01f;
  tail = tail * t + 2.745317283e-01f;
  tail = tail * t + 5.351084436e-04f;
  float large = std::copysign(1.0f - exp(-bounded * bounded) * tail, x);
  float value = magnitude < 1.0f ? small * x : large;
  return x != x ? x : value;
}

// Through double precision, where y * log(x) keeps enough bits for a float result.
TB_INLINE float pow(float base, float exponent) {
  double x = base, y = exponent;
  double magnitude = exp(y * log(std::fabs(x)));
  bool whole = std::floor(y) == y;
  bool odd = whole & (std::floor(y * 0.5) != y * 0.5);
  double value = (std::signbit(base) & odd) ? -magnitude : magnitude;
  value = ((x < 0) & !whole & (std::fabs(x) < std::numeric_limits<double>::infinity()))
              ? std::numeric_limits<double>::quiet_NaN()
              : value;
  bool one =
      (x == 1) | (y == 0) | ((x == -1) & (std::fabs(y) == std::numeric_limits<double>::infinity()));
  return one ? 1.0f : static_cast<float>(value);
}

// The type to compute in: 16-bit floats are widened.
template <class T>
using Compute =
    std::conditional_t<std::is_same_v<T, half> || std::is_same_v<T, bfloat16>, float, T>;

template <class T>
inline constexpr bool is_complex = std::is_same_v<T, complex64> || std::is_same_v<T, complex128>;
template <class T>
inline constexpr bool is_real_float =
    std::is_floating_point_v<T> || std::is_same_v<T, half> || std::is_same_v<T, bfloat16>;

}  // namespace tb::math
