#include "broadcast.h"

namespace tb {

bool broadcast_dims(const Dims& a, const Dims& b, Dims* out) {
  const Dims& longer = a.rank() >= b.rank() ? a : b;
  const Dims& shorter = a.rank() >= b.rank() ? b : a;
  *out = longer;
  int shift = longer.rank() - shorter.rank();
  for (int i = 0; i < shorter.rank(); ++i) {
    int64_t x = shorter[i];
    int64_t& y = (*out)[i + shift];
    if (x == y || x == 1) continue;
    if (y != 1) return false;
    y = x;
  }
  return true;
}

bool BroadcastWalk::plan(const Dims& out, const Dims* const* inputs, int count) {
  if (out.rank() > kMaxRank) return false;
  int64_t step[kInputs];
  for (int k = 0; k < count; ++k) step[k] = 1;
  // Built from the last dimension outwards, in reverse, then turned round.
  int n = 0;
  for (int i = out.rank() - 1; i >= 0; --i) {
    if (out[i] == 1) continue;
    int64_t stride[kInputs];
    bool merges = n > 0;
    for (int k = 0; k < count; ++k) {
      int position = i - (out.rank() - inputs[k]->rank());
      bool present = position >= 0 && (*inputs[k])[position] != 1;
      stride[k] = present ? step[k] : 0;
      if (present) step[k] *= out[i];
      merges = merges && stride[k] == strides[k][n - 1] * dims[n - 1];
    }
    if (merges) {
      dims[n - 1] *= out[i];
      continue;
    }
    dims[n] = out[i];
    for (int k = 0; k < count; ++k) strides[k][n] = stride[k];
    ++n;
  }
  if (n == 0) {
    dims[0] = out.elements();
    for (int k = 0; k < count; ++k) strides[k][0] = 1;
    n = 1;
  }
  for (int i = 0, j = n - 1; i < j; ++i, --j) {
    std::swap(dims[i], dims[j]);
    for (int k = 0; k < count; ++k) std::swap(strides[k][i], strides[k][j]);
  }
  rank = n;
  return true;
}

}  // namespace tb
