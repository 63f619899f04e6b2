#include "philox.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/math.h"
#include "parallel.h"

namespace tb {
namespace {

// So many counters are worked on side by side.
constexpr int64_t kLanes = 16;
constexpr int64_t kBlock = 4 * kLanes;  // words out of them
constexpr uint64_t kMask = 0xFFFFFFFF;

// The words of counters first, first + 1, ... from the stream's own.
void draw(const PhiloxStream& stream, uint64_t first, uint32_t* out) {
  uint64_t words[4][kLanes];
  for (int64_t i = 0; i < kLanes; ++i) {
    uint64_t step = first + static_cast<uint64_t>(i);
    uint64_t low = stream.low + step, high = stream.high + (low < step ? 1 : 0);
    words[0][i] = low & kMask;
    words[1][i] = low >> 32;
    words[2][i] = high & kMask;
    words[3][i] = high >> 32;
  }
  uint32_t key0 = static_cast<uint32_t>(stream.key), key1 = static_cast<uint32_t>(stream.key >> 32);
  for (int round = 0; round < 10; ++round) {
#pragma omp simd
    for (int64_t i = 0; i < kLanes; ++i) {
      uint64_t a = words[0][i] * 0xD2511F53u, b = words[2][i] * 0xCD9E8D57u;
      words[0][i] = (b >> 32) ^ words[1][i] ^ key0;
      words[2][i] = (a >> 32) ^ words[3][i] ^ key1;
      words[1][i] = b & kMask;
      words[3][i] = a & kMask;
    }
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  for (int64_t i = 0; i < kLanes; ++i) {
    for (int64_t k = 0; k < 4; ++k) out[4 * i + k] = static_cast<uint32_t>(words[k][i]);
  }
}

// Calls body(words, first, count) for pieces of the stream's words: `count` of them from the
// word `first` on, a multiple of kBlock.
template <class Body>
void for_blocks(const PhiloxStream& stream, int64_t words, int64_t cost, const Body& body) {
  int64_t blocks = (words + kBlock - 1) / kBlock;
  parallel_for(blocks, kBlock * cost, [&](int64_t begin, int64_t end) {
    uint32_t drawn[kBlock];
    for (int64_t block = begin; block < end; ++block) {
      draw(stream, static_cast<uint64_t>(block * kLanes), drawn);
      int64_t first = block * kBlock;
      body(drawn, first, std::min(kBlock, words - first));
    }
  });
}

float unit(uint32_t word) {
  return std::bit_cast<float>((word & 0x7FFFFFu) | (127u << 23)) - 1.0f;
}

struct Sines {
  double sine, cosine;
};

// Of an angle in [0, 2 pi], by Taylor's series around the nearest multiple of pi / 2.
TB_INLINE Sines sines(double angle) {
  constexpr double kHalfPi = 1.5707963267948966, kHalfPiRest = 6.123233995736766e-17;
  double quarter = std::floor(angle * (1 / kHalfPi) + 0.5);
  double r = (angle - quarter * kHalfPi) - quarter * kHalfPiRest;
  double z = r * r;
  double s = 1.0, c = 1.0;
  for (int k = 16; k >= 2; k -= 2) s = 1.0 - s * z * (1.0 / (k * (k + 1.0)));
  for (int k = 17; k >= 1; k -= 2) c = 1.0 - c * z * (1.0 / (k * (k + 1.0)));
  s *= r;
  bool swap = quarter == 1.0 || quarter == 3.0;
  double sine = swap ? c : s, cosine = swap ? s : c;
  bool sine_turns = quarter == 2.0 || quarter == 3.0;
  bool cosine_turns = quarter == 1.0 || quarter == 2.0;
  return {sine_turns ? -sine : sine, cosine_turns ? -cosine : cosine};
}

// Two normal numbers of two words. In double precision, then rounded: the last digit counts.
TB_INLINE void box_muller(uint32_t first, uint32_t second, float* out) {
  float u = std::max(unit(first), 1e-7f);
  float radius = std::sqrt(-2.0f * static_cast<float>(math::log(static_cast<double>(u))));
  constexpr double kTwoPi = 6.283185307179586;
  auto angle = static_cast<float>(kTwoPi * static_cast<double>(unit(second)));
  Sines both = sines(static_cast<double>(angle));
  out[0] = static_cast<float>(both.sine) * radius;
  out[1] = static_cast<float>(both.cosine) * radius;
}

void normal_block(const uint32_t* words, float* out) {
#pragma omp simd
  for (int64_t i = 0; i < kBlock / 2; ++i) {
    box_muller(words[2 * i], words[2 * i + 1], out + 2 * i);
  }
}

template <class T>
void normal(const PhiloxStream& stream, T* out, int64_t n) {
  for_blocks(stream, n, 16, [=](const uint32_t* words, int64_t first, int64_t count) {
    float numbers[kBlock];
    normal_block(words, numbers);
    for (int64_t i = 0; i < count; ++i) out[first + i] = static_cast<T>(numbers[i]);
  });
}

// A type of 16 bits: as many mantissa bits under the exponent of [1, 2), less one.
template <class T, int mantissa, int exponent>
void uniform16(const PhiloxStream& stream, T* out, int64_t n) {
  for_blocks(stream, n, 2, [=](const uint32_t* words, int64_t first, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      auto bits = static_cast<uint16_t>((words[i] & ((1u << mantissa) - 1)) |
                                        (static_cast<uint32_t>(exponent) << mantissa));
      out[first + i] = static_cast<T>(static_cast<float>(std::bit_cast<T>(bits)) - 1.0f);
    }
  });
}

}  // namespace

void philox_words(const PhiloxStream& stream, uint32_t* out, int64_t words) {
  for_blocks(stream, words, 2, [=](const uint32_t* drawn, int64_t first, int64_t count) {
    std::memcpy(out + first, drawn, static_cast<size_t>(count) * sizeof(uint32_t));
  });
}

bool philox_uniform(const PhiloxStream& stream, DType dtype, void* out, int64_t n) {
  if (dtype == DType::kFloat) {
    auto* numbers = static_cast<float*>(out);
    for_blocks(stream, n, 2, [=](const uint32_t* words, int64_t first, int64_t count) {
      for (int64_t i = 0; i < count; ++i) numbers[first + i] = unit(words[i]);
    });
    return true;
  }
  if (dtype == DType::kDouble) {
    auto* numbers = static_cast<double*>(out);
    for_blocks(stream, 2 * n, 2, [=](const uint32_t* words, int64_t first, int64_t count) {
      for (int64_t i = 0; i < count / 2; ++i) {
        uint64_t bits = (static_cast<uint64_t>(words[2 * i] & 0xFFFFFu) << 32) | words[2 * i + 1];
        numbers[first / 2 + i] = std::bit_cast<double>(bits | (uint64_t{1023} << 52)) - 1.0;
      }
    });
    return true;
  }
  if (dtype == DType::kHalf) return uniform16<half, 10, 15>(stream, static_cast<half*>(out), n), true;
  if (dtype == DType::kBFloat16) {
    return uniform16<bfloat16, 7, 127>(stream, static_cast<bfloat16*>(out), n), true;
  }
  return false;
}

bool philox_normal(const PhiloxStream& stream, DType dtype, void* out, int64_t n) {
  if (dtype == DType::kFloat) return normal(stream, static_cast<float*>(out), n), true;
  if (dtype == DType::kHalf) return normal(stream, static_cast<half*>(out), n), true;
  if (dtype == DType::kBFloat16) return normal(stream, static_cast<bfloat16*>(out), n), true;
  return false;
}

}  // namespace tb
