#include "dtype.h"

#include <array>

namespace tb {
namespace {

std::array<size_t, kDTypeCount> make_sizes() {
  std::array<size_t, kDTypeCount> sizes{};
  auto set = [&](DType dtype, size_t size) { sizes[static_cast<int>(dtype)] = size; };
  set(DType::kFloat, 4);
  set(DType::kDouble, 8);
  set(DType::kInt8, 1);
  set(DType::kInt16, 2);
  set(DType::kInt32, 4);
  set(DType::kInt64, 8);
  set(DType::kUInt8, 1);
  set(DType::kUInt16, 2);
  set(DType::kUInt32, 4);
  set(DType::kUInt64, 8);
  set(DType::kBool, 1);
  set(DType::kBFloat16, 2);
  set(DType::kHalf, 2);
  set(DType::kComplex64, 8);
  set(DType::kComplex128, 16);
  return sizes;
}

std::array<size_t, kDTypeCount>& sizes() {
  static std::array<size_t, kDTypeCount> table = make_sizes();
  return table;
}

}  // namespace

size_t dtype_size(DType dtype) { return sizes()[static_cast<int>(dtype) % kDTypeCount]; }

void set_dtype_size(DType dtype, size_t size) { sizes()[static_cast<int>(dtype)] = size; }

}  // namespace tb
