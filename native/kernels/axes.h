// Axis arguments: integers in small int32 or int64 tensors.
#pragma once


#include "../registry.h"

namespace tb {

// The values of a host tensor of integers; false for another type.
inline bool copy_integers(const Array& array, int64_t* values) {
  if (array.dtype() == DType::kInt32) {
    std::copy_n(array.data<int32_t>(), array.size(), values);
    return true;
  }
  if (array.dtype() == DType::kInt64) {
    std::copy_n(array.data<int64_t>(), array.size(), values);
    return true;
  }
  return false;
}

inline bool read_integers(const Array& array, List<int64_t>* values) {
  values->resize(static_cast<size_t>(array.size()));
  return copy_integers(array, values->data());
}

inline bool read_vector(const Array& array, List<int64_t>* values) {
  return array.rank() == 1 && read_integers(array, values);
}

inline bool read_scalar(const Array& array, int64_t* value) {
  if (array.rank() != 0) return false;
  if (array.dtype() == DType::kInt32) return *value = *array.data<int32_t>(), true;
  if (array.dtype() == DType::kInt64) return *value = *array.data<int64_t>(), true;
  return false;
}

// Turns a negative axis round; false where it is out of range.
inline bool normalize_axis(int64_t* axis, int64_t rank) {
  if (*axis < 0) *axis += rank;
  return *axis >= 0 && *axis < rank;
}

inline bool read_axis(const Array& array, int64_t rank, int64_t* axis) {
  return read_scalar(array, axis) && normalize_axis(axis, rank);
}

}  // namespace tb
