// Element types. The codes are TensorFlow's DataType numbers, so they need no translation on disk.
#pragma once

#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>

namespace tb {

enum class DType : uint8_t {
  kInvalid = 0,
  kFloat = 1,
  kDouble = 2,
  kInt32 = 3,
  kUInt8 = 4,
  kInt16 = 5,
  kInt8 = 6,
  kString = 7,
  kComplex64 = 8,
  kInt64 = 9,
  kBool = 10,
  kBFloat16 = 14,
  kUInt16 = 17,
  kComplex128 = 18,
  kHalf = 19,
  kResource = 20,
  kVariant = 21,
  kUInt32 = 22,
  kUInt64 = 23,
};

inline constexpr int kDTypeCount = 64;

// The upper half of a float32: same range, 8 bits of precision.
struct bfloat16 {
  uint16_t bits;

  bfloat16() = default;
  bfloat16(float value) {
    uint32_t u = std::bit_cast<uint32_t>(value);
    uint32_t rounded = (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
    bits = value != value ? 0x7fc0u : static_cast<uint16_t>(rounded);
  }
  operator float() const { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }
};

using half = _Float16;
using complex64 = std::complex<float>;
using complex128 = std::complex<double>;

template <class T>
inline constexpr DType dtype_of = DType::kInvalid;
template <>
inline constexpr DType dtype_of<float> = DType::kFloat;
template <>
inline constexpr DType dtype_of<double> = DType::kDouble;
template <>
inline constexpr DType dtype_of<int8_t> = DType::kInt8;
template <>
inline constexpr DType dtype_of<int16_t> = DType::kInt16;
template <>
inline constexpr DType dtype_of<int32_t> = DType::kInt32;
template <>
inline constexpr DType dtype_of<int64_t> = DType::kInt64;
template <>
inline constexpr DType dtype_of<uint8_t> = DType::kUInt8;
template <>
inline constexpr DType dtype_of<uint16_t> = DType::kUInt16;
template <>
inline constexpr DType dtype_of<uint32_t> = DType::kUInt32;
template <>
inline constexpr DType dtype_of<uint64_t> = DType::kUInt64;
template <>
inline constexpr DType dtype_of<bool> = DType::kBool;
template <>
inline constexpr DType dtype_of<bfloat16> = DType::kBFloat16;
template <>
inline constexpr DType dtype_of<half> = DType::kHalf;
template <>
inline constexpr DType dtype_of<complex64> = DType::kComplex64;
template <>
inline constexpr DType dtype_of<complex128> = DType::kComplex128;

// Bytes of one element; 0 for types whose values are Python objects or that nobody registered.
size_t dtype_size(DType dtype);

// Types that only NumPy knows (float8, int4, quantized integers) tell their size here.
void set_dtype_size(DType dtype, size_t size);

// True for string, resource and variant: the tensor holds one Python object instead of numbers.
inline bool holds_object(DType dtype) {
  return dtype == DType::kString || dtype == DType::kResource || dtype == DType::kVariant;
}

}  // namespace tb
