// Philox 4x32-10 random numbers; the meaning of every draw stands in _src/ops/philox.py.
// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
#pragma once

#include <cstdint>

#include "dtype.h"

namespace tb {

struct PhiloxStream {
  uint64_t key;
  uint64_t low, high;  // the counter
};

// Raw bits: 32 of them for each word of the output, least significant first.
void philox_words(const PhiloxStream& stream, uint32_t* out, int64_t words);

// Numbers in [0, 1), or of the standard normal distribution; false for another type.
bool philox_uniform(const PhiloxStream& stream, DType dtype, void* out, int64_t n);
bool philox_normal(const PhiloxStream& stream, DType dtype, void* out, int64_t n);

}  // namespace tb
