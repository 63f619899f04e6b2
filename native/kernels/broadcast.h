// Broadcasting as TensorFlow and NumPy do it, reduced to as few loops as the shapes need.
#pragma once


#include "../array.h"

namespace tb {

// The common shape; false where the shapes don't fit.
bool broadcast_dims(const Dims& a, const Dims& b, Dims* out);

// Up to three inputs walked along one output: neighbouring dimensions that step alike are merged.
struct BroadcastWalk {
  static constexpr int kInputs = 3;
  static constexpr int kMaxRank = 12;

  int rank = 0;  // at least 1; the last one is the inner loop
  int64_t dims[kMaxRank];
  int64_t strides[kInputs][kMaxRank];  // in elements; 0 along a broadcast dimension

  // False where the rank is too large.
  bool plan(const Dims& out, const Dims* const* inputs, int count);

  int64_t inner() const { return dims[rank - 1]; }
  int64_t rows() const {
    int64_t n = 1;
    for (int i = 0; i + 1 < rank; ++i) n *= dims[i];
    return n;
  }
  // Offsets of each input at the start of a row.
  void row_offsets(int64_t row, int64_t* offsets, int count) const {
    for (int k = 0; k < count; ++k) offsets[k] = 0;
    for (int i = rank - 2; i >= 0; --i) {
      int64_t index = row % dims[i];
      row /= dims[i];
      for (int k = 0; k < count; ++k) offsets[k] += index * strides[k][i];
    }
  }
};

}  // namespace tb
